"""The shipped weights: linear models over the features, read from JSON and applied with dot products."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.domain.descriptions import DescriptionType
from app.extraction.features import FEATURES, READERS, Matrix
from app.extraction.languages import UNKNOWN, primary

WEIGHTS = Path(__file__).parent / "weights" / "v1.json"
TYPES = tuple(DescriptionType)
# Beyond four deviations a feature says nothing more, and a freak sentence must not outvote everything else.
FARTHEST = 4.0


@dataclass(frozen=True)
class Linear:
    """
    `standards[language]` are means and deviations; one line of *weights* and one intercept for each answer.

    Languages differ in how often things occur, not in what that means: each has its own standard, all share the weights.
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
    """*grades* answer "worth at least 1, 2, 3?" of a run, *sentence* "inside the picture?", *type* "a picture of what?"."""

    grades: Linear
    sentence: Linear
    type: Linear
    calibration: NDArray[np.float64]
    threshold: float

    @classmethod
    def load(cls, stored: dict[str, Any]) -> "Model":
        return cls(
            *(Linear.load(stored[name]) for name in ("grades", "sentence", "type")),
            np.array(stored["calibration"], np.float64),
            stored["threshold"],
        )

    def chance_inside(self, described: Matrix, language: str) -> Matrix:
        return sigmoid(self.sentence.logits(described, language)[:, 0])

    def worth(self, described: Matrix, gains: Sequence[float], language: str) -> Matrix:
        """The chance that an annotator gives a run at least 2, from its features and the gain of its best window."""
        return sigmoid(self.evidence(described, gains, language) @ self.calibration)

    def evidence(self, described: Matrix, gains: Sequence[float], language: str) -> Matrix:
        grade = self.grades.logits(described, language).mean(axis=1)
        return np.column_stack([grade, np.sqrt(np.maximum(gains, 0)), np.ones(len(gains))])

    def type_chances(self, described: Matrix, language: str) -> Matrix:
        logits = self.type.logits(described, language)
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(odds / odds.sum(axis=1, keepdims=True))


@cache
def shipped() -> dict[str, Model]:
    stored = json.loads(WEIGHTS.read_text("utf-8"))
    return {name: Model.load(model) for name, model in stored["models"].items()}


def model_for(language: str) -> tuple[Model, str]:
    """The model and the name of the standard to use with it; languages without a lexicon share one."""
    code = primary(language)
    return (shipped()["lexical"], code) if code in READERS else (shipped()["plain"], UNKNOWN)


def sigmoid(x: Matrix) -> Matrix:
    return np.asarray(1 / (1 + np.exp(-np.clip(x, -30, 30))))
