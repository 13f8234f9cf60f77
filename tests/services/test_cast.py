"""What a book says of the looks of its cast, and what another engine adds to that."""

from app.domain.bible import Attribute, Fact, Origin
from app.domain.books import Address, Span
from app.services import cast

ANNA, PYOTR = "character:1/0/0", "character:1/4/7"


def fact(value, *, at=0, entity=ANNA, attribute=Attribute.HAIR):
    start, end = Address(1, 3, at), Address(1, 3, at + len(value))
    return Fact(
        entity=entity, attribute=attribute, value=value, quote=value, span=Span(start, end),
        confidence=0.6, origin=Origin.EXTRACTED, is_lasting=True, valid_from=start,
    )  # fmt: skip


def test_what_was_found_stays_first_and_is_not_told_twice():
    found = [fact("fair hair", at=20), fact("grey dress", at=40, attribute=Attribute.CLOTHES)]
    told = [
        fact("hair", at=25),  # the same place in fewer words
        fact("Fair hair", at=90),  # the same value elsewhere
        fact("red hair", at=70),
        fact("red hair", at=70),
        fact("fair hair", at=20, entity=PYOTR),
    ]

    merged = cast.filled(found, told)

    assert merged[:2] == tuple(found)
    assert [(each.entity, each.value) for each in merged[2:]] == [
        (PYOTR, "fair hair"),
        (ANNA, "red hair"),
    ]


def test_the_order_in_which_facts_are_told_does_not_matter():
    told = [fact("red hair", at=70), fact("fair hair", at=20), fact("dark hair", at=50)]

    assert cast.filled([], told) == cast.filled([], told[::-1])
