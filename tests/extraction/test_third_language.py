"""A language is added by its lexicon alone; this one is a little German."""

import pytest

from app.extraction import extract, features, passages, scoring, words
from app.extraction.words import TRAITS

LEXICON = """# Deutsch, von Hand.
Haus\tplace,noun
haus\tplace,noun
dach\tplace,noun
fenster\tplace,noun
zimmer\tplace,noun
decke\tplace,noun
balken\tobject,noun
fluss\tplace,noun
feuer\tsky,noun
kamin\tplace,noun
hund\tanimal,noun
teppich\tobject,noun
ziegel\tobject,noun
rot\tcolour,adjective
weiss\tcolour,adjective
weiß\tcolour,adjective
grau\tcolour,adjective
dunkel\tlight,adjective
lang\tshape,adjective
niedrig\tshape,adjective
breit\tshape,adjective
alt\ttexture,adjective
steinern\ttexture,adjective
liegen\tposture,verb,past
brennen\tposture,verb,past
stehen\tposture,verb,past
hoffnung\tabstract,noun
vernunft\tabstract,noun
wahrheit\tabstract,noun
"""
ROOM = (
    "Das Zimmer war lang und niedrig, mit einer Decke aus dunklen Balken. Ein rotes Feuer brannte "
    "im breiten steinernen Kamin, und ein alter grauer Hund lag davor auf einem roten Teppich."
)
THOUGHT = (
    "Es ist eine Wahrheit, die niemand leugnen wird, dass jede Hoffnung uns am Ende betrügt und "
    "dass die Vernunft allein kein Schutz ist gegen das, was wir unser Urteil nennen."
)


@pytest.fixture
def german(tmp_path, monkeypatch):
    """Only where lexicons are looked for is moved; all else is the engine as it is."""
    for name in ("ru.txt", "en.txt"):
        (tmp_path / name).write_bytes((words.LEXICONS / name).read_bytes())
    (tmp_path / "de.txt").write_text(LEXICON, encoding="utf-8")
    monkeypatch.setattr(words, "LEXICONS", tmp_path)


def worth(text: str, language: str = "de") -> float:
    return max((candidate.worth for candidate in extract([text], language)), default=0.0)


@pytest.mark.usefixtures("german")
def test_with_its_lexicon_a_language_is_read_as_the_others_are():
    assert worth(ROOM) > 0.5
    assert worth(THOUGHT) < 0.1
    [found] = extract([ROOM], "de-AT")
    assert found.text == ROOM
    assert found.type == "location"


@pytest.mark.usefixtures("german")
def test_a_word_is_known_in_every_form_its_lemma_has():
    counts = features.count(["Die roten Dächer der alten Häuser."], "de")

    counted = {TRAITS[i]: counts.rows[0][i] for i in range(len(TRAITS)) if counts.rows[0][i]}
    assert counted == {"place": 2, "noun": 2, "colour": 1, "texture": 1, "adjective": 2}


@pytest.mark.usefixtures("german")
def test_a_lexicon_that_names_no_category_of_ours_is_refused(tmp_path):
    (tmp_path / "nl.txt").write_text("huis\tbuilding\n", encoding="utf-8")

    with pytest.raises(ValueError, match="building"):
        extract(["Het huis is groot."], "nl")


def test_without_its_lexicon_the_same_text_is_worth_less():
    assert 0 < worth(ROOM) < 0.5


@pytest.mark.usefixtures("german")
def test_a_new_language_is_held_to_what_is_usual_in_the_labelled_ones():
    model, standard = scoring.model_for("de")

    assert model is scoring.shipped()["lexical"]
    assert standard == "und"
    assert passages.find(features.count([ROOM], "de"), model, standard)
