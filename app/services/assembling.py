"""The last step of an edition: what it says of the looks of its people and places."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, ScalarSelect, SQLColumnExpression, delete, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by, insert

from app.db.base import Json, new_id
from app.db.models import Chapter, Edition, Entity, Fact, Mention
from app.db.work import Begin, ReadSession, UnitOfWork
from app.domain import bible
from app.domain.books import Address, Span
from app.domain.compute import Compute
from app.domain.engines import DescriptionEngine
from app.domain.jobs import JobState
from app.domain.names import Alias
from app.services import cast, editions, naming, refining, texts
from app.services.cast import Assembled
from app.services.leases import Lease

# Postgres takes 32,767 values at once.
_ROWS_AT_ONCE = 1000

_MISSING = "facts-missing"

_Blocks = Mapping[int, Sequence[str]]


async def assemble(
    begin: Begin,
    lease: Lease,
    compute: Compute,
    engine: DescriptionEngine,
    *,
    operator_consent: bool,
) -> None:
    """Find the facts, keep them in place of the former ones, and call the edition ready."""
    async with begin() as work:
        chapters = await naming.body(work, lease.subject_id)
        remembered = await _cast(work, lease.subject_id)
        session = ReadSession(work.session)
        witnesses = await refining.witnesses(session, lease.subject_id, chapters)
        is_allowed = await refining.is_allowed(
            session, lease.subject_id, operator_consent=operator_consent
        )

    told = await engine.testify(witnesses, has_consent=is_allowed)
    found = await compute.run(cast.assemble, chapters, remembered, told.facts)

    async with lease.record() as work:
        edition = await work.session.get_one(Edition, lease.subject_id, with_for_update=True)
        marked = await _marked(work, edition.id)
        edition.setting = _setting(found.bible.setting, marked)
        await _keep(work, edition.id, found, marked)
        edition.bible_problem = None
        refining.warn(edition, _MISSING, "")
        refining.tell_of_facts(edition, told.degraded)
        await editions.finish(work, edition)


async def assemble_ended(
    work: UnitOfWork, edition_id: UUID, state: JobState, problem: Json
) -> None:
    """A book without a bible is still read and illustrated; it says what is missing."""
    edition = await work.session.get(Edition, edition_id, with_for_update=True)
    if edition is None or state is JobState.CANCELLED:
        return
    edition.bible_problem = problem
    refining.warn(
        edition, _MISSING, f"What it says of looks could not be found. {problem['detail']}"
    )
    await editions.finish(work, edition)


async def _cast(work: UnitOfWork, edition_id: UUID) -> list[cast.Remembered]:
    """One row for each entity, its mentions as arrays: a long novel has thirty thousand of them."""
    rows = await work.session.execute(
        select(
            Entity,
            *(
                _in_order(column)
                for column in (
                    Mention.chapter,
                    Mention.block,
                    Mention.start_offset,
                    Mention.end_offset,
                )
            ),
        )
        .join(Mention, Mention.entity_id == Entity.id)
        .where(Entity.edition_id == edition_id, Entity.retired_at.is_(None))
        .group_by(Entity.id)
        .order_by(Entity.first_chapter, Entity.first_block, Entity.first_offset)
    )
    return [
        cast.Remembered(
            kind=entity.kind,
            name=entity.name,
            aliases=tuple(
                Alias(
                    each["name"],
                    Address(each["chapter"], each["block"], each["offset"]),
                    each["mentions"],
                )
                for each in entity.aliases
            ),
            gender=entity.gender,
            importance=entity.importance,
            places=tuple(zip(*places, strict=True)),
        )
        for entity, *places in rows
    ]


def _in_order(column: SQLColumnExpression[int]) -> ColumnElement[Sequence[int]]:
    place = (Mention.chapter, Mention.block, Mention.start_offset)
    return func.array_agg(aggregate_order_by(column, *place))


async def _marked(work: UnitOfWork, edition_id: UUID) -> _Blocks:
    """The chapters in which note marks were blanked: there a quote is not the engine's."""
    rows = await work.session.execute(
        select(Chapter.ordinal, Chapter.blocks).where(
            Chapter.edition_id == edition_id, func.jsonb_array_length(Chapter.note_marks) > 0
        )
    )
    return {row.ordinal: row.blocks for row in rows}


def _setting(found: bible.Setting, marked: _Blocks) -> Json | None:
    if not found.era and not found.label:
        return None
    return {
        "era": found.era,
        "label": found.label,
        "confidence": found.confidence,
        "evidence": [
            {
                "quote": _quote(marked, each),
                "chapter": each.span.start.chapter,
                **_ends(each.span),
            }
            for each in found.evidence
        ],
    }


async def _keep(work: UnitOfWork, edition_id: UUID, found: Assembled, marked: _Blocks) -> None:
    """A fact that is found again keeps its id; the others have gone, for nothing points at them yet."""
    rows = await work.session.execute(
        select(Entity.key, Entity.id).where(
            Entity.edition_id == edition_id, Entity.retired_at.is_(None)
        )
    )
    entities = {row.key: row.id for row in rows}
    of_edition = select(Entity.id).where(Entity.edition_id == edition_id).scalar_subquery()
    ids = await _former(work, of_edition)
    await work.session.execute(delete(Fact).where(Fact.entity_id.in_(of_edition)))
    kept = _rows(found, entities, ids, marked)
    for start in range(0, len(kept), _ROWS_AT_ONCE):
        await work.session.execute(insert(Fact), kept[start : start + _ROWS_AT_ONCE])


async def _former(work: UnitOfWork, of_edition: ScalarSelect[UUID]) -> dict[tuple[Any, ...], UUID]:
    rows = await work.session.execute(
        select(
            Fact.entity_id,
            Fact.attribute,
            Fact.value,
            Fact.chapter,
            Fact.start_block,
            Fact.start_offset,
            Fact.end_block,
            Fact.end_offset,
            Fact.id,
        ).where(Fact.entity_id.in_(of_edition))
    )
    return {tuple(identity): fact_id for *identity, fact_id in rows}


def _rows(
    found: Assembled,
    entities: Mapping[str, UUID],
    former: dict[tuple[Any, ...], UUID],
    marked: _Blocks,
) -> list[Json]:
    facts = found.bible.facts
    identities = [_identity(each, entities[each.entity]) for each in facts]
    ids = [former.pop(each) if each in former else new_id() for each in identities]
    return [
        {
            "id": ids[position],
            "entity_id": entities[fact.entity],
            "attribute": fact.attribute,
            "value": fact.value,
            "value_en": english,
            "quote": _quote(marked, fact),
            "chapter": fact.span.start.chapter,
            **_ends(fact.span),
            "confidence": fact.confidence,
            "origin": fact.origin,
            "is_lasting": fact.is_lasting,
            **_place("from", fact.valid_from),
            **_place("until", fact.valid_to),
            "contradicts": [ids[other] for other in fact.contradicts],
        }
        for position, (fact, english) in enumerate(zip(facts, found.english, strict=True))
    ]


def _identity(fact: bible.Fact, entity_id: UUID) -> tuple[Any, ...]:
    ends = _ends(fact.span).values()
    return (entity_id, fact.attribute, fact.value, fact.span.start.chapter, *ends)


def _ends(span: Span) -> Json:
    return {
        "start_block": span.start.block,
        "start_offset": span.start.offset,
        "end_block": span.end.block,
        "end_offset": span.end.offset,
    }


def _place(name: str, at: Address | None) -> Json:
    return {
        f"{name}_chapter": at and at.chapter,
        f"{name}_block": at and at.block,
        f"{name}_offset": at and at.offset,
    }


def _quote(marked: _Blocks, found: bible.Fact | bible.Evidence) -> str:
    """What stands in the book, note marks and all."""
    start, end = found.span.start, found.span.end
    if start.chapter not in marked:
        return found.quote
    blocks = marked[start.chapter]
    return texts.text_at(blocks, (start.block, start.offset), (end.block, end.offset))
