"""Strangers who are described first and named soon after: "увидал женщину высокого роста"."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.domain.books import Address
from app.domain.names import ChapterText, Entity, EntityKind, Gender
from app.extraction import speech
from app.extraction.looks.people import Person, Sentence, Trait
from app.extraction.looks.scenes import GLIMPSES

# A book names whom it introduced so at most so many blocks later, or somebody has just called him
# (chosen by reading two novels).
BLOCKS_BEFORE, BLOCKS_AFTER = 1, 7
# Of several newcomers the one is meant of whom the book speaks so many times as often.
LEADING = 3
DOUBT = 0.8
# Told in one breath, it must be so many things (chosen by reading ten books).
LEAST_TRAITS = 3
# People may have spoken of somebody so many times before he is seen (a guess).
HEARSAY = 15
# Who is named more rarely than that is not worth a portrait (chosen by reading "War and Peace").
LEAST_MENTIONS = 10


@dataclass(frozen=True)
class Arrival:
    """
    Who enters the chapter, and where; *is_new* if he enters the book, *is_called* if somebody there
    says his name.
    """

    entity: Entity
    place: Address
    is_new: bool
    is_called: bool


def arrivals(
    entities: Iterable[Entity], chapters: Iterable[ChapterText]
) -> dict[int, list[Arrival]]:
    """By chapter: where it first names whom nobody has seen yet, though many may have spoken of him."""
    blocks = {chapter.ordinal: chapter.blocks for chapter in chapters}
    found: dict[int, list[Arrival]] = {}
    for entity in entities:
        if entity.kind is EntityKind.CHARACTER and len(entity.mentions) >= LEAST_MENTIONS:
            for place, is_new in _entrances(entity, blocks):
                is_called = bool(speech.spoken(blocks[place.chapter][place.block])[place.offset])
                arrival = Arrival(entity, place, is_new, is_called)
                found.setdefault(place.chapter, []).append(arrival)
    return found


def _entrances(
    entity: Entity, blocks: Mapping[int, Sequence[str]]
) -> Iterator[tuple[Address, bool]]:
    chapter, seen = 0, 0
    for mention in entity.mentions[:HEARSAY]:
        start = mention.span.start
        if start.chapter != chapter:
            if seen > GLIMPSES:
                return
            chapter = start.chapter
            yield start, chapter == entity.first.chapter
        seen += not speech.spoken(blocks[start.chapter][start.block])[start.offset]


def recognise(traits: Iterable[Trait], arrived: Sequence[Arrival]) -> list[Trait]:
    """Gives a described stranger the name that the book brings in around there, if only one."""
    found = list(traits)
    left = list(arrived)
    for trait in found:
        person = trait.person
        is_told = not trait.is_passing and not _is_in_crowd(trait)
        if person.entity is None and is_told and _is_portrayed(person, found):
            entity = _meant(left, person, trait.sentence)
            if entity:
                person.entity = entity
                left = [one for one in left if one.entity is not entity]
                _doubt(found, person)
    return found


def _is_portrayed(person: Person, traits: Iterable[Trait]) -> bool:
    """Any passer-by is tall and young; of whom a book will name, it tells more, or for longer."""
    told = [one for one in traits if one.person is person and not one.is_passing]
    sentences = {(one.sentence.block, one.sentence.start) for one in told}
    return len(told) >= LEAST_TRAITS or len(sentences) > 1


def _is_in_crowd(trait: Trait) -> bool:
    """Of "a stout lady and a lanky gentleman with two boys" a book rarely names one."""
    strangers = {
        token.person
        for token in trait.sentence.tokens
        if token.person and token.person.is_introduced and token.look.is_person
    }
    return len(strangers) > 1


def _meant(arrived: Sequence[Arrival], person: Person, sentence: Sentence) -> Entity | None:
    """
    Called by name around there, or named after he was described, but not in the same breath, where
    he would be another: "a young man announced that Silver was dead". New in the book before others.
    """
    near = [
        one
        for one in arrived
        if _is_near(one, sentence, BLOCKS_AFTER if person.is_introduced else 1)
        and _fits(one.entity, person)
    ]
    here = [one for one in near if one.place.block == sentence.block]
    return (
        _only([one for one in here if one.is_new])
        or _only([one for one in near if one.is_new])
        or _only(here)
        or _only(near)
    )


def _is_near(arrival: Arrival, sentence: Sentence, reach: int) -> bool:
    place = arrival.place
    if arrival.is_called:
        return -BLOCKS_BEFORE <= place.block - sentence.block <= reach
    is_after = (sentence.block, sentence.end) <= (place.block, place.offset)
    return is_after and place.block - sentence.block <= reach


def _only(near: Sequence[Arrival]) -> Entity | None:
    best = sorted((one.entity for one in near), key=lambda one: -len(one.mentions))
    if not best:
        return None
    rivals = [one for one in best[1:] if len(one.mentions) * LEADING > len(best[0].mentions)]
    return None if rivals else best[0]


def _fits(entity: Entity, person: Person) -> bool:
    return person.gender is not Gender.UNKNOWN and entity.gender in (person.gender, Gender.UNKNOWN)


def _doubt(traits: Iterable[Trait], person: Person) -> None:
    for trait in traits:
        if trait.person is person:
            trait.certainty *= DOUBT
