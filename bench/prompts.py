"""
How much of what real passages hold stands in their prompts, beside the words of the book alone.

    python -m bench.prompts                          50 passages of seven books in ../shared/books
    python -m bench.prompts [--show] BOOK...         as many of the books named; --show prints each prompt

Passages are those a reader would see marked, evenly spread over each book, as their descriptions
keep them: with the blocks around, everybody named in them, and the facts of the looks of those that
are sure and told by then. Two facts of each person or place are locked, as a reader might. What a
prompt has to say is read from the passage and its cast (`scoring.required`), not from the prompt.
*Naive* is the passage itself after the words of the style. Coverage is that of an English-only model.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from statistics import mean

from app.domain.bible import Fact
from app.domain.books import Address
from app.domain.descriptions import Candidate
from app.domain.illustrations import CompiledPrompt, Passage, Portrayed, Trait
from app.domain.names import Entity
from app.extraction import find_bible, find_names
from app.illustration import looks, prompts, scoring, selection, translation
from app.illustration.styles import DEFAULT_STYLE
from app.parsing import parse
from app.services import languages, looking
from app.services.looking import Body

BOOKS = Path("../shared/books")
RUSSIAN = (
    "fb2/ru/turgenev_ottsy-i-deti.fb2",
    "fb2/ru/dostoevsky_igrok.cp1251.fb2",
    "fb2/ru/tolstoy_anna-karenina.fb2.zip",
)
ENGLISH = (
    "epub/se/h-g-wells_the-time-machine.epub",
    "epub/se/mary-shelley_frankenstein.epub",
    "epub/se/robert-louis-stevenson_treasure-island_milo-winter.epub",
    "epub/se/nikolai-gogol_dead-souls_d-j-hogarth.epub",
)
PASSAGES = 25
"""Of each language."""
SURE_ENOUGH = 0.7
LOCKED = 2
FEWEST, MOST = 60, 110
READS = frozenset({"en"})


@dataclass(frozen=True)
class Measured:
    passage: Passage
    compiled: CompiledPrompt
    coverage: float
    naive: float

    @property
    def words(self) -> int:
        return len(self.compiled.text.split())


def passages(path: Path, count: int) -> Iterator[Passage]:
    """*count* of one book, evenly spread over those that would be marked in it."""
    book = parse(path.read_bytes())
    plain = looking.bodies(book, languages.of_chapters(book))
    chapters = [each.text for each in plain]
    entities = {each.key: each for each in find_names(chapters)}
    bible = find_bible(chapters, list(entities.values()))
    facts: dict[str, list[Fact]] = defaultdict(list)
    for fact in bible.facts:
        facts[fact.entity].append(fact)
    found = [
        (body, marked.candidate)
        for body in looking.with_names(plain, list(entities.values()))
        for marked in selection.select(looking.candidates(body), word_count=body.chapter.word_count)
    ]
    step = max(1, len(found) // count)
    for body, candidate in islice(found[step // 2 :: step], count):
        yield _passage(body, candidate, entities, facts, bible.setting.label)


def measure(passage: Passage) -> Measured:
    compiled = prompts.compile(passage, DEFAULT_STYLE)
    wanted = scoring.required(passage, DEFAULT_STYLE)
    raw = f"{DEFAULT_STYLE.words}. {passage.text}"
    return Measured(
        passage,
        compiled,
        scoring.coverage(compiled.text, wanted, READS),
        scoring.coverage(raw, wanted, READS),
    )


def report(title: str, measured: Sequence[Measured]) -> None:
    if not measured:
        print(f"{title}: no passage")
        return
    within = mean(FEWEST <= one.words <= MOST for one in measured)
    losses = Counter(loss.split(":")[0] for one in measured for loss in one.compiled.losses)
    people = sum(bool(one.passage.cast) for one in measured)
    print(
        f"{title}: {len(measured)} passages, {people} with somebody the bible knows; coverage "
        f"compiled {mean(one.coverage for one in measured):.1f}, naive {mean(one.naive for one in measured):.1f}; "
        f"words {min(one.words for one in measured)}-{max(one.words for one in measured)}, "
        f"{100 * within:.0f} % within {FEWEST}-{MOST}"
    )
    finished = sum(
        any(slot.name != "shot" and slot.source == "type" for slot in one.compiled.slots)
        for one in measured
    )
    print(f"  too short without the words of their type: {finished}")
    held = sum(bool(one.compiled.held) for one in measured)
    print(f"  passages with losses, by kind: {dict(losses.most_common())}; held: {held}")


def _passage(
    body: Body,
    found: Candidate,
    entities: Mapping[str, Entity],
    facts: Mapping[str, Sequence[Fact]],
    era: str,
) -> Passage:
    at = Address(body.chapter.ordinal, found.end_block, found.end)
    cast = [_portrayed(entities[each.key], facts.get(each.key, ()), at) for each in found.entities]
    importance = {key: entity.importance for key, entity in entities.items()}
    cast.sort(key=lambda one: -importance[one.key])
    around = "\n".join(body.chapter.blocks[found.block : found.end_block + 1])
    return Passage(found.text, body.language, found.type, around, tuple(cast), era)


def _portrayed(entity: Entity, facts: Sequence[Fact], at: Address) -> Portrayed:
    told = [
        Trait(fact.attribute, english, f"fact:{number}")
        for number, fact in enumerate(sorted(facts, key=lambda one: -one.confidence))
        if fact.confidence >= SURE_ENOUGH and fact.is_lasting and fact.valid_from <= at
        if (english := looks.render(fact.value))
    ]
    name = " ".join(translation.transliterate(part) for part in entity.name.split())
    return Portrayed(
        key=entity.key,
        kind=entity.kind,
        name=name if translation.is_russian(entity.name) else entity.name,
        gender=entity.gender,
        locked=tuple(told[:LOCKED]),
        traits=tuple(told[LOCKED:]),
    )


def _of_books(books: Sequence[Path], count: int, *, is_shown: bool) -> list[Measured]:
    present = [path for path in books if path.exists()]
    for path in set(books) - set(present):
        print(f"{path}: not here, skipped")
    shares = [(count + i) // len(present) for i in range(len(present))] if present else []
    measured = []
    for path, share in zip(present, shares, strict=True):
        for passage in passages(path, share):
            one = measure(passage)
            measured.append(one)
            if is_shown:
                _show(path, one)
    return measured


def _show(path: Path, one: Measured) -> None:
    print(f"\n{path.name}, {one.passage.type}: {one.passage.text}")
    print(f"  {one.words} words, coverage {one.coverage} (naive {one.naive})")
    print(f"  {one.compiled.text}")
    wanted = scoring.required(one.passage, DEFAULT_STYLE)
    missed = [each for each in wanted if scoring.coverage(one.compiled.text, [each], READS) < 100.0]
    print(
        f"  losses {one.compiled.losses}; missed {[(each.kind, each.ways[:3]) for each in missed]}"
    )


def main(arguments: Sequence[str]) -> None:
    is_shown = "--show" in arguments
    named = [Path(each) for each in arguments if each != "--show"]
    if named:
        report("all", _of_books(named, 2 * PASSAGES, is_shown=is_shown))
        return
    russian = _of_books([BOOKS / each for each in RUSSIAN], PASSAGES, is_shown=is_shown)
    english = _of_books([BOOKS / each for each in ENGLISH], PASSAGES, is_shown=is_shown)
    report("Russian", russian)
    report("English", english)
    report("all", [*russian, *english])


if __name__ == "__main__":
    main(sys.argv[1:])
