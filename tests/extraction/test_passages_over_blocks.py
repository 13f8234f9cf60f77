"""Passages that go on over the end of a block: verse, and pictures in several paragraphs."""

import pytest

from app.extraction import extract
from app.extraction.chapter import paragraphs

VERSE = [
    "Под голубыми небесами",
    "Великолепными коврами,",
    "Блестя на солнце, снег лежит;",
    "Прозрачный лес один чернеет,",
    "И ель сквозь иней зеленеет,",
    "И речка подо льдом блестит.",
]
THOUGHT = "Впрочем, он уже давно не думал об этом и ничего не хотел знать о чужой судьбе."


def test_lines_of_verse_are_read_as_the_sentences_they_are():
    found = extract([THOUGHT, *VERSE, THOUGHT], "ru")

    best = max(found, key=lambda candidate: candidate.worth)
    assert (best.block, best.start, best.end_block, best.end) == (1, 0, 6, len(VERSE[-1]))
    assert best.text == "\n".join(VERSE)
    assert best.worth > 0.5


def test_prose_is_one_paragraph_a_block():
    blocks = [THOUGHT, "— Да.", "— Нет!", "Он встал.", "Она ушла.", "", THOUGHT]

    assert paragraphs(blocks) == [(i, i + 1) for i in range(7)]


def test_a_heading_is_no_line_of_the_verse_below_it():
    assert paragraphs(["ГЛАВА I", *VERSE]) == [(0, 1), (1, 7)]


def test_a_picture_in_two_short_paragraphs_is_one_passage():
    first = "Once he saw a tiny battery go dashing along the line of the horizon."
    second = (
        "From a sloping hill came the sound of cheerings. Smoke welled slowly through the leaves."
    )

    found = extract([first, second], "en")

    assert [(one.block, one.end_block) for one in found] == [(0, 1)]
    assert found[0].text == f"{first}\n{second}"


@pytest.mark.parametrize("between", ["", THOUGHT, "“Who goes there?” he cried."])
def test_no_passage_reaches_over_what_is_no_picture(between):
    room = "The room was long and low, with a ceiling of dark beams and a red fire in the hearth."
    dog = "An old grey dog lay before the fire on a torn rug."

    found = extract([room, between, dog], "en")

    assert all(one.block == one.end_block for one in found)
