"""Names of several words that are common words alone: "Treasure Island", "the Time Traveller"."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from collections.abc import Set as AbstractSet

from app.domain.names import Gender
from app.extraction.names import lists
from app.extraction.names.lexemes import Lexeme, Role
from app.extraction.names.tokens import Cap, plain
from app.extraction.words import lexicon

# What is written so twice inside a sentence is no chance; of common words alone, three times.
LEAST, LEAST_COMMON = 2, 3
LONGEST = 4
PEOPLE = ("kin male", "kin female", "title", "title male", "title female")
# "Circassian", "Japanese", "Cornish" and what novels make like them ("Chichikovian").
OF_A_PEOPLE = re.compile(r"..(?:ian|ean|ese|ish)s?$")


def groups(caps: Sequence[Cap]) -> Iterator[list[Cap]]:
    """Capitalised words that follow one another."""
    group: list[Cap] = []
    for cap in caps:
        if group and not (cap.is_joined and cap.before_start == group[-1].start):
            yield group
            group = []
        group.append(cap)
    if group:
        yield group


def find(
    caps: Sequence[Cap], known: Collection[str], titles: AbstractSet[str], named: lists.Lists
) -> dict[tuple[str, ...], Lexeme]:
    """*known* are words that are names alone; what holds only such is no phrase."""
    counts: Counter[tuple[str, ...]] = Counter()
    written: dict[tuple[str, ...], str] = {}
    for group in groups(caps):
        words = [plain(cap.text) for cap in group]
        if len(words) == 1 or all(word in known or word in titles for word in words):
            continue
        first = next((i for i, word in enumerate(words) if word not in titles), len(words))
        inner = [i for i in range(first, len(words)) if i > 0 or not group[0].is_initial]
        for length in range(2, min(LONGEST, len(inner)) + 1):
            for start in inner[: len(inner) - length + 1]:
                part = tuple(words[start : start + length])
                counts[part] += 1
                written.setdefault(
                    part, " ".join(cap.text for cap in group[start : start + length])
                )
    found = {}
    for part, count in counts.items():
        if not titles.isdisjoint(part):
            continue
        common = [word for word in part if word not in known]
        if part[-1] in known and part[-2] in known:
            continue
        least = (
            LEAST if len(common) < len(part) or named.has("place head", part[-1]) else LEAST_COMMON
        )
        if common and count >= least and not any(named.has("no name", word) for word in part):
            found[part] = _lexeme(written[part], part, named, is_named=len(common) < len(part))
    return _longest(found, counts)


def common_role(word: str, named: lists.Lists) -> Role | None:
    """What an English word is in a name, by what it is as a common word; None if it is none."""
    head = word.rsplit("-", maxsplit=1)[-1]
    entries = lexicon("en").get(head, ())
    nouns = [entry for entry in entries if entry.startswith("n")]
    if any(entry.startswith("n=place") for entry in nouns):
        return Role.PLACE
    is_calling = bool(nouns) and nouns[0].startswith("n=person")
    if is_calling or any(named.has(section, head) for section in PEOPLE):
        return Role.CALLING
    return Role.THING if entries or OF_A_PEOPLE.search(word) else None


def _lexeme(name: str, part: tuple[str, ...], named: lists.Lists, *, is_named: bool) -> Lexeme:
    is_place = named.has("place head", part[-1])
    gender = Gender.UNKNOWN
    for word in part:
        if named.has("given male", word) or named.has("kin male", word):
            gender = Gender.MALE
        elif named.has("given female", word) or named.has("kin female", word):
            gender = Gender.FEMALE
    head = common_role(part[-1], named)
    if is_place or head is Role.CALLING:
        role = Role.PLACE if is_place else Role.CALLING
    else:
        role = Role.OTHER if is_named else Role.THING
    return Lexeme(name, " ".join(part), role, gender)


def _longest(
    found: dict[tuple[str, ...], Lexeme], counts: Counter[tuple[str, ...]]
) -> dict[tuple[str, ...], Lexeme]:
    """Without parts that hardly occur outside a longer phrase."""
    inside: dict[tuple[str, ...], int] = defaultdict(int)
    for part in found:
        for length in range(2, len(part)):
            for start in range(len(part) - length + 1):
                inside[part[start : start + length]] += counts[part]
    return {part: one for part, one in found.items() if counts[part] > inside[part]}
