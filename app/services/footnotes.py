"""Footnotes: what to show beside a text when one of its note marks is clicked."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from app.db.base import Json
from app.db.models import Chapter
from app.db.work import ReadSession
from app.domain.books import NoteMark

# As `parsing` writes it: a block holds no other block.
_BLOCK = re.compile(r'<(\w+) id="b(\d+)"[^>]*>(.*?)</\1>', re.DOTALL)
# Blocks and characters of one note, and characters of all notes of a chapter; we chose them.
_BLOCKS = 100
_LONGEST = 20_000
_ALL = 1_000_000


@dataclass(frozen=True, slots=True)
class Footnote:
    """
    A mark in *block* from *start* to *end*, and the note it leads to: chapter, block and contents.

    *text* and *html* are "" where there is no note, or one too long to be shown beside a text.
    """

    block: int
    start: int
    end: int
    note: tuple[int, int] | None
    text: str
    html: str


def stored(mark: NoteMark) -> Json:
    """A mark as its chapter's row keeps it."""
    note = mark.note and {
        "chapter": mark.note.start.chapter,
        "block": mark.note.start.block,
        "end_block": mark.note.end.block,
    }
    return {"block": mark.block, "start": mark.start, "end": mark.end, "note": note}


async def find(session: ReadSession, chapter: Chapter) -> list[Footnote]:
    """In the order of their marks. A chapter that an older parser read knows marks without notes."""
    spans = [_span(mark) for mark in chapter.note_marks]
    contents = await _contents(session, chapter, [span for span in spans if span])
    found = []
    room = _ALL
    for mark, span in zip(chapter.note_marks, spans, strict=True):
        text, html = contents[span] if span else ("", "")
        if len(html) > room:
            text, html = "", ""
        room -= len(html)
        place = span and span[:2]
        found.append(Footnote(mark["block"], mark["start"], mark["end"], place, text, html))
    return found


_Span = tuple[int, int, int]


def _span(mark: Json) -> _Span | None:
    """Chapter, first block and the block after the last."""
    note = mark.get("note")
    return (note["chapter"], note["block"], note["end_block"]) if note else None


async def _contents(
    session: ReadSession, chapter: Chapter, spans: Iterable[_Span]
) -> dict[_Span, tuple[str, str]]:
    """Text and HTML of each span, both "" for one that is too long."""
    wanted: dict[int, set[_Span]] = {}
    for span in spans:
        wanted.setdefault(span[0], set()).add(span)
    if not wanted:
        return {}
    holders = await session.scalars(
        select(Chapter).where(Chapter.edition_id == chapter.edition_id, Chapter.ordinal.in_(wanted))
    )
    contents: dict[_Span, tuple[str, str]] = {}
    for holder in holders:
        markup = {int(number): (name, inner) for name, number, inner in _BLOCK.findall(holder.html)}
        for span in wanted[holder.ordinal]:
            contents[span] = _shown(holder.blocks, markup, range(span[1], span[2]))
    return contents


def _shown(
    blocks: list[str], markup: Mapping[int, tuple[str, str]], numbers: range
) -> tuple[str, str]:
    if len(numbers) > _BLOCKS:
        return "", ""
    inside = [markup[number] for number in numbers if number in markup]
    if sum(len(inner) for _, inner in inside) > _LONGEST:
        return "", ""
    tags = [("pre" if name == "pre" else "p", inner) for name, inner in inside]
    return (
        "\n".join(blocks[numbers.start : numbers.stop]),
        "".join(f"<{name}>{inner}</{name}>" for name, inner in tags),
    )
