"""Where sentences begin and end."""

import re
from itertools import pairwise

import razdel

from app.extraction.chapter import Span
from app.extraction.languages import primary

# A longer sentence makes no caption; it is divided at its semicolons (Tolstoy, Melville).
LONGEST = 1000
ABBREVIATIONS = frozenset(
    (
        *("mr", "mrs", "ms", "dr", "st", "prof", "capt", "col", "gen", "lt", "sgt", "rev", "hon"),
        *("messrs", "mme", "mlle", "jr", "sr", "esq", "vs", "no", "vol", "p", "pp", "i.e", "e.g"),
        *("viz", "hr", "hrn", "fr", "bzw", "sra"),
    )
)
# The end mark with what closes after it, then what may begin a sentence: any letter but a lower
# case one. The look-behind keeps a long row of dots from being tried from each of its dots.
BOUNDARY = re.compile(
    r"(?<![.!?…؟।])[.!?…؟।]+[\"”’'»)\]]*\s+(?=[\"“‘'«(\[„¿¡—–-]*\s?(?![a-zà-ÿа-яё])[^\W_])"
    r"|[。！？｡]+[」』”）]*\s*"
)
LAST_WORD = re.compile(r"([^\W\d_][\w.]*)$")
# No abbreviation is longer; searching the whole block before each full stop would be quadratic.
ABBREVIATION_REACH = 20
CLAUSE = re.compile(r";\s+")


def split(text: str, language: str) -> list[Span]:
    """Spans in order, without the white space around them; together they hold everything else."""
    if primary(language) == "ru":
        sentences = [(part.start, part.stop) for part in razdel.sentenize(text)]
    else:
        sentences = _between(text, (0, len(text)), _ends(text))
    return [part for sentence in sentences for part in _in_clauses(text, sentence)]


def _ends(text: str) -> list[int]:
    return [mark.end() for mark in BOUNDARY.finditer(text) if not _is_abbreviation(text, mark)]


def _is_abbreviation(text: str, mark: re.Match[str]) -> bool:
    if mark.group().rstrip() != ".":
        return False
    word = LAST_WORD.search(text[max(0, mark.start() - ABBREVIATION_REACH) : mark.start()])
    if word is None:
        return False
    written = word.group(1)
    is_initial = len(written) == 1 and written != "I"
    return is_initial or written.lower() in ABBREVIATIONS


def _in_clauses(text: str, sentence: Span) -> list[Span]:
    if sentence[1] - sentence[0] <= LONGEST:
        return [sentence]
    return _between(text, sentence, [mark.end() for mark in CLAUSE.finditer(text, *sentence)])


def _between(text: str, span: Span, cuts: list[int]) -> list[Span]:
    pieces = (_stripped(text, *piece) for piece in pairwise((span[0], *cuts, span[1])))
    return [(start, end) for start, end in pieces if start < end]


def _stripped(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return end - len(piece.lstrip()), start + len(piece.rstrip())
