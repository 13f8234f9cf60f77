"""When and where a book takes place, from the years, vehicles, dress, ranks and money it names."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, partial

from app.domain.bible import Evidence, Setting
from app.domain.books import Address, Span
from app.domain.names import ChapterText
from app.extraction import sentences
from app.extraction.words import LEXICONS

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
YEAR = re.compile(
    r"(?<![\d№-])(1[0-9]\d\d|20[0-4]\d)(?![\d-])(?=\s*(?:год|г\.)|[⁠\s]*[,.;:)–—⁠]|\s+[а-яa-z])"
)
# "20 мая 1859 года", "On the 12th of June, 1745": the day of a tale, not the date of a war in it.
DATED = re.compile(
    r"(?:(?:январ|феврал|март|апрел|ма[яйе]|июн|июл|август|сентябр|октябр|ноябр|декабр)\w*"
    r"(?:\s+месяц\w+)?"
    r"|(?:january|february|march|april|may|june|july|august|september|october|november|december"
    r"|spring|summer|autumn|winter|year)(?:\s+of)?(?:\s+\d+(?:th|st|nd|rd)?)?),?\s+$",
    re.IGNORECASE,
)
CENTURY = re.compile(r"(?<![\d-])(1[0-9])\u2060?(?:[—–]|--)(?!\d)")
# A book that hides its year ("17—") means its own time; any other year may be of a war before it.
HIDDEN_YEAR_WEIGHT = 3
ENOUGH_YEARS = 5
# Words of a period that are needed to believe it; two could be a comparison (a guess).
ENOUGH_SIGNS = 3
# Of the words of all periods so many must be of the latest one believed (a guess).
LEAST_SHARE = 0.08
LEAST_COUNTRY_SHARE = 0.5
MOST_EVIDENCE = 5
LONGEST_QUOTE = 300
QUOTE_MARGIN = 60
DATE_REACH = 40
# Up to here ordinals end in -th: the 11th century, but the 21st.
TEENS = 20
DIGITS = re.compile(r"\d\d")


@dataclass
class _Signs:
    """How often the words of each period and country stand in the book, with the first of them."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    proofs: dict[tuple[str, str], list[Evidence]] = field(default_factory=dict)

    def add(self, sign: tuple[str, str], proof: Callable[[], Evidence]) -> None:
        self.counts[sign] += 1
        known = self.proofs.setdefault(sign, [])
        if len(known) < MOST_EVIDENCE and (made := proof()) not in known:
            known.append(made)

    def of(self, kind: str) -> Counter[str]:
        return Counter({name: n for (each, name), n in self.counts.items() if each == kind})


def infer(chapters: Sequence[ChapterText]) -> Setting:
    """Era, words for a prompt and up to five quotes; "" where too little tells."""
    signs = _signs(chapters)
    era, when, confidence, proofs = _time(signs)
    country = _country(signs)
    label = ", ".join(filter(None, (country, when)))
    proofs = proofs[:3] + signs.proofs.get(("country", country), [])[:2]
    return Setting(era, label, confidence if era or not country else 0.3, tuple(proofs))


def _time(signs: _Signs) -> tuple[str, str, float, list[Evidence]]:
    years, opening = signs.of("year"), signs.of("opening")
    if opening:
        best = max(opening, key=lambda year: (opening[year], year))
        share = years[best] / years.total()
        return _decade(best), best, round(0.6 + 0.35 * share, 2), signs.proofs["opening", best]
    best, count = max(years.items(), key=lambda one: one[1], default=("", 0))
    if count >= ENOUGH_YEARS:
        share = count / years.total()
        return _decade(best), _decade(best), round(0.5 + 0.4 * share, 2), signs.proofs["year", best]
    centuries = signs.of("century")
    if centuries:
        best, count = max(centuries.items(), key=lambda one: one[1])
        confidence = round(0.4 + 0.45 * count / centuries.total(), 2)
        return best, best, confidence, signs.proofs["century", best]
    period, confidence = _period(signs.of("period"))
    return period, period, confidence, signs.proofs.get(("period", period), [])


def _decade(year: str) -> str:
    return f"{year[:3]}0s"


def _period(counts: Counter[str]) -> tuple[str, float]:
    enough = max(ENOUGH_SIGNS, LEAST_SHARE * counts.total())
    believed = [name for kind, name in _vocabulary().sections if counts[name] >= enough]
    if not believed:
        return "", 0.0
    return believed[-1], round(0.4 + 0.4 * counts[believed[-1]] / counts.total(), 2)


def _country(signs: _Signs) -> str:
    counts = signs.of("country")
    name, count = max(counts.items(), key=lambda one: one[1], default=("", 0))
    is_clear = count >= max(ENOUGH_SIGNS, LEAST_COUNTRY_SHARE * counts.total())
    return name if is_clear else ""


def _signs(chapters: Sequence[ChapterText]) -> _Signs:
    found = _Signs()
    vocabulary = _vocabulary()
    opening = chapters[: max(2, len(chapters) // 20)]
    for chapter in chapters:
        for number, block in enumerate(chapter.blocks):
            lowered = block.lower()
            for form in set(WORD.findall(lowered)):
                for sign in vocabulary.sections_of(form):
                    at = lowered.find(form)
                    found.add(sign, partial(_evidence, chapter, number, at, at + len(form)))
            if DIGITS.search(block):
                _count_years(found, chapter, number, opens=chapter in opening)
    return found


def _count_years(found: _Signs, chapter: ChapterText, number: int, *, opens: bool) -> None:
    """A "17—" and a year that no other chapter names tell the century only."""
    block = chapter.blocks[number]
    for match in YEAR.finditer(block):
        proof = partial(_evidence, chapter, number, *match.span())
        found.add(("year", match[1]), proof)
        found.add(("century", _century(match[1])), proof)
        if opens and DATED.search(block, max(0, match.start() - DATE_REACH), match.start()):
            found.add(("opening", match[1]), proof)
    for match in CENTURY.finditer(block):
        proof = partial(_evidence, chapter, number, *match.span())
        for _ in range(HIDDEN_YEAR_WEIGHT):
            found.add(("century", _century(match[1])), proof)


def _century(year: str) -> str:
    number = int(year[:2]) + 1
    return f"{number}{'st' if number % 10 == 1 and number > TEENS else 'th'} century"


def _evidence(chapter: ChapterText, number: int, first: int, last: int) -> Evidence:
    """The sentence around, or of a long one only the words beside it."""
    block = chapter.blocks[number]
    spans = sentences.split(block, chapter.language)
    start, end = next((one for one in spans if one[0] <= first < one[1]), (first, last))
    if end - start > LONGEST_QUOTE:
        start = block.find(" ", max(start, first - QUOTE_MARGIN), first) + 1 or first
        right = block.rfind(" ", last, min(end, last + QUOTE_MARGIN))
        end = last if right == -1 else right
    span = Span(Address(chapter.ordinal, number, start), Address(chapter.ordinal, number, end))
    return Evidence(block[start:end], span)


@dataclass(frozen=True)
class _Vocabulary:
    sections: list[tuple[str, str]]
    words: dict[str, tuple[tuple[str, str], ...]]
    stems: dict[str, tuple[tuple[str, str], ...]]
    known: dict[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)

    @cached_property
    def longest_stem(self) -> int:
        return max(map(len, self.stems))

    def sections_of(self, form: str) -> tuple[tuple[str, str], ...]:
        found = self.known.get(form)
        if found is None:
            found = self.words.get(form, ())
            # No stem is longer; a hostile word may have millions of letters.
            for length in range(3, min(len(form), self.longest_stem) + 1):
                found = found or self.stems.get(form[:length], ())
            self.known[form] = found
        return found


@cache
def _vocabulary() -> _Vocabulary:
    vocabulary = _Vocabulary([], {}, {})
    for line in (LEXICONS / "settings.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            kind, _, name = line.strip("[]").partition(" ")
            vocabulary.sections.append((kind, name))
        elif not line.startswith("#"):
            for word in line.split():
                table = vocabulary.stems if word.endswith("*") else vocabulary.words
                known = table.get(word.strip("*"), ())
                table[word.strip("*")] = (*known, vocabulary.sections[-1])
    return vocabulary
