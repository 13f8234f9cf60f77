"""What single words are taken for."""

import pytest

from app.extraction import english, russian
from app.extraction.words import TRAITS, Word


def traits(word: Word) -> set[str]:
    return {TRAITS[trait] for trait in word.traits}


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("улицами", {"place"}),
        ("глаза", {"body"}),
        ("ёлки", {"plant"}),
        ("чёрную", {"colour", "adjective"}),
        ("темно-синем", {"colour", "adjective"}),
        ("златокудрого", {"body", "shape"}),
        ("стояла", {"posture", "verb", "past"}),
        ("думает", {"thought", "verb", "present"}),
        ("глядя", {"sight", "verb", "participle"}),
        ("абракадаброй", set()),
    ],
)
def test_a_russian_word_is_known_in_any_form(form, expected):
    assert expected <= traits(russian.read(form))


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("houses", {"place", "noun"}),
        ("leaves", {"plant", "noun"}),
        ("stood", {"posture", "verb", "past"}),
        ("running", {"motion", "verb", "participle"}),
        ("bearded", {"texture", "adjective"}),
        ("red-haired", {"colour", "adjective"}),
        ("captain's", {"person", "noun"}),
        ("quickly", {"adverb"}),
        ("didn't", {"negation"}),
        ("she", {"third"}),
        ("because", {"conjunction"}),
    ],
)
def test_an_english_word_is_known_in_any_form(form, expected):
    assert expected <= traits(english.read(form))


def test_one_letter_more_makes_another_word():
    # "дом" is not seen in "домашний", nor "hat" in "chatter": words are looked up, not pieces.
    assert "place" in traits(russian.read("дом"))
    assert "place" not in traits(russian.read("домысел"))
    assert "cloth" in traits(english.read("hat"))
    assert "cloth" not in traits(english.read("chatter"))
