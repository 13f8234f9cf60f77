"""Notes that no markup declares, found by how the text links to them."""

import re
from collections.abc import Callable, Iterable

from app.parsing.drafts import Draft, Link, Target

# What stands for a note in running text: figures, a letter or signs, often in brackets.
_MARK = re.compile(
    r"[\[({]?\s*(?:\d{1,5}|[*†‡§¶#¹²³⁴-⁹⁰]{1,4}|[a-zа-я]|[ivxlc]{1,6})\s*[.\])}]?", re.IGNORECASE
)
_LABEL = re.compile(r"[\[({]?\s*(?:\d{1,5}|[*†‡§]{1,4})\s*[.\])}]?")
# Of three blocks at least one is the target of a mark: a note is a number and a text; a guess.
_SHARE = 3

Place = Callable[[Target], tuple[Draft, int] | None]


def is_mark(draft: Draft, link: Link) -> bool:
    """
    Whether the link's words are a note mark in running text.

    In a list of links they are most of the block; in a note that leads back they begin it.
    """
    text = draft.blocks[link.block] if link.block < len(draft.blocks) else ""
    words = text[link.start : link.end].strip()
    return link.start > 0 and 2 * len(words) <= len(text) and reads_as_mark(words)


def declare(drafts: Iterable[Draft], place: Place) -> None:
    """Mark as notes each draft that consists of what the marks in other drafts lead to."""
    drafts = list(drafts)
    targeted: dict[Draft, set[int]] = {}
    for draft in drafts:
        crowded = _crowded(draft)
        for link in draft.links:
            if link.block in crowded or not (link.is_note or is_mark(draft, link)):
                continue
            found = place(link.target)
            if found and found[0] is not draft:
                targeted.setdefault(found[0], set()).add(found[1])
    for draft in drafts:
        blocks = targeted.get(draft, ())
        if blocks and _SHARE * len(blocks) >= len(draft.blocks):
            draft.is_notes = True


def reads_as_mark(words: str) -> bool:
    return _MARK.fullmatch(words) is not None


def is_label(title: str) -> bool:
    """Whether a title is nothing but the number or sign of a note."""
    return _LABEL.fullmatch(title) is not None


def _crowded(draft: Draft) -> set[int]:
    """Blocks that are mostly links, as in a list of chapters."""
    linked: dict[int, int] = {}
    for link in draft.links:
        linked[link.block] = linked.get(link.block, 0) + link.end - link.start
    return {
        block
        for block, length in linked.items()
        if block < len(draft.blocks) and 2 * length > len(draft.blocks[block])
    }
