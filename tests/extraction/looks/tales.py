"""Small tales for the tests of looks: blocks of text, and who is named in them."""

import re
from collections.abc import Sequence

from app.domain.bible import Bible, Fact
from app.domain.books import Address, Span
from app.domain.names import Alias, ChapterText, Entity, EntityKind, Gender, Mention
from app.extraction import find_bible

MALE, FEMALE = Gender.MALE, Gender.FEMALE


def english(*blocks: str, **people: Gender) -> list[Fact]:
    """The facts of one English chapter; *people* are named by a keyword each."""
    return list(
        read([("en", blocks)], [(name, gender, name) for name, gender in people.items()]).facts
    )


def russian(*blocks: str, **people: Gender) -> list[Fact]:
    """The same in Russian; a name is its nominative, and any ending may follow its stem."""
    named = [(name, gender, rf"{name.rstrip('аяйь')}\w{{0,3}}") for name, gender in people.items()]
    return list(read([("ru", blocks)], named).facts)


def read(
    chapters: Sequence[tuple[str, Sequence[str]]],
    people: Sequence[tuple[str, Gender, str]],
    kind: EntityKind = EntityKind.CHARACTER,
) -> Bible:
    texts = [
        ChapterText(ordinal, tuple(blocks), language)
        for ordinal, (language, blocks) in enumerate(chapters, 1)
    ]
    entities = [entity(texts, name, gender, form, kind) for name, gender, form in people]
    return find_bible(texts, [one for one in entities if one.mentions])


def entity(
    chapters: Sequence[ChapterText],
    name: str,
    gender: Gender,
    form: str,
    kind: EntityKind = EntityKind.CHARACTER,
) -> Entity:
    mentions = tuple(
        Mention(
            Span(
                Address(chapter.ordinal, number, match.start()),
                Address(chapter.ordinal, number, match.end()),
            ),
            match.group(),
        )
        for chapter in chapters
        for number, block in enumerate(chapter.blocks)
        for match in re.finditer(rf"(?<!\w){form}(?!\w)", block)
    )
    first = mentions[0].span.start if mentions else Address(1, 0, 0)
    return Entity(kind, name, (Alias(name, first, len(mentions)),), gender, 1.0, mentions)


def looks(facts: Sequence[Fact]) -> list[tuple[str, str]]:
    """Attribute and value of each, which is what most tests are about."""
    return [(fact.attribute.value, fact.value) for fact in facts]
