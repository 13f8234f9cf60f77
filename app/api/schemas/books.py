"""Books and what is read of them."""

from datetime import date, datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.api.links import Links
from app.api.schemas.accounts import Input
from app.api.schemas.addresses import Address
from app.api.schemas.jobs import JobOut
from app.db.models import Chapter
from app.domain.books import BookFormat, BookStatus, ChapterKind
from app.errors import BookReaderError
from app.services.books import Shelved
from app.services.footnotes import Footnote
from app.services.reading import WORDS_PER_MINUTE, Saved


class CoverOut(BaseModel):
    url: str
    width: int
    height: int
    colour: str | None


class SeriesOut(BaseModel):
    name: str
    number: float | None


class WarningOut(BaseModel):
    code: str
    detail: str
    where: str = Field("", description="a file inside the book; empty when all of it is meant")


class BookOut(BaseModel):
    id: UUID
    title: str
    subtitle: str | None
    authors: list[str]
    translators: list[str]
    language: str
    genres: list[str]
    annotation: str | None
    series: SeriesOut | None
    publisher: str | None
    published: str | None
    isbn: str | None
    identifier: str | None = Field(description="what the file calls itself, in its own spelling")
    format: BookFormat
    size_bytes: int
    sha256: str
    status: BookStatus
    problem: dict[str, Any] | None
    warnings: list[WarningOut]
    progress: float | None = Field(description="0-1; null before the first page")
    word_count: int
    reading_minutes: int
    chapter_count: int
    description_count: int
    illustration_count: int
    direction: str = Field(description="ltr or rtl")
    layout: str = Field(description="reflowable or pre-paginated")
    writing_mode: str = Field(description="horizontal-tb, vertical-rl or vertical-lr")
    has_media_overlays: bool = Field(description="whether the book brings recordings of its text")
    cover: CoverOut | None
    created_at: datetime

    @classmethod
    def of(cls, shelved: Shelved, links: Links) -> "BookOut":
        book, edition = shelved.book, shelved.edition
        cover = None
        if edition.cover_files:
            cover = CoverOut(
                url=links.cover(book.id),
                width=edition.cover_width or 0,
                height=edition.cover_height or 0,
                colour=edition.cover_colour,
            )
        series = None
        if edition.series_name:
            series = SeriesOut(name=edition.series_name, number=edition.series_number)
        return cls(
            id=book.id,
            title=shelved.title,
            subtitle=edition.subtitle,
            authors=edition.authors,
            translators=edition.translators,
            language=edition.language,
            genres=edition.genres,
            annotation=edition.annotation,
            series=series,
            publisher=edition.publisher,
            published=edition.published,
            isbn=edition.isbn,
            identifier=edition.identifier,
            format=edition.format,
            size_bytes=edition.size_bytes,
            sha256=edition.sha256,
            status=shelved.status,
            problem=shelved.problem and {**shelved.problem, "status": _status(shelved.problem)},
            warnings=[WarningOut(**each) for each in edition.warnings],
            progress=shelved.fraction,
            word_count=edition.word_count,
            reading_minutes=round(edition.word_count / WORDS_PER_MINUTE),
            chapter_count=edition.chapter_count,
            description_count=edition.description_count,
            illustration_count=shelved.illustrations,
            direction=edition.direction,
            layout=edition.layout,
            writing_mode=edition.writing_mode,
            has_media_overlays=edition.has_media_overlays,
            cover=cover,
            created_at=book.created_at,
        )


class Uploaded(BaseModel):
    book: BookOut
    job: JobOut | None


class Processed(BaseModel):
    book: BookOut
    job: JobOut


class ContentsOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    title: str
    chapter: int | None
    block: int | None
    children: list["ContentsOut"]


class ChapterLine(BaseModel):
    ordinal: int
    title: str
    number: int | None
    kind: ChapterKind
    word_count: int
    description_count: int
    illustration_count: int

    @classmethod
    def of(cls, chapter: Chapter, illustrations: int) -> "ChapterLine":
        return cls(
            ordinal=chapter.ordinal,
            title=chapter.title,
            number=chapter.number,
            kind=chapter.kind,
            word_count=chapter.word_count,
            description_count=chapter.description_count,
            illustration_count=illustrations,
        )


class NoteMarkOut(BaseModel):
    """Where the mark stands in the text of a block; its link in the HTML leads to the note."""

    block: int
    start: int
    end: int


class NotePlace(BaseModel):
    chapter: int
    block: int


class FootnoteOut(BaseModel):
    """What to show when a note mark is clicked."""

    mark: NoteMarkOut
    note: NotePlace | None = Field(description="null where the book does not hold the note")
    text: str = Field(
        description="without the note's own number; empty where a note is far too long"
    )
    html: str = Field(description="clean, in paragraphs without ids")

    @classmethod
    def of(cls, found: Footnote, *, html: str) -> "FootnoteOut":
        return cls(
            mark=NoteMarkOut(block=found.block, start=found.start, end=found.end),
            note=found.note and NotePlace(chapter=found.note[0], block=found.note[1]),
            text=found.text,
            html=html,
        )


class ChapterOut(BaseModel):
    ordinal: int
    title: str
    number: int | None
    kind: ChapterKind
    html: str = Field(
        description="clean; block n has id b{n}; note links lead to chapters/{n}#b{m}"
    )
    version: str
    word_count: int
    reading_minutes: float
    previous: int | None
    next: int | None
    footnotes: list[FootnoteOut]


class Position(Input):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"chapter": 3, "block": 7, "offset": 0}}
    )

    chapter: int = Field(ge=1, le=2**31 - 1)
    block: int = Field(ge=0, le=2**31 - 1)
    offset: int = Field(0, ge=0, le=2**31 - 1)
    device: str | None = Field(None, max_length=100)
    version: int | None = Field(None, ge=0, le=2**31 - 1, description="the one last seen")


class ProgressOut(BaseModel):
    at: Address
    furthest: Address
    fraction: float = Field(ge=0, le=1)
    chapter_fraction: float = Field(ge=0, le=1)
    minutes_left: float
    updated_at: datetime | None
    version: int

    @classmethod
    def of(cls, saved: Saved) -> "ProgressOut":
        where = saved.progress
        return cls(
            at=Address.of(where.at),
            furthest=Address.of(where.furthest),
            fraction=where.fraction,
            chapter_fraction=where.chapter_fraction,
            minutes_left=round(where.minutes_left, 1),
            updated_at=saved.updated_at,
            version=saved.version,
        )


class GenreCount(BaseModel):
    genre: str
    books: int


class DayOut(BaseModel):
    day: date
    minutes: int
    words: int


class StatisticsOut(BaseModel):
    books: int
    in_progress: int
    finished: int
    words_read: int
    chapters_read: int
    minutes: int
    words_per_minute: int | None
    streak_days: int
    longest_streak_days: int
    genres: list[GenreCount]
    by_day: list[DayOut]


def _status(problem: dict[str, Any]) -> HTTPStatus:
    """Of what was found after the upload was answered: its content cannot be processed, or we failed."""
    is_ours = problem["code"] == BookReaderError.slug
    return HTTPStatus.INTERNAL_SERVER_ERROR if is_ours else HTTPStatus.UNPROCESSABLE_ENTITY
