"""The whole job on one file, without a server: read it, choose passages, draw them, bind them in."""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import structlog

from app import binding, parsing
from app.domain.books import BookFormat
from app.domain.compute import Compute
from app.domain.illustrations import (
    Drawn,
    ImageRequest,
    Passage,
    Placement,
    Studio,
    Style,
)
from app.domain.limits import Limits, bounds
from app.errors import BookReaderError, InvalidInput, PictureRefused, Refused, Unavailable
from app.extraction.taggers import Tagger
from app.illustration import captions, genres, prompts, provenance, renditions, styles
from app.illustration.choosing import Budget
from app.illustration.sizes import size_for
from app.services import illustrations, languages, looking
from app.services.likenesses import Likenesses
from app.services.looking import Chosen

log = structlog.get_logger()

# Providers take a few requests at once; the local painter is bounded by the pool anyway. A guess.
_AT_ONCE = 4
# There is no queue behind this job that would try again later.
_TRIES = 3
_PAUSE_S = 2.0
# Wider than any picture we ask for, so nothing is lost.
_WIDEST_PX = 1600


@dataclass(frozen=True, slots=True)
class Step:
    """How far the work is: *stage* is reading, looking, drawing or binding."""

    stage: str
    done: int
    total: int


Tell = Callable[[Step], None]


@dataclass(frozen=True, slots=True)
class Picture:
    """A passage that was drawn; *is_placed* is False where the book file has no place for it."""

    chosen: Chosen
    prompt: str
    drawn: Drawn
    is_placed: bool = True


@dataclass(frozen=True, slots=True)
class Failure:
    chosen: Chosen
    error: BookReaderError


@dataclass(frozen=True, slots=True)
class Illustrated:
    """*data* is the book with its pictures, in the format it came in; all in reading order."""

    data: bytes
    format: BookFormat
    title: str
    style: str
    pictures: tuple[Picture, ...]
    failures: tuple[Failure, ...]


async def illustrate(
    data: bytes,
    compute: Compute,
    studio: Studio,
    order: illustrations.Order,
    limits: Limits,
    *,
    tagger: Tagger,
    budget: Budget,
    consent: bool,
    tell: Tell,
) -> Illustrated:
    """
    A picture that fails is told and leaves the others alone.

    Raises what parsing raises, `Refused` where no passage can be drawn, and the first failure
    where every picture failed.
    """
    order.check()
    tell(Step("reading", 0, 1))
    book = await compute.within(bounds(limits)).run(parsing.parse, data, limits)
    tell(Step("reading", 1, 1))
    spoken = await languages.of(book, compute)
    looked = await looking.look(
        looking.bodies(book, spoken.chapters),
        tagger,
        compute,
        lambda done, total: tell(Step("looking", done, total)),
    )
    chosen = looking.choose(book, looked.found, hashlib.sha256(data).hexdigest(), budget)
    if not chosen:
        raise Refused("No passage of this book describes anything that could be drawn.")
    easel = _Easel(
        compute=compute,
        studio=studio,
        order=order,
        style=_style(order, book.metadata.genres),
        genres=tuple(book.metadata.genres),
        likenesses=looked.likenesses,
        consent=consent,
    )
    outcomes = await _draw_all(easel, chosen, tell)
    pictures = [each for each in outcomes if isinstance(each, Picture)]
    failures = tuple(each for each in outcomes if isinstance(each, Failure))
    if not pictures:
        raise failures[0].error
    tell(Step("binding", 0, 1))
    placements = [await _placement(each, compute) for each in pictures]
    bound = await compute.run(binding.bind, data, book, placements)
    tell(Step("binding", 1, 1))
    missed = {(each.chapter, each.block) for each in bound.missed}
    return Illustrated(
        data=bound.data,
        format=book.format,
        title=book.metadata.title,
        style=easel.style.id,
        pictures=tuple(
            replace(picture, is_placed=(place.chapter, place.block) not in missed)
            for picture, place in zip(pictures, placements, strict=True)
        ),
        failures=failures,
    )


@dataclass(frozen=True, slots=True)
class _Easel:
    """What is the same for every picture of a book."""

    compute: Compute
    studio: Studio
    order: illustrations.Order
    style: Style
    genres: tuple[str, ...]
    likenesses: Likenesses
    consent: bool

    async def draw(self, chosen: Chosen) -> Picture:
        """Raises `Refused` for what nobody may be asked for, and what drawing raises."""
        order = self.order
        prompt = await self.compute.run(
            prompts.compile,
            self._passage(chosen),
            self.style,
            override=order.prompt,
            genres=self.genres,
            negative=order.negative,
        )
        if prompt.held:
            raise PictureRefused(prompt.held, reason="held")
        width, height = order.size or size_for(chosen.type, order.quality)
        request = ImageRequest(
            prompt=prompt.text,
            negative=order.negative,
            width=width,
            height=height,
            seed=chosen.seed,
            model=order.model,
            quality=order.quality,
            sights=prompt.sights,
            avoid=prompt.avoid,
        )
        return Picture(chosen, prompt.text, await self._drawn(request))

    def _passage(self, chosen: Chosen) -> Passage:
        span = chosen.span
        return Passage(
            text=chosen.text,
            language=chosen.language,
            type=chosen.type,
            context="\n".join(chosen.chapter.blocks[span.start.block : span.end.block + 1]),
            cast=self.likenesses.cast(chosen.named, span.end),
            era=self.likenesses.era,
        )

    async def _drawn(self, request: ImageRequest) -> Drawn:
        for attempt in range(1, _TRIES):
            try:
                return await self._once(request)
            except Unavailable as error:
                pause_s = error.retry_after or _PAUSE_S**attempt
                log.info("picture_postponed", code=error.slug, seconds=pause_s)
            await asyncio.sleep(pause_s)
        return await self._once(request)

    async def _once(self, request: ImageRequest) -> Drawn:
        return await self.studio.draw(request, provider=self.order.provider, consent=self.consent)


def _style(order: illustrations.Order, of_book: Sequence[str]) -> Style:
    style_id = order.style or order.house_style or genres.style_for(of_book)
    style = styles.by_id(style_id)
    if style is None:
        raise InvalidInput(f"There is no style {style_id!r}", pointer="/style")
    return style


async def _draw_all(easel: _Easel, chosen: Sequence[Chosen], tell: Tell) -> list[Picture | Failure]:
    room = asyncio.Semaphore(_AT_ONCE)
    done = 0

    async def one(each: Chosen) -> Picture | Failure:
        nonlocal done
        async with room:
            try:
                return await easel.draw(each)
            except BookReaderError as error:
                return Failure(each, error)
            finally:
                done += 1
                tell(Step("drawing", done, len(chosen)))

    tell(Step("drawing", 0, len(chosen)))
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(one(each)) for each in chosen]
    return [task.result() for task in tasks]


async def _placement(picture: Picture, compute: Compute) -> Placement:
    """After the block in which the passage ends."""
    data, width, height = await compute.run(
        renditions.jpeg, picture.drawn.data, _WIDEST_PX, source=provenance.of(picture.drawn)
    )
    end = picture.chosen.span.end
    return Placement(
        end.chapter, end.block, data, width, height, captions.alt(picture.chosen.words)
    )
