"""
Trains app/extraction/weights/v1.json from labelled paragraphs.

    python -m bench.train_extraction ../shared/gold/dev.jsonl

Deterministic: the same labels and lexicons, whose digests are in it, give the same file.
"""

import hashlib
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from app.extraction.features import (
    FEATURES,
    LEXICAL_FEATURES,
    PLAIN_FEATURES,
    TYPE_FEATURES,
    Matrix,
    count,
    describe,
)
from app.extraction.passages import best_window
from app.extraction.scoring import FARTHEST, TYPES, WEIGHTS, Model
from app.extraction.words import LEXICONS

VERSION = 1
# Inverse strengths of the penalty, chosen by leaving one work out; from a third to three times
# these little changes.
GRADES_C, SENTENCE_C, TYPE_C = 0.06, 0.03, 0.03
# A sentence belongs to the picture above this chance: chosen by the overlap with labelled spans.
THRESHOLD = 0.2
# Weak pictures (worth 1) teach the types too, but less.
WEAK = 0.2
FAMILIES = {
    "lexical": (PLAIN_FEATURES + LEXICAL_FEATURES, LEXICAL_FEATURES + TYPE_FEATURES),
    "plain": (PLAIN_FEATURES, PLAIN_FEATURES),
}


@dataclass(frozen=True)
class Gold:
    """Labelled paragraphs with all that training needs, so that folds are mere selections."""

    rows: list[dict[str, Any]]
    blocks: Matrix
    sentences: list[Matrix]
    passages: Matrix
    spans: list[list[tuple[int, int]]]
    inside: list[Matrix]

    def of(self, chosen: list[int]) -> "Gold":
        def pick(items: list[Any]) -> list[Any]:
            return [items[i] for i in chosen]

        return Gold(
            pick(self.rows),
            self.blocks[chosen],
            pick(self.sentences),
            self.passages[chosen],
            pick(self.spans),
            pick(self.inside),
        )

    @property
    def worth(self) -> Matrix:
        return np.array([row["worth"] for row in self.rows])

    def standards(self, family: str) -> list[str]:
        return ["und" if family == "plain" else row["lang"] for row in self.rows]


def read(path: Path) -> Gold:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    rows.sort(key=lambda row: row["id"])
    blocks, sentences, passages, spans, inside = [], [], [], [], []
    for row in rows:
        counts = count([row["text"]], row["lang"])
        size = len(counts.spans)
        first, last = row["span_sentences"] or (1, size)
        sentences.append(describe(counts.rows, [(i, i + 1) for i in range(size)]))
        blocks.append(describe(counts.rows, [(0, size)])[0])
        passages.append(describe(counts.rows, [(first - 1, last)])[0])
        spans.append(counts.spans)
        inside.append(
            np.array(
                [bool(row["span_sentences"]) and first <= i <= last for i in range(1, size + 1)]
            )
        )
    return Gold(rows, np.array(blocks), sentences, np.array(passages), spans, inside)


def works(gold: Gold) -> list[str]:
    return [row["work"] for row in gold.rows]


def fit(gold: Gold, family: str) -> dict[str, Any]:
    stored = fit_parts(gold, family)
    stored["calibration"] = fit_calibration(gold, family)
    return stored


def fit_parts(gold: Gold, family: str) -> dict[str, Any]:
    features, type_features = FAMILIES[family]
    standards = gold.standards(family)
    each = [len(spans) for spans in gold.spans]
    kept = [i for i, worth in enumerate(gold.worth) if worth >= 1]
    drawn = gold.of(kept)
    return {
        "grades": fit_linear(
            gold.blocks, [gold.worth >= grade for grade in (1, 2, 3)], standards, features, GRADES_C
        ),
        "sentence": fit_linear(
            np.vstack(gold.sentences),
            [np.concatenate(gold.inside)],
            list(np.repeat(standards, each)),
            features,
            SENTENCE_C,
        ),
        "type": fit_types(drawn, drawn.standards(family), type_features),
        "calibration": [1.0, 0.0, 0.0],
        "threshold": THRESHOLD,
    }


def fit_linear(
    described: Matrix,
    answers: list[Matrix],
    standards: list[str],
    features: tuple[str, ...],
    penalty: float,
) -> dict[str, Any]:
    stored, scaled = standardise(described, standards, features)
    models = [
        LogisticRegression(C=penalty, max_iter=3000).fit(scaled, answer) for answer in answers
    ]
    return stored | {
        "weights": [rounded(model.coef_[0]) for model in models],
        "intercepts": rounded(np.array([model.intercept_[0] for model in models])),
    }


def fit_types(gold: Gold, standards: list[str], features: tuple[str, ...]) -> dict[str, Any]:
    stored, scaled = standardise(gold.passages, standards, features)
    answers = np.array([TYPES.index(row["type"].lower()) for row in gold.rows])
    trust = np.where(gold.worth >= 2, 1.0, WEAK)
    # Rare types count more, but not as much as all others together: the square root lies between.
    total = np.bincount(answers, weights=trust)
    trust /= np.sqrt(total / total.mean())[answers]
    model = LogisticRegression(C=TYPE_C, max_iter=3000)
    model.fit(scaled, answers, sample_weight=trust)
    assert list(model.classes_) == list(range(len(TYPES))), "every type must be among the labels"
    return stored | {
        "weights": [rounded(line) for line in model.coef_],
        "intercepts": rounded(model.intercept_),
    }


def standardise(
    described: Matrix, standards: list[str], features: tuple[str, ...]
) -> tuple[dict[str, Any], Matrix]:
    columns = [FEATURES.index(name) for name in features]
    values, owners = described[:, columns].astype(np.float64), np.array(standards)
    scaled, stored = np.empty_like(values), {}
    for language in sorted(set(standards)):
        own = owners == language
        mean, deviation = values[own].mean(axis=0), values[own].std(axis=0) + 1e-3
        stored[language] = [rounded(mean), rounded(deviation)]
        scaled[own] = np.clip((values[own] - mean) / deviation, -FARTHEST, FARTHEST)
    return {"features": list(features), "standards": stored}, scaled


def fit_calibration(gold: Gold, family: str) -> list[float]:
    """Learned on works the scores have not seen, or the chances would be too sure."""
    evidence, answers = [], []
    for train, test in folds(gold):
        model = Model.load(fit_parts(gold.of(train), family))
        held = gold.of(test)
        evidence.append(evidence_of(held, model, family))
        answers.append(held.worth >= 2)
    judge = LogisticRegression(C=10.0, max_iter=3000)
    judge.fit(np.vstack(evidence)[:, :2], np.concatenate(answers))
    return rounded(np.append(judge.coef_[0], judge.intercept_[0]))


def evidence_of(gold: Gold, model: Model, family: str) -> Matrix:
    lines = []
    for block, sentences, spans, standard in zip(
        gold.blocks, gold.sentences, gold.spans, gold.standards(family), strict=True
    ):
        chances = model.chance_inside(sentences, standard) - model.threshold
        window = best_window((0, len(spans)), chances, spans)
        lines.append(model.evidence(block[None], [window.gain if window else 0.0], standard)[0])
    return np.array(lines)


def folds(gold: Gold) -> list[tuple[list[int], list[int]]]:
    """Training and test paragraphs, one work left out at a time."""
    owners = works(gold)
    return [
        (
            [i for i, w in enumerate(owners) if w != work],
            [i for i, w in enumerate(owners) if w == work],
        )
        for work in sorted(set(owners))
    ]


def rounded(values: Matrix) -> list[float]:
    return [round(float(value), 5) for value in values]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def train(path: Path) -> dict[str, Any]:
    gold = read(path)
    return {
        "version": VERSION,
        "gold_sha256": digest(path),
        "lexicons_sha256": {file.name: digest(file) for file in sorted(LEXICONS.glob("*.txt"))},
        "models": {family: fit(gold, family) for family in FAMILIES},
    }


if __name__ == "__main__":
    WEIGHTS.write_text(json.dumps(train(Path(sys.argv[1])), indent=None) + "\n", encoding="utf-8")
    print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size / 1000:.0f} kB")
