"""What leaves for a painter is English whatever the book says: nobody is asked to translate, so nobody can fail."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain.descriptions import DescriptionType
from app.domain.illustrations import Passage
from app.illustration import prompts
from app.illustration.styles import STYLES

CYRILLIC = re.compile(r"[\u0400-\u052f]")
STYLE = STYLES[0]
LETTERS = st.text(alphabet="абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґѣ", min_size=1, max_size=14)
WORDS = st.sampled_from(
    ["замок", "луна", "старик", "чёрный", "не", "без", "в", "Базаров", "тополя"]
)
TEXTS = st.lists(LETTERS | WORDS, min_size=1, max_size=60).map(" ".join)
# Words of a prompt: painters read about so many, see `docs/ILLUSTRATION.md`.
MOST_CHARACTERS = 2000


@settings(max_examples=60, deadline=None)
@given(TEXTS, st.sampled_from(DescriptionType))
@example("", DescriptionType.LOCATION)
@example("щщщ ъъъ", DescriptionType.CHARACTER)
@example("замок " * 2000, DescriptionType.LOCATION)
def test_d6_no_prompt_is_cyrillic_empty_or_too_long(text, kind):
    prompt = prompts.compile(Passage(text, "ru", kind), STYLE).text

    assert prompt.strip()
    assert not CYRILLIC.search(prompt)
    assert len(prompt) <= MOST_CHARACTERS


def test_d6_words_nobody_can_translate_are_named_as_lost():
    known = prompts.compile(
        Passage("Старый замок над рекой.", "ru", DescriptionType.LOCATION), STYLE
    )
    lost = prompts.compile(
        Passage("Старый замок над рекой, гварбулия шмендрела.", "ru", DescriptionType.LOCATION),
        STYLE,
    )

    assert "castle" in known.text
    assert len(lost.losses) > len(known.losses)


@pytest.mark.parametrize("words", ["Старый замок ночью", "castle, старый дом, 城"])
def test_d6_a_readers_own_words_in_any_script_leave_in_latin_letters(words):
    passage = Passage("A castle.", "en", DescriptionType.LOCATION)
    prompt = prompts.compile(passage, STYLE, override=words).text

    assert "castle" in prompt
    assert not CYRILLIC.search(prompt)
