"""Markup that may be malformed, opened so that its elements can be found."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import entities
from unicodedata import normalize

from lxml import etree

from app.binding.markup import (
    Document,
    Outline,
    Unreadable,
    declared_encoding,
    without_declaration,
)

_ENTITY = re.compile(r"&(\w+);")
_BARE_AMPERSAND = re.compile(r"&(?!#?\w+;)")
_CONTROL = re.compile(r"[\0-\x08\x0b\x0c\x0e-\x1f]")
_OF_XML = {"amp": 38, "lt": 60, "gt": 62, "quot": 34, "apos": 39}


@dataclass(frozen=True, slots=True)
class Opened:
    """A document and those of the wanted elements that are in it."""

    outline: Outline
    found: frozenset[int]


def opened(data: bytes, wanted: Mapping[int, str]) -> Opened | None:
    """
    *data* itself if it is well-formed, else as repaired as it must be; None if that finds nothing.

    *wanted* maps element numbers to their text: a repair may count otherwise than the parser did,
    and only an element that holds its text is the right one.
    """
    try:
        outline = Outline.of(Document.of(data))
    except Unreadable:
        return _repaired(data, wanted)
    return Opened(outline, frozenset(number for number in wanted if number < len(outline)))


def _repaired(data: bytes, wanted: Mapping[int, str]) -> Opened | None:
    best: tuple[frozenset[int], bytes] = (frozenset(), b"")
    for root in _readings(data):
        found = _matching(root, wanted)
        if len(found) > len(best[0]):
            best = (found, _serialised(root))
        if len(found) == len(wanted):
            break
    found, markup = best
    try:
        return Opened(Outline.of(Document.of(markup)), found) if found else None
    except Unreadable:
        # An HTML reading may hold names that XML does not allow.
        return None


def _readings(data: bytes) -> Iterator[etree._Element]:
    for text in _decoded(data):
        markup = _cleaned(text).encode()
        for parser in (
            # Large pictures inside an FB2 need the huge tree; entities stay closed.
            etree.XMLParser(
                recover=True,
                resolve_entities=False,
                no_network=True,
                huge_tree=True,
                encoding="utf-8",
            ),
            etree.HTMLParser(no_network=True, huge_tree=True, encoding="utf-8"),
        ):
            try:
                root = etree.fromstring(markup, parser)
            except etree.XMLSyntaxError:
                continue
            if root is not None:
                yield root


def _decoded(data: bytes) -> Iterator[str]:
    # Windows-1251 last: it is what undeclared Russian books are in, and it reads almost anything.
    for codec in dict.fromkeys(["utf-8-sig", declared_encoding(data) or "utf-8", "windows-1251"]):
        try:
            yield data.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue


def _cleaned(text: str) -> str:
    def number(match: re.Match[str]) -> str:
        name = match.group(1)
        # By number, also those that XML knows: a recovering parser forgets the names.
        point = _OF_XML.get(name) or entities.name2codepoint.get(name)
        return f"&#{point};" if point else f"&#38;{name};"

    text = _CONTROL.sub(" ", without_declaration(text))
    return _ENTITY.sub(number, _BARE_AMPERSAND.sub("&#38;", text))


def _matching(root: etree._Element, wanted: Mapping[int, str]) -> frozenset[int]:
    elements = list(root.iter("*"))
    return frozenset(
        number
        for number, text in wanted.items()
        if number < len(elements) and _letters([text]) in _letters(elements[number].itertext())
    )


def _letters(texts: Iterable[str | bytes]) -> str:
    whole = "".join(str(text) for text in texts)
    return "".join(filter(str.isalnum, normalize("NFC", whole)))


def _serialised(root: etree._Element) -> bytes:
    return etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=True)
