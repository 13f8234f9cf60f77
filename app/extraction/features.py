"""Numbers that describe a run of sentences: what can be seen in it, who speaks, how it is built."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.extraction import notes, sentences, speech
from app.extraction.chapter import ChapterText, Span, paragraphs
from app.extraction.reading import reader
from app.extraction.words import QUALITIES, THINGS, TRAITS, Word

Matrix = NDArray[np.float32]

# Russian books mark the stress of rare words; no composed letter exists for it.
STRESS = "\u0301"
# Chinese and Japanese write no spaces; two characters are about one word.
TOKEN = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff]{1,2}"
    r"|[^\W\d_][^\W\d_\u0301]*(?:[-'’][^\W\d_][^\W\d_\u0301]*)*|\d+|[^\w\s]|_"
)
MARKS = {",": "commas", ";": "stops", ":": "stops", "?": "questions", "!": "exclamations"}
ELLIPSIS = re.compile(r"…|\.\.\.")
# So many words may stand between an attribute and its thing: "a tall, very thin old man".
REACH_OF_QUALITY = 3
REACH_OF_ATTRIBUTE = 2

# Words of the shortest sentence whose density means anything, and of what is hardly a paragraph
# (both a guess).
FEWEST_WORDS = 8
SHORT = 12
# Longer sentences are all alike (a guess).
LONG_SENTENCE = 60

MEASURES = (
    *("words", "spoken", "names", "commas", "stops", "questions", "exclamations", "ellipses"),
    *("opens", "seen", "shown", "qualified"),
)
COLUMNS = TRAITS + MEASURES
COLUMN = {name: i for i, name in enumerate(COLUMNS)}
# Asked for at every word.
SPOKEN, NAMES, QUALIFIED = COLUMN["spoken"], COLUMN["names"], COLUMN["qualified"]

# What needs no lexicon, so that it can be had for every language.
PLAIN_FEATURES = (
    *("spoken share", "log words", "log sentences", "sentence length", "opens", "comma density"),
    *("stop density", "questions", "exclamations", "ellipses", "name density", "shortness"),
    "narrated words",
)
PICTURED = (*THINGS, "motion", "posture")
LEXICAL_FEATURES = (
    *(f"{trait} density" for trait in TRAITS),
    *("qualified density", "imagery density", "log seen", "log qualified", "peak seen"),
    *("peak qualified", "peak density", "variety", "narrated seen", "log looks", "log landscape"),
    "contrast",
)
TYPE_FEATURES = (*(f"{name} share" for name in PICTURED), *(f"log {name}" for name in PICTURED))
FEATURES = PLAIN_FEATURES + LEXICAL_FEATURES + TYPE_FEATURES


@dataclass(frozen=True)
class Counts:
    """
    `rows[i]` counts the `COLUMNS` of the sentence at `spans[i]` of the whole chapter, which is in
    paragraph number `paragraphs[i]`.
    """

    chapter: ChapterText
    rows: Matrix
    spans: list[Span]
    paragraphs: list[int]


def count(blocks: Sequence[str], language: str) -> Counts:
    read = reader(language)
    texts = [notes.blank(block) for block in blocks]
    chapter = ChapterText.of(texts)
    spoken = bytearray(1).join(map(speech.spoken, texts))
    spans: list[Span] = []
    owners: list[int] = []
    for number, (first, last) in enumerate(paragraphs(texts)):
        start = chapter.starts[first]
        found = sentences.split("\n".join(texts[first:last]), language)
        spans += [(start + one[0], start + one[1]) for one in found]
        owners += [number] * len(found)
    rows = [_count_sentence(chapter.whole, span, spoken, read) for span in spans]
    return Counts(chapter, np.array(rows, np.float32).reshape(-1, len(COLUMNS)), spans, owners)


def _count_sentence(
    text: str, span: Span, spoken: bytearray, read: Callable[[str], Word]
) -> list[float]:
    row = [0.0] * len(COLUMNS)
    seen: set[str] = set()
    shown: set[str] = set()
    words = reach = 0
    for token in TOKEN.finditer(text, *span):
        written = token.group()
        if not written[0].isalnum():
            if written in MARKS:
                row[COLUMN[MARKS[written]]] += 1
            reach -= 1
            continue
        words += 1
        is_spoken = bool(spoken[token.start()])
        row[SPOKEN] += is_spoken
        row[NAMES] += written[0].isupper() and len(written) > 1 and words > 1
        word = read(written.lower().replace("’", "'").replace(STRESS, ""))
        for trait in word.traits:
            row[trait] += 1
        if word.names_a_quality:
            reach = REACH_OF_QUALITY
        elif word.is_attribute:
            reach = max(reach, REACH_OF_ATTRIBUTE)
        elif word.names_a_thing:
            row[QUALIFIED] += reach > 0
            reach = 0
        else:
            reach -= 1
            continue
        if word.names_a_thing or word.names_a_quality:
            (seen if is_spoken else shown).add(word.lemma)
    row[COLUMN["words"]] = words
    row[COLUMN["ellipses"]] = len(ELLIPSIS.findall(text, *span))
    row[COLUMN["opens"]] = speech.opens(text, span[0], spoken)
    row[COLUMN["seen"]] = len(seen | shown)
    row[COLUMN["shown"]] = len(shown)
    return row


def describe(rows: Matrix, runs: Sequence[Span]) -> Matrix:
    """One line of `FEATURES` for each run of sentences (first, one past the last; never empty)."""
    edges = np.array(runs, np.intp).reshape(-1)
    # A row beyond the last lets a run end at the end; every second sum is of what lies between.
    padded = np.vstack([rows, np.zeros((1, rows.shape[1]), np.float32)])
    total = np.add.reduceat(padded, edges)[::2]
    peaks = np.maximum.reduceat(np.hstack([padded, _density(padded)]), edges)[::2]
    lengths = np.diff(edges)[::2].astype(np.float32)
    values = _plain(total, lengths, rows[edges[::2], COLUMN["opens"]])
    values |= _lexical(total, peaks) | _typical(total)
    return np.column_stack([values[name] for name in FEATURES]).astype(np.float32)


def _columns(*names: str) -> list[int]:
    return [COLUMN[name] for name in names]


def _density(rows: Matrix) -> Matrix:
    """Things and qualities per word; the shortest count as longer, or "Red roses." would win."""
    imagery = rows[:, _columns(*THINGS, *QUALITIES)].sum(axis=1, keepdims=True)
    return np.asarray(imagery / np.maximum(rows[:, _columns("words")], FEWEST_WORDS))


def _plain(total: Matrix, sentence_count: Matrix, opens: Matrix) -> dict[str, Matrix]:
    words = np.maximum(total[:, COLUMN["words"]], 1)
    spoken = total[:, COLUMN["spoken"]] / words
    return {
        "spoken share": spoken,
        "log words": np.log1p(words),
        "log sentences": np.log1p(sentence_count),
        "sentence length": np.minimum(words / sentence_count / LONG_SENTENCE, 1),
        "opens": opens,
        "comma density": total[:, COLUMN["commas"]] / words,
        "stop density": total[:, COLUMN["stops"]] / words,
        "questions": np.minimum(total[:, COLUMN["questions"]] / sentence_count, 2),
        "exclamations": np.minimum(total[:, COLUMN["exclamations"]] / sentence_count, 2),
        "ellipses": total[:, COLUMN["ellipses"]] / sentence_count,
        "name density": total[:, COLUMN["names"]] / words,
        "shortness": (words < SHORT).astype(np.float32),
        "narrated words": np.log1p(words) * (1 - spoken),
    }


def _lexical(total: Matrix, peaks: Matrix) -> dict[str, Matrix]:
    words = np.maximum(total[:, COLUMN["words"]], 1)
    pictured = total[:, _columns(*THINGS, *QUALITIES)]
    imagery = pictured.sum(axis=1)
    ideas = total[:, _columns("abstract", "thought", "speech", "time")].sum(axis=1)
    return {f"{trait} density": total[:, COLUMN[trait]] / words for trait in TRAITS} | {
        "qualified density": total[:, COLUMN["qualified"]] / words,
        "imagery density": imagery / words,
        "log seen": np.log1p(total[:, COLUMN["seen"]]),
        "log qualified": np.log1p(total[:, COLUMN["qualified"]]),
        "peak seen": np.log1p(peaks[:, COLUMN["seen"]]),
        "peak qualified": np.log1p(peaks[:, COLUMN["qualified"]]),
        "peak density": peaks[:, -1],
        "variety": (pictured > 0).mean(axis=1),
        "narrated seen": np.log1p(total[:, COLUMN["shown"]]),
        "log looks": np.log1p(total[:, _columns("body", "cloth")].sum(axis=1)),
        "log landscape": np.log1p(total[:, _columns("place", "plant", "sky")].sum(axis=1)),
        "contrast": np.log1p(imagery) - np.log1p(ideas),
    }


def _typical(total: Matrix) -> dict[str, Matrix]:
    pictured = total[:, _columns(*PICTURED)]
    shares = pictured / (pictured.sum(axis=1, keepdims=True) + 1)
    return {f"{name} share": shares[:, i] for i, name in enumerate(PICTURED)} | {
        f"log {name}": np.log1p(pictured[:, i]) for i, name in enumerate(PICTURED)
    }
