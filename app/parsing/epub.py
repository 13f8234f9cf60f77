"""EPUB 2 and 3, and the OEBPS packages before them, to a parsed book."""

from app.domain.books import Asset, BookFormat, ParsedBook, ParseWarning
from app.parsing import assembly, contents, covers, metadata, notes
from app.parsing import package as packages
from app.parsing.archives import Archive
from app.parsing.contents import Entry
from app.parsing.drafts import Draft
from app.parsing.spine import Reading


def parse(data: bytes) -> ParsedBook:
    archive = Archive(data)
    warnings: list[ParseWarning] = []
    package = packages.read(archive, warnings)
    about = metadata.read(package.root)
    entries = contents.read(archive, package, warnings)
    reading = Reading(archive, package, entries, warnings)
    reading.run()
    cover = covers.find(archive, package, reading.pictures)
    _leave_out_cover_pages(reading.book.drafts, cover)
    shelf = assembly.shelved([*reading.book.drafts, reading.book.notes], reading.book.places)
    chapters = assembly.chapters(shelf, about.language)
    listed = [entry for entry in entries if not _is_joined(shelf, entry)] or reading.found
    return ParsedBook(
        format=BookFormat.EPUB,
        metadata=about,
        chapters=chapters,
        contents=assembly.table(listed, shelf),
        cover=cover,
        assets=tuple(reading.shown),
        warnings=assembly.reported(warnings),
        direction=package.direction,
        layout=package.layout,
    )


def _leave_out_cover_pages(drafts: list[Draft], cover: Asset | None) -> None:
    """A page that only shows the cover again is no chapter, unless the contents name it."""
    for draft in drafts:
        shown = [piece for piece in draft.pieces if "asset:" in piece]
        is_cover = cover and shown and all(f"asset:{cover.digest}" in piece for piece in shown)
        if is_cover and not draft.blocks and not draft.title:
            draft.pieces.clear()
            draft.has_images = False


def _is_joined(shelf: assembly.Shelf, entry: Entry) -> bool:
    """Whether the entry is a note that a converter listed as if it were a chapter."""
    found = shelf.place(entry.target) if entry.target else None
    return found is not None and found[0].is_notes and notes.is_label(entry.title)
