"""What a safety filter stumbles over, in the words it is sent in softer ones."""

import pytest

from app.illustration import clauses, looks
from app.illustration.softening import bloodless, softened


@pytest.mark.parametrize(
    ("prompt", "softer"),
    [
        ("Blood on the floor", "dark stains on the floor"),
        ("a bloody knife", "a stained gleam of metal"),
        ("the corpse of a soldier", "the still figure of a soldier"),
        ("two dead bodies by the road", "two still figures by the road"),
        ("a puddle of blood", "a dark stain"),
        ("the murder of the old woman", "the quarrel of the old woman"),
        ("a wounded man, bleeding", "a bandaged man, pale"),
        ("hanged men on a gallows", "condemned men on a bare wooden frame"),
        ("a severed head", "a lost head"),
        ("naked bathers", "robed bathers"),
        ("a half-naked dancer", "a robed dancer"),
        ("aiming a pistol", "raising a thing in hand"),
        ("after the massacre", "after the battle's aftermath"),
        ("the torture chamber", "the gloomy cellar"),
        ("a skull among bones", "a pale mask among bones"),
    ],
)
def test_the_aftermath_stands_for_the_wound(prompt, softer):
    assert softened(prompt)[0] == softer
    assert softened(prompt)[1]


@pytest.mark.parametrize(
    "prompt",
    ["A bloodhound by the gunwale", "a knifelike ridge", "bodies of water", "a skilled rider", "Deadwood"],
)  # fmt: skip
def test_words_that_only_begin_alike_stay(prompt):
    assert softened(prompt) == (prompt, ())


def test_each_word_that_was_replaced_is_named_once():
    assert softened("Blood, blood and a gun")[1] == ("blood", "gun")


def test_what_is_softened_needs_no_softening_again_and_denies_nothing():
    for word in (
        "blood",
        "corpse",
        "murder",
        "naked",
        "torture",
        "gun",
        "stabbed",
        "nude",
        "devil",
    ):
        softer = softened(word)[0]

        assert softened(softer) == (softer, ())
        assert not clauses.is_denial(softer)


@pytest.mark.parametrize("russian", ["кровавая рана", "кровь", "череп", "пистолет", "кинжал"])
def test_english_renderings_of_russian_words_are_softened_too(russian):
    assert softened(looks.render(russian))[1]


def test_beside_a_child_blood_goes_and_a_breakfast_knife_stays():
    assert bloodless("a knife and blood") == "a knife and dark stains"
