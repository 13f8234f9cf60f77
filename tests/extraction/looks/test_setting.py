"""When and where a book takes place, by what it says itself."""

import time

import pytest

from app.domain.names import ChapterText
from app.extraction import find_bible


def setting(*blocks: str, language: str = "en"):
    return find_bible([ChapterText(1, blocks, language)], []).setting


def test_a_day_at_the_opening_tells_the_year():
    found = setting(
        "— Не видать? — спрашивал 20 мая 1859 года барин.",
        "Барин дал рубль.",
        "Барыня дала рубль.",
        language="ru",
    )

    assert (found.era, found.label) == ("1850s", "Russia, 1859")
    assert found.evidence[0].quote == "— Не видать? — спрашивал 20 мая 1859 года барин."
    assert found.confidence > 0.9


def test_a_hidden_year_tells_the_century():
    found = setting("I take up my pen in the year of grace 17—, and go back.")

    assert (found.era, found.label) == ("18th century", "18th century")


def test_a_year_long_before_is_not_the_time_of_the_book():
    found = setting("His father was a general of 1812.", *["He took a steamer and a cab."] * 3)

    assert found.era == "19th century"


@pytest.mark.parametrize(
    ("told", "era"),
    [
        ("The coachman of the carriage lit a cigar; the footman rang.", "19th century"),
        ("The knight took his lance to the tournament, in armour.", "medieval"),
        ("The smartphone rang; an email; the laptop.", "present day"),
        ("The starship left hyperspace; the android slept.", "far future"),
    ],
)
def test_vehicles_and_dress_tell_the_period(told, era):
    assert setting(told).era == era


def test_money_and_towns_tell_the_country():
    found = setting("In London he paid a shilling.", "The squire took a shilling to Bristol.")

    assert found.label == "England"
    assert found.confidence <= 0.5


def test_a_comparison_or_two_tell_nothing():
    found = setting("He was silent as a knight of old, and she had a lance of a tongue.")

    assert (found.era, found.label, found.confidence, found.evidence) == ("", "", 0.0, ())


def test_a_word_of_a_million_letters_costs_no_more_than_its_letters():
    started = time.process_time()

    found = setting("a" * 1_000_000, "In 1863 he took a shilling.")

    # Half a second on a slow machine; minutes when every part of it was looked up.
    assert time.process_time() - started < 10
    assert found.label == "19th century"
