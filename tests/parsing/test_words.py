"""Words and printed numbers."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.parsing import numbers, words

IGNORED = "\u00ad\u200b\u200c\u200d\u2060\ufeff"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("It's a well-known half-truth – so what?", 6),
        ("за\u0301мок и замо\u0301к", 3),
        ("сло\u00adво сло\u200bво", 2),
        ("", 0),
        ("1812 год, 2-я часть", 4),
        ("महाभारत कथा", 2),
        ("snake_case", 2),
    ],
)
def test_words_are_counted_as_people_count(text, count):
    assert words.count(text) == count


@given(
    st.text(
        st.one_of(
            st.sampled_from("aé-'_ \u2019\u2011\u00ad\u2060\u0301жक\u093f中·²\n"), st.characters()
        )
    )
)
def test_counting_by_classes_of_characters_finds_the_words_of_the_definition(text):
    kept = (c for c in text if unicodedata.category(c)[0] != "M" and c not in IGNORED)
    found = re.findall(r"[^\W_]+(?:[-\u2011'\u2019][^\W_]+)*", "".join(kept))

    assert words.count(text) == len(found)


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("Chapter 12", 12), ("CHAPTER XIV. The Storm", 14), ("Chapter the First", 1), ("Chapter Twenty-One", 21),
        ("Глава первая", 1), ("Глава двадцать третья. Гроза", 23), ("ГЛАВА IX", 9), ("Глава ХХ", 20), ("Глава 7", 7),
        ("IV", 4), ("3. Reactionary Socialism", 3), ("I: The Old Sea Dog", 1), ("12", 12),
        ("Part I", None), ("I am born", None), ("Введение", None), ("1.1. A section", None), ("1984", 1984),
        ("Civil war", None), ("", None), ("Chapter", None), ("Mixed feelings", None),
    ],
)  # fmt: skip
def test_the_printed_number_of_a_chapter_is_read(title, number):
    assert numbers.printed(title) == number
