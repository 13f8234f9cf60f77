"""What a parsed book is, whatever file it came from, and how its text is addressed."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class BookFormat(StrEnum):
    EPUB = "epub"
    FB2 = "fb2"


class ChapterKind(StrEnum):
    BODY = "body"
    FRONT = "front"
    BACK = "back"
    NOTES = "notes"


class BookStatus(StrEnum):
    RECEIVED = "received"
    PARSING = "parsing"
    EXTRACTING = "extracting"
    ILLUSTRATING = "illustrating"
    READY = "ready"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """A place: chapter ordinal from 1, block from 0, offset in Unicode code points from 0."""

    chapter: int
    block: int
    offset: int


@dataclass(frozen=True, slots=True)
class Span:
    """From *start* up to, not including, *end*; may cross blocks of one chapter."""

    start: Address
    end: Address


@dataclass(frozen=True, slots=True)
class NoteMark:
    """
    Where a note reference stands in a block's text; masked before extraction reads it.

    *note* runs from the first block of the note's text to the one after its last; None where there is none.
    """

    block: int
    start: int
    end: int
    note: Span | None = None


class BlockSource(NamedTuple):
    """
    The element a block was made from: *element* counts start tags of *member* in document order from 0.

    *member* is the path inside the archive, "" for a bare FB2. A tuple, because every block has one.
    """

    member: str
    element: int


@dataclass(frozen=True, slots=True)
class Asset:
    """A file of the book, named by the SHA-256 of its content in hex; sizes are None where unknown."""

    digest: str
    data: bytes
    media_type: str
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class Series:
    name: str
    number: float | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """
    *language* is a BCP 47 tag as the file gives it, "" when it gives none; *annotation* is plain text.

    *identifier* is what the file calls unique of it, in the file's spelling.
    """

    title: str
    authors: tuple[str, ...]
    language: str
    subtitle: str | None = None
    translators: tuple[str, ...] = ()
    annotation: str | None = None
    series: Series | None = None
    publisher: str | None = None
    published: str | None = None
    isbn: str | None = None
    genres: tuple[str, ...] = ()
    identifier: str | None = None


@dataclass(frozen=True, slots=True)
class TocEntry:
    """*target* is None for a heading that leads nowhere of its own."""

    title: str
    target: Address | None
    children: tuple["TocEntry", ...] = ()


@dataclass(frozen=True, slots=True)
class ParsedChapter:
    """
    A canonical chapter: `blocks[n]` equals `textContent` of the element with id `b{n}` in *html*.

    *number* is the printed one, where the book prints one. *html* names files as `asset:{digest}` and places as
    `address:{chapter}/{block}`; it holds no URL of ours.
    """

    ordinal: int
    title: str
    number: int | None
    kind: ChapterKind
    html: str
    blocks: tuple[str, ...]
    word_count: int
    note_marks: tuple[NoteMark, ...] = ()
    sources: tuple[BlockSource, ...] = ()


@dataclass(frozen=True, slots=True)
class ParseWarning:
    """
    What was mended, cut or left out; the codes are listed in `docs/PARSING.md`.

    *where* is the path of a file inside the book, "" when the book as a whole is meant.
    """

    code: str
    detail: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class ParsedBook:
    """*direction* is ltr or rtl, *layout* reflowable or pre-paginated, *writing_mode* as in CSS."""

    format: BookFormat
    metadata: Metadata
    chapters: tuple[ParsedChapter, ...]
    contents: tuple[TocEntry, ...]
    cover: Asset | None
    assets: tuple[Asset, ...]
    warnings: tuple[ParseWarning, ...]
    direction: str = "ltr"
    layout: str = "reflowable"
    writing_mode: str = "horizontal-tb"
    has_media_overlays: bool = False

    @property
    def word_count(self) -> int:
        """Of the text: the notes bodies of an FB2 stand outside it, notes in an EPUB's spine inside."""
        is_fb2 = self.format is BookFormat.FB2
        return sum(
            chapter.word_count
            for chapter in self.chapters
            if not (is_fb2 and chapter.kind is ChapterKind.NOTES)
        )
