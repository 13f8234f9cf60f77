"""Which parts of a text are spoken by somebody in it."""

import re

from app.extraction.sentences import Span

DASH = r"(?:--|—|–|―|-(?=\s))"
OPENING_DASH = re.compile(rf"\s*{DASH}\s*")
# "Да, -- сказал он. -- Нет": after a mark and a dash the narrator takes over, after the next the speaker again.
TURN = re.compile(r"[,.!?…]+\s*(?:--|—|–|―|-)\s*")
# Quotations: straight and typographic, guillemets both ways round, German, Japanese. A quotation that is never closed
# goes on to the end, as books do it when a speech has several paragraphs.
QUOTED = re.compile(
    r"«[^»]{2,}»?|“[^”]{2,}”?|\"[^\"]{2,}\"?|„[^“”\"]{2,}[“”\"]?|「[^」]{2,}」?|『[^』]{2,}』?"
    # British single quotes: an apostrophe is one only where no letter stands before and punctuation ends it.
    r"|(?<!\w)[‘'](?=\w)(?:[^‘'’]|(?<=\w)['’](?=\w))+[,.!?…—-][’'](?!\w)"
)
OPENS = re.compile(rf"\s*(?:{DASH}\s*|[«“\"„「『])|\s*[‘'](?=\w)")


def spoken(text: str) -> list[Span]:
    """Spans in order; they may touch but never overlap."""
    spans = _turns(text) + [match.span() for match in QUOTED.finditer(text)]
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def opens(text: str, start: int) -> bool:
    """Whether somebody begins to speak at *start*."""
    return OPENS.match(text, start) is not None


def _turns(text: str) -> list[Span]:
    opening = OPENING_DASH.match(text)
    if opening is None:
        return []
    spans, start, is_speaking = [], opening.end(), True
    for turn in TURN.finditer(text, start):
        if is_speaking:
            spans.append((start, turn.start() + 1))
        start, is_speaking = turn.end(), not is_speaking
    if is_speaking:
        spans.append((start, len(text)))
    return spans
