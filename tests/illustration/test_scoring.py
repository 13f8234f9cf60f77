"""Scores of recipes: stable on fixtures, and each fault costs what it says."""

from dataclasses import replace

import pytest

from app.domain.bible import Attribute
from app.domain.descriptions import DescriptionType
from app.domain.illustrations import Passage, Portrayed, Trait
from app.domain.names import EntityKind, Gender
from app.illustration import prompts
from app.illustration.scoring import (
    WEIGHTS,
    Recipe,
    Required,
    consistency,
    consistency_of,
    coverage,
    required,
    tokens,
)
from app.illustration.styles import DEFAULT_STYLE

ENGLISH = frozenset({"en"})
REQUIRED = (
    Required("style", ("Matte gouache",), is_verbatim=True),
    Required("entity", ("Bazarov",)),
    Required("trait", ("long thin face",), is_verbatim=True),
    Required("trait", ("side-whiskers of sandy colour",), is_verbatim=True),
    Required("action", ("stand", "wave")),
    Required("time", ("at dusk", "evening")),
    Required("mood", ("melancholy mood", "sad")),
)
FULL = (
    "Matte gouache. Medium shot: Bazarov, a man, long thin face, side-whiskers of sandy colour, "
    "standing on the porch. At dusk. Melancholy mood."
)


def test_f8_a_prompt_that_says_everything_covers_it_all():
    assert coverage(FULL, REQUIRED, ENGLISH) == 100.0


@pytest.mark.parametrize(
    ("left_out", "kind"),
    [
        ("Matte gouache", "style"),
        ("Bazarov", "entity"),
        ("long thin face", "trait"),
        ("standing", "action"),
        ("At dusk", "time"),
        ("Melancholy mood", "mood"),
    ],
)
def test_f8_what_is_left_out_costs_its_weight(left_out, kind):
    whole = sum(WEIGHTS[each.kind] for each in REQUIRED)

    score = coverage(FULL.replace(left_out, "…"), REQUIRED, ENGLISH)

    assert score == round(100 * (whole - WEIGHTS[kind]) / whole, 1)


@pytest.mark.parametrize(
    ("added", "cost"),
    [
        (" No moon.", 10),
        (" Тихо.", 40),
        (" pine" * 200, 10),
        (" Не видно.", 50),
        (" A knot in a rope.", 0),
    ],
)
def test_f8_each_fault_costs_what_it_says(added, cost):
    assert coverage(FULL + added, REQUIRED, ENGLISH) == 100.0 - cost


def test_cyrillic_costs_nothing_where_the_model_reads_it():
    assert coverage(f"{FULL} Тихо.", REQUIRED, frozenset({"en", "ru"})) == 100.0


def test_f8_the_words_of_the_book_alone_cover_little():
    raw = "Базаров стоял на крыльце, и длинное, худое лицо его ничего не выражало."

    assert coverage(raw, REQUIRED, ENGLISH) == 0.0


def test_a_name_counts_where_all_of_it_is_said():
    wanted = (Required("entity", ("Anna Karenina",)),)

    assert coverage("Anna Karenina in a carriage", wanted, ENGLISH) == 100.0
    assert coverage("Anna in a carriage", wanted, ENGLISH) == 0.0


def test_a_cyrillic_letter_is_a_token_and_a_word_one_and_a_half():
    assert tokens("да нет") == 5
    assert tokens("one two three four") == 6


COMPILED = [
    Recipe(
        prompt=f"Gouache. Bazarov, a man, long thin face, sandy side-whiskers. View {number}.",
        locked=("long thin face", "sandy side-whiskers"),
        has_reference=False,
        style="gouache",
        model="flux",
        bible_version=3,
        seed=1000 + number,
        is_seed_derived=True,
    )
    for number in range(4)
]
NAIVE = [
    replace(
        each,
        prompt="Базаров стоял на крыльце.",
        seed=42,
        is_seed_derived=False,
        model=model,
        bible_version=None,
    )
    for each, model in zip(COMPILED, ["flux", "turbo", "sana", "kontext"], strict=True)
]


def test_f8_a_series_of_one_recipe_is_wholly_consistent_and_a_naive_one_is_not():
    assert consistency(COMPILED) == 100.0
    # One style, one bible (none), and a quarter of them by one model.
    assert consistency(NAIVE) == 33.8
    assert consistency([]) == 0.0


@pytest.mark.parametrize(
    ("change", "cost"),
    [
        ({"prompt": "Gouache. Bazarov, LONG THIN  FACE."}, 17.5),
        ({"prompt": "Gouache."}, 35),
        ({"prompt": "Gouache.", "has_reference": True}, 0),
        ({"style": "oil"}, 20),
        ({"model": "turbo"}, 15),
        ({"bible_version": 2}, 10),
        ({"is_seed_derived": False}, 10),
        ({"seed": 1001}, 10),
    ],
)
def test_f8_each_disagreement_costs_what_it_says(change, cost):
    odd = replace(COMPILED[0], **change)

    assert consistency_of(odd, [odd, *COMPILED[1:]]) == 100.0 - cost


BAZAROV = Portrayed(
    "character:5/1/0",
    EntityKind.CHARACTER,
    "Bazarov",
    Gender.MALE,
    locked=(Trait(Attribute.FACE, "long thin face", "fact:1"),),
    traits=tuple(
        Trait(Attribute.CLOTHES, words, "fact:2")
        for words in ("broad forehead", "grey eyes", "long robe", "red hands")
    ),
)
PASSAGE = Passage(
    "Базаров стоял на крыльце старого дома и махал красною рукой; вечер был тихий.",
    "ru",
    DescriptionType.ACTION,
    cast=(BAZAROV,),
    era="Russia, 1860s",
)


def kinds_of(required):
    return [each.kind for each in required]


def test_what_a_prompt_has_to_say_is_read_from_the_passage_and_its_cast():
    wanted = required(PASSAGE, DEFAULT_STYLE)

    assert kinds_of(wanted) == [
        *("style", "entity", "trait", "trait", "trait", "action", "time", "mood", "era")
    ]
    assert [each.ways[0] for each in wanted[2:5]] == [
        *("long thin face", "broad forehead", "grey eyes")
    ]
    assert [each.is_verbatim for each in wanted[2:5]] == [True, False, False]
    assert wanted[5].ways == ("stand",)


def test_of_a_readers_own_words_the_cast_owes_only_what_is_locked():
    wanted = required(PASSAGE, DEFAULT_STYLE, override="A castle by the lake at night")

    assert kinds_of(wanted) == ["style", "trait", "entity", "time", "era"]


def test_without_a_cast_the_passage_owes_what_it_shows_most():
    passage = replace(PASSAGE, text="Мы стояли на крыльце.", type=DescriptionType.LOCATION, cast=())

    wanted = required(passage, DEFAULT_STYLE)

    assert kinds_of(wanted)[:3] == ["style", "action", "entity"]
    assert wanted[2].ways == ("porch",)


@pytest.mark.parametrize("kind", list(DescriptionType))
@pytest.mark.parametrize("override", [None, "Базаров у окна"])
def test_f8_what_the_compiler_makes_of_a_passage_covers_it_and_its_words_alone_do_not(
    kind, override
):
    passage = replace(PASSAGE, type=kind)
    wanted = required(passage, DEFAULT_STYLE, override=override)

    compiled = prompts.compile(passage, DEFAULT_STYLE, override=override)

    assert coverage(compiled.text, wanted, ENGLISH) == 100.0
    assert coverage(f"{DEFAULT_STYLE.words}. {passage.text}", wanted, ENGLISH) == 0.0
