"""Who speaks: the characters or the narrator."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.extraction import speech


def spoken(text: str) -> str:
    return "".join(
        letter for letter, is_spoken in zip(text, speech.spoken(text), strict=True) if is_spoken
    )


@given(st.text(max_size=200))
def test_every_character_is_either_spoken_or_told(text):
    assert len(speech.spoken(text)) == len(text)


def test_the_narrator_speaks_between_dashes():
    assert spoken("— Да, — сказал он тихо. — Нет.") == "Да,Нет."


def test_two_hyphens_are_a_dash():
    assert spoken("-- Здоров, -- отвечал тот.") == "Здоров,"


@pytest.mark.parametrize(
    "text",
    [
        "He said: “Come.”",
        'He said: "Come."',
        "He said: ‘Come.’",
        "Он сказал: «Иди.»",
        "彼は「来い」",
    ],
)
def test_quotes_of_all_kinds_are_speech(text):
    assert 3 <= len(spoken(text)) <= 7


def test_an_apostrophe_is_no_quote():
    assert spoken("The sailors' boots and the captain's hat, 'tis said, were wet.") == ""


def test_a_speech_that_is_never_closed_goes_on_to_the_end():
    assert spoken("He began: “Once upon a time there was") == "“Once upon a time there was"


def test_a_tale_of_many_paragraphs_is_narration():
    tale = "“We went down to the shore. ‘Look there,’ said Tom, and I saw a light"

    assert spoken(tale) == "‘Look there,’"
    assert not speech.opens(tale, 0, speech.spoken(tale))


def test_a_dash_and_a_quote_open_speech():
    for text in ("— Да, — сказал он.", "“Yes,” said he."):
        assert speech.opens(text, 0, speech.spoken(text))


def test_a_hyphen_inside_the_text_makes_no_dialogue():
    assert spoken("Он жил где-то далеко, - так говорили.") == ""
