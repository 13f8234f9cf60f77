"""What a book tells of the looks of its places."""

import pytest

from app.domain.bible import Attribute
from app.domain.names import EntityKind, Gender
from tests.extraction.looks.tales import looks, read


def place(*blocks: str, name: str, language: str = "en"):
    named = [(name, Gender.UNKNOWN, name)]
    return list(read([(language, blocks)], named, EntityKind.PLACE).facts)


def test_what_stands_in_a_place_is_told_of_it():
    facts = place("Brindle was all narrow streets and brick houses.", name="Brindle")

    assert looks(facts) == [("surroundings", "narrow streets"), ("materials", "brick houses")]


def test_the_place_just_described_gets_its_name():
    told = "Они остановились перед крыльцом нового деревянного дома. Это и было Марьино."

    facts = place(told, name="Марьино", language="ru")

    assert looks(facts) == [("materials", "деревянный дом")]
    assert facts[0].quote == "Они остановились перед крыльцом нового деревянного дома."


def test_the_next_sentence_goes_on_about_the_place():
    told = "In Brindle stood a long low house. The windows were of glass; a steep roof hung over."

    assert ("architecture", "steep roof") in looks(place(told, name="Brindle"))


def test_the_light_of_a_place_passes():
    facts = place("In Brindle there is a dark hall.", name="Brindle")

    assert [(fact.attribute, fact.is_lasting) for fact in facts] == [(Attribute.LIGHT, False)]


@pytest.mark.parametrize(
    ("told", "language", "season"),
    [
        ("In Brindle we bathed in the summer.", "en", "summer"),
        ("В Brindle было хорошо зимой.", "ru", "зимой"),
    ],
)
def test_the_season_in_a_place_passes(told, language, season):
    facts = place(told, name="Brindle", language=language)

    assert looks(facts) == [("season", season)]
    assert not facts[0].is_lasting


@pytest.mark.parametrize(
    "told",
    [
        "They rode from Brindle to a long low house.",
        "In Brindle there was no steep roof.",
        "A big house stood there, they say, and long after that somebody talked of Brindle.",
        "“Brindle has narrow streets,” said he.",
        "In Brindle one speaks of the Black Sea.",
    ],
)
def test_what_stands_elsewhere_or_nowhere_is_not_told_of_a_place(told):
    assert place(told, name="Brindle") == []


@pytest.mark.parametrize(
    ("told", "name", "language", "hue"),
    [
        ("In Brindle stood a white church.", "Brindle", "en", "white"),
        ("В Марьино стояла белая церковь.", "Марьино", "ru", "белый"),
    ],
)
def test_the_colours_of_what_stands_there_are_those_of_the_place(told, name, language, hue):
    assert ("palette", hue) in looks(place(told, name=name, language=language))
