"""EPUB 2 and 3, and the OEBPS packages before them, to a parsed book."""

from dataclasses import replace

from app.domain.books import Asset, BookFormat, ParsedBook, ParseWarning
from app.domain.limits import Limits
from app.errors import EmptyBook, InvalidEpub, TooLarge
from app.parsing import assembly, contents, covers, layouts, metadata, protection
from app.parsing import package as packages
from app.parsing.archives import Archive
from app.parsing.contents import Entry
from app.parsing.drafts import Draft
from app.parsing.package import Package
from app.parsing.shelves import Shelf
from app.parsing.spine import Reading

# Bytes of markup that are read in some milliseconds; a package of 2,000 chapters has 200 kB.
_SHORT = 256 * 1024


def parse(data: bytes, limits: Limits, archive: Archive | None = None) -> ParsedBook:
    """*archive* is that of *data*, where it has been opened already."""
    archive = archive or Archive(data, limits)
    warnings: list[ParseWarning] = []
    package = _unlocked(archive, warnings)
    about = metadata.read(package.root, limits, warnings)
    entries = contents.read(archive, package, warnings)
    reading = Reading(archive, package, entries, warnings)
    reading.run()
    cover = covers.find(archive, package, reading.pictures, reading.cover_pages)
    _leave_out_cover_pages(reading.book.drafts, cover)
    shelf = assembly.shelved([*reading.book.drafts, reading.book.notes], reading.book, limits)
    chapters = assembly.chapters(shelf, about.language)
    listed = assembly.printed(entries, shelf) or reading.found
    _report_unread(listed, shelf, warnings)
    mode = layouts.writing_mode(archive, package, about.language, reading.styles)
    return ParsedBook(
        format=BookFormat.EPUB,
        metadata=about,
        chapters=chapters,
        contents=assembly.table(listed, shelf),
        cover=cover,
        assets=tuple(reading.shown),
        warnings=assembly.reported(warnings, limits),
        direction=layouts.direction(package, about.language, mode),
        layout=layouts.layout(archive, package),
        writing_mode=mode,
        has_media_overlays=layouts.has_media_overlays(package),
    )


def check(archive: Archive) -> None:
    """Raises what speaks against the book before its text is read; a long list is left to `parse`."""
    short = replace(archive.limits, markup=_SHORT, member=_SHORT)
    try:
        package = _unlocked(archive.within(short), [])
    except TooLarge:
        return
    if not any(packages.followed(package, each.item).member for each in package.spine):
        raise EmptyBook("No chapter of the book can be found.")


def _unlocked(archive: Archive, warnings: list[ParseWarning]) -> Package:
    """Raises `DrmProtected` also where it is the lock that makes the package unreadable."""
    locks = protection.read(archive)
    try:
        package = packages.read(archive, warnings)
    except InvalidEpub as error:
        if locks.scheme:
            raise locks.refusal() from error
        raise
    locks.refuse(archive, package)
    return package


def _leave_out_cover_pages(drafts: list[Draft], cover: Asset | None) -> None:
    """A page that only shows the cover again is no chapter, unless the contents name it."""
    for draft in drafts:
        shown = [piece for piece in draft.pieces if "asset:" in piece]
        is_cover = cover and shown and all(f"asset:{cover.digest}" in piece for piece in shown)
        if is_cover and not draft.blocks and not draft.title:
            draft.pieces.clear()
            draft.has_images = False


def _report_unread(entries: list[Entry], shelf: Shelf, warnings: list[ParseWarning]) -> None:
    for entry in entries:
        if entry.target and shelf.address(entry.target) is None:
            what = f"“{entry.title[:80]}” leads to what is no part of the text"
            warnings.append(ParseWarning("dangling-contents", what, entry.target[0]))
