"""ENGINE: pictures into an EPUB or FB2 file, in place; the rest of the file stays as it was."""

from collections.abc import Sequence

from app.binding import epub, fb2
from app.binding.places import Bound
from app.domain.books import BookFormat, ParsedBook
from app.domain.illustrations import Placement

__all__ = ["Bound", "bind"]


def bind(data: bytes, book: ParsedBook, placements: Sequence[Placement]) -> Bound:
    """
    The file *data*, from which *book* was parsed, with each JPEG standing after its block.

    A picture whose place cannot be found is told in `missed`, never put somewhere else. Raises
    `CorruptArchive` when *data* is not the archive it was when it was parsed.
    """
    if not placements:
        return Bound(data=data, placed=0, missed=())
    binder = epub.bind if book.format is BookFormat.EPUB else fb2.bind
    return binder(data, book, placements)
