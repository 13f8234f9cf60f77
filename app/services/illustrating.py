"""The whole job on one file, without a server: read it, choose passages, draw them, bind them in."""

import asyncio
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from uuid import UUID

import structlog

from app import binding, extraction, parsing
from app.domain.books import Address, BookFormat, ChapterKind, ParsedBook, ParsedChapter, Span
from app.domain.compute import Compute
from app.domain.descriptions import Candidate, DescriptionType
from app.domain.illustrations import (
    Drawn,
    ImageRequest,
    Passage,
    Placement,
    Studio,
    Style,
)
from app.errors import BookReaderError, InvalidInput, Refused, Unavailable
from app.illustration import prompts, quality, selection, styles
from app.illustration.sizes import size_for
from app.services import descriptions, editions, illustrations

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
class Chosen:
    """A passage to draw, with all that decides how its picture looks."""

    chapter: ParsedChapter
    span: Span
    text: str
    type: DescriptionType
    seed: int

    @property
    def words(self) -> str:
        """In one line, for captions."""
        return " ".join(self.text.split())


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
    pictures: tuple[Picture, ...]
    failures: tuple[Failure, ...]


async def illustrate(
    data: bytes,
    compute: Compute,
    studio: Studio,
    order: illustrations.Order,
    *,
    count: int,
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
    book = await compute.run(parsing.parse, data)
    tell(Step("reading", 1, 1))
    language = await editions.language_of(book, compute)
    found = await _look(book, language, compute, tell)
    chosen = _choose(found, hashlib.sha256(data).hexdigest(), count)
    if not chosen:
        raise Refused("No passage of this book describes anything that could be drawn.")
    easel = _Easel(compute, studio, order, language, consent=consent)
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
        pictures=tuple(
            replace(picture, is_placed=(place.chapter, place.block) not in missed)
            for picture, place in zip(pictures, placements, strict=True)
        ),
        failures=failures,
    )


def candidates(chapter: ParsedChapter, language: str) -> list[Candidate]:
    """Every passage of a chapter before any selection; the text is the chapter's own, note marks and all."""
    marks = [asdict(mark) for mark in chapter.note_marks]
    found = extraction.extract(descriptions.mask(chapter.blocks, marks), language)
    return [
        replace(
            each,
            text=descriptions.text_at(
                chapter.blocks, (each.block, each.start), (each.end_block, each.end)
            ),
        )
        for each in found
    ]


_Found = tuple[ParsedChapter, Candidate]


async def _look(book: ParsedBook, language: str, compute: Compute, tell: Tell) -> list[_Found]:
    body = [chapter for chapter in book.chapters if chapter.kind is ChapterKind.BODY]
    found: list[_Found] = []
    for done, chapter in enumerate(body):
        tell(Step("looking", done, len(body)))
        every = await compute.run(candidates, chapter, language)
        kept = selection.select(every, word_count=chapter.word_count)
        found += [(chapter, each) for each in kept]
    tell(Step("looking", len(body), len(body)))
    return found


def _choose(found: Sequence[_Found], edition_sha: str, count: int) -> list[Chosen]:
    """The best passages, spread over the whole book, in reading order."""
    ranked = [
        selection.Ranked(
            id=UUID(int=number),
            chapter=chapter.ordinal,
            block=each.block,
            start=each.start,
            worth=each.worth,
            type_probabilities=each.type_probabilities,
            priority=selection.priority(each.worth, each.type_probabilities),
        )
        for number, (chapter, each) in enumerate(found)
    ]
    best = selection.choose(ranked, budget=count)
    return [
        _chosen(*found[one.id.int], edition_sha) for one in sorted(best, key=lambda one: one.at)
    ]


def _chosen(chapter: ParsedChapter, found: Candidate, edition_sha: str) -> Chosen:
    start = Address(chapter.ordinal, found.block, found.start)
    return Chosen(
        chapter=chapter,
        span=Span(start, Address(chapter.ordinal, found.end_block, found.end)),
        text=found.text,
        type=found.type,
        seed=illustrations.scene_seed(edition_sha, start),
    )


class _Easel:
    """What is the same for every picture of a book."""

    def __init__(
        self,
        compute: Compute,
        studio: Studio,
        order: illustrations.Order,
        language: str,
        *,
        consent: bool,
    ) -> None:
        self._compute = compute
        self._studio = studio
        self._order = order
        self._style = _style(order.style)
        self._language = language
        self._consent = consent

    async def draw(self, chosen: Chosen) -> Picture:
        order = self._order
        context = chosen.chapter.blocks[chosen.span.start.block]
        passage = Passage(chosen.text, self._language, chosen.type, context)
        prompt = await self._compute.run(
            prompts.compile, passage, self._style, override=order.prompt
        )
        width, height = size_for(chosen.type, order.quality)
        request = ImageRequest(
            prompt=prompt.text,
            negative=order.negative,
            width=width,
            height=height,
            seed=chosen.seed,
            model=order.model,
            quality=order.quality,
        )
        return Picture(chosen, prompt.text, await self._drawn(request))

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
        return await self._studio.draw(
            request, provider=self._order.provider, consent=self._consent
        )


def _style(style_id: str) -> Style:
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
    data, width, height = await compute.run(quality.jpeg, picture.drawn.data, _WIDEST_PX)
    end = picture.chosen.span.end
    return Placement(end.chapter, end.block, data, width, height, picture.chosen.words)
