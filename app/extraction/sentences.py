"""Where sentences begin and end."""

import re

import razdel

from app.extraction.languages import primary

Span = tuple[int, int]

# A picture never needs a longer sentence; one that is longer is divided at its semicolons (Tolstoy, Melville).
LONGEST = 1000
ABBREVIATIONS = frozenset(
    "mr mrs ms dr st prof capt col gen lt sgt rev hon messrs mme mlle jr sr esq vs no vol p pp "
    "i.e e.g viz hr hrn fr bzw sra sres dña av núm".split()
)
# The end mark with what closes after it, then a letter that may begin a sentence: any that is not lower case.
BOUNDARY = re.compile(
    r"[.!?…؟।]+[\"”’'»)\]]*\s+(?=[\"“‘'«(\[„¿¡—–-]*\s?(?![a-zà-ÿа-яё])[^\W_])"
    r"|[。！？｡]+[」』”）]*\s*"
)
LAST_WORD = re.compile(r"([^\W\d_][\w.]*)$")
CLAUSE = re.compile(r";\s+")


def split(text: str, language: str) -> list[Span]:
    """Spans without white space around them, in order; what is no letter stays with its neighbour."""
    if primary(language) == "ru":
        spans = [(part.start, part.stop) for part in razdel.sentenize(text)]
    else:
        spans = _between(text, 0, len(text), [end for end in _ends(text)])
    return [
        part
        for span in spans
        for part in ([span] if span[1] - span[0] <= LONGEST else _clauses(text, span))
    ]


def _ends(text: str) -> list[int]:
    return [mark.end() for mark in BOUNDARY.finditer(text) if not _is_abbreviation(text, mark)]


def _is_abbreviation(text: str, mark: re.Match[str]) -> bool:
    if not mark.group().rstrip() == ".":
        return False
    # No abbreviation is longer than this; searching the whole head would make long blocks quadratic.
    word = LAST_WORD.search(text[max(0, mark.start() - 20) : mark.start()])
    if word is None:
        return False
    written = word.group(1)
    return written.lower() in ABBREVIATIONS or (len(written) == 1 and written != "I")


def _clauses(text: str, span: Span) -> list[Span]:
    return _between(text, *span, [mark.end() for mark in CLAUSE.finditer(text, *span)])


def _between(text: str, start: int, end: int, cuts: list[int]) -> list[Span]:
    borders = [start, *cuts, end]
    pairs = zip(borders, borders[1:], strict=False)
    return [stripped for a, b in pairs if (stripped := _strip(text, a, b))]


def _strip(text: str, start: int, end: int) -> Span | None:
    piece = text[start:end]
    left = start + len(piece) - len(piece.lstrip())
    right = start + len(piece.rstrip())
    return (left, right) if left < right else None
