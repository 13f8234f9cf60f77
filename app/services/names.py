"""Who an edition names, as far as a reader knows them by now."""

from collections.abc import Iterator, Mapping, Sequence
from uuid import UUID

from sqlalchemy import ScalarSelect, func, select

from app.db.base import Json
from app.db.models import Chapter, Description, Entity, Mention
from app.db.work import ReadSession
from app.domain.books import Address
from app.domain.names import Named


async def in_chapter(session: ReadSession, chapter: Chapter) -> list[Named]:
    rows = await session.execute(
        select(Mention.block, Mention.start_offset, Mention.end_offset, Entity.key, Entity.name)
        .join(Entity, Entity.id == Mention.entity_id)
        .where(
            Entity.edition_id == chapter.edition_id,
            Entity.retired_at.is_(None),
            Mention.chapter == chapter.ordinal,
        )
        .order_by(Mention.block, Mention.start_offset)
    )
    return [Named(*row) for row in rows]


def known_name(entity: Entity, bound: Address | None) -> str | None:
    """The name to show, or the commonest alias known by *bound*; None before the first of them."""
    known = known_aliases(entity, bound)
    names = [alias["name"] for alias in known]
    if bound is None or entity.name in names:
        return entity.name
    return max(known, key=lambda alias: int(alias["mentions"]))["name"] if known else None


def known_aliases(entity: Entity, bound: Address | None) -> list[Json]:
    """In order of first use; those that first occur at *bound* or later are absent."""
    return [
        alias
        for alias in entity.aliases
        if bound is None or Address(alias["chapter"], alias["block"], alias["offset"]) < bound
    ]


async def of_descriptions(
    session: ReadSession,
    edition_id: UUID,
    described: Sequence[Description],
    bound: Address | None,
) -> Mapping[UUID, list[tuple[UUID, str]]]:
    """
    Id and name of everybody in each description, by its id.

    Named as known up to *bound*, or in the description itself where that lies beyond.
    """
    keys = {each["key"] for row in described for each in row.entities}
    rows = await session.scalars(
        select(Entity).where(
            Entity.edition_id == edition_id, Entity.key.in_(keys), Entity.retired_at.is_(None)
        )
    )
    cast = {entity.key: entity for entity in rows}
    return {row.id: list(_named_in(row, cast, bound)) for row in described}


def descriptions_of(entity_id: UUID) -> ScalarSelect[UUID]:
    """Ids of the descriptions an entity is named in."""
    key = func.jsonb_build_array(func.jsonb_build_object("key", Entity.key))
    return (
        select(Description.id)
        .join(Entity, Entity.edition_id == Description.edition_id)
        .where(Entity.id == entity_id, Description.entities.contains(key))
        .scalar_subquery()
    )


def _named_in(
    row: Description, cast: Mapping[str, Entity], bound: Address | None
) -> Iterator[tuple[UUID, str]]:
    end = Address(row.chapter, row.end_block, row.end_offset)
    for each in row.entities:
        entity = cast.get(each["key"])
        if entity is None:
            continue
        name = known_name(entity, bound and max(bound, end))
        if name is not None:
            yield entity.id, name
