"""What each kind of job does: one call into services, and what its end without success means."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from app.domain.illustrations import Quality
from app.domain.jobs import JobKind, Room
from app.resources import Resources, tagger_of
from app.services import (
    assembling,
    drawing,
    exporting,
    extracting,
    illustrations,
    intake,
    naming,
    ordering,
    posing,
    preparing,
    reprocessing,
)
from app.services.leases import Ended, Lease


@dataclass(frozen=True, slots=True)
class Kind:
    run: Callable[[Resources, Lease], Awaitable[None]]
    ended: Ended
    room: Room
    limit: timedelta


async def _prepare_book(resources: Resources, lease: Lease) -> None:
    knobs = resources.settings.illustration
    order = illustrations.Order(
        style=None,
        quality=Quality.STANDARD,
        provider=knobs.provider,
        house_style=knobs.style,
    )
    await preparing.prepare(resources.begin, lease, resources.compute, order)


async def _parse_edition(resources: Resources, lease: Lease) -> None:
    limits = resources.settings.limits.of_books()
    await intake.parse(resources.begin, lease, resources.storage, resources.compute, limits)


async def _find_names(resources: Resources, lease: Lease) -> None:
    tagger = tagger_of(resources.settings.extraction)
    await naming.find(resources.begin, lease, resources.compute, tagger)


async def _extract_chapter(resources: Resources, lease: Lease) -> None:
    await extracting.extract(
        resources.begin,
        lease,
        resources.compute,
        resources.engine,
        operator_consent=resources.settings.illustration.remote_consent,
    )


async def _assemble_bible(resources: Resources, lease: Lease) -> None:
    await assembling.assemble(
        resources.begin,
        lease,
        resources.compute,
        resources.engine,
        operator_consent=resources.settings.illustration.remote_consent,
    )


async def _reprocess(resources: Resources, lease: Lease) -> None:
    await reprocessing.wait(resources.begin, lease)


async def _illustrate_batch(resources: Resources, lease: Lease) -> None:
    await ordering.order(resources.begin, lease, resources.settings.illustration.style)


async def _draw_series(resources: Resources, lease: Lease) -> None:
    await posing.draw(resources.begin, lease)


async def _export(resources: Resources, lease: Lease) -> None:
    await exporting.export(resources.begin, lease, resources.storage)


async def _draw_illustration(resources: Resources, lease: Lease) -> None:
    await drawing.draw(
        resources.begin,
        lease,
        resources.studio,
        resources.storage,
        resources.compute,
        operator_consent=resources.settings.illustration.remote_consent,
        secret=resources.secret,
        with_avif=resources.settings.illustration.avif,
    )


# The limits are wall clock of one attempt, well above what the engines' own limits allow.
JOBS: Mapping[JobKind, Kind] = {
    JobKind.PREPARE_BOOK: Kind(
        _prepare_book, preparing.prepare_ended, Room.NETWORK, timedelta(minutes=1)
    ),
    JobKind.PARSE_EDITION: Kind(_parse_edition, intake.parse_ended, Room.CPU, timedelta(minutes=5)),
    JobKind.FIND_NAMES: Kind(_find_names, naming.find_ended, Room.CPU, timedelta(minutes=3)),
    JobKind.EXTRACT_CHAPTER: Kind(
        _extract_chapter, extracting.extract_ended, Room.CPU, timedelta(minutes=3)
    ),
    JobKind.ASSEMBLE_BIBLE: Kind(
        _assemble_bible, assembling.assemble_ended, Room.CPU, timedelta(minutes=3)
    ),
    JobKind.REPROCESS: Kind(
        _reprocess, reprocessing.wait_ended, Room.NETWORK, timedelta(minutes=1)
    ),
    JobKind.ILLUSTRATE_BATCH: Kind(
        _illustrate_batch, ordering.order_ended, Room.NETWORK, timedelta(minutes=2)
    ),
    JobKind.DRAW_SERIES: Kind(_draw_series, posing.draw_ended, Room.NETWORK, timedelta(minutes=1)),
    JobKind.EXPORT: Kind(_export, exporting.export_ended, Room.NETWORK, timedelta(minutes=30)),
    JobKind.DRAW_ILLUSTRATION: Kind(
        _draw_illustration, drawing.draw_ended, Room.NETWORK, timedelta(minutes=10)
    ),
}
