"""Which language a text is in."""

import pytest

from app.extraction import detect_language


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
