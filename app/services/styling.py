"""In which style, and by which version of the bible, the pictures of a book are drawn."""

from dataclasses import dataclass

from sqlalchemy import select

from app.db.base import Json
from app.db.models import BibleEdit, Book, Edition
from app.db.work import ReadSession
from app.domain.bible import EditKind
from app.domain.illustrations import Style
from app.errors import InvalidInput
from app.illustration import genres, styles
from app.services import figures


@dataclass(frozen=True, slots=True)
class Chosen:
    """*version* is of the bible; *edition_sha* names the book's content."""

    style: Style
    version: int
    edition_sha: str


async def of(
    session: ReadSession,
    book: Book,
    style_id: str | None = None,
    *,
    words: str | None = None,
    house_style: str | None = None,
    version: int | None = None,
) -> Chosen:
    """
    *style_id*, or the style of the bible, or the operator's *house_style*, or what suits the genres.

    *words* are those *style_id* had once; None as they are now. By *version* of the bible, else its
    newest.

    Raises `InvalidInput` for a style that is not there.
    """
    if version is None:
        version = await figures.newest(session, book)
    edition = await session.get_one(Edition, book.edition_id)
    if style_id is not None and words is not None:
        return Chosen(Style(style_id, style_id, words), version, edition.sha256)
    fallback = house_style or genres.style_for(edition.genres)
    style = await _style(session, book, version, style_id, fallback)
    return Chosen(style, version, edition.sha256)


async def said(session: ReadSession, book: Book, version: int) -> Json | None:
    """What the reader last said of it by *version*: a style, and the words where they are their own."""
    return await session.scalar(
        select(BibleEdit.payload)
        .where(
            BibleEdit.book_id == book.id,
            BibleEdit.kind == EditKind.SET_STYLE,
            BibleEdit.version <= version,
        )
        .order_by(BibleEdit.version.desc())
        .limit(1)
    )


async def _style(
    session: ReadSession, book: Book, version: int, style_id: str | None, fallback: str
) -> Style:
    if style_id is not None and style_id != styles.OWN:
        return _preset(style_id)
    chosen = await said(session, book, version)
    if chosen is not None and chosen["style"] == styles.OWN:
        return styles.own(chosen["words"])
    if style_id == styles.OWN:
        raise InvalidInput("This book has no style of your own words yet", pointer="/style")
    return _preset(chosen["style"] if chosen is not None else fallback)


def _preset(style_id: str) -> Style:
    style = styles.by_id(style_id)
    if style is None:
        raise InvalidInput(f"There is no style {style_id!r}; see /styles", pointer="/style")
    return style
