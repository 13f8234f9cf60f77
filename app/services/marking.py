"""What a reader does with marked passages: marks one more, hides one."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import Select, delete, or_, select
from sqlalchemy.dialects.postgresql import insert

from app import extraction
from app.db.base import new_id
from app.db.models import Book, Chapter, Description, HiddenDescription
from app.db.work import Begin, ReadSession, UnitOfWork
from app.domain.books import Span
from app.domain.compute import Compute
from app.domain.descriptions import Candidate, DescriptionType
from app.domain.names import Named, NamedEntity
from app.errors import InvalidInput
from app.illustration import selection
from app.services import books, descriptions, extracting, names, texts

# A page and a half: no picture shows more (our choice).
_LONGEST = 3000
_NOTHING = Candidate(
    block=0,
    start=0,
    end_block=0,
    end=0,
    text="",
    worth=0.0,
    type=DescriptionType.ACTION,
    type_probabilities=dict.fromkeys(DescriptionType, 1 / len(DescriptionType)),
    features_version=extraction.EXTRACTOR_VERSION,
)


async def mark(
    begin: Begin, compute: Compute, reader_id: UUID, book_id: UUID, span: Span
) -> tuple[UUID, bool]:
    """
    A passage of the reader's own choice, and whether it is new: the same span is marked once.

    Raises `InvalidInput` for a span that is not in the book. Type and worth are the engine's.
    """
    async with begin() as work:
        session = ReadSession(work.session)
        book = await books.get(session, reader_id, book_id)
        chapter = await _chapter(session, book.edition_id, span)
        text = _text(chapter, span)
        known = await session.scalar(_at(book, span))
        if known is not None:
            await _show(work, book.id, known)
            return known, False
        named = await names.in_chapter(session, chapter)

    masked = texts.mask(chapter.blocks, chapter.note_marks)
    found = await compute.run(extraction.extract, masked, chapter.language)
    candidate = _judged(found, span, text, named)
    row = extracting.row(chapter, selection.Marked(candidate, ()), frozenset())

    async with begin() as work:
        # Once more: the book may have been deleted meanwhile.
        book = await books.get(ReadSession(work.session), reader_id, book_id)
        statement = insert(Description).values(**row, book_id=book.id)
        marked = await work.session.scalars(
            statement.on_conflict_do_update(
                index_elements=[Description.book_id, Description.chapter, *extracting.SPAN],
                index_where=Description.book_id.is_not(None),
                set_={name: statement.excluded[name] for name in row if name != "id"}
                | {"retired_at": None},
            ).returning(Description.id)
        )
        return marked.one(), True


async def hide(work: UnitOfWork, reader_id: UUID, description_id: UUID) -> None:
    """Off the pages of this reader's book; nobody else's."""
    opened = await descriptions.get(ReadSession(work.session), reader_id, description_id)
    await work.session.execute(
        insert(HiddenDescription)
        .values(id=new_id(), book_id=opened.book.id, description_id=description_id)
        .on_conflict_do_nothing()
    )


async def show(work: UnitOfWork, reader_id: UUID, description_id: UUID) -> None:
    opened = await descriptions.get(ReadSession(work.session), reader_id, description_id)
    await _show(work, opened.book.id, description_id)


async def _show(work: UnitOfWork, book_id: UUID, description_id: UUID) -> None:
    await work.session.execute(
        delete(HiddenDescription).where(
            HiddenDescription.book_id == book_id,
            HiddenDescription.description_id == description_id,
        )
    )


async def _chapter(session: ReadSession, edition_id: UUID, span: Span) -> Chapter:
    if span.start.chapter != span.end.chapter:
        raise InvalidInput("A passage lies in one chapter", pointer="/span/end/chapter")
    chapter = await session.scalar(
        select(Chapter).where(
            Chapter.edition_id == edition_id, Chapter.ordinal == span.start.chapter
        )
    )
    if chapter is None:
        raise InvalidInput(
            f"The book has no chapter {span.start.chapter}", pointer="/span/start/chapter"
        )
    return chapter


def _text(chapter: Chapter, span: Span) -> str:
    """What stands there; raises `InvalidInput` where nothing does, or too much."""
    for name, at in (("start", span.start), ("end", span.end)):
        if at.block >= len(chapter.blocks):
            raise InvalidInput(
                f"Chapter {at.chapter} has {len(chapter.blocks)} blocks",
                pointer=f"/span/{name}/block",
            )
        length = len(chapter.blocks[at.block])
        if at.offset > length:
            raise InvalidInput(
                f"Block {at.block} has {length} characters", pointer=f"/span/{name}/offset"
            )
    if span.end <= span.start:
        raise InvalidInput("A passage ends after it begins", pointer="/span/end")
    start, end = (span.start.block, span.start.offset), (span.end.block, span.end.offset)
    text = texts.text_at(chapter.blocks, start, end)
    if not text.strip():
        raise InvalidInput("There are no words in this passage", pointer="/span")
    if len(text) > _LONGEST:
        raise InvalidInput(f"A passage has {_LONGEST} characters at most", pointer="/span")
    return text


def _at(book: Book, span: Span) -> Select[UUID]:
    """The id of the description of this very span, the edition's or the reader's own."""
    return select(Description.id).where(
        Description.edition_id == book.edition_id,
        or_(Description.book_id.is_(None), Description.book_id == book.id),
        Description.retired_at.is_(None),
        Description.chapter == span.start.chapter,
        Description.start_block == span.start.block,
        Description.start_offset == span.start.offset,
        Description.end_block == span.end.block,
        Description.end_offset == span.end.offset,
    )


def _judged(found: Sequence[Candidate], span: Span, text: str, named: Sequence[Named]) -> Candidate:
    """Worth as much as the best it shares words with; what describes nothing is a moment of action."""
    start, end = (span.start.block, span.start.offset), (span.end.block, span.end.offset)
    near = [
        each
        for each in found
        if (each.block, each.start) < end and start < (each.end_block, each.end)
    ]
    best = max(near, key=lambda each: each.worth, default=_NOTHING)
    inside = [
        each
        for each in named
        if start <= (each.block, each.start) and (each.block, each.end) <= end
    ]
    return replace(
        best,
        block=start[0],
        start=start[1],
        end_block=end[0],
        end=end[1],
        text=text,
        entities=tuple(dict.fromkeys(NamedEntity(each.key, each.name) for each in inside)),
    )
