"""Finding and choosing the passages of one parsed file, without a server."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from itertools import accumulate
from uuid import UUID

import structlog

from app import extraction
from app.domain.books import Address, ChapterKind, ParsedBook, ParsedChapter, Span
from app.domain.compute import Compute
from app.domain.descriptions import Candidate, DescriptionType, Reason
from app.domain.names import ChapterText, Entity, Named
from app.errors import BookReaderError, Misconfigured
from app.extraction import taggers
from app.extraction.taggers import Tagger
from app.illustration import choosing, selection
from app.services import cast, chapters, illustrations, likenesses, texts
from app.services.likenesses import Likenesses

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Chosen:
    """A passage to draw, why, and what decides how its picture looks; *named* are keys of entities."""

    chapter: ParsedChapter
    span: Span
    text: str
    type: DescriptionType
    language: str
    seed: int
    reasons: tuple[Reason, ...]
    named: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """In one line, for captions."""
        return " ".join(self.text.split())


@dataclass(frozen=True, slots=True)
class Body:
    """
    A chapter to look through, what it is written in, and who is named in it.

    *importance* is that of everybody in it, by key, 0-1 within the book.
    """

    chapter: ParsedChapter
    language: str
    named: Sequence[Named] = ()
    importance: Mapping[str, float] = field(default_factory=dict)

    @property
    def text(self) -> ChapterText:
        marks = [asdict(mark) for mark in self.chapter.note_marks]
        blocks = texts.mask(self.chapter.blocks, marks)
        return ChapterText(self.chapter.ordinal, tuple(blocks), self.language)


Found = tuple[Body, Candidate]
Tell = Callable[[int, int], None]


def bodies(book: ParsedBook, languages: Sequence[str]) -> list[Body]:
    """Of all chapters those a picture may stand in; *languages* are of all of them."""
    return [
        Body(chapter, language)
        for chapter, language in zip(book.chapters, languages, strict=True)
        if chapter.kind is ChapterKind.BODY
    ]


def candidates(body: Body) -> list[Candidate]:
    """Every passage of a chapter before any selection; the text is the chapter's own, note marks and all."""
    blocks = body.chapter.blocks
    found = extraction.extract(body.text.blocks, body.language, body.named)
    return [
        replace(
            each,
            text=texts.text_at(blocks, (each.block, each.start), (each.end_block, each.end)),
        )
        for each in found
    ]


def people(body: Sequence[Body], tagger: Tagger) -> list[Entity]:
    """Everybody in a book, with the help of whoever was asked to help."""
    return _named([each.text for each in body], tagger)


def with_names(body: Sequence[Body], found: Sequence[Entity]) -> list[Body]:
    """The same chapters, knowing everybody who was *found* in them."""
    named = cast.by_chapter(found)
    importance = {entity.key: entity.importance for entity in found}
    return [
        replace(
            each,
            named=named[each.chapter.ordinal],
            importance={one.key: importance[one.key] for one in named[each.chapter.ordinal]},
        )
        for each in body
    ]


@dataclass(frozen=True, slots=True)
class Looked:
    """*found* is what a reader would see marked, in reading order."""

    found: list[Found]
    likenesses: Likenesses


async def look(body: Sequence[Body], tagger: Tagger, compute: Compute, tell: Tell) -> Looked:
    """*tell* hears of chapters done and in all."""
    tell(0, len(body))
    found: list[Found] = []
    entities = await _cast(body, tagger, compute)
    for done, each in enumerate(with_names(body, entities)):
        tell(done, len(body))
        every = await compute.run(candidates, each)
        kept = selection.select(every, word_count=each.chapter.word_count)
        found += [(each, marked.candidate) for marked in kept]
    tell(len(body), len(body))
    return Looked(found, await _likenesses(body, entities, compute))


def _named(chapters: Sequence[ChapterText], tagger: Tagger) -> list[Entity]:
    spotted = [one for each in chapters for one in taggers.spot(tagger, each)]
    return extraction.find_names(chapters, spotted)


async def _cast(body: Sequence[Body], tagger: Tagger, compute: Compute) -> list[Entity]:
    try:
        return await compute.run(_named, [each.text for each in body], tagger)
    except Misconfigured:
        raise  # Whoever asked for a tagger is told what to install.
    except BookReaderError as error:
        # As on the server: a book whose names cannot be found is illustrated without them.
        log.warning("names_not_found", code=error.slug, reason=error.detail)
        return []


async def _likenesses(
    body: Sequence[Body], entities: Sequence[Entity], compute: Compute
) -> Likenesses:
    try:
        return await compute.run(likenesses.of, [each.text for each in body], entities)
    except BookReaderError as error:
        # As on the server: a book without a bible is illustrated all the same.
        log.warning("looks_not_found", code=error.slug, reason=error.detail)
        return Likenesses()


def choose(
    book: ParsedBook, found: Sequence[Found], edition_sha: str, budget: choosing.Budget
) -> list[Chosen]:
    """The best passages, spread over the whole book, in reading order."""
    chosen = choosing.choose(list(_ranked(book, found)), budget=budget.of(book.word_count))
    return [
        _chosen(*found[each.one.id.int], edition_sha, each.reasons)
        for each in sorted(chosen, key=lambda each: each.one.at)
    ]


def _ranked(book: ParsedBook, found: Sequence[Found]) -> Iterator[choosing.Ranked]:
    words_before = list(accumulate((each.word_count for each in book.chapters), initial=0))
    verse = {body.chapter.ordinal: chapters.verse_blocks(body.chapter.html) for body, _ in found}
    for number, (body, each) in enumerate(found):
        chapter = body.chapter
        passed = chapter.word_count * each.block / max(1, len(chapter.blocks))
        yield choosing.Ranked(
            id=UUID(int=number),
            at=Address(chapter.ordinal, each.block, each.start),
            words_before=words_before[chapter.ordinal - 1] + round(passed),
            worth=each.worth,
            type_probabilities=each.type_probabilities,
            priority=selection.priority(each.worth, each.type_probabilities),
            named={one.key: body.importance[one.key] for one in each.entities},
            is_verse=each.block in verse[chapter.ordinal],
        )


def _chosen(body: Body, found: Candidate, edition_sha: str, reasons: tuple[Reason, ...]) -> Chosen:
    ordinal = body.chapter.ordinal
    start = Address(ordinal, found.block, found.start)
    return Chosen(
        chapter=body.chapter,
        span=Span(start, Address(ordinal, found.end_block, found.end)),
        text=found.text,
        type=found.type,
        language=body.language,
        seed=illustrations.scene_seed(edition_sha, start),
        reasons=reasons,
        named=tuple(each.key for each in found.entities),
    )
