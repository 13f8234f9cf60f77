"""How somebody is portrayed at a place of the book: what holds there, what is sure, whose word counts."""

from dataclasses import replace
from uuid import UUID

import pytest

from app.domain.bible import Attribute, Origin
from app.domain.books import Address, Span
from app.domain.figures import Called, Figure, Said
from app.domain.names import EntityKind, Gender
from app.services import portraying

FIRST, LATER, LAST = Address(2, 0, 0), Address(5, 0, 0), Address(9, 0, 0)


def fact(attribute, value, *, at=FIRST, number=1, **changes):
    said = Said(
        id=UUID(int=number),
        identity=f"{attribute} {value}",
        attribute=attribute,
        value=value,
        value_en=value,
        quote=value,
        span=Span(at, Address(at.chapter, at.block, at.offset + 9)),
        confidence=0.9,
        origin=Origin.EXTRACTED,
        is_lasting=True,
        valid_from=FIRST,
        valid_to=None,
    )
    return replace(said, **changes)


def mine(attribute, value, **changes):
    own = {"quote": None, "span": None, "confidence": 1.0, "origin": Origin.USER, "version": 2}
    return replace(fact(attribute, value), **own | {"valid_from": None} | changes)


def anna(*facts, **changes):
    figure = Figure(
        ids=(UUID(int=1),),
        keys=("character:2/0/0",),
        kind=EntityKind.CHARACTER,
        name="Anna",
        names=(Called("Anna", "character:2/0/0", FIRST, 3),),
        gender=Gender.FEMALE,
        importance=1.0,
        first=FIRST,
        facts=facts,
    )
    return replace(figure, **changes)


def words(*facts, at=LATER):
    shown = portraying.portrayed(anna(*facts), at)
    return [each.words for each in shown.locked], [each.words for each in shown.traits]


HAIR = fact(Attribute.HAIR, "black hair")


def test_what_lasts_is_seen_from_the_first_page_wherever_it_is_told():
    told_late = fact(Attribute.EYES, "grey eyes", at=LAST)

    assert words(HAIR, told_late) == ([], ["black hair", "grey eyes"])


@pytest.mark.parametrize(
    "attribute", [Attribute.MARKS, Attribute.AGE, Attribute.SPECIES, Attribute.STATE]
)
def test_what_one_may_come_by_is_not_seen_before_it_is_told(attribute):
    told_late = fact(attribute, "told late", at=LAST)

    assert words(told_late, at=LATER) == ([], [])
    assert words(told_late, at=Address(9, 0, 9)) == ([], ["told late"])


def test_what_holds_for_a_while_is_seen_just_so_long():
    wet = fact(Attribute.STATE, "wet", valid_from=FIRST, valid_to=LATER, is_lasting=False)
    bald = mine(Attribute.HAIR, "bald", valid_from=LATER)

    assert words(wet, HAIR, bald, at=Address(4, 0, 0)) == ([], ["black hair", "wet"])
    assert words(wet, HAIR, bald, at=LATER) == ([], ["bald"])


def test_what_the_reader_says_stands_for_all_the_book_says_of_the_same():
    red, long = mine(Attribute.HAIR, "red hair"), fact(Attribute.HAIR, "long hair", is_locked=True)

    assert words(HAIR, red) == ([], ["red hair"])
    assert words(HAIR, red, long) == (["long hair"], ["red hair"])


def test_of_what_cannot_hold_together_nothing_is_said_unless_one_is_chosen():
    fair = fact(Attribute.HAIR, "fair hair", contradicts=("hair black hair",))
    black = replace(HAIR, contradicts=("hair fair hair",))

    assert words(black, fair) == ([], [])
    assert words(black, replace(fair, is_locked=True)) == (["fair hair"], [])


def test_a_doubtful_look_is_left_out_and_speaks_against_nobody():
    doubtful = fact(Attribute.HAIR, "fair hair", confidence=0.65, contradicts=("hair black hair",))
    black = replace(HAIR, contradicts=("hair fair hair",))

    assert words(black, doubtful) == ([], ["black hair"])
    assert words(replace(doubtful, is_locked=True, contradicts=())) == (["fair hair"], [])


def test_locked_looks_come_in_one_order_whatever_they_are_stored_in():
    eyes = fact(Attribute.EYES, "grey eyes", is_locked=True)
    scar = mine(Attribute.MARKS, "a scar", is_locked=True)
    hair = replace(HAIR, is_locked=True)
    coat = mine(Attribute.CLOTHES, "a green coat", is_locked=True, version=3)
    hat = mine(Attribute.CLOTHES, "a straw hat", is_locked=True, version=2)

    expected = ["black hair", "grey eyes", "a straw hat", "a green coat", "a scar"]
    assert words(eyes, scar, hair, coat, hat) == (expected, [])
    assert words(hat, coat, hair, scar, eyes) == (expected, [])


def test_words_are_english_and_only_a_locked_one_stands_as_it_is():
    known = fact(Attribute.EYES, "серые глаза", value_en=None)
    strange = fact(Attribute.CLOTHES, "заковыристый", value_en=None)

    assert words(known, strange) == ([], ["grey eyes"])
    assert words(replace(strange, is_locked=True)) == (["заковыристый"], [])


def test_a_russian_name_is_in_latin_letters_and_only_as_far_as_it_is_known():
    vera = anna(
        name="Вера Павловна",
        names=(
            Called("незнакомка", "character:2/0/0", FIRST, 1),
            Called("Вера Павловна", "character:2/0/0", LAST, 9),
        ),
    )

    before, after = (portraying.portrayed(vera, at) for at in (LATER, Address(9, 1, 0)))

    assert (before.name, before.gender) == ("Neznakomka", Gender.UNKNOWN)
    assert (after.name, after.gender) == ("Vera Pavlovna", Gender.FEMALE)


def test_every_trait_names_the_fact_it_is_from():
    shown = portraying.portrayed(anna(HAIR), LATER)

    assert [each.source for each in shown.traits] == [f"fact:{HAIR.id}"]
