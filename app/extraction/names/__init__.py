"""Who and what a book speaks of by name: characters and places, and every mention of them."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.domain.names import ChapterText, Entity, EntityKind, Spotted
from app.extraction.languages import primary
from app.extraction.names import (
    english,
    entities,
    genders,
    persons,
    runs,
    russian,
    russian_context,
    tokens,
)
from app.extraction.names.kinds import Evidence
from app.extraction.names.runs import Run
from app.extraction.names.told import Told

JOINED = re.compile(r"\s(?:and|и|с|with)\s")


def find_names(chapters: Sequence[ChapterText], spotted: Sequence[Spotted] = ()) -> list[Entity]:
    """
    The characters and places of a whole book, the most important first.

    Russian and English are read with lists and a dictionary, other languages by their capitals.
    *spotted* is what another engine takes for names: evidence, no more.
    """
    languages = sorted({primary(chapter.language) for chapter in chapters})
    found: list[Entity] = []
    for language in languages:
        own = [chapter for chapter in chapters if primary(chapter.language) == language]
        found += _of_language(own, language, spotted)
    return entities.ranked(found)


def _of_language(
    chapters: Sequence[ChapterText], language: str, spotted: Sequence[Spotted]
) -> list[Entity]:
    told = Told(chapters, spotted)
    census = tokens.count(chapters)._replace(told=told.forms)
    reader = runs.Reader(english.readings(census, language), english.title_of, english.prior)
    if language == "ru":
        readings = reader.readings | russian.readings(census)
        reader = runs.Reader(readings, russian_context.title_of, russian_context.prior)
    found = list(runs.find(census.caps, reader))
    signs = genders.Signs(found, chapters, language)
    found = signs.added_to(found)
    evidence = Evidence(found, language, told)
    people = [run for run in found if evidence.kind(run) is EntityKind.CHARACTER]
    places = [run for run in found if evidence.kind(run) is EntityKind.PLACE]
    groups = [
        (EntityKind.CHARACTER, [people[i] for i in group])
        for group in persons.group(people, _side_by_side(people, chapters))
    ]
    by_name: dict[tuple[str, ...], list[Run]] = defaultdict(list)
    for run in places:
        by_name[tuple(word.key for word in run.lexemes)].append(run)
    groups += [(EntityKind.PLACE, group) for group in by_name.values()]
    return entities.of(groups, chapters, signs)


def _side_by_side(
    runs: Sequence[Run], chapters: Sequence[ChapterText]
) -> Iterator[tuple[int, int]]:
    """Positions of names joined by "and": nobody is named so beside himself."""
    for i, (run, following) in enumerate(pairwise(runs)):
        if following[:2] == run[:2]:
            between = chapters[run.chapter].blocks[run.block][run.end : following.start]
            if JOINED.fullmatch(between):
                yield i, i + 1
