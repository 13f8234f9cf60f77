"""How a look of a Russian book is put into English for the painter."""

import pytest

from app.illustration import looks, translation


@pytest.mark.parametrize(
    ("value", "english"),
    [
        ("длинные жидкие белокурые волосы", "long thin fair hair"),
        ("тёмно-русая борода", "dark light brown beard"),
        ("большие зеленоватые глаза", "large greenish eyes"),
        ("коротко остриженные седые волосы", "short cropped grey hair"),
        ("очень широкий лоб", "wide forehead"),
        ("висячие бакенбарды песочного цвета", "sand-coloured drooping side-whiskers"),
        ("клетчатые панталоны", "checked trousers"),
        ("черноволосая", "black-haired"),
    ],
)
def test_a_value_becomes_english_words_in_the_english_order(value, english):
    assert looks.render(value) == english


@pytest.mark.parametrize(
    ("value", "english"),
    [
        ("лет сорока пяти", "about 45 years old"),
        ("сорока пяти лет", "45 years old"),
        ("лет под пятьдесят", "about 50 years old"),
        ("лет пятнадцати", "about 15 years old"),
        ("двадцать три года", "23 years old"),
        ("лет 30", "about 30 years old"),
        ("лет сто", None),
    ],
)
def test_an_age_is_counted_and_a_number_put_first_is_a_guess(value, english):
    assert looks.render(value) == english


@pytest.mark.parametrize(
    ("value", "english"),
    [
        ("высокого роста", "tall"),
        ("среднего роста", "of medium height"),
        ("небольшого роста", "short"),
        ("неслыханного роста", None),
    ],
)
def test_a_stature_is_said_as_the_english_say_it(value, english):
    assert looks.render(value) == english


def test_one_word_that_is_not_in_the_vocabulary_leaves_the_value_untranslated():
    assert looks.render("красивые абракадабры") is None
    assert looks.render("красивые глаза") == "beautiful eyes"


def test_what_is_english_already_stays_as_the_book_says_it():
    assert looks.render("a face as big as a ham") == "a face as big as a ham"


def test_within_a_sentence_a_capital_makes_a_name():
    assert translation.render("за столом сидел князь Волков").english.endswith("prince Volkov")
    assert translation.render("Волков боялись").english.startswith("wolves")
    assert translation.latin("Щёлково и Їжак") == "Shchyolkovo i Yizhak"
