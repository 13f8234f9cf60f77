"""What a gallery is narrowed to, as its address says it."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Depends, Query

from app.api import moments
from app.domain.descriptions import DescriptionType
from app.domain.illustrations import IllustrationState
from app.services.sifting import Aspect, Wanted

_Word = Annotated[str | None, Query(max_length=128)]
_Day = Annotated[
    str | None,
    Query(
        max_length=40,
        description="a day, or a moment of ISO 8601; without an offset it is one of `tz`",
        examples=["2026-11-21", "2026-11-21T08:00:00+03:00"],
    ),
]


def _wanted(
    book: UUID | None = None,
    chapter: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
    type: Annotated[  # noqa: A002  # the name in the contract
        DescriptionType | None, Query(description="of its passage, or of whom it portrays")
    ] = None,
    entity: Annotated[UUID | None, Query(description="who is in it, by its id")] = None,
    series: UUID | None = None,
    favourite: bool | None = None,
    stale: Annotated[
        bool | None,
        Query(
            description="the newest of each view that an edit of the bible has left behind: ids to"
            " regenerate with POST /illustrations/bulk"
        ),
    ] = None,
    state: IllustrationState | None = None,
    style: _Word = None,
    provider: _Word = None,
    model: _Word = None,
    aspect: Annotated[
        Aspect | None, Query(description="square: less than a twentieth wider or higher")
    ] = None,
    rating: Annotated[
        Literal["1", "2", "3", "4", "5", "unrated"] | None, Query(description="exactly this")
    ] = None,
    from_: Annotated[_Day, Query(alias="from")] = None,
    to: _Day = None,
    tz: Annotated[str, Query(max_length=64, description="the zone of `from` and `to`")] = "UTC",
    q: Annotated[
        str | None,
        Query(max_length=200, description="words of its passage, its prompt or a name in it"),
    ] = None,
) -> Wanted:
    zone = moments.zone_of(tz)
    return Wanted(
        book_id=book,
        chapter=chapter,
        type_=type,
        entity_id=entity,
        series_id=series,
        is_favourite=favourite,
        is_stale=stale,
        state=state,
        style=style,
        provider=provider,
        model=model,
        aspect=aspect,
        rating=None if rating is None else 0 if rating == "unrated" else int(rating),
        since=moments.since(from_, zone, pointer="/from") if from_ else None,
        until=moments.until(to, zone, pointer="/to") if to else None,
        words=q or None,
    )


Sifting = Annotated[Wanted, Depends(_wanted)]
