"""The cast of a book between its rows and the engine; pure, for it runs in child processes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app import extraction
from app.domain.bible import Bible, Fact
from app.domain.books import Address, Span
from app.domain.names import Alias, ChapterText, Entity, EntityKind, Gender, Mention, Named
from app.extraction.languages import primary
from app.illustration import looks


@dataclass(frozen=True, slots=True)
class Remembered:
    """An entity as its rows have it: *places* are (chapter, block, start, end) of its mentions."""

    kind: EntityKind
    name: str
    aliases: tuple[Alias, ...]
    gender: Gender
    importance: float
    places: tuple[tuple[int, int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Assembled:
    """*english* has a rendering for each fact, None where the glossary lacks a word of it."""

    bible: Bible
    english: tuple[str | None, ...]


def assemble(
    chapters: Sequence[ChapterText], cast: Sequence[Remembered], told: Sequence[Fact] = ()
) -> Assembled:
    """What the book says of the looks of its cast, and what of *told* is new; entities are keys."""
    blocks = {chapter.ordinal: chapter.blocks for chapter in chapters}
    return of_everybody(chapters, [_entity(each, blocks) for each in cast], told)


def of_everybody(
    chapters: Sequence[ChapterText], entities: Sequence[Entity], told: Sequence[Fact] = ()
) -> Assembled:
    """The same of those who were found a moment ago."""
    languages = {chapter.ordinal: primary(chapter.language) for chapter in chapters}
    bible = extraction.find_bible(chapters, entities)
    bible = replace(bible, facts=filled(bible.facts, told))
    english = (_english(fact.value, languages[fact.span.start.chapter]) for fact in bible.facts)
    return Assembled(bible, tuple(english))


def filled(found: Sequence[Fact], told: Sequence[Fact]) -> tuple[Fact, ...]:
    """
    *found* and, after them, what of *told* is new: another value, or another place.

    Those found keep their positions, which their contradictions name.
    """
    known = {(each.entity, each.attribute, each.value.casefold()) for each in found}
    facts = list(found)
    for each in sorted(told, key=lambda fact: (fact.span.start, fact.entity, fact.attribute)):
        identity = (each.entity, each.attribute, each.value.casefold())
        if identity not in known and not any(_is_same_place(each, other) for other in found):
            known.add(identity)
            facts.append(each)
    return tuple(facts)


def by_chapter(cast: Iterable[Entity]) -> defaultdict[int, list[Named]]:
    """Who is named where, as the extraction of each chapter reads it."""
    named: defaultdict[int, list[Named]] = defaultdict(list)
    for entity in cast:
        for mention in entity.mentions:
            start, end = mention.span.start, mention.span.end
            named[start.chapter].append(
                Named(start.block, start.offset, end.offset, entity.key, entity.name)
            )
    return named


def _is_same_place(one: Fact, other: Fact) -> bool:
    """Of the same thing, in words that share a letter of the book."""
    is_about_same = (one.entity, one.attribute) == (other.entity, other.attribute)
    return is_about_same and one.span.start < other.span.end and other.span.start < one.span.end


def _english(value: str, language: str) -> str | None:
    if language == "en":
        return value
    return looks.render(value) if language == "ru" else None


def _entity(each: Remembered, blocks: Mapping[int, Sequence[str]]) -> Entity:
    return Entity(
        kind=each.kind,
        name=each.name,
        aliases=each.aliases,
        gender=each.gender,
        importance=each.importance,
        mentions=tuple(
            Mention(
                Span(Address(chapter, block, start), Address(chapter, block, end)),
                blocks[chapter][block][start:end],
            )
            for chapter, block, start, end in each.places
        ),
    )
