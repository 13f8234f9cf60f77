"""What each kind of job does: one call into services, and what its end without success means."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from app.domain.jobs import JobKind, Room
from app.resources import Resources
from app.services import descriptions, drawing, editions, preparing
from app.services.leases import Ended, Lease


@dataclass(frozen=True, slots=True)
class Kind:
    run: Callable[[Resources, Lease], Awaitable[None]]
    ended: Ended
    room: Room
    limit: timedelta


async def _prepare_book(resources: Resources, lease: Lease) -> None:
    knobs = resources.settings.illustration
    await preparing.prepare(resources.begin, lease, style=knobs.style, provider=knobs.provider)


async def _parse_edition(resources: Resources, lease: Lease) -> None:
    await editions.parse(resources.begin, lease, resources.storage, resources.compute)


async def _extract_chapter(resources: Resources, lease: Lease) -> None:
    await descriptions.extract(resources.begin, lease, resources.compute)


async def _draw_illustration(resources: Resources, lease: Lease) -> None:
    await drawing.draw(
        resources.begin,
        lease,
        resources.studio,
        resources.storage,
        resources.compute,
        operator_consent=resources.settings.illustration.remote_consent,
    )


# The limits are wall clock of one attempt, well above what the engines' own limits allow.
JOBS: Mapping[JobKind, Kind] = {
    JobKind.PREPARE_BOOK: Kind(
        _prepare_book, preparing.prepare_ended, Room.NETWORK, timedelta(minutes=1)
    ),
    JobKind.PARSE_EDITION: Kind(
        _parse_edition, editions.parse_ended, Room.CPU, timedelta(minutes=5)
    ),
    JobKind.EXTRACT_CHAPTER: Kind(
        _extract_chapter, descriptions.extract_ended, Room.CPU, timedelta(minutes=3)
    ),
    JobKind.DRAW_ILLUSTRATION: Kind(
        _draw_illustration, drawing.draw_ended, Room.NETWORK, timedelta(minutes=10)
    ),
}
