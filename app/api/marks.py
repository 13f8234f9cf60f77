"""Marks and figures put into a chapter's stored HTML; the text of every block stays what it was."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from itertools import pairwise

# An attribute in quotes may hold a ">".
_TAG = re.compile(r'(<(?:[^>"]|"[^"]*")*>)')
_NAME = re.compile(r"</?([a-z][a-z0-9]*)")
_BLOCK = re.compile(r'\sid="b(\d+)"')
_VOID = frozenset({"br", "hr", "img", "wbr"})
# A figure would tear these apart, so it stands after the outermost of them.
_WHOLE = frozenset({"ul", "ol", "dl", "table", "blockquote", "figure", "header"})


@dataclass(frozen=True, slots=True)
class Mark:
    """From (block, offset) up to, not including, (block, offset); offsets in code points."""

    id: str
    kind: str
    start: tuple[int, int]
    end: tuple[int, int]


def mark(html: str, marks: Sequence[Mark]) -> str:
    """
    Each marked passage in `<mark id="d-{id}" data-d="{ids}" class="{kinds}">`.

    A mark is cut at every tag inside it, so it never crosses an element; where passages overlap, a
    piece carries the ids of all of them. The address `#d-{id}` is where a passage begins.
    """
    named: set[str] = set()
    out: list[str] = []
    offset = 0
    for token in _tokens(html):
        if token.is_tag:
            offset = 0 if token.opens_block else offset
            out.append(token.raw)
            continue
        text = unescape(token.raw)
        here = [] if token.block is None else _clipped(marks, token.block, offset, len(text))
        out.append(_pieces(text, here, named) if here else token.raw)
        offset += len(text)
    return "".join(out)


def place(html: str, figures: Mapping[int, str]) -> str:
    """
    *figures*, each after its block, and never inside a list, table or quotation.

    A figure whose block is not in this text stands at the end: nothing is lost.
    """
    waiting = dict(figures)
    ready: list[str] = []
    out: list[str] = []
    for token in _tokens(html):
        out.append(token.raw)
        if token.closes_block and token.block in waiting:
            ready.append(waiting.pop(token.block))
        if ready and token.is_tag and not token.is_inside_block and _WHOLE.isdisjoint(token.around):
            out += ready
            ready = []
    return "".join([*out, *ready, *waiting.values()])


@dataclass(frozen=True, slots=True)
class _Token:
    """A tag or a text, the block it belongs to, and the elements open after it."""

    raw: str
    is_tag: bool
    block: int | None
    opens_block: bool = False
    closes_block: bool = False
    around: Sequence[str] = field(default=())

    @property
    def is_inside_block(self) -> bool:
        return self.block is not None and not self.closes_block


def _tokens(html: str) -> Iterator[_Token]:
    around: list[str] = []
    block: int | None = None
    depth = 0
    for raw in _TAG.split(html):
        if not raw:
            continue
        name = _NAME.match(raw)
        if name is None:
            yield _Token(raw, is_tag=False, block=block)
        elif raw.startswith("</"):
            around.pop()
            is_end = block is not None and len(around) < depth
            yield _Token(raw, is_tag=True, block=block, closes_block=is_end, around=around)
            block = None if is_end else block
        else:
            found = _BLOCK.search(raw)
            if name[1] not in _VOID:
                around.append(name[1])
            if found is not None:
                block, depth = int(found[1]), len(around)
            yield _Token(
                raw, is_tag=True, block=block, opens_block=found is not None, around=around
            )


def _clipped(
    marks: Sequence[Mark], block: int, offset: int, length: int
) -> list[tuple[int, int, Mark]]:
    """The parts of *marks* that lie in this text, as (start, end) within it."""
    found = []
    for each in marks:
        if not each.start[0] <= block <= each.end[0]:
            continue
        start = each.start[1] - offset if block == each.start[0] else 0
        end = each.end[1] - offset if block == each.end[0] else length
        start, end = max(0, start), min(length, end)
        if start < end:
            found.append((start, end, each))
    return found


def _pieces(text: str, here: Sequence[tuple[int, int, Mark]], named: set[str]) -> str:
    edges = sorted({0, len(text), *(at for start, end, _ in here for at in (start, end))})
    out = []
    for start, end in pairwise(edges):
        inside = [each for first, last, each in here if first <= start and end <= last]
        words = escape(text[start:end], quote=False)
        out.append(_wrapped(words, inside, named) if inside else words)
    return "".join(out)


def _wrapped(words: str, inside: Sequence[Mark], named: set[str]) -> str:
    """An element has one id only: of passages that begin together, the others get an empty anchor."""
    new = [each.id for each in inside if each.id not in named]
    named.update(new)
    name = f' id="d-{new[0]}"' if new else ""
    anchors = "".join(f'<span id="d-{each}"></span>' for each in new[1:])
    kinds = " ".join(dict.fromkeys(each.kind for each in inside))
    ids = " ".join(each.id for each in inside)
    return f'{anchors}<mark{name} class="{kinds}" data-d="{ids}">{words}</mark>'
