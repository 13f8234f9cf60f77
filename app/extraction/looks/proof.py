"""Turns traits into facts: where they stand, how long they hold, and each of them once."""

from collections.abc import Iterable, Iterator

from app.domain.bible import Attribute, Fact, Origin
from app.domain.books import Address, Span
from app.domain.names import ChapterText, Entity
from app.extraction.looks.people import Trait

# A longer sentence is quoted from semicolon to semicolon.
LONGEST_QUOTE = 300
# Below are pronouns that could mean two people (chosen by reading two novels).
LEAST_CERTAINTY = 0.62
# What somebody wears when he enters the book is how a reader remembers him; so many blocks
# belong to his entrance (a guess).
ENTRANCE_BLOCKS = 8


def facts(chapter: ChapterText, traits: Iterable[Trait]) -> Iterator[Fact]:
    for trait in traits:
        if trait.person.entity and trait.certainty >= LEAST_CERTAINTY:
            yield _fact(chapter, trait, trait.person.entity)


def distinct(found: Iterable[Fact]) -> list[Fact]:
    """In reading order; what the book repeats is kept where it is said most surely."""
    best: dict[tuple[str, Attribute, str, Address | None], Fact] = {}
    for fact in found:
        key = (fact.entity, fact.attribute, fact.value, fact.valid_to)
        known = best.get(key)
        if known is None or known.confidence < fact.confidence:
            best[key] = fact
    return sorted(best.values(), key=lambda fact: fact.span.start)


def _fact(chapter: ChapterText, trait: Trait, entity: Entity) -> Fact:
    block = chapter.blocks[trait.sentence.block]
    start, end = _quoted(block, trait)
    said = Address(chapter.ordinal, trait.sentence.block, start)
    last = len(chapter.blocks) - 1
    is_lasting = not trait.is_passing and _is_kept(trait, entity, said)
    return Fact(
        entity=entity.key,
        attribute=trait.attribute,
        value=trait.value,
        quote=block[start:end],
        span=Span(said, Address(chapter.ordinal, trait.sentence.block, end)),
        confidence=round(min(trait.certainty, 1.0), 3),
        origin=Origin.EXTRACTED,
        is_lasting=is_lasting,
        valid_from=min(entity.first, said) if is_lasting else said,
        valid_to=None if is_lasting else Address(chapter.ordinal, last, len(chapter.blocks[last])),
    )


def _is_kept(trait: Trait, entity: Entity, said: Address) -> bool:
    """Clothes are of one day, but for those one enters in or "always" wears."""
    if trait.attribute is not Attribute.CLOTHES:
        return True
    if any("habit" in token.look.roles for token in trait.sentence.tokens):
        return True
    first = entity.first
    return said.chapter == first.chapter and abs(said.block - first.block) <= ENTRANCE_BLOCKS


def _quoted(block: str, trait: Trait) -> tuple[int, int]:
    """The sentence; of a long one the clause, by the widest marks that leave it short."""
    start, end = trait.sentence.start, trait.sentence.end
    if end - start <= LONGEST_QUOTE:
        return start, end
    first = trait.sentence.tokens[trait.first].start
    last = trait.sentence.tokens[trait.last].end
    for mark in (";", ":", ",", " "):
        left, right = block.rfind(mark, start, first), block.find(mark, last, end)
        begin = start if left == -1 else left + 1
        stop = end if right == -1 else right
        if stop - begin <= LONGEST_QUOTE:
            return begin + len(block[begin:stop]) - len(block[begin:stop].lstrip()), stop
    return first, last
