"""Gathers what all chapters tell of the looks of a book's people and places."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from app.domain.bible import Bible, Fact
from app.domain.names import ChapterText, Entity, EntityKind, Mention
from app.extraction.languages import primary
from app.extraction.looks import (
    contradictions,
    english,
    english_looks,
    newcomers,
    places,
    proof,
    russian,
    russian_looks,
    setting,
)
from app.extraction.looks.people import Trait
from app.extraction.looks.scenes import Scenes, Titles

GRAMMARS = {
    "en": (english.grammar(), english_looks.traits),
    "ru": (russian.grammar(), russian_looks.traits),
}


def find_bible(chapters: Sequence[ChapterText], entities: Sequence[Entity]) -> Bible:
    """
    What the book says of the looks of *entities*, in reading order, and when it takes place.

    Chapters in other languages than Russian and English give nothing.
    """
    people = _by_block(entities, EntityKind.CHARACTER)
    there = _by_block(entities, EntityKind.PLACE)
    arrived = newcomers.arrivals(entities, chapters)
    titles = Titles()
    found: list[Fact] = []
    for chapter in chapters:
        traits = _traits(chapter, people.get(chapter.ordinal, {}), titles)
        named = newcomers.recognise(traits, arrived.get(chapter.ordinal, ()))
        found += proof.facts(chapter, named)
        if primary(chapter.language) in GRAMMARS:
            here = there.get(chapter.ordinal, {})
            found += proof.facts(chapter, places.traits(chapter, here))
        titles.blocks += len(chapter.blocks)
    return Bible(tuple(contradictions.find(proof.distinct(found))), setting.infer(chapters))


Named = dict[int, list[tuple[Mention, Entity]]]


def _by_block(entities: Sequence[Entity], kind: EntityKind) -> dict[int, Named]:
    """Chapter to block to its mentions, in order."""
    found: dict[int, Named] = defaultdict(lambda: defaultdict(list))
    for entity in entities:
        if entity.kind is kind:
            for mention in entity.mentions:
                start = mention.span.start
                found[start.chapter][start.block].append((mention, entity))
    for blocks in found.values():
        for mentions in blocks.values():
            mentions.sort(key=lambda one: one[0].span.start)
    return found


def _traits(chapter: ChapterText, named: Named, titles: Titles) -> Iterator[Trait]:
    reading = GRAMMARS.get(primary(chapter.language))
    if reading is None or not named:
        return
    grammar, tell = reading
    yield from Scenes(chapter, named, grammar, titles).traits(tell)
