"""Things of the wrong century are left out, and the right one is asked for."""

import pytest

from app.domain.descriptions import DescriptionType
from app.domain.illustrations import Passage, Style
from app.illustration import clauses, periods, prompts
from app.illustration.styles import DEFAULT_STYLE

ROOM = "A tall lamp stood on the table by the window of the old drawing-room."


def compiled(text=ROOM, era="", override=None, style=DEFAULT_STYLE, genres=(), **more):
    passage = Passage(text, "en", DescriptionType.LOCATION, era=era, **more)
    return prompts.compile(passage, style, override=override, genres=genres)


@pytest.mark.parametrize(
    ("era", "year", "english"),
    [
        ("Russia, 1860s", 1860, "Russia, 1860s"),
        ("1812", 1812, "1812"),
        ("19th century", 1850, "19th century"),
        ("the eighteenth century", 1750, "the 18th century"),
        ("XIX век", 1850, "19th century"),
        ("Россия, 1860-е годы", 1860, "Russia, 1860s"),
        ("Москва, середина XIX века", 1850, "Moscow, mid 19th century"),
        ("Rome, 1st century BC", -50, "Rome, 1st century BC"),
        ("medieval England", 1250, "medieval England"),
        ("Victorian London", 1865, "Victorian London"),
        ("наши дни", 2010, None),
        ("far future", 2200, "far future"),
        ("Mars, 2150", 2150, "Mars, 2150"),
        ("a dream", None, "a dream"),
    ],
)
def test_an_era_is_read_as_a_year_and_said_in_english(era, year, english):
    assert periods.year_of(era) == year
    assert english is None or periods.english(era) == english
    assert periods.english(era).isascii()


@pytest.mark.parametrize(
    ("text", "year", "kept", "strays"),
    [
        ("Anna held a shiny new smartphone by the window", 1860, "Anna by the window", ("smartphone",)),
        ("a red car stood before the house", 1860, "stood before the house", ("car",)),
        ("a red car stood before the house", 1930, "a red car stood before the house", ()),
        ("the horse and car of the baron", 1800, "the horse of the baron", ("car",)),
        ("two cars and a carriage", 1800, "two and a carriage", ("cars",)),
        ("a coachman on the box of the coach", 2020, "on the box of the coach", ("coachman",)),
        ("a coachman on the box of the coach", 1860, "a coachman on the box of the coach", ()),
        ("a telephone rang in the hall", 1885, "a telephone rang in the hall", ()),
        ("the carpet in the hall", 1700, "the carpet in the hall", ()),
    ],
)  # fmt: skip
def test_what_was_not_there_goes_with_its_words(text, year, kept, strays):
    found, odd = periods.in_time(clauses.read(text).clauses, year)

    assert [each.text for each in found] == [kept]
    assert odd == strays


def test_a_clause_about_nothing_else_is_left_out_and_told():
    prompt = compiled(f"A computer hummed. {ROOM}", "Russia, 1860s")

    assert "omputer" not in prompt.text
    assert "era: computer" in prompt.losses
    assert "tall lamp" in prompt.text


def test_a_readers_own_words_are_guarded_too():
    prompt = compiled(
        era="Россия, 1860-е", override="Anna with a smartphone by the window, in a red car"
    )

    assert "smartphone" not in prompt.text
    assert "car" not in prompt.text.split()
    assert "Anna by the window" in prompt.text
    assert "era: smartphone, car" in prompt.losses


@pytest.mark.parametrize(
    ("era", "guard"),
    [
        ("Russia, 1860s", "buildings and furnishings true to the period"),
        ("medieval", "buildings and furnishings true to the period"),
        ("1990s", "present-day buildings and furnishings"),
        ("far future", "clothing, buildings and machines of the future"),
        ("a dream", None),
        ("", None),
    ],
)
def test_the_time_is_guarded_by_what_is_there(era, guard):
    slots = [slot.words for slot in compiled(era=era).slots if slot.source == "guard"]

    assert (guard in slots) == (guard is not None)
    assert len(slots) == (1 if guard is None else 2)


def test_the_bible_knows_the_time_better_than_a_passage():
    text = "A knight with a sword and a shield stood in the castle."

    assert "Medieval setting." in compiled(text).text
    assert "medieval" not in compiled(text, "Russia, 1860s").text.lower()
    assert "Russia, 1860s." in compiled(text, "Russia, 1860s").text


@pytest.mark.parametrize(
    ("style", "genres"),
    [
        (DEFAULT_STYLE, ("sf_space",)),
        (DEFAULT_STYLE, ("Time travel--Fiction",)),
        (Style("own", "Mine", "Retrofuturistic poster, flat colour"), ()),
    ],
)
def test_where_times_are_mixed_on_purpose_nothing_is_guarded(style, genres):
    prompt = compiled(f"A computer stood in the hall. {ROOM}", "1860s", style=style, genres=genres)

    assert "omputer" in prompt.text
    assert "period" not in prompt.text
    assert "modern objects" not in prompt.avoid


def test_a_passage_full_of_spaceships_is_in_its_time_whatever_the_bible_says():
    text = "The starship hung above the city, and a robot stood in the door of the castle."

    assert "robot" in compiled(text, "1860s").text


def test_modern_things_are_avoided_in_an_old_story_only():
    assert "modern objects" in compiled(era="1860s").avoid
    assert "modern objects" not in compiled(era="1990s").avoid
    assert "modern objects" not in compiled().avoid
