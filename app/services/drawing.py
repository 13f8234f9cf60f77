"""Draws one illustration: recipe, picture, bytes, row."""

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from uuid import UUID

from sqlalchemy import select, update

from app.db.base import Json
from app.db.models import Book, Chapter, Description, Edition, Illustration, Reader
from app.db.work import Begin, UnitOfWork
from app.domain.compute import Compute
from app.domain.illustrations import (
    CompiledPrompt,
    Drawn,
    IllustrationState,
    ImageRequest,
    Passage,
    Pending,
    Renditions,
    Studio,
)
from app.domain.jobs import JobState
from app.errors import DiskFull, InvalidInput, PictureRefused, Unavailable
from app.illustration import prompts, provenance, renditions, styles
from app.illustration.sizes import size_for
from app.services.leases import Lease
from app.storage import Storage

# Three times what 1280 x 1280 of pure noise takes in its three widths; pictures take less (measured).
_ROOM_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class _Brief:
    """What act one reads for the other two."""

    passage: Passage
    style: str
    wanted_prompt: str | None
    negative: str | None
    provider: str
    model: str | None
    seed: int
    width: int
    height: int
    consent: bool


async def draw(
    begin: Begin,
    lease: Lease,
    studio: Studio,
    storage: Storage,
    compute: Compute,
    *,
    operator_consent: bool,
    with_avif: bool,
) -> None:
    try:
        await _draw(
            begin,
            lease,
            studio,
            storage,
            compute,
            operator_consent=operator_consent,
            with_avif=with_avif,
        )
    except Unavailable as error:
        with suppress(Unavailable):
            await _say_it_waits(begin, lease.subject_id, error.problem())
        raise


async def _draw(
    begin: Begin,
    lease: Lease,
    studio: Studio,
    storage: Storage,
    compute: Compute,
    *,
    operator_consent: bool,
    with_avif: bool,
) -> None:
    async with begin() as work:
        picture = await work.session.get_one(Illustration, lease.subject_id)
        picture.state, picture.problem = IllustrationState.DRAWING, None
        brief = await _brief(work, picture, operator_consent=operator_consent)

    style = styles.by_id(brief.style)
    if style is None:
        raise InvalidInput(f"There is no style {brief.style!r} any more", pointer="/style")
    prompt = await compute.run(prompts.compile, brief.passage, style, override=brief.wanted_prompt)
    request = ImageRequest(
        prompt=prompt.text,
        negative=brief.negative,
        width=brief.width,
        height=brief.height,
        seed=brief.seed,
        model=brief.model,
        quality=picture.quality,
        sights=prompt.sights,
    )
    await _check_room(storage)
    drawn = await studio.draw(
        request,
        provider=brief.provider,
        consent=brief.consent,
        tickets=_Tickets(begin, picture.id),
    )
    kept = await compute.run(
        renditions.make,
        drawn.data,
        source=provenance.of(drawn),
        with_avif=with_avif,
    )
    files = {key: await storage.put(data) for key, data in kept.by_key()}

    async with lease.record() as work:
        # The lease has locked the book, so that two variants cannot both become the one shown.
        row = await work.session.get_one(Illustration, picture.id)
        _tell_recipe(row, prompt, request, drawn)
        _put_files(row, kept, files)
        row.state, row.ticket = IllustrationState.READY, None
        row.shown = not await _is_another_shown(work, row)


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


async def _brief(work: UnitOfWork, picture: Illustration, *, operator_consent: bool) -> _Brief:
    description = await work.session.get_one(Description, picture.description_id)
    book = await work.session.get_one(Book, picture.book_id)
    edition = await work.session.get_one(Edition, book.edition_id)
    reader = await work.session.get_one(Reader, book.owner_id)
    around = (
        await work.session.execute(
            select(
                Chapter.language, Chapter.blocks[picture.start_block + 1 : picture.end_block + 1]
            ).where(Chapter.edition_id == book.edition_id, Chapter.ordinal == picture.chapter)
        )
    ).first()
    # None where a later parser has left the chapter out: the picture keeps its own words.
    language, blocks = around or (edition.language, [])
    width, height = size_for(description.type, picture.quality)
    return _Brief(
        passage=Passage(picture.quote, language, description.type, "\n".join(blocks)),
        style=picture.style,
        wanted_prompt=picture.wanted_prompt,
        negative=picture.negative,
        provider=picture.wanted_provider,
        model=picture.wanted_model,
        seed=picture.seed,
        width=width,
        height=height,
        consent=operator_consent or reader.remote_consent_at is not None,
    )


async def _is_another_shown(work: UnitOfWork, picture: Illustration) -> bool:
    return bool(
        await work.session.scalar(
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
    )


def _tell_recipe(
    row: Illustration, prompt: CompiledPrompt, request: ImageRequest, drawn: Drawn
) -> None:
    row.prompt = drawn.prompt or prompt.text
    row.slots = [
        {"slot": each.name, "words": each.words, "source": each.source} for each in prompt.slots
    ]
    row.losses = [{"of": "prompt", "what": loss} for loss in prompt.losses] + [
        {"of": "provider", "what": loss} for loss in drawn.losses
    ]
    row.request_hash = _hash(request, drawn.provider)
    row.provider, row.model, row.preview = drawn.provider, drawn.model, drawn.preview
    row.cost, row.currency, row.duration_ms = drawn.cost, drawn.currency, drawn.latency_ms
    row.scores = {"technical": drawn.technical, "consistency": None, "coverage": None}
    row.degraded = (
        None
        if drawn.degraded is None
        else {
            "from": drawn.degraded.from_,
            "to": drawn.degraded.to,
            "reason": drawn.degraded.reason,
        }
    )


def _put_files(row: Illustration, kept: Renditions, files: dict[str, str]) -> None:
    row.files = files
    row.width, row.height = kept.width, kept.height
    row.colour, row.blurhash = kept.colour, kept.blurhash


def _hash(request: ImageRequest, provider: str) -> str:
    """Equal for requests that ask a provider for the same picture."""
    asked = [
        provider,
        request.model,
        request.prompt,
        request.negative,
        request.width,
        request.height,
        request.seed,
        request.quality,
    ]
    return hashlib.sha256(json.dumps(asked, ensure_ascii=False).encode()).hexdigest()
