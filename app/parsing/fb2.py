"""FictionBook 2.x, bare or zipped, to a parsed book."""

import re
from dataclasses import dataclass
from itertools import chain

from lxml import etree

from app.domain.books import Asset, BookFormat, ParsedBook, ParseWarning
from app.domain.limits import Limits
from app.errors import AmbiguousArchive, BookTooLarge, EmptyBook, InvalidFb2
from app.parsing import assembly, encodings, fb2_metadata, layouts, streams, xml
from app.parsing.archives import Archive, is_archive
from app.parsing.binaries import Fb2Pictures
from app.parsing.fb2_sections import Sections
from app.parsing.shelves import Shelf
from app.parsing.xml import Element, local

_DAMAGE = frozenset({"malformed", "truncated"})
_START = re.compile(rb"<\?xml|<(?:[\w.-]+:)?FictionBook\b")


@dataclass(frozen=True, slots=True)
class _Read:
    """A book as far as its tree and its bytes are needed; *root* still holds the description."""

    root: Element
    sections: Sections
    pictures: Fb2Pictures
    warnings: list[ParseWarning]


def parse(data: bytes, limits: Limits, archive: Archive | None = None) -> ParsedBook:
    """*archive* is that of *data*, where it has been opened already."""
    member, data = _unzipped(data, limits, archive)
    data = encodings.transcoded(data)
    found = _streamed(member, data, limits) or _repaired(member, data, limits)
    sections, warnings = found.sections, found.warnings
    warnings += sections.warnings
    cover = _cover(found)
    found.pictures.check_rest()
    about = fb2_metadata.read(found.root, sections.title, limits, warnings)
    shelf = _shelved(found, limits)
    return ParsedBook(
        format=BookFormat.FB2,
        metadata=about,
        chapters=assembly.chapters(shelf, about.language),
        contents=assembly.table(assembly.printed(sections.entries, shelf), shelf),
        cover=cover,
        assets=tuple(sections.assets.values()),
        warnings=assembly.reported(warnings, limits),
        direction=layouts.direction_of(about.language),
    )


def check(archive: Archive) -> None:
    """Raises what speaks against the book before it is unpacked."""
    archive.check(_member(archive))


def _shelved(found: _Read, limits: Limits) -> Shelf:
    """Raises `InvalidFb2` where it is the damage that left no text."""
    book = found.sections.book
    try:
        return assembly.shelved(book.drafts, book, limits)
    except EmptyBook as error:
        if _DAMAGE & {warning.code for warning in found.warnings}:
            raise InvalidFb2 from error
        raise


def _unzipped(data: bytes, limits: Limits, archive: Archive | None) -> tuple[str, bytes]:
    """The name inside the archive, "" for a bare file, and the FB2 itself."""
    if not is_archive(data):
        return "", data
    archive = archive or Archive(data, limits)
    member = _member(archive)
    return member, archive.read(member, limit=limits.fb2)


def _member(archive: Archive) -> str:
    names = archive.own_names
    # The only file may be called anything, as it is known by its content.
    books = [name for name in names if name.lower().endswith(".fb2") or len(names) == 1]
    if len(books) != 1:
        raise AmbiguousArchive
    return books[0]


def _streamed(member: str, data: bytes, limits: Limits) -> _Read | None:
    """A well-formed book, without ever holding the whole tree; None if it is not one."""
    warnings: list[ParseWarning] = []
    pictures = Fb2Pictures(warnings, limits)
    source = _without_pictures(data, pictures, limits)
    text = xml.prepared(source, limits, warnings, fallback_encoding="cp1251")
    sections = Sections(member, pictures.at, limits)
    try:
        events = streams.events(text)
        first = next(events)
        if local(first[1].tag) != "fictionbook":
            return None
        sections.run(chain([first], events))
    except etree.XMLSyntaxError:
        return None
    return _Read(first[1], sections, pictures, warnings)


def _repaired(member: str, data: bytes, limits: Limits) -> _Read:
    warnings: list[ParseWarning] = []
    pictures = Fb2Pictures(warnings, limits)
    source = _without_pictures(data, pictures, limits)
    found = xml.document(source, limits, fallback_encoding="cp1251")
    warnings += found.warnings
    root = found.root
    if root is not None and local(root.tag) != "fictionbook":
        root = next(
            (element for element in root.iter() if local(str(element.tag)) == "fictionbook"), None
        )
    if root is None:
        raise InvalidFb2
    sections = Sections(member, pictures.at, limits)
    sections.run(etree.iterwalk(root, events=("start", "end")))
    return _Read(root, sections, pictures, warnings)


def _without_pictures(data: bytes, pictures: Fb2Pictures, limits: Limits) -> bytes:
    data = pictures.cut(data)
    start = _START.search(data)
    data = data[start.start() :] if start else data
    if len(data) > 4 * limits.text:
        raise BookTooLarge(limit=limits.text)
    return data


def _cover(found: _Read) -> Asset | None:
    hrefs = fb2_metadata.covers(found.root) or found.pictures.called("cover")
    cover = next(filter(None, map(found.pictures.at, hrefs)), None)
    if hrefs and cover is None:
        found.warnings.append(
            ParseWarning("cover-missing", "the cover the book names is not in it")
        )
    return cover
