"""What keeps pictures of one book together, and what a picture may not tell before its place."""

from uuid import UUID

from app.domain.bible import Attribute, Origin
from app.domain.books import Address, Span
from app.domain.figures import Called, Figure, Said
from app.domain.names import EntityKind, Gender
from app.illustration import continuity, seeds
from app.services import portraying

BOOK = UUID(int=1)
RULES = (BOOK, 3, "oil on canvas", "pollinations", "flux")


def test_f1_pictures_drawn_by_the_same_rules_are_one_group():
    assert continuity.group(*RULES) == continuity.group(*RULES)
    assert len(continuity.group(*RULES)) == 32


def test_f1_another_book_bible_style_provider_or_model_is_another_group():
    others = [(UUID(int=2), 3, "oil on canvas", "pollinations", "flux"), (BOOK, 4, *RULES[2:]),
              (BOOK, 3, "ink", *RULES[3:]), (*RULES[:3], "fal", "flux"), (*RULES[:4], None)]  # fmt: skip

    assert len({continuity.group(*each) for each in [RULES, *others]}) == 6


def test_f2_no_two_pictures_of_a_book_share_a_seed():
    found = [
        seeds.seed(edition_sha="abc", family="scene", entity=f"scene:{chapter}/{block}/0", variant=variant)
        for chapter in range(40)
        for block in range(50)
        for variant in range(3)
    ]  # fmt: skip

    assert len(set(found)) == len(found)
    assert all(0 < each < 2**31 - 1 for each in found)


def fact(number, value, since, until=None, attribute=Attribute.HAIR):
    start = Address(*since)
    span = Span(start, Address(start.chapter, start.block, start.offset + 5))
    return Said(
        id=UUID(int=number), identity=str(number), attribute=attribute, value=value, value_en=value,
        quote=value, span=span, confidence=0.9, origin=Origin.EXTRACTED, is_lasting=True, valid_from=start,
        valid_to=until and Address(*until),
    )  # fmt: skip


def seen_at(*place):
    ivan = Figure(
        ids=(UUID(int=9),), keys=("ivan",), kind=EntityKind.CHARACTER, name="Ivan",
        names=(Called("Ivan", "ivan", Address(1, 0, 0), 5),), gender=Gender.MALE, importance=1.0,
        first=Address(1, 0, 0),
        facts=(
            fact(1, "dark hair", (1, 2, 0), (7, 0, 0)),
            fact(2, "grey hair", (7, 0, 0)),
            fact(3, "a scar on the cheek", (5, 1, 0), attribute=Attribute.MARKS),
        ),
    )  # fmt: skip
    drawn = portraying.portrayed(ivan, Address(*place))
    return {each.words for each in (*drawn.locked, *drawn.traits)}


def test_f5_nobody_is_drawn_as_they_will_be_only_later():
    assert seen_at(1, 0, 0) == set()
    assert seen_at(3, 0, 0) == {"dark hair"}
    assert seen_at(5, 1, 3) == {"dark hair"}
    assert seen_at(6, 0, 0) == {"dark hair", "a scar on the cheek"}
    assert seen_at(7, 0, 0) == {"grey hair", "a scar on the cheek"}
