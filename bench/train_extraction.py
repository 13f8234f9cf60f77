"""
Trains app/extraction/weights/v2.json from the table of labelled paragraphs (bench/labels.py).

    python -m bench.train_extraction

Deterministic: the same table gives the same weights to six digits; its digest and those of the
lexicons are in the file.
"""

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from app.extraction.chapter import Span
from app.extraction.features import (
    FEATURES,
    LEXICAL_FEATURES,
    PLAIN_FEATURES,
    Matrix,
    describe,
)
from app.extraction.languages import UNKNOWN
from app.extraction.passages import best_window
from app.extraction.reading import WITH_GRAMMAR
from app.extraction.scoring import FARTHEST, TYPES, WEIGHTS, Model
from app.extraction.words import LEXICONS
from bench import labels
from bench.labels import Labelled

Floats = NDArray[np.float64]

VERSION = 2
# Inverse strengths of the penalty, chosen by leaving one work out; from a third to three times
# these little changes.
GRADES_C, SENTENCE_C, TYPE_C, CALIBRATION_C = 0.06, 0.03, 0.03, 10.0
# A sentence belongs to the picture above this chance: chosen by the overlap with labelled spans.
THRESHOLD = 0.15
# Above this it speaks for the passage: a lower threshold finds the edges better, a higher one the
# passages.
SURE = 0.25
# Weak pictures (worth 1) teach the types too, but less.
WEAK = 0.2
# So precise that six digits of every weight are the same wherever it is fitted.
TOLERANCE, DIGITS = 1e-10, 8
FAMILIES = {
    "lexical": (PLAIN_FEATURES + LEXICAL_FEATURES, FEATURES),
    "plain": (PLAIN_FEATURES, PLAIN_FEATURES),
}


@dataclass(frozen=True)
class Gold:
    """Labelled paragraphs with all that training needs, so that folds are mere selections."""

    rows: list[Labelled]
    blocks: Matrix
    sentences: list[Matrix]
    passages: Matrix

    @classmethod
    def of(cls, rows: list[Labelled]) -> "Gold":
        whole = [describe(row.rows, [(0, len(row.spans))])[0] for row in rows]
        alone = [describe(row.rows, [(i, i + 1) for i in range(len(row.spans))]) for row in rows]
        seen = [describe(row.rows, [row.picture or (0, len(row.spans))])[0] for row in rows]
        return cls(rows, np.array(whole), alone, np.array(seen))

    def pick(self, chosen: Sequence[int] | NDArray[np.intp]) -> "Gold":
        return Gold(
            [self.rows[i] for i in chosen],
            self.blocks[chosen],
            [self.sentences[i] for i in chosen],
            self.passages[chosen],
        )

    @property
    def worth(self) -> Matrix:
        return np.array([row.worth for row in self.rows])

    @property
    def is_usual(self) -> NDArray[np.bool_]:
        return np.array([row.source == labels.WHOLE for row in self.rows])

    def languages(self, family: str) -> list[str]:
        return [UNKNOWN if family == "plain" else row.lang for row in self.rows]


def fit(gold: Gold, family: str) -> dict[str, Any]:
    stored = fit_parts(gold, family)
    stored["calibration"] = fit_calibration(gold, family)
    return stored


def fit_parts(gold: Gold, family: str) -> dict[str, Any]:
    features, type_features = FAMILIES[family]
    drawn = gold.pick([i for i, worth in enumerate(gold.worth) if worth >= 1])
    return {
        "grades": fit_grades(gold, family, features),
        "sentence": fit_sentences(gold, family, features),
        "type": fit_types(drawn, family, type_features),
        "calibration": [1.0, 0.0, 0.0, 0.0],
        "threshold": THRESHOLD,
        "sure": SURE,
    }


def fit_grades(gold: Gold, family: str, features: tuple[str, ...]) -> dict[str, Any]:
    stored, scaled = standardise(gold.blocks, gold.languages(family), gold.is_usual, features)
    answers = [gold.worth >= grade for grade in (1, 2, 3)]
    models = [
        logistic(GRADES_C).fit(scaled, answer, sample_weight=trust(answer, gold.is_usual))
        for answer in answers
    ]
    return stored | {
        "weights": [rounded(model.coef_[0]) for model in models],
        "intercepts": rounded(np.array([model.intercept_[0] for model in models])),
    }


def fit_sentences(gold: Gold, family: str, features: tuple[str, ...]) -> dict[str, Any]:
    """By whole pages only: of what was chosen hardly a sentence is outside the picture."""
    usual = gold.pick(np.flatnonzero(gold.is_usual))
    each = [len(row.spans) for row in usual.rows]
    languages = list(np.repeat(usual.languages(family), each))
    stored, scaled = standardise(
        np.vstack(usual.sentences), languages, np.ones(sum(each), np.bool_), features
    )
    inside = np.concatenate([_inside(row.picture, len(row.spans)) for row in usual.rows])
    model = logistic(SENTENCE_C).fit(scaled, inside)
    return stored | {
        "weights": [rounded(model.coef_[0])],
        "intercepts": rounded(model.intercept_),
    }


def _inside(picture: Span | None, size: int) -> Matrix:
    first, last = picture or (0, 0)
    return np.array([first <= i < last for i in range(size)])


def fit_types(drawn: Gold, family: str, features: tuple[str, ...]) -> dict[str, Any]:
    languages = drawn.languages(family)
    stored, scaled = standardise(drawn.passages, languages, drawn.is_usual, features)
    answers = np.array([TYPES.index(row.type) for row in drawn.rows])
    weights = np.where(drawn.worth >= 2, 1.0, WEAK)
    weights *= type_trust(answers, weights, drawn.is_usual)
    model = logistic(TYPE_C).fit(scaled, answers, sample_weight=weights)
    return stored | {
        "weights": [rounded(line) for line in model.coef_],
        "intercepts": rounded(model.intercept_),
    }


def trust(answers: NDArray[np.bool_], is_usual: NDArray[np.bool_]) -> Floats:
    """Weights with which "yes" is as rare among chosen paragraphs as it is in whole pages."""
    usual = answers[is_usual].mean()
    chosen = answers[~is_usual].mean() if not is_usual.all() else usual
    weights = np.where(answers, usual / chosen, (1 - usual) / (1 - chosen))
    return np.where(is_usual, 1.0, weights)


def type_trust(answers: NDArray[np.intp], weights: Floats, is_usual: NDArray[np.bool_]) -> Floats:
    """
    Each type counts by the root of its share in whole pages: rare types more than they are met,
    but not as much as all others together.
    """
    usual = np.sqrt(np.bincount(answers[is_usual], weights[is_usual], len(TYPES)))
    total = np.bincount(answers, weights, len(TYPES))
    return np.asarray((usual / usual.sum() * total.sum() / total)[answers])


def logistic(penalty: float) -> LogisticRegression:
    return LogisticRegression(C=penalty, solver="newton-cholesky", tol=TOLERANCE, max_iter=1000)


def standardise(
    described: Matrix,
    languages: Sequence[str],
    is_usual: NDArray[np.bool_],
    features: tuple[str, ...],
) -> tuple[dict[str, Any], Floats]:
    """Means and deviations of each language, by what is usual in books, and what they make of it."""
    values = described[:, [FEATURES.index(name) for name in features]].astype(np.float64)
    owners = np.array(languages)
    scaled = np.empty_like(values)
    stored = {UNKNOWN: _standard(values[is_usual])}
    for language in sorted(set(languages)):
        own = owners == language
        usual = own & is_usual
        stored[language] = _standard(values[usual if usual.any() else is_usual])
        mean, deviation = np.array(stored[language])
        scaled[own] = np.clip((values[own] - mean) / deviation, -FARTHEST, FARTHEST)
    return {"features": list(features), "standards": stored}, scaled


def _standard(values: Floats) -> list[list[float]]:
    return [rounded(values.mean(axis=0)), rounded(values.std(axis=0) + 1e-3)]


def fit_calibration(gold: Gold, family: str) -> list[float]:
    """Learned on works the scores have not seen, or the chances would be too sure."""
    evidence, answers = [], []
    for train, test in folds(gold):
        model = Model.load(fit_parts(gold.pick(train), family))
        held = gold.pick(test)
        evidence.append(evidence_of(held, model, family))
        answers.append(held.worth >= 2)
    judge = logistic(CALIBRATION_C)
    judge.fit(np.vstack(evidence)[:, :-1], np.concatenate(answers))
    return rounded(np.append(judge.coef_[0], judge.intercept_[0]))


def evidence_of(gold: Gold, model: Model, family: str) -> Matrix:
    lines = []
    for row, block, sentences, standard in zip(
        gold.rows, gold.blocks, gold.sentences, gold.languages(family), strict=True
    ):
        chances = model.chance_inside(sentences, standard)
        window = best_window((0, len(row.spans)), chances, row.spans, model)
        first, last, gain = (
            (window.first, window.last, window.gain) if window else (0, len(row.spans), 0.0)
        )
        seen = describe(row.rows, [(first, last)])
        lines.append(model.evidence(block[None], seen, [gain], standard)[0])
    return np.array(lines)


def folds(gold: Gold) -> list[tuple[list[int], list[int]]]:
    """Training and test paragraphs, one work left out at a time; what was chosen is no test."""
    works = [row.work for row in gold.rows]
    tests = {row.work for row in gold.rows if row.source == labels.WHOLE}
    return [
        (
            [i for i, one in enumerate(works) if one != work],
            [
                i
                for i, row in enumerate(gold.rows)
                if row.work == work and row.source == labels.WHOLE
            ],
        )
        for work in sorted(tests)
    ]


def rounded(values: NDArray[np.floating]) -> list[float]:
    return [round(float(value), DIGITS) for value in values]


def train() -> dict[str, Any]:
    gold = Gold.of(labels.read_table())
    return {
        "version": VERSION,
        "table_sha256": labels.sha256(gzip.decompress(labels.TABLE.read_bytes())),
        "lexicons_sha256": {
            f"{code}.txt": labels.sha256((LEXICONS / f"{code}.txt").read_bytes())
            for code in sorted(WITH_GRAMMAR)
        },
        "models": {family: fit(gold, family) for family in FAMILIES},
    }


if __name__ == "__main__":
    WEIGHTS.write_text(json.dumps(train(), indent=None) + "\n", encoding="utf-8")
    print(f"{WEIGHTS.name}: {WEIGHTS.stat().st_size / 1000:.0f} kB")
