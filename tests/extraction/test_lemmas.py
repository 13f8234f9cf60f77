"""Lemmas of Russian words are simplemma's, though its dictionary is read another way."""

import random
from itertools import islice

import pytest
import simplemma
from simplemma.strategies.dictionaries import StreamDictionaryFactory

from app.extraction import lemmas

SEED = 20


@pytest.fixture(scope="module")
def forms() -> list[str]:
    """A thousand of all that simplemma knows, from everywhere between its first and last."""
    known = list(StreamDictionaryFactory().get_dictionary("ru"))
    return [known[0], *random.Random(SEED).sample(known, 1000), known[-1]]


def test_every_form_has_the_lemma_that_simplemma_reads(forms: list[str]) -> None:
    its_own = StreamDictionaryFactory().get_dictionary("ru")
    ours = lemmas.dictionary("ru")

    found = [ours[form] for form in forms]

    assert found == [its_own[form] for form in forms]


def test_no_form_of_simplemma_is_lost() -> None:
    its_own = StreamDictionaryFactory().get_dictionary("ru")
    ours = lemmas.dictionary("ru")

    assert len(ours) == len(its_own)
    # Everything together takes seconds; an order that breaks anywhere shows in the last forms.
    assert list(islice(ours, 5000)) == list(islice(its_own, 5000))
    assert sum(1 for _ in ours) == len(its_own)


@pytest.mark.parametrize("form", ["", "a", "яяяя", "\U0010ffff", "домом-домом"])
def test_what_simplemma_does_not_know_is_in_no_dictionary(form: str) -> None:
    ours = lemmas.dictionary("ru")

    assert ours.get(form) is None
    with pytest.raises(KeyError):
        ours[form]


@pytest.mark.parametrize(
    "form", ["столами", "москве", "кто-то", "наизлющий", "хрюндель", "hotel", "полуразрушенного"]
)
def test_unknown_words_are_guessed_by_the_rules_of_simplemma(form: str) -> None:
    assert lemmas.lemma(form) == simplemma.lemmatize(form, lang="ru")


def test_a_dictionary_of_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="another way"):
        lemmas.Forms(b"SMFC2\0\1")
