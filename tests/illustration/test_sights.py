"""What is seen and what is denied: the painter gets both, in Russian and in English."""

import pytest

from app.domain.descriptions import DescriptionType
from app.domain.illustrations import Passage
from app.illustration import prompts
from app.illustration.sketch import reading
from app.illustration.sketch.reading import Composition
from app.illustration.styles import DEFAULT_STYLE


def sights_of(text, kind=DescriptionType.LOCATION, context=""):
    return prompts.compile(Passage(text, "en", kind, context), DEFAULT_STYLE).sights


def scene_of(text, kind=DescriptionType.LOCATION):
    return reading.read("", sights_of(text, kind))


@pytest.mark.parametrize(
    ("text", "absent", "seen"),
    [
        ("No light shone in the windows of the castle.", {"light"}, {"window", "castle"}),
        ("There were no stars above the lake.", {"star"}, {"lake"}),
        ("A house without windows stood by the river.", {"window"}, {"house"}),
        ("Nothing but snow lay on the fields.", set(), {"snow", "field"}),
        ("Ни луны, ни звёзд не было видно над замком.", {"moon", "star"}, {"castle"}),
        ("В окнах дома не было ни одного огня.", {"fire"}, {"window", "house"}),
        ("Луна не светила над рекой.", {"moon"}, {"river"}),
        ("Не только луна, но и звёзды светили над лесом.", set(), {"moon", "forest"}),
        ("Лес стоял без снега.", {"snow"}, {"forest"}),
        ("The mist had gone, and the church stood in a lake.", {"mist"}, {"church", "lake"}),
        ("The rain stopped and the sun shone on a village.", {"rain"}, {"sun", "village"}),
        ("Smoke had gone up from the houses.", set(), {"smoke", "house"}),
        ("Туман рассеялся, и показалась деревня.", {"fog"}, {"village"}),
        ("Стихла метель, в поле стояли сани.", {"blizzard"}, {"field", "sleigh"}),
    ],
)
def test_a_denial_takes_away_what_it_denies_and_nothing_else(text, absent, seen):
    sights = sights_of(text)

    assert sights.absent == absent
    assert seen <= set(sights.seen)
    assert not absent & set(sights.seen)


def test_the_hour_of_the_chapter_reaches_the_painter_too():
    sights = sights_of("The castle stood above the lake.", context="It was midnight.")

    assert reading.read("", sights).time == "night"


@pytest.mark.parametrize(
    ("kind", "text", "composition"),
    [
        ("location", "Hills and a river beyond the forest.", Composition.LANDSCAPE),
        ("location", "Горы и река за лесом.", Composition.LANDSCAPE),
        ("location", "A narrow street between tall houses.", Composition.STREET),
        ("location", "A lane between tall houses.", Composition.STREET),
        ("location", "A lane of the village ran down to the river.", Composition.LANDSCAPE),
        ("location", "Узкая улица между высокими домами.", Composition.STREET),
        ("location", "A room with a fireplace and a table.", Composition.INTERIOR),
        ("location", "Комната с камином и столом.", Composition.INTERIOR),
        ("character", "An old man stood in the street.", Composition.PORTRAIT),
        ("character", "Старик стоял на улице.", Composition.PORTRAIT),
        ("object", "A ring lay on the table of the room.", Composition.STILL_LIFE),
        ("object", "Кольцо лежало на столе.", Composition.STILL_LIFE),
        ("action", "A rider galloped down the street.", Composition.ACTION),
        ("action", "Всадник скакал по улице.", Composition.ACTION),
    ],
)
def test_the_type_and_the_words_choose_the_composition(kind, text, composition):
    assert scene_of(text, DescriptionType(kind)).composition is composition


def test_words_that_only_look_alike_are_no_motifs():
    scene = scene_of("Свеча горела на столе, стены были белые.")

    assert "mountain" not in scene.tags
    assert scene.composition is Composition.INTERIOR


def test_an_old_letter_makes_nobody_old():
    assert "old" not in scene_of("A man held an old letter.", DescriptionType.CHARACTER).people
    assert "old" in scene_of("An old man held a letter.", DescriptionType.CHARACTER).people


def test_the_old_men_around_her_make_no_woman_old():
    text = (
        "Ines stood at the pier, a woman in a yellow coat; old men in nightshirts came after her."
    )

    assert "old" not in scene_of(text, DescriptionType.CHARACTER).people
    assert "old" in scene_of("An old woman in a coat.", DescriptionType.CHARACTER).people


def test_a_leather_helmet_is_no_knights():
    pilot = scene_of("A man in an old leather helmet.", DescriptionType.CHARACTER).people
    knight = scene_of("A man in a steel helmet.", DescriptionType.CHARACTER).people

    assert "cap" in pilot
    assert "armour" not in pilot
    assert "armour" in knight
