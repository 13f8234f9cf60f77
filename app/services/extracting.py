"""The third step of an edition: the passages of each chapter that an illustrator could draw."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, select, true, tuple_, update
from sqlalchemy.dialects.postgresql import insert

from app import extraction
from app.db.base import Json, new_id, utc_now
from app.db.models import Chapter, Description, Edition, Illustration
from app.db.work import Begin, ReadSession, UnitOfWork
from app.domain.compute import Compute
from app.domain.descriptions import Candidate
from app.domain.engines import DescriptionEngine
from app.domain.jobs import JobState
from app.illustration import selection
from app.services import chapters, editions, names, refining, texts
from app.services.leases import Lease

_CONTEXT = 32
SPAN = (
    Description.start_block,
    Description.start_offset,
    Description.end_block,
    Description.end_offset,
)


async def extract(
    begin: Begin,
    lease: Lease,
    compute: Compute,
    engine: DescriptionEngine,
    *,
    operator_consent: bool,
) -> None:
    """Find the passages of one chapter; a re-run updates them in place."""
    async with begin() as work:
        chapter = await work.session.get_one(Chapter, lease.subject_id)
        edition = await work.session.get_one(Edition, chapter.edition_id)
        blocks, marks = chapter.blocks, chapter.note_marks
        words, language = chapter.word_count, chapter.language
        verse = chapters.verse_blocks(chapter.html)
        session = ReadSession(work.session)
        named = await names.in_chapter(session, chapter)
        is_allowed = await refining.is_allowed(
            session, edition.id, operator_consent=operator_consent
        )

    found = await compute.run(extraction.extract, texts.mask(blocks, marks), language, named)
    refined = await engine.refine(found, has_consent=is_allowed)
    marked = selection.select(refined.candidates, word_count=words)
    chosen = [each.candidate for each in marked]

    async with lease.record() as work:
        edition = await work.session.get_one(Edition, edition.id, with_for_update=True)
        chapter = await work.session.get_one(Chapter, chapter.id)
        await _retire_all_but(work, chapter, chosen)
        await _check_own(work, chapter)
        if chosen:
            await _upsert(work, chapter, marked, verse)
        refining.tell(edition, chapter.ordinal, refined.degraded)
        chapter.description_count = len(chosen)
        chapter.extractor_version = extraction.EXTRACTOR_VERSION
        await editions.advance_after_chapters(work, edition)


async def extract_ended(work: UnitOfWork, chapter_id: UUID, state: JobState, problem: Json) -> None:
    """One chapter's failure never stops a book: it is read without marks, and says why."""
    chapter = await work.session.get(Chapter, chapter_id)
    if chapter is None or state is JobState.CANCELLED:
        return
    edition = await work.session.get_one(Edition, chapter.edition_id, with_for_update=True)
    chapter.problem = problem
    chapter.extractor_version = extraction.EXTRACTOR_VERSION
    await editions.advance_after_chapters(work, edition)


async def retire(work: UnitOfWork, *which: ColumnElement[bool]) -> None:
    """What is no longer found goes, unless a picture or its reader points at it."""
    is_drawn = select(Illustration.id).where(Illustration.description_id == Description.id).exists()
    await work.session.execute(
        delete(Description).where(*which, Description.book_id.is_(None), ~is_drawn)
    )
    await work.session.execute(
        update(Description)
        .where(*which, Description.retired_at.is_(None))
        .values(retired_at=func.now())
    )


async def _retire_all_but(work: UnitOfWork, chapter: Chapter, chosen: Sequence[Candidate]) -> None:
    here = (Description.edition_id == chapter.edition_id) & (Description.chapter == chapter.ordinal)
    kept = [(each.block, each.start, each.end_block, each.end) for each in chosen]
    await retire(
        work, here, Description.book_id.is_(None), tuple_(*SPAN).not_in(kept) if kept else true()
    )


async def _check_own(work: UnitOfWork, chapter: Chapter) -> None:
    """Readers marked these in a text that a later parser may read otherwise."""
    own = await work.session.scalars(
        select(Description).where(
            Description.edition_id == chapter.edition_id,
            Description.chapter == chapter.ordinal,
            Description.book_id.is_not(None),
        )
    )
    for each in own:
        start, end = (each.start_block, each.start_offset), (each.end_block, each.end_offset)
        is_there = end[0] < len(chapter.blocks)
        stands = is_there and texts.text_at(chapter.blocks, start, end) == each.text
        each.retired_at = None if stands else utc_now()


async def _upsert(
    work: UnitOfWork, chapter: Chapter, marked: Sequence[selection.Marked], verse: frozenset[int]
) -> None:
    statement = insert(Description).values([row(chapter, each, verse) for each in marked])
    new = statement.excluded
    await work.session.execute(
        statement.on_conflict_do_update(
            index_elements=[Description.edition_id, Description.chapter, *SPAN],
            index_where=Description.book_id.is_(None),
            set_={
                "text": new.text,
                "prefix": new.prefix,
                "suffix": new.suffix,
                "chapter_version": new.chapter_version,
                "entities": new.entities,
                "type": new.type,
                "type_probabilities": new.type_probabilities,
                "worth": new.worth,
                "priority": new.priority,
                "features_version": new.features_version,
                "reasons": new.reasons,
                "is_verse": new.is_verse,
                "retired_at": None,
            },
        )
    )


def row(chapter: Chapter, marked: selection.Marked, verse: frozenset[int]) -> Json:
    """The values of a description; *verse* are the numbers of the blocks that are verse."""
    found = marked.candidate
    first, last = chapter.blocks[found.block], chapter.blocks[found.end_block]
    return {
        "id": new_id(),
        "edition_id": chapter.edition_id,
        "chapter": chapter.ordinal,
        "start_block": found.block,
        "start_offset": found.start,
        "end_block": found.end_block,
        "end_offset": found.end,
        # Cut from the chapter itself, not from what extraction read: there note marks are blank.
        "text": texts.text_at(
            chapter.blocks, (found.block, found.start), (found.end_block, found.end)
        ),
        "prefix": first[max(0, found.start - _CONTEXT) : found.start],
        "suffix": last[found.end : found.end + _CONTEXT],
        "chapter_version": chapter.version,
        "entities": [{"key": each.key, "name": each.name} for each in found.entities],
        "type": found.type,
        "type_probabilities": {str(k): v for k, v in found.type_probabilities.items()},
        "worth": found.worth,
        "priority": selection.priority(found.worth, found.type_probabilities),
        "features_version": found.features_version,
        "reasons": list(marked.reasons),
        "is_verse": not verse.isdisjoint(range(found.block, found.end_block + 1)),
    }
