"""The shipped weights belong to this code, these lexicons and those labels."""

import gzip
import hashlib
import json

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from app.extraction import EXTRACTOR_VERSION, extract, scoring
from app.extraction.features import FEATURES
from app.extraction.reading import WITH_GRAMMAR
from app.extraction.words import LEXICONS
from bench import extraction, labels, measures, train_extraction

needs_gold = pytest.mark.skipif(
    not labels.DEV.exists(), reason="the labelled paragraphs of other authors are not here"
)
# The solver stops far below this; what is left is rounding in the order of sums.
SIX_DIGITS = 1e-6


@pytest.fixture(scope="module")
def stored():
    return json.loads(scoring.WEIGHTS.read_text("utf-8"))


@pytest.fixture(scope="module")
def again():
    return train_extraction.train()


def test_the_weights_name_features_of_the_code(stored):
    for model in stored["models"].values():
        for name in ("grades", "sentence", "type"):
            part = model[name]
            assert set(part["features"]) <= set(FEATURES)
            assert {len(line) for line in part["weights"]} == {len(part["features"])}


def test_every_language_with_a_grammar_has_a_standard(stored):
    standards = stored["models"]["lexical"]["grades"]["standards"]

    assert set(standards) == {*WITH_GRAMMAR, "und"}
    assert stored["version"] == EXTRACTOR_VERSION


def test_the_weights_were_trained_with_these_lexicons(stored):
    for name, digest in stored["lexicons_sha256"].items():
        assert hashlib.sha256((LEXICONS / name).read_bytes()).hexdigest() == digest


def test_anyone_can_fit_the_shipped_weights_again(stored, again):
    assert again["table_sha256"] == stored["table_sha256"]
    for name, model in again["models"].items():
        shipped = stored["models"][name]
        assert model["calibration"] == pytest.approx(shipped["calibration"], abs=SIX_DIGITS)
        for part in ("grades", "sentence", "type"):
            for numbers in ("weights", "intercepts"):
                np.testing.assert_allclose(
                    model[part][numbers], shipped[part][numbers], rtol=0, atol=SIX_DIGITS
                )


def test_the_table_is_what_the_code_counts_in_our_own_paragraphs():
    counted = {one.id: labels.table([one]) for one in labels.read_texts(labels.OWN, labels.WRITTEN)}
    listed = {
        one.id: labels.table([one]) for one in labels.read_table() if one.source == labels.WRITTEN
    }

    assert counted == listed


@needs_gold
def test_the_table_is_what_the_code_counts_in_every_labelled_text():
    stored = gzip.decompress(labels.TABLE.read_bytes()).decode()

    assert labels.table(labels.read_all()) == stored


@needs_gold
def test_descriptions_of_unseen_works_come_first():
    rows = labels.rows_of(labels.DEV)

    found = extraction.judge(rows, extraction.without_the_work())

    judged = measures.Judged(rows, [found[row["id"]] for row in rows])
    for language, least in (("ru", 0.91), ("en", 0.87)):
        own = judged.only([row["lang"] == language for row in rows])
        assert average_precision_score(own.is_good, own.worth) >= least
    assert measures.calibration_error(judged) <= 0.05
    assert measures.overlaps(judged.only(list(judged.is_good))).mean() >= 0.77


@needs_gold
def test_hardly_a_good_paragraph_has_no_candidate():
    good = [row for row in labels.rows_of(labels.DEV) if row["worth"] >= measures.GOOD]

    shared = [
        max(measures.overlap((one.start, one.end), row["span_chars"]) for one in found)
        if (found := extract([row["text"]], row["lang"]))
        else 0.0
        for row in good
    ]

    assert np.mean([one > 0 for one in shared]) >= 0.98
    assert np.mean([one >= 0.5 for one in shared]) >= 0.82
