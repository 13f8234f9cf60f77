"""Which style a book gets that nobody has chosen one for."""

import pytest

from app.domain.descriptions import DescriptionType
from app.illustration import styles
from app.illustration.genres import style_for


@pytest.mark.parametrize(
    ("genres", "style"),
    [
        (["child_tale"], "storybook"),
        (["child_adv", "adv_history"], "storybook"),
        (["Детская литература"], "storybook"),
        (["Русские народные сказки"], "storybook"),
        (["Fairy tales"], "storybook"),
        (["det_classic"], "noir"),
        (["det_police", "thriller"], "noir"),
        (["Detective and mystery stories"], "noir"),
        (["Классический детектив"], "noir"),
        (["Horror tales", "Fiction"], "woodcut"),
        (["sf_horror"], "woodcut"),
        (["antique_myths"], "woodcut"),
        (["Былины"], "woodcut"),
        (["sf"], "gouache"),
        (["sf_fantasy"], "gouache"),
        (["sf_space", "sf_action"], "gouache"),
        (["Научная фантастика"], "gouache"),
        (["Time travel--Fiction"], "gouache"),
        (["adv_maritime"], "engraving"),
        (["Adventure stories"], "engraving"),
        (["Historical fiction"], "engraving"),
        (["Исторический роман"], "engraving"),
        (["Приключения"], "engraving"),
        (["poetry"], "pencil"),
        (["dramaturgy"], "pencil"),
        (["Tragedies", "Hamlet (Legendary character) -- Drama"], "pencil"),
        (["Лирика"], "pencil"),
        (["love_contemporary"], "oil"),
        (["Love stories"], "oil"),
        (["Любовный роман"], "oil"),
        (["prose_classic"], "watercolour-ink"),
        (["prose_rus_classic"], "watercolour-ink"),
        (["Русская классическая проза"], "watercolour-ink"),
        (["Socialism"], "watercolour-ink"),
        ([], "watercolour-ink"),
        (["", "  "], "watercolour-ink"),
    ],
)
def test_the_genre_of_a_book_chooses_its_style(genres, style):
    assert style_for(genres) == style


def test_a_beginning_is_no_word_in_the_middle_of_another():
    assert style_for(["Stepchildren"]) == "watercolour-ink"
    assert style_for(["Seafaring"]) == "watercolour-ink"


def test_a_single_picture_may_have_another_style_than_its_book():
    assert style_for(["prose_classic"], DescriptionType.OBJECT) == "pencil"
    assert style_for(["poetry"], DescriptionType.ATMOSPHERE) == "watercolour-ink"
    assert style_for(["sf"], DescriptionType.OBJECT) == "gouache"


@pytest.mark.parametrize(
    "genre",
    ["child_tale", "det_classic", "sf_horror", "sf", "adv_maritime", "poetry", "love_sf", "x"],
)
def test_every_style_it_names_is_there(genre):
    assert styles.by_id(style_for([genre]))
