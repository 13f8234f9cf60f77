"""
Builds app/extraction/lexicons/en.txt from WordNet 3.0: what English words can be seen as.

    python -m bench.english_lexicon [/usr/share/wordnet]     Debian: apt install wordnet-base

A noun's category comes from its hypernyms (an *armchair* is an instrumentality, an *ulster* is
clothing), weighed by how often each sense was met in WordNet's tagged texts; a verb's from its
lexicographer file. Hand-written words (english_words.txt) go before both.
"""

import re
import sys
from collections import Counter, defaultdict
from functools import cache
from pathlib import Path

import simplemma

from app.extraction.words import CATEGORIES, FUNCTIONS

HERE = Path(__file__).parent
LEXICON = HERE.parent / "app/extraction/lexicons/en.txt"
POSES = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}
FILES = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}

# Synsets of WordNet 3.0 (offset in data.noun): what is below one of them is of that category; the
# nearest ancestor decides.
ROOTS = {
    "03051540": "cloth",
    "03309808": "cloth",
    "03380867": "cloth",
    "03502509": "cloth",
    "03597469": "cloth",
    "02681518": "cloth",
    "04341686": "place",
    "02735688": "place",
    "04105893": "place",
    "04564698": "place",
    "09225146": "place",
    "09287968": "place",
    "09334396": "place",
    "08630039": "place",
    "11524662": "sky",
    "11425580": "sky",
    "09239740": "sky",
    "11473954": "sky",
    "03665366": "sky",
    "15236475": "sky",
}
# Lexicographer files (wordnet/lexnames): what is left when no root is above.
NOUN_FILES = {
    "05": "animal",
    "06": "object",
    "08": "body",
    "13": "object",
    "15": "place",
    "17": "place",
    "18": "person",
    "19": "sky",
    "20": "plant",
    "25": "object",
    "27": "object",
    **dict.fromkeys(
        ("04", "07", "09", "10", "11", "12", "16", "21", "22", "23", "24", "26", "28"), "abstract"
    ),
}
VERB_FILES = {
    "29": "motion",
    "31": "thought",
    "32": "speech",
    "34": "motion",
    "35": "motion",
    "37": "thought",
    "38": "motion",
    "39": "sight",
    "43": "sky",
}
# Of rare words only these: most rare persons are "noncitizens", most rare substances
# "hydrofluorocarbons".
RARE = {"place", "body", "cloth", "animal", "plant", "object"}
SUBSTANCES = "27"
QUALITIES = {"colour", "shape", "light", "texture"}
# A first sense that no text was tagged with still counts half, and a reading met in less than a
# tenth of all cases is noise.
UNSEEN_SENSE = 0.5
SMALLEST_SHARE = 0.1
SMALLEST_QUALITY_SHARE = 0.2


def main(wordnet: Path) -> None:
    seeds = read_seeds(HERE / "english_words.txt")
    senses = Senses(wordnet)
    lines = []
    for lemma in sorted(senses.counts.keys() | {word for word, _ in seeds}):
        entry = " ".join(readings(lemma, senses, seeds))
        if entry:
            lines.append(f"{lemma}\t{entry}\n")
    header = (
        "# From WordNet 3.0, Copyright 2006 by Princeton University; see NOTICE in this folder.\n"
        "# Built by bench/english_lexicon.py. Readings of a lemma, the most frequent first:\n"
        "# n noun, v verb, a adjective, r adverb; after = what can be seen in it.\n"
    )
    LEXICON.write_text(header + "".join(lines), encoding="utf-8")
    print(f"{len(lines)} lemmas, {LEXICON.stat().st_size / 1000:.0f} kB")


def read_seeds(path: Path) -> dict[tuple[str, str], list[str]]:
    """(word, reading) -> categories; the reading of a function word is empty."""
    seeds: dict[tuple[str, str], list[str]] = defaultdict(list)
    reading, category = "", ""
    for line in path.read_text("utf-8").splitlines():
        if line.startswith("["):
            reading, _, category = line.strip("[]").rpartition(":")
            assert category in ("", *CATEGORIES, *FUNCTIONS), category
        elif not line.startswith("#"):
            for word in line.split():
                seeds[word, reading].append(category)
    return seeds


class Senses:
    """How often each lemma was met as what part of speech, and as what category."""

    def __init__(self, wordnet: Path) -> None:
        self.counts: dict[str, Counter[str]] = defaultdict(Counter)
        self.categories: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        self.tagged: set[str] = set()
        self.common: set[str] = set()
        taxonomy = Taxonomy(wordnet)
        times = tagged_times(wordnet)
        for pos, name in FILES.items():
            for line in lines_of(wordnet / f"index.{name}"):
                lemma, _, _, pointers, *rest = line.split()
                if "_" not in lemma and re.fullmatch(r"[a-z][a-z'-]+", lemma):
                    self._add(lemma, pos, rest[int(pointers) + 2 :], taxonomy, times)

    def _add(
        self, lemma: str, pos: str, offsets: list[str], taxonomy: "Taxonomy", times: Counter[str]
    ) -> None:
        for number, offset in enumerate(offsets, 1):
            seen = times[f"{lemma} {pos} {number}"]
            if seen:
                self.tagged.add(lemma)
            weight = seen + (UNSEEN_SENSE if number == 1 else 0)
            self.counts[lemma][pos] += weight  # type: ignore[assignment]  # Counters may hold fractions.
            category = taxonomy.category(pos, offset)
            if number == 1 and pos == "n" and taxonomy.is_common(offset):
                self.common.add(lemma)
            if category:
                self.categories[lemma, pos][category] += weight  # type: ignore[assignment]


class Taxonomy:
    def __init__(self, wordnet: Path) -> None:
        self.files: dict[tuple[str, str], str] = {}
        self.parents: dict[str, list[str]] = {}
        for pos in "nv":
            for line in lines_of(wordnet / f"data.{FILES[pos]}"):
                fields = line.split(" | ")[0].split()
                self.files[pos, fields[0]] = fields[1]
                if pos == "n":
                    self.parents[fields[0]] = [
                        fields[i + 1] for i, field in enumerate(fields) if field == "@"
                    ]
        self._root = cache(self._find_root)

    def category(self, pos: str, offset: str) -> str:
        if pos == "v":
            return VERB_FILES.get(self.files[pos, offset], "")
        if pos != "n":
            return ""
        file = self.files[pos, offset]
        # Abstract senses have no place among things, whatever their hypernyms are called.
        if (
            NOUN_FILES.get(file) in ("abstract", "person", "animal", "plant", "body")
            and file != "28"
        ):
            return NOUN_FILES[file]
        return self._root(offset) or NOUN_FILES.get(file, "")

    def is_common(self, offset: str) -> bool:
        """Neither Denmark, which is an instance and no kind of anything, nor a substance."""
        return bool(self.parents[offset]) and self.files["n", offset] != SUBSTANCES

    def _find_root(self, offset: str) -> str:
        if offset in ROOTS:
            return ROOTS[offset]
        return next(filter(None, map(self._root, self.parents[offset])), "")


def tagged_times(wordnet: Path) -> Counter[str]:
    """How often "lemma pos sense-number" was met in the texts that WordNet's makers tagged."""
    times: Counter[str] = Counter()
    for line in lines_of(wordnet / "cntlist.rev"):
        key, number, count = line.split()
        lemma, _, rest = key.partition("%")
        times[f"{lemma} {POSES[rest[0]]} {number}"] += int(count)
    return times


def lines_of(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if not line.startswith("  ")]


def readings(lemma: str, senses: Senses, seeds: dict[tuple[str, str], list[str]]) -> list[str]:
    function = seeds.get((lemma, ""), [])
    counts = Counter(senses.counts.get(lemma, {}))
    for pos in "nva":
        if (lemma, pos) in seeds:
            counts[pos] += UNSEEN_SENSE  # type: ignore[assignment]
    total = sum(counts.values()) or 1
    kept = [pos for pos, count in counts.most_common() if count / total >= SMALLEST_SHARE]
    found = {pos: category_of(lemma, pos, senses, seeds) for pos in kept}
    if not is_worth_keeping(lemma, found, senses, seeds):
        return [f"={','.join(function)}"] if function else []
    # "A bright light", "the white house": seen qualities are rarely anything else in a novel.
    if QUALITIES & set(found.get("a", [])) and counts["a"] / total >= SMALLEST_QUALITY_SHARE:
        kept.sort(key=lambda pos: pos != "a")
    if not any(found.values()) and (lemma.endswith("ly") or "-" in lemma):
        return []  # `english.read` knows an -ly, and sees more in the parts of "black-haired".
    out = [f"={','.join(function)}"] if function else []
    return out + [pos + ("=" + ",".join(found[pos]) if found[pos] else "") for pos in kept]


def category_of(
    lemma: str, pos: str, senses: Senses, seeds: dict[tuple[str, str], list[str]]
) -> list[str]:
    if (lemma, pos) in seeds:
        return [category for category in seeds[lemma, pos] if category]
    return [category for category, _ in senses.categories[lemma, pos].most_common(1)]


def is_worth_keeping(
    lemma: str,
    found: dict[str, list[str]],
    senses: Senses,
    seeds: dict[tuple[str, str], list[str]],
) -> bool:
    """Words met in running text, and visible things that a second dictionary knows too."""
    if lemma in senses.tagged or any((lemma, pos) in seeds for pos in "nva"):
        return True
    is_visible = bool(RARE & set(found.get("n", [])))
    return is_visible and lemma in senses.common and simplemma.is_known(lemma, lang="en")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "/usr/share/wordnet"))
