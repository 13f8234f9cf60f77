"""FictionBook 2.x, bare or zipped, to a parsed book."""

import re

from app.domain.books import Asset, BookFormat, ParsedBook, ParseWarning
from app.errors import AmbiguousArchive, BookTooLarge, InvalidFb2
from app.parsing import assembly, encodings, fb2_metadata, xml
from app.parsing.archives import Archive
from app.parsing.binaries import Fb2Pictures
from app.parsing.fb2_sections import Sections
from app.parsing.limits import LIMITS
from app.parsing.xml import Element, local

_ZIP = b"PK\x03\x04"
_START = re.compile(rb"<\?xml|<(?:[\w.-]+:)?FictionBook\b")


def parse(data: bytes) -> ParsedBook:
    member, data = _unzipped(data)
    warnings: list[ParseWarning] = []
    pictures = Fb2Pictures(warnings)
    root = _root(pictures.cut(encodings.transcoded(data)), warnings)
    sections = Sections(member, root, pictures.at)
    sections.run()
    cover = _cover(root, pictures, warnings)
    pictures.check_rest()
    about = fb2_metadata.read(root, sections.title)
    shelf = assembly.shelved(sections.book.drafts, sections.book.places)
    return ParsedBook(
        format=BookFormat.FB2,
        metadata=about,
        chapters=assembly.chapters(shelf, about.language),
        contents=assembly.table(sections.entries, shelf),
        cover=cover,
        assets=tuple(sections.assets.values()),
        warnings=assembly.reported(warnings),
    )


def _unzipped(data: bytes) -> tuple[str, bytes]:
    """The name inside the archive, "" for a bare file, and the FB2 itself."""
    if not data.startswith(_ZIP):
        return "", data
    archive = Archive(data)
    books = [name for name in archive.names if name.lower().endswith(".fb2")]
    if len(books) != 1:
        raise AmbiguousArchive
    return books[0], archive.read(books[0], limit=LIMITS.fb2)


def _root(data: bytes, warnings: list[ParseWarning]) -> Element:
    start = _START.search(data)
    data = data[start.start() :] if start else data
    if len(data) > 4 * LIMITS.text:
        raise BookTooLarge(limit=LIMITS.text)
    found = xml.document(data, fallback_encoding="cp1251")
    warnings += found.warnings
    root = found.root
    if root is not None and local(root.tag) != "fictionbook":
        root = next(
            (element for element in root.iter() if local(str(element.tag)) == "fictionbook"), None
        )
    if root is None:
        raise InvalidFb2
    return root


def _cover(root: Element, pictures: Fb2Pictures, warnings: list[ParseWarning]) -> Asset | None:
    href = fb2_metadata.cover(root)
    cover = pictures.at(href) if href else None
    if href and cover is None:
        warnings.append(ParseWarning("cover-missing", "the cover the book names is not in it"))
    return cover
