"""The second step of an edition: everybody it names, and where."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from uuid import UUID

import structlog
from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert

from app import extraction
from app.db.base import Json, new_id
from app.db.models import Chapter, Edition, Entity, Mention
from app.db.work import Begin, UnitOfWork
from app.domain import names
from app.domain.books import ChapterKind
from app.domain.compute import Compute
from app.domain.jobs import JobState
from app.domain.names import ChapterText, Spotted
from app.errors import Misconfigured
from app.extraction import taggers
from app.extraction.taggers import Tagger
from app.services import editions, refining, texts
from app.services.leases import Lease

log = structlog.get_logger()

# Between two of them the loop is free for others; and Postgres takes 32,767 values at once.
_ROWS_AT_ONCE = 1000
# Some hundred thousand characters, for the same reason.
_CHAPTERS_AT_ONCE = 10
_MISSING = "names-missing"


async def find(begin: Begin, lease: Lease, compute: Compute, tagger: Tagger) -> None:
    """Find everybody an edition names; its chapters are extracted with that knowledge."""
    async with begin() as work:
        chapters = await body(work, lease.subject_id)

    spotted, missing = await _spotted(compute, chapters, tagger)
    found = await compute.run(extraction.find_names, chapters, spotted)

    async with lease.record() as work:
        edition = await work.session.get_one(Edition, lease.subject_id, with_for_update=True)
        await _keep(work, edition.id, found)
        refining.tell_of_names(edition, missing)
        edition.names_version, edition.names_problem = extraction.EXTRACTOR_VERSION, None
        refining.warn(edition, _MISSING, "")
        await editions.advance(work, edition)


async def find_ended(work: UnitOfWork, edition_id: UUID, state: JobState, problem: Json) -> None:
    """Without names a book is still illustrated; it says why nobody is in it."""
    edition = await work.session.get(Edition, edition_id, with_for_update=True)
    if edition is None or state is JobState.CANCELLED:
        return
    edition.names_version, edition.names_problem = extraction.EXTRACTOR_VERSION, problem
    refining.warn(
        edition, _MISSING, f"Its people and places could not be found. {problem['detail']}"
    )
    await editions.advance(work, edition)


async def _spotted(
    compute: Compute, chapters: Sequence[ChapterText], tagger: Tagger
) -> tuple[list[Spotted], str]:
    """What another engine takes for names, or why it could not be asked."""
    if tagger.is_builtin:
        return [], ""
    spotted: list[Spotted] = []
    try:
        for chapter in chapters:
            spotted += await compute.run(taggers.spot, tagger, chapter)
    except Misconfigured as error:
        log.warning("names_degraded", tagger=tagger.name, reason=error.detail)
        return [], error.detail
    return spotted, ""


async def body(work: UnitOfWork, edition_id: UUID) -> list[ChapterText]:
    """The body of an edition as the engine reads it: front matter names publishers and printers."""
    rows = await work.session.stream(
        select(Chapter.ordinal, Chapter.blocks, Chapter.note_marks, Chapter.language)
        .where(Chapter.edition_id == edition_id, Chapter.kind == ChapterKind.BODY)
        .order_by(Chapter.ordinal)
        .execution_options(yield_per=_CHAPTERS_AT_ONCE)
    )
    return [
        ChapterText(row.ordinal, tuple(texts.mask(row.blocks, row.note_marks)), row.language)
        async for row in rows
    ]


async def forget(work: UnitOfWork, edition_id: UUID) -> None:
    """The text has changed: nobody is known until the names are found again."""
    known = (Entity.edition_id == edition_id, Entity.retired_at.is_(None))
    await work.session.execute(update(Entity).where(*known).values(retired_at=func.now()))
    of_edition = select(Entity.id).where(Entity.edition_id == edition_id).scalar_subquery()
    await work.session.execute(delete(Mention).where(Mention.entity_id.in_(of_edition)))


async def _keep(work: UnitOfWork, edition_id: UUID, found: Sequence[names.Entity]) -> None:
    """The same entity keeps its id from one run to the next; who is gone is retired."""
    await forget(work, edition_id)
    # By first mention: ids are ordered by time, and must not tell who will be important.
    cast = sorted(found, key=lambda entity: entity.first)
    for start in range(0, len(cast), _ROWS_AT_ONCE):
        some = cast[start : start + _ROWS_AT_ONCE]
        await _upsert(work, [_row(edition_id, entity) for entity in some])
    ids = dict(
        (
            await work.session.execute(
                select(Entity.key, Entity.id).where(
                    Entity.edition_id == edition_id, Entity.retired_at.is_(None)
                )
            )
        ).all()
    )
    rows = _mentions(cast, ids)
    while some_rows := list(islice(rows, _ROWS_AT_ONCE)):
        await work.session.execute(insert(Mention), some_rows)


async def _upsert(work: UnitOfWork, rows: list[Json]) -> None:
    statement = insert(Entity)
    renewed = rows[0].keys() - {"id", "edition_id", "key"}
    # One statement with many parameters, for one with many rows takes long to compile.
    await work.session.execute(
        statement.on_conflict_do_update(
            index_elements=["edition_id", "key"],
            set_={name: statement.excluded[name] for name in renewed},
        ),
        rows,
    )


def _row(edition_id: UUID, found: names.Entity) -> Json:
    return {
        "id": new_id(),
        "edition_id": edition_id,
        "key": found.key,
        "kind": found.kind,
        "name": found.name,
        "aliases": [
            {
                "name": alias.name,
                "chapter": alias.first.chapter,
                "block": alias.first.block,
                "offset": alias.first.offset,
                "mentions": alias.mentions,
            }
            for alias in found.aliases
        ],
        "gender": found.gender,
        "importance": found.importance,
        "first_chapter": found.first.chapter,
        "first_block": found.first.block,
        "first_offset": found.first.offset,
        "mention_count": len(found.mentions),
        "retired_at": None,
    }


def _mentions(cast: Sequence[names.Entity], ids: Mapping[str, UUID]) -> Iterator[Json]:
    for entity in cast:
        entity_id = ids[entity.key]
        for mention in entity.mentions:
            start, end = mention.span.start, mention.span.end
            yield {
                "id": new_id(),
                "entity_id": entity_id,
                "chapter": start.chapter,
                "block": start.block,
                "start_offset": start.offset,
                "end_offset": end.offset,
            }
