"""The shipped weights belong to this code, these lexicons and those labels."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.metrics import average_precision_score

from app.extraction import EXTRACTOR_VERSION, extract, scoring
from app.extraction.features import FEATURES, READERS
from app.extraction.words import LEXICONS
from bench import extraction, train_extraction

GOLD = Path(__file__).parents[2] / "../shared/gold/dev.jsonl"
needs_gold = pytest.mark.skipif(not GOLD.exists(), reason="the labelled paragraphs are not here")


@pytest.fixture(scope="module")
def stored():
    return json.loads(scoring.WEIGHTS.read_text("utf-8"))


@pytest.fixture(scope="module")
def gold():
    return train_extraction.read(GOLD)


def test_the_weights_name_features_of_the_code(stored):
    for model in stored["models"].values():
        for name in ("grades", "sentence", "type"):
            part = model[name]
            assert set(part["features"]) <= set(FEATURES)
            assert {len(line) for line in part["weights"]} == {len(part["features"])}


def test_every_language_with_a_lexicon_has_a_standard(stored):
    assert set(stored["models"]["lexical"]["grades"]["standards"]) == set(READERS)
    assert stored["version"] == EXTRACTOR_VERSION


def test_the_weights_were_trained_with_these_lexicons(stored):
    for name, digest in stored["lexicons_sha256"].items():
        assert hashlib.sha256((LEXICONS / name).read_bytes()).hexdigest() == digest


@needs_gold
def test_training_again_gives_the_shipped_weights(stored):
    again = train_extraction.train(GOLD)

    assert again["gold_sha256"] == stored["gold_sha256"]
    for name, model in again["models"].items():
        for part in ("grades", "sentence", "type"):
            shipped = stored["models"][name][part]["weights"]
            np.testing.assert_allclose(model[part]["weights"], shipped, atol=1e-3)


@needs_gold
@pytest.mark.parametrize(("language", "least"), [("ru", 0.90), ("en", 0.88)])
def test_descriptions_of_unseen_works_come_first(gold, language, least):
    rows = [row for row in gold.rows if row["lang"] == language]
    found = {}
    for train, test in train_extraction.folds(gold):
        part = [gold.rows[i] for i in test if gold.rows[i]["lang"] == language]
        if part:
            model = scoring.Model.load(train_extraction.fit(gold.of(train), "lexical"))
            found |= extraction.judge(part, model)

    worth = [found[row["id"]].worth for row in rows]

    assert average_precision_score([row["worth"] >= 2 for row in rows], worth) >= least


@needs_gold
def test_worth_is_a_chance(gold):
    # Of the passages called 0.6 to 0.9, about three quarters deserve it (labels the weights know).
    likely = [
        row["worth"] >= 2
        for row in gold.rows
        for candidate in extract([row["text"]], row["lang"])
        if 0.6 <= candidate.worth <= 0.9
    ]

    assert len(likely) > 15
    assert 0.55 <= np.mean(likely) <= 0.95
