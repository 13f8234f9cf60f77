"""Where sentences end, in Russian and elsewhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.extraction import sentences


def parts(text: str, language: str) -> list[str]:
    return [text[start:end] for start, end in sentences.split(text, language)]


@given(st.text(max_size=200), st.sampled_from(["ru", "en", "ja", "und"]))
def test_sentences_lose_nothing_but_white_space(text, language):
    assert "".join("".join(parts(text, language)).split()) == "".join(text.split())


def test_titles_and_initials_end_no_sentence():
    text = "Mr. J. Hyde came in. He was pale."

    assert parts(text, "en") == ["Mr. J. Hyde came in.", "He was pale."]


def test_the_first_person_ends_a_sentence():
    assert parts("It was I. Nobody else came.", "en") == ["It was I.", "Nobody else came."]


def test_a_closing_quote_belongs_to_its_sentence():
    assert parts("“Go!” He went.", "en") == ["“Go!”", "He went."]


def test_a_question_inside_a_sentence_does_not_end_it():
    assert parts("“Why?” he asked. She wept.", "en") == ["“Why?” he asked.", "She wept."]


def test_russian_abbreviations_end_no_sentence():
    assert parts("В 1812 г. он жил в Москве. Шёл снег.", "ru") == [
        "В 1812 г. он жил в Москве.",
        "Шёл снег.",
    ]


def test_japanese_needs_no_space():
    assert parts("月が出た。風が吹いた。", "ja") == ["月が出た。", "風が吹いた。"]


@pytest.mark.parametrize("language", ["ru", "en"])
def test_an_endless_sentence_is_divided_at_its_semicolons(language):
    clause = "и он шёл всё дальше " * 30

    assert len(parts(f"{clause};\n{clause}; {clause}.", language)) == 3
