"""
How good the names are: people, places and aliases of whole novels, beside labels made by reading.

    python -m bench.names [../shared/books] [../shared/gold/dev.jsonl]

The labels are in bench/gold/names, with the guideline. Every book is read in a process of its own,
so that speed is cold and memory is what names alone add to it.
"""

import json
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from itertools import combinations
from multiprocessing import get_context
from pathlib import Path
from typing import Any, NamedTuple

from app import parsing
from app.domain.books import ChapterKind
from app.domain.names import ChapterText, Entity
from app.extraction import find_names, notes

GOLD = Path(__file__).parent / "gold/names"
EITHER = "either"
# The genders of people and the pairs of aliases, then the mentions by kind and in all.
Figures = Counter[tuple[str, str]]
Place = tuple[int, int]


class Name(NamedTuple):
    """Where a name stands in its block, and of what kind it is."""

    start: int
    end: int
    kind: str

    def meets(self, other: "Name") -> bool:
        return self.start < other.end and other.start < self.end


class Read(NamedTuple):
    language: str
    figures: Figures
    words_per_second: float
    megabytes: float


def main(books: Path, rows: Path) -> None:
    golds = [json.loads(path.read_text("utf-8")) for path in sorted(GOLD.glob("*.json"))]
    totals: dict[str, Figures] = defaultdict(Counter)
    for gold in golds:
        read = apart(judge, books, gold)
        print(f"{Path(gold['book']).stem[:34]:34} {gold['split']:5} {shown(read.figures)}")
        print(f"{'':40} {read.words_per_second:,.0f} words/s cold, {read.megabytes:.0f} MB")
        for group in (read.language, f"{read.language} {gold['split']}", "all"):
            totals[group] += read.figures
    for group in sorted(totals):
        print(f"{group:40} {shown(totals[group])}")
    if rows.exists():
        show_labelled_rows(rows)


def apart(work: Callable[[Path, dict[str, Any]], Read], books: Path, gold: dict[str, Any]) -> Read:
    with ProcessPoolExecutor(1, get_context("spawn")) as executor:
        return executor.submit(work, books, gold).result()


def judge(books: Path, gold: dict[str, Any]) -> Read:
    parsed = parsing.parse((books / gold["book"]).read_bytes())
    language = parsed.metadata.language[:2]
    chapters = [
        ChapterText(each.ordinal, tuple(map(notes.blank, each.blocks)), language)
        for each in parsed.chapters
        if each.kind is ChapterKind.BODY
    ]
    words = sum(len(block.split()) for chapter in chapters for block in chapter.blocks)
    before = peak_megabytes()
    began = time.process_time()
    found = find_names(chapters)
    speed = words / (time.process_time() - began)
    megabytes = peak_megabytes() - before
    figures = mentions(gold, chapters, found) + people(gold, found)
    return Read(language, figures, speed, megabytes)


def peak_megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def mentions(
    gold: dict[str, Any], chapters: Iterable[ChapterText], found: Iterable[Entity]
) -> Figures:
    """Of the labelled pages: `kind, gold`, `kind, found`, `kind, recalled` and `kind, right`."""
    texts = {chapter.ordinal: chapter.blocks for chapter in chapters}
    ours = by_block(found)
    figures: Figures = Counter()
    for page in gold["pages"]:
        labelled: dict[Place, list[Name]] = defaultdict(list)
        for chapter, block, start, surface, kind in page["names"]:
            end = start + len(surface)
            assert texts[chapter][block][start:end] == surface, (gold["book"], chapter, block)
            labelled[chapter, block].append(Name(start, end, kind))
        for chapter, first, last in page["blocks"]:
            for block in range(first, last + 1):
                place = (chapter, block)
                figures += compared(labelled[place], ours[place])
    return figures


def by_block(found: Iterable[Entity]) -> dict[Place, list[Name]]:
    ours: dict[Place, list[Name]] = defaultdict(list)
    for entity in found:
        for mention in entity.mentions:
            start, end = mention.span.start, mention.span.end
            ours[start.chapter, start.block].append(Name(start.offset, end.offset, entity.kind))
    return ours


def compared(labelled: list[Name], ours: list[Name]) -> Figures:
    figures: Figures = Counter()
    for one in labelled:
        if one.kind != EITHER:
            met = [each for each in ours if each.meets(one)]
            for kind, is_met in ((one.kind, one.kind in {each.kind for each in met}), ("any", met)):
                figures[kind, "gold"] += 1
                figures[kind, "recalled"] += bool(is_met)
            figures["any", "exact"] += any(each[:2] == one[:2] for each in met)
    for each in ours:
        met = [one for one in labelled if one.meets(each)]
        if any(one.kind == EITHER for one in met):
            continue
        for kind, is_met in ((each.kind, each.kind in {one.kind for one in met}), ("any", met)):
            figures[kind, "found"] += 1
            figures[kind, "right"] += bool(is_met)
    return figures


def people(gold: dict[str, Any], found: list[Entity]) -> Figures:
    """Pairs of names that are one person's: labelled, found, both; and genders that are right."""
    named: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, entity in enumerate(found):
        for alias in entity.aliases:
            named[plain(alias.name)].append((alias.mentions, number))
    owners: dict[tuple[int, str], int] = {}
    figures: Figures = Counter()
    for person, labelled in enumerate(gold["characters"]):
        votes: Counter[int] = Counter()
        for name in map(plain, labelled["aliases"]):
            count, owners[person, name] = max(named.get(name, [(0, -1 - len(owners))]))
            votes[owners[person, name]] += count
        number, count = votes.most_common(1)[0]
        figures["people", "gold"] += 1
        figures["people", "found"] += count > 0
        figures["people", "gender"] += count > 0 and found[number].gender == labelled["gender"]
    for (person, one), (other, two) in combinations(owners, 2):
        is_pair, is_ours = person == other, owners[person, one] == owners[other, two]
        figures["pairs", "gold"] += is_pair
        figures["pairs", "found"] += is_ours
        figures["pairs", "right"] += is_pair and is_ours
    return figures


def plain(name: str) -> str:
    return " ".join(name.lower().replace("ё", "е").replace("’", "'").split())


def shown(figures: Figures) -> str:
    parts = []
    for kind, label in (("character", "people"), ("place", "places"), ("any", "any")):
        recall = ratio(figures[kind, "recalled"], figures[kind, "gold"])
        precision = ratio(figures[kind, "right"], figures[kind, "found"])
        parts.append(
            f"{label} R {recall:.3f} P {precision:.3f} F {harmonic(recall, precision):.3f}"
        )
    recall = ratio(figures["pairs", "right"], figures["pairs", "gold"])
    precision = ratio(figures["pairs", "right"], figures["pairs", "found"])
    parts += [
        f"exact {ratio(figures['any', 'exact'], figures['any', 'gold']):.2f}",
        f"aliases P {precision:.2f} R {recall:.2f} F {harmonic(recall, precision):.3f}",
        f"genders {figures['people', 'gender']} of {figures['people', 'gold']}",
    ]
    return "; ".join(parts)


def ratio(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def harmonic(one: float, two: float) -> float:
    return 2 * one * two / (one + two) if one + two else 0.0


def show_labelled_rows(path: Path) -> None:
    """The entities of the labelled paragraphs; only some pages of each novel are known here."""
    parts: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        parts[row["lang"], row["part"]].append(row)
    figures: Figures = Counter()
    for (language, _), rows in sorted(parts.items()):
        blocks = tuple(row["text"] for row in rows)
        ours = by_block(find_names([ChapterText(1, blocks, language)]))
        for number, row in enumerate(rows):
            for surface in row["entities"]:
                start = row["text"].find(surface)
                entity = Name(start, start + len(surface), EITHER)
                figures[language, "gold"] += 1
                figures[language, "recalled"] += any(n.meets(entity) for n in ours[1, number])
    for language in ("ru", "en"):
        recalled, gold = figures[language, "recalled"], figures[language, "gold"]
        print(f"entities of labelled paragraphs, {language}: {recalled} of {gold}")


if __name__ == "__main__":
    main(
        Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/books"),
        Path(sys.argv[2] if len(sys.argv) > 2 else "../shared/gold/dev.jsonl"),
    )
