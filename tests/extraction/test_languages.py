"""Which language a text is in."""

import pytest

from app.extraction import chapter_languages, detect_language

RUSSIAN = "Он вышел на крыльцо и долго смотрел на тёмную улицу, где уже зажигали фонари. " * 20
ENGLISH = "He went out and looked for a long time into the dark street, where lamps were lit. " * 20
FRENCH = "Il sortit sur le perron et regarda longtemps la rue obscure où brûlait une lampe. " * 20


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Он вышел на крыльцо и долго смотрел на тёмную улицу.", "ru"),
        ("Він вийшов на ґанок і довго дивився на темну вулицю.", "uk"),
        ("Той излезе на верандата и дълго гледа тъмната улица, която беше пуста.", "bg"),
        ("He went out and looked for a long time into the dark street.", "en"),
        ("Il sortit sur le perron et regarda longtemps la rue obscure.", "fr"),
        ("Er trat hinaus und blickte lange auf die dunkle Straße.", "de"),
    ],
)
def test_a_sentence_tells_its_language(text, language):
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "XIV", "1812", "* * *", "😀"])
def test_too_little_text_tells_nothing(text):
    assert detect_language(text) == "und"


def test_a_foreign_motto_does_not_decide():
    motto = "Lasciate ogne speranza, voi ch'intrate."
    text = "Он вышел на крыльцо и долго смотрел на тёмную улицу. " * 100

    assert detect_language(f"{motto} {text} {motto}") == "ru"


def test_each_chapter_of_a_mixed_book_has_its_own_language():
    assert chapter_languages([RUSSIAN, ENGLISH, RUSSIAN], "ru") == ["ru", "en", "ru"]


def test_a_declared_language_is_believed_with_its_region_where_the_text_agrees():
    assert chapter_languages([ENGLISH, RUSSIAN], "en-GB") == ["en-GB", "ru"]


@pytest.mark.parametrize("declared", ["en", "", "und", "x-klingon"])
def test_a_wrong_or_missing_declaration_changes_nothing(declared):
    assert chapter_languages([RUSSIAN, RUSSIAN], declared) == ["ru", "ru"]


def test_a_chapter_too_short_to_tell_follows_the_book():
    assert chapter_languages(["XIV", RUSSIAN, "Lasciate ogne speranza"], "en") == ["ru"] * 3


def test_of_a_book_without_text_only_the_declaration_is_known():
    assert chapter_languages(["", "1"], "fr") == ["fr", "fr"]
    assert chapter_languages(["", "1"], "") == ["und", "und"]
    assert chapter_languages([], "en") == []


def test_a_long_letter_in_the_middle_is_not_the_language_of_the_chapter():
    assert chapter_languages([RUSSIAN * 3 + FRENCH * 2 + RUSSIAN * 3], "") == ["ru"]
