"""The shipped weights: linear models over the features, applied with dot products."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from app.domain.descriptions import DescriptionType
from app.extraction.features import FEATURES, Matrix
from app.extraction.languages import UNKNOWN, primary
from app.extraction.words import has_lexicon

WEIGHTS = Path(__file__).parent / "weights" / "v2.json"
TYPES = tuple(DescriptionType)
# Beyond this many deviations a feature says nothing more: no freak sentence outvotes the rest.
FARTHEST = 4.0


@dataclass(frozen=True)
class Linear:
    """
    `standards[language]` are means and deviations; each answer has a line of weights.

    Languages differ in how often things occur, not in what that means: each has its own standard,
    all share the weights.
    """

    columns: list[int]
    standards: dict[str, tuple[Matrix, Matrix]]
    weights: Matrix
    intercepts: Matrix

    @classmethod
    def load(cls, stored: dict[str, Any]) -> "Linear":
        return cls(
            [FEATURES.index(name) for name in stored["features"]],
            {
                language: (np.array(mean, np.float32), np.array(deviation, np.float32))
                for language, (mean, deviation) in stored["standards"].items()
            },
            np.array(stored["weights"], np.float32),
            np.array(stored["intercepts"], np.float32),
        )

    def logits(self, described: Matrix, language: str) -> Matrix:
        mean, deviation = self.standards[language]
        standard = np.clip((described[:, self.columns] - mean) / deviation, -FARTHEST, FARTHEST)
        return np.asarray(standard @ self.weights.T + self.intercepts)


@dataclass(frozen=True)
class Model:
    """
    What is asked: of a run, is it worth at least 1, 2, 3 (*grades*)? of a sentence, is it inside
    the picture? of a window, what is it a picture of?
    """

    grades: Linear
    sentence: Linear
    type: Linear
    calibration: Matrix
    threshold: float
    sure: float

    @classmethod
    def load(cls, stored: dict[str, Any]) -> "Model":
        return cls(
            grades=Linear.load(stored["grades"]),
            sentence=Linear.load(stored["sentence"]),
            type=Linear.load(stored["type"]),
            calibration=np.array(stored["calibration"], np.float32),
            threshold=stored["threshold"],
            sure=stored["sure"],
        )

    def chance_inside(self, described: Matrix, language: str) -> Matrix:
        return sigmoid(self.sentence.logits(described, language)[:, 0])

    def worth(self, runs: Matrix, windows: Matrix, gains: Sequence[float], language: str) -> Matrix:
        """The chance that a reader finds a run worth 2 or more; *windows* are its best, with gains."""
        return sigmoid(self.evidence(runs, windows, gains, language) @ self.calibration)

    def evidence(
        self, runs: Matrix, windows: Matrix, gains: Sequence[float], language: str
    ) -> Matrix:
        grades = [self.grades.logits(each, language).mean(axis=1) for each in (runs, windows)]
        return np.column_stack([*grades, np.sqrt(np.maximum(gains, 0)), np.ones(len(gains))])

    def type_chances(self, described: Matrix, language: str) -> Matrix:
        logits = self.type.logits(described, language).astype(np.float64)
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))


@cache
def shipped() -> dict[str, Model]:
    stored = json.loads(WEIGHTS.read_text("utf-8"))
    return {name: Model.load(model) for name, model in stored["models"].items()}


def model_for(language: str) -> tuple[Model, str]:
    """
    The model and the standard to use with it.

    Languages with a lexicon but no labels are held to what is usual in the labelled ones, those
    without a lexicon share a model that reads none.
    """
    code = primary(language)
    if not has_lexicon(code):
        return shipped()["plain"], UNKNOWN
    model = shipped()["lexical"]
    return model, code if code in model.grades.standards else UNKNOWN


def sigmoid(x: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -30, 30))))
