"""In which style, and by which version of the bible, the pictures of a book are drawn."""

from dataclasses import dataclass

from sqlalchemy import func, select

from app.db.models import BibleEdit, Book, Edition
from app.db.work import ReadSession
from app.domain.bible import EditKind
from app.domain.illustrations import Style
from app.errors import InvalidInput
from app.illustration import genres, styles


@dataclass(frozen=True, slots=True)
class Chosen:
    """*version* is the bible's newest; *edition_sha* names the book's content."""

    style: Style
    version: int
    edition_sha: str


async def of(
    session: ReadSession,
    book: Book,
    style_id: str | None = None,
    *,
    house_style: str | None = None,
) -> Chosen:
    """
    *style_id*, or the style of the bible, or the operator's *house_style*, or what suits the genres.

    Raises `InvalidInput` for a style that is not there.
    """
    version = 1 + (
        await session.scalar(
            select(func.count()).select_from(BibleEdit).where(BibleEdit.book_id == book.id)
        )
        or 0
    )
    edition = await session.get_one(Edition, book.edition_id)
    fallback = house_style or genres.style_for(edition.genres)
    return Chosen(await _style(session, book, style_id, fallback), version, edition.sha256)


async def _style(session: ReadSession, book: Book, style_id: str | None, fallback: str) -> Style:
    if style_id is not None and style_id != styles.OWN:
        return _preset(style_id)
    said = await session.scalar(
        select(BibleEdit.payload)
        .where(BibleEdit.book_id == book.id, BibleEdit.kind == EditKind.SET_STYLE)
        .order_by(BibleEdit.version.desc())
        .limit(1)
    )
    if said is not None and said["style"] == styles.OWN:
        return styles.own(said["words"])
    if style_id == styles.OWN:
        raise InvalidInput("This book has no style of your own words yet", pointer="/style")
    return _preset(said["style"] if said is not None else fallback)


def _preset(style_id: str) -> Style:
    style = styles.by_id(style_id)
    if style is None:
        raise InvalidInput(f"There is no style {style_id!r}; see /styles", pointer="/style")
    return style
