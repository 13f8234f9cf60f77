"""
What a book tells of the looks of its people and places, for reading and for judging.

    python -m bench.bible ../shared/books/fb2/ru/turgenev_ottsy-i-deti.fb2 [BOOK...]
    python -m bench.bible --judged [BOOKS]     figures of bench/gold/looks.tsv, BOOKS its folder

The first prints the facts of the characters and places a book speaks of most, how many of them
have English words, and words a second on one core. The second reads the judged books again: of
the facts that were read, how many are right, and how many of their quotes stand at their address.
"""

import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from app.domain.bible import Bible, Fact
from app.domain.names import ChapterText, Entity
from app.extraction import find_bible, find_names
from app.illustration import looks
from app.parsing import parse
from app.services import languages, looking, texts
from app.services.portraying import SURE_ENOUGH

JUDGED = Path(__file__).parent / "gold" / "looks.tsv"
SHOWN = 30
WIDEST_QUOTE = 160


@dataclass(frozen=True)
class Judgment:
    """One fact as it was read: `right` says whether the book tells that of that entity."""

    book: str
    entity: str
    attribute: str
    value: str
    address: str
    right: bool


@dataclass(frozen=True)
class Reading:
    chapters: list[ChapterText]
    entities: list[Entity]
    bible: Bible
    names_s: float
    bible_s: float

    @property
    def words(self) -> int:
        return sum(len(block.split()) for chapter in self.chapters for block in chapter.blocks)


def read(path: Path) -> Reading:
    book = parse(path.read_bytes())
    chapters = [
        ChapterText(
            body.chapter.ordinal,
            tuple(texts.mask(body.chapter.blocks, [asdict(m) for m in body.chapter.note_marks])),
            body.language,
        )
        for body in looking.bodies(book, languages.of_chapters(book))
    ]
    start = time.process_time()
    entities = find_names(chapters)
    named = time.process_time()
    bible = find_bible(chapters, entities)
    return Reading(chapters, entities, bible, named - start, time.process_time() - named)


def show(path: Path) -> None:
    reading = read(path)
    by_entity: dict[str, list[Fact]] = defaultdict(list)
    for fact in reading.bible.facts:
        by_entity[fact.entity].append(fact)
    for entity in reading.entities[:SHOWN]:
        if facts := by_entity.get(entity.key):
            print(f"\n{entity.name} ({entity.kind}, {len(entity.mentions)} mentions)")
            for fact in facts:
                print(_line(fact))
    summarise(path, reading)


def summarise(path: Path, reading: Reading) -> None:
    facts, setting = reading.bible.facts, reading.bible.setting
    rendered = sum(looks.render(fact.value) is not None for fact in facts)
    lasting = sum(fact.is_lasting for fact in facts)
    counts = Counter(fact.attribute.value for fact in facts)
    print(f"\n{path.name}: {len(facts)} facts, {lasting} lasting, {dict(counts)}")
    print(f"setting: {setting.label!r} {setting.confidence} by {len(setting.evidence)} quotes")
    print(f"in English: {rendered} of {len(facts)}")
    print(
        f"{reading.words:,} words; names {reading.words / reading.names_s:,.0f} words/s, "
        f"bible {reading.words / reading.bible_s:,.0f} words/s, cold"
    )


def judge(folder: Path) -> None:
    judged: dict[str, list[Judgment]] = defaultdict(list)
    for judgment in judgments():
        judged[judgment.book].append(judgment)
    certain: list[tuple[float, bool]] = []
    for book, known in judged.items():
        path = next(folder.rglob(book), None)
        if path is None:
            print(f"{book}: not in {folder}")
            continue
        certain += _compare(book, known, read(path))
    for name, some in (
        ("sure enough for prompts", [right for sure, right in certain if sure >= SURE_ENOUGH]),
        ("too doubtful for them", [right for sure, right in certain if sure < SURE_ENOUGH]),
    ):
        print(f"{name} ({SURE_ENOUGH}): {sum(some)} of {len(some)} right")


def judgments() -> Iterator[Judgment]:
    for line in JUDGED.read_text("utf-8").splitlines():
        if not line.startswith("#"):
            book, entity, attribute, value, address, verdict = line.split("\t")
            yield Judgment(book, entity, attribute, value, address, verdict == "right")


def _compare(book: str, known: Sequence[Judgment], reading: Reading) -> list[tuple[float, bool]]:
    """A fact that was not read yet counts as neither right nor wrong; the others' confidence."""
    names = {
        entity.key: {entity.name, *(alias.name for alias in entity.aliases)}
        for entity in reading.entities
    }
    verdicts = {(one.attribute, one.value, one.address): one for one in known}
    found = [
        verdict.right if verdict and verdict.entity in names[fact.entity] else None
        for fact in reading.bible.facts
        for verdict in [verdicts.get((fact.attribute.value, fact.value, _address(fact)))]
    ]
    right, wrong = found.count(True), found.count(False)
    blocks = {chapter.ordinal: chapter.blocks for chapter in reading.chapters}
    quoted = sum(_stands(fact, blocks) for fact in reading.bible.facts)
    print(
        f"{book}: {right} right, {wrong} wrong, {found.count(None)} unread; "
        f"precision {right / max(1, right + wrong):.3f}; quotes right {quoted} of {len(found)}"
    )
    facts = reading.bible.facts
    return [(fact.confidence, x) for fact, x in zip(facts, found, strict=True) if x is not None]


def _stands(fact: Fact, blocks: dict[int, tuple[str, ...]]) -> bool:
    start, end = fact.span.start, fact.span.end
    return blocks[start.chapter][start.block][start.offset : end.offset] == fact.quote


def _line(fact: Fact) -> str:
    kind = "" if fact.is_lasting else "~"
    against = f" against {list(fact.contradicts)}" if fact.contradicts else ""
    english = looks.render(fact.value)
    translated = f" = {english}" if english != fact.value else ""
    return (
        f"  {kind}{fact.attribute}: {fact.value}{translated} "
        f"({fact.confidence:.2f}, {_address(fact)}){against}\n      {fact.quote[:WIDEST_QUOTE]}"
    )


def _address(fact: Fact) -> str:
    start = fact.span.start
    return f"{start.chapter}/{start.block}/{start.offset}"


def main(arguments: Sequence[str]) -> None:
    if arguments[:1] == ["--judged"]:
        judge(Path(arguments[1] if arguments[1:] else "../shared/books"))
        return
    for path in arguments:
        show(Path(path))


if __name__ == "__main__":
    main(sys.argv[1:])
