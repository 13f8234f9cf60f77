"""Draws one illustration: recipe, picture, bytes, row."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from uuid import UUID

import structlog
from sqlalchemy import select, update

from app.db.base import Json
from app.db.models import Illustration
from app.db.work import Begin, ReadSession, UnitOfWork
from app.domain.compute import Compute
from app.domain.illustrations import (
    CompiledPrompt,
    IllustrationState,
    ImageRequest,
    Pending,
    Reference,
    Studio,
)
from app.domain.jobs import JobState
from app.errors import DiskFull, PictureRefused, Unavailable
from app.illustration import prompts, provenance, renditions
from app.services import briefing, illustrations, recipes, series
from app.services.briefing import Brief
from app.services.leases import Lease
from app.services.portraying import Referred
from app.storage import Storage

log = structlog.get_logger()

# Three times what 1280 x 1280 of pure noise takes in its three widths; pictures take less (measured).
_ROOM_BYTES = 4_000_000


async def draw(
    begin: Begin,
    lease: Lease,
    studio: Studio,
    storage: Storage,
    compute: Compute,
    *,
    operator_consent: bool,
    secret: str,
    with_avif: bool = False,
) -> None:
    """*secret* opens the keys of the reader's own."""
    async with begin() as work:
        picture = await work.session.get_one(Illustration, lease.subject_id)
        picture.state, picture.problem = IllustrationState.DRAWING, None
        brief = await briefing.of(
            ReadSession(work.session), picture, operator_consent=operator_consent, secret=secret
        )
    easel = _Easel(begin, studio, storage, compute, with_avif=with_avif)
    with structlog.contextvars.bound_contextvars(**_known_by(picture)):
        try:
            await easel.draw(lease, brief)
        except Unavailable as error:
            with suppress(Unavailable):
                await _say_it_waits(begin, lease.subject_id, error.problem())
            raise


def _known_by(picture: Illustration) -> dict[str, str]:
    series = {"series": str(picture.series_id)} if picture.series_id is not None else {}
    return {"illustration": str(picture.id), **series}


@dataclass(frozen=True, slots=True)
class _Easel:
    begin: Begin
    studio: Studio
    storage: Storage
    compute: Compute
    with_avif: bool

    async def draw(self, lease: Lease, brief: Brief) -> None:
        prompt = await self.compute.run(
            prompts.compile,
            brief.passage,
            brief.style,
            override=brief.wanted_prompt,
            genres=brief.genres,
            negative=brief.negative,
        )
        log.info("prompt_compiled", words=len(prompt.text.split()), losses=len(prompt.losses))
        if prompt.held:
            raise PictureRefused(prompt.held, reason="held")
        await _check_room(self.storage)
        request = await self._request(brief, prompt)
        drawn = await self.studio.draw(
            request,
            provider=brief.provider,
            consent=brief.consent,
            tickets=_Tickets(self.begin, lease.subject_id),
            keys=brief.keys,
        )
        kept = await self.compute.run(
            renditions.make,
            drawn.data,
            source=provenance.of(drawn),
            with_avif=self.with_avif,
        )
        files = {key: await self.storage.put(data) for key, data in kept.by_key()}
        coverage = await self.compute.run(recipes.coverage, brief, drawn)

        async with lease.record() as work:
            # The lease has locked the book, so that two variants cannot both become the one shown.
            row = await work.session.get_one(Illustration, lease.subject_id)
            recipes.tell(row, brief, prompt, request, drawn)
            recipes.put_files(row, kept, files)
            row.scores = {
                "technical": round(100 * drawn.technical, 1),
                "consistency": await recipes.consistency(ReadSession(work.session), row, brief),
                "coverage": coverage,
            }
            row.state, row.ticket = IllustrationState.READY, None
            row.shown = await _is_to_be_shown(work, row)
            told = await series.standing(ReadSession(work.session), row)
        if told is not None:
            log.info("series_view_ready", ready=told.ready, views=len(told.views))

    async def _request(self, brief: Brief, prompt: CompiledPrompt) -> ImageRequest:
        return ImageRequest(
            prompt=prompt.text,
            negative=brief.negative,
            width=brief.width,
            height=brief.height,
            seed=brief.seed,
            model=brief.model,
            quality=brief.quality,
            sights=prompt.sights,
            references=await self._references(brief.references),
            avoid=prompt.avoid,
        )

    async def _references(self, referred: Sequence[Referred]) -> tuple[Reference, ...]:
        """The largest form of each, as we keep it."""
        found = []
        for each in referred:
            data = await self.storage.get(renditions.largest(each.files))
            found.append(Reference(data, "image/webp", each.role))
        return tuple(found)


class _Tickets:
    """On the picture's row, so that whoever draws it next goes on with the order of whoever began."""

    def __init__(self, begin: Begin, illustration_id: UUID) -> None:
        self._begin = begin
        self._id = illustration_id

    async def kept(self) -> Pending | None:
        async with self._begin() as work:
            row = await work.session.get_one(Illustration, self._id)
            return None if row.ticket is None else Pending(**row.ticket)

    async def keep(self, pending: Pending | None) -> None:
        async with self._begin() as work:
            row = await work.session.get_one(Illustration, self._id)
            row.ticket = None if pending is None else asdict(pending)


async def _say_it_waits(begin: Begin, illustration_id: UUID, problem: Json) -> None:
    """Nobody draws while a job waits for its next try; the reader sees why."""
    async with begin() as work:
        await work.session.execute(
            update(Illustration)
            .where(
                Illustration.id == illustration_id, Illustration.state == IllustrationState.DRAWING
            )
            .values(state=IllustrationState.QUEUED, problem=problem)
        )


async def _check_room(storage: Storage) -> None:
    """Before somebody is paid for a picture that could not be kept, at every try anew."""
    free = await storage.free_bytes()
    if free is not None and free < _ROOM_BYTES:
        raise DiskFull


async def draw_ended(
    work: UnitOfWork, illustration_id: UUID, state: JobState, problem: Json
) -> None:
    picture = await work.session.get(Illustration, illustration_id)
    if picture is None:
        return
    picture.problem = problem
    if state is JobState.CANCELLED:
        picture.state = IllustrationState.CANCELLED
    elif problem.get("code") == PictureRefused.slug:
        picture.state = IllustrationState.REFUSED
    else:
        picture.state = IllustrationState.FAILED


async def _is_to_be_shown(work: UnitOfWork, picture: Illustration) -> bool:
    """The first of a passage stands in the text until its reader chooses; views are for the gallery."""
    if picture.description_id is None or picture.view != illustrations.SCENE:
        return False
    is_another_shown = await work.session.scalar(
        select(
            select(Illustration.id)
            .where(
                Illustration.book_id == picture.book_id,
                Illustration.description_id == picture.description_id,
                Illustration.shown,
                Illustration.deleted_at.is_(None),
                Illustration.id != picture.id,
            )
            .exists()
        )
    )
    return not is_another_shown
