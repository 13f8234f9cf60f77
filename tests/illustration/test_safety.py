"""Whose picture is held, and whose is not: a child is never drawn undressed or in romance."""

from dataclasses import replace

import pytest

from app.domain.bible import Attribute
from app.domain.descriptions import DescriptionType
from app.domain.illustrations import Passage, Portrayed, Style, Trait
from app.domain.names import EntityKind, Gender
from app.illustration import prompts, safety
from app.illustration.styles import DEFAULT_STYLE

LOLA = Portrayed(
    "character:1/1/1",
    EntityKind.CHARACTER,
    "Lola",
    Gender.FEMALE,
    locked=(Trait(Attribute.AGE, "12 years old", "fact:1"),),
    traits=(
        Trait(Attribute.CLOTHES, "half-naked, in lingerie", "fact:2"),
        Trait(Attribute.HAIR, "short fair hair", "fact:3"),
    ),
)


def compiled(text, *cast, override=None, context=""):
    passage = Passage(text, "en", DescriptionType.CHARACTER, context, cast)
    return prompts.compile(passage, DEFAULT_STYLE, override=override)


@pytest.mark.parametrize(
    "wish",
    [
        "a naked child",
        "A girl of ten, nude, by the river",
        "a schoolgirl in lingerie",
        "a topless teenager on a beach",
        "two children undressing",
        "a 15-year-old in her underwear",
        "A seductive little girl",
        "a passionate kiss of a 16 year old girl",
        "an erotic picture of a minor",
        "a boy and his lover in bed together",
        "Голая девочка у реки",
        "обнажённая школьница",
        "раздетый мальчик лет десяти",
        "двенадцатилетняя в одном нижнем белье",
        "эротическая сцена с подростком",
        "девочка и страстный поцелуй",
    ],
)
def test_a_wish_for_a_child_undressed_or_in_romance_is_held(wish):
    prompt = compiled("An empty room.", override=wish)

    assert prompt.held in {safety.UNDRESSED, safety.ROMANTIC}
    for word in ("naked", "nude", "lingerie", "topless", "underwear", "erotic", "seductive"):
        assert word not in prompt.text.lower()


@pytest.mark.parametrize(
    "wish",
    [
        "A girl embraced her father",
        "A mother kissed her child on the forehead",
        "a boy with a naked sword under naked branches",
        "a little girl with bare feet on bare stones",
        "a child beside a naked doll",
        "children in the garden, visible to the naked eye",
        "A girl of twenty stood naked in the river",
        "a 25-year-old girl in lingerie",
        "the nude figure of an old man",
        "her lover kissed the young woman",
        "his girlfriend undressed",
        "a cowboy, half-naked",
        "the passionate kiss of a husband and a wife",
        "a minor nobleman and his lover",
        "Девочка с голыми ногами шла по голым камням",
        "Мальчик целовал руку матери",
        "обнажённая женщина на берегу",
        "Ребёнок спал, а голые деревья стояли у окна",
    ],
)
def test_what_only_sounds_alike_is_drawn(wish):
    prompt = compiled("An empty room.", override=wish)

    assert prompt.held == ""
    assert not [loss for loss in prompt.losses if loss.startswith("safety")]


def test_what_stands_beside_a_child_by_chance_is_left_out_and_told():
    prompt = compiled(
        "The boy ran along the gallery with a lamp. On the canvas a naked woman lay on a couch. "
        "The walls were hung with blue silk."
    )

    assert prompt.held == ""
    assert "naked" not in prompt.text
    assert "boy ran along the gallery" in prompt.text
    assert "safety: 1 clauses about a child" in prompt.losses


def test_a_kiss_between_children_is_left_out_and_nothing_held():
    prompt = compiled("The boy kissed the girl. The old garden lay in the evening sun.")

    assert prompt.held == ""
    assert "kiss" not in prompt.text
    assert "old garden" in prompt.text


@pytest.mark.parametrize(
    "text",
    [
        "The little girl stood naked by the river. The sun shone on the green trees.",
        "Девочка стояла голая у реки. Солнце освещало зелёные деревья.",
    ],
)
def test_a_passage_about_it_is_held(text):
    assert compiled(text).held == safety.UNDRESSED


def test_whoever_the_bible_calls_twelve_is_a_child_in_every_passage():
    prompt = compiled("Lola stood naked before the mirror. A lamp burned on the table.", LOLA)

    assert prompt.held == safety.UNDRESSED
    assert "Lola, a girl, 12 years old, short fair hair" in prompt.text
    assert "lingerie" not in prompt.text


def test_a_child_by_name_is_no_reason_to_hold_an_innocent_passage():
    assert compiled("Lola ran down the stairs into the garden.", LOLA).held == ""


def test_violence_beside_a_child_is_softened_before_anybody_is_asked():
    prompt = compiled("A boy stood over the corpse of the soldier. Blood lay on the stones.")

    assert prompt.held == ""
    assert "still figure of the soldier" in prompt.text
    assert "lood" not in prompt.text
    assert "safety: softer words beside a child" in prompt.losses


def test_grown_up_violence_stays_as_the_book_has_it_until_somebody_refuses():
    assert "corpse" in compiled("A man stood over the corpse of the soldier.").text


@pytest.mark.parametrize(
    ("text", "style", "view"),
    [
        ("Lola stood by the window.", "nude photography, naked skin", ""),
        ("Lola stood by the window.", "Ink and wash", "naked, from behind"),
        ("Lola stood by the window.", "Ink and wash", "in lingerie on the bed"),
        ("Lola stood by the window.", "Ink and wash", "голая у окна"),
        ("Lola stood by the window.", "an erotic pinup", ""),
    ],
)
def test_a_style_or_a_view_says_nothing_of_a_child_that_a_passage_may_not(text, style, view):
    passage = Passage(text, "en", DescriptionType.CHARACTER, cast=(LOLA,), view=view)

    assert prompts.compile(passage, Style("own", "Own", style)).held


@pytest.mark.parametrize(
    ("style", "view", "name"),
    [
        ("portrait of a ten-year-old girl", "", "Olga"),
        ("Ink and wash", "as a little girl of ten", "Olga"),
        ("Ink and wash", "", "The little girl"),
    ],
)
def test_nor_do_they_make_a_child_of_who_is_undressed(style, view, name):
    olga = Portrayed("character:1/2/1", EntityKind.CHARACTER, name, Gender.FEMALE)
    passage = Passage(
        "She stood naked by the window.", "en", DescriptionType.CHARACTER, "", (olga,), view=view
    )

    assert prompts.compile(passage, Style("own", "Own", style)).held
    assert not prompts.compile(
        replace(passage, cast=(replace(olga, name="Olga"),), view=""), DEFAULT_STYLE
    ).held


@pytest.mark.parametrize(
    ("negative", "is_held"),
    [
        ("blurry, clothes", True),
        ("(clothing:1.4), text", True),
        ("any clothes", True),
        ("одежда", True),
        ("modern clothes, torn shirt, text", False),
    ],
)
def test_nobody_leaves_out_the_clothes_of_a_child(negative, is_held):
    passage = Passage("Lola stood there.", "en", DescriptionType.CHARACTER, cast=(LOLA,))
    grown = replace(passage, text="A man stood there.", cast=())

    assert bool(prompts.compile(passage, DEFAULT_STYLE, negative=negative).held) is is_held
    assert not prompts.compile(grown, DEFAULT_STYLE, negative=negative).held


@pytest.mark.parametrize(
    ("text", "around"),
    [
        ("A tall woman stood naked by the stove.", "Snow fell. A little girl sat in the yard."),
        ("A little girl sat in the yard.", "Snow fell. A tall woman stood naked by the stove."),
    ],
)
def test_the_text_around_brings_no_child_beside_undress(text, around):
    prompt = compiled(text, context=around)

    assert not prompt.held
    assert not ("naked" in prompt.text and "girl" in prompt.text)
