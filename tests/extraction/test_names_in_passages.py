"""Who is in a passage: the entities a candidate carries."""

from app.domain.descriptions import Candidate
from app.domain.names import Named, NamedEntity
from app.extraction import extract

THOUGHT = "Впрочем, он уже давно не думал об этом и ничего не хотел знать о чужой судьбе."
PORTRAIT = (
    "Савельич стоял у окна, высокий, худой, с рыжею бородой и узкими серыми глазами; рядом на "
    "лавке сидела Марта в синем сарафане. Савельич держал в руках зажжённую свечу."
)


def named(text: str, surface: str, key: str, *, block: int = 0, after: int = 0) -> Named:
    start = text.index(surface, after)
    return Named(block, start, start + len(surface), key, surface)


def best(blocks: list[str], names: list[Named]) -> Candidate:
    return max(extract(blocks, "ru", names), key=lambda candidate: candidate.worth)


def test_a_passage_carries_whom_it_names_once_each_in_order_of_mention():
    names = [
        named(PORTRAIT, "Савельич", "character:1/0/0"),
        named(PORTRAIT, "Марта", "character:1/0/90"),
        named(PORTRAIT, "Савельич", "character:1/0/0", after=20),
    ]

    found = best([PORTRAIT], list(reversed(names)))

    assert found.entities == (
        NamedEntity("character:1/0/0", "Савельич"),
        NamedEntity("character:1/0/90", "Марта"),
    )


def test_whoever_is_named_beside_the_passage_is_not_in_it():
    block = f"Петр молчал. {THOUGHT} {PORTRAIT}"
    names = [named(block, "Петр", "p"), named(block, "Марта", "m")]

    found = best([block], names)

    assert found.text == PORTRAIT
    assert [entity.key for entity in found.entities] == ["m"]


def test_names_of_another_block_are_not_taken_for_those_of_this_one():
    names = [named(PORTRAIT, "Марта", "m", block=2), named(PORTRAIT, "Савельич", "s", block=0)]

    found = best([THOUGHT, "", PORTRAIT], names)

    assert [entity.key for entity in found.entities] == ["m"]


def test_without_names_nobody_is_in_a_passage():
    assert best([PORTRAIT], []).entities == ()
    assert {candidate.entities for candidate in extract([PORTRAIT], "ru")} == {()}


def test_names_change_no_passage():
    plain = [(one.text, one.worth) for one in extract([THOUGHT, PORTRAIT], "ru")]
    names = [named(PORTRAIT, "Марта", "m", block=1)]

    assert [(one.text, one.worth) for one in extract([THOUGHT, PORTRAIT], "ru", names)] == plain
