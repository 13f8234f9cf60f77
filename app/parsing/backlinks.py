"""Notes in the same document as their marks, told by links that lead to each other."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

from app.parsing import notes
from app.parsing.tags import XHTML_ROLES, Kind
from app.parsing.xml import XHTML, Element, local, text_of

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SIGNS = re.compile(r"[\s\[\](){}.]+")
# How many blocks may stand between two notes of a list and still belong to the first; a guess.
_BETWEEN = 3


@dataclass(frozen=True, slots=True)
class _Mark:
    link: Element
    block: Element
    note: Element


def find(root: Element, name: str) -> frozenset[Element]:
    """
    The elements of *root*, a document called *name*, that are notes to its own text.

    A link that reads like a note mark, in the middle of a text, leads to one; and one of two
    things proves it: a link in there leads back to the mark, or it begins with the mark's sign.
    """
    # A block may hold thousands of links, so its text is gathered once.
    read = cache(text_of)
    links = _local_links(root, name)
    if not any(notes.reads_as_mark(text_of(link)) for link, _ in links):
        return frozenset()
    named = _named(root, {fragment for _, fragment in links})
    returning = {
        (_block(link), _block(named[fragment])) for link, fragment in links if fragment in named
    }
    found = [
        mark
        for link, fragment in links
        if fragment in named and (mark := _mark(link, named[fragment], read))
        if (mark.note, mark.block) in returning or _begins_alike(mark, read)
    ]
    return _with_what_follows(root, found)


def _local_links(root: Element, name: str) -> list[tuple[Element, str]]:
    links = []
    for link in root.iter(f"{XHTML}a", "a"):
        path, _, fragment = (link.get("href") or "").strip().partition("#")
        if fragment and (not path or unquote(path).rpartition("/")[2] == name):
            links.append((link, unquote(fragment)))
    return links


def _named(root: Element, fragments: set[str]) -> dict[str, Element]:
    found: dict[str, Element] = {}
    for element in root.iter():
        for name in (element.get("id"), element.get("name")):
            if name in fragments:
                found.setdefault(name, element)
    return found


def _mark(link: Element, target: Element, read: Callable[[Element], str]) -> _Mark | None:
    words = read(link)
    block, note = _block(link), _block(target)
    is_no_note = note is block or block in note.iterancestors() or local(note.tag) in _HEADINGS
    if is_no_note or not notes.reads_as_mark(words):
        return None
    text = read(block)
    is_in_a_text = not text.startswith(words) and 2 * len(words) <= len(text)
    return _Mark(link, block, note) if is_in_a_text and note not in block.iterancestors() else None


def _block(element: Element) -> Element:
    """The innermost block around *element*, or what lies inside the document's body around it."""
    for ancestor in (element, *element.iterancestors()):
        kind = XHTML_ROLES[ancestor.tag].kind if ancestor.tag in XHTML_ROLES else Kind.PASSED
        if kind in {Kind.BLOCK, Kind.CELL, Kind.CONTAINER}:
            return ancestor
        if kind is Kind.WALL:
            break
    return element


def _begins_alike(mark: _Mark, read: Callable[[Element], str]) -> bool:
    sign = _SIGNS.sub("", read(mark.link))
    return _SIGNS.sub("", read(mark.note)[: len(sign) + 3]).startswith(sign)


def _with_what_follows(root: Element, marks: list[_Mark]) -> frozenset[Element]:
    """The notes; where they stand together after the text, with the blocks between them."""
    found = {mark.note for mark in marks}
    wanted = found | {mark.block for mark in marks}
    order = [element for element in root.iter() if element in wanted] if found else []
    first = next((n for n, element in enumerate(order) if element in found), 0)
    if all(element in found for element in order[first:]):
        for note in list(found):
            found.update(_up_to_next(note, found))
    return frozenset(found)


def _up_to_next(note: Element, found: set[Element]) -> list[Element]:
    between: list[Element] = []
    for sibling in note.itersiblings():
        if sibling in found:
            return between
        if len(between) == _BETWEEN or local(sibling.tag) not in {"p", "div", "blockquote"}:
            break
        between.append(sibling)
    return []
