"""Which capitalised words of a book in Latin letters are names."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from app.domain.names import Gender
from app.extraction.names import given, lists, phrases
from app.extraction.names.lexemes import Lexeme, Reading, Readings, Role
from app.extraction.names.tokens import Cap, Census, plain
from app.extraction.words import lexicon

# Of a word that is mostly written small a capital says little (facts of the prototype: 0.7).
SHARE = 0.7
# Of a word written so often with a capital, more than half is enough.
FREQUENT = 8
FREQUENT_SHARE = 0.55
# So often after a title or a given name, and a common word is somebody's name too ("Mr. Hands").
LEAST_COMPANY = 2


# In English novels 3-7 words of 100 are capitalised inside sentences, in German ones 20 (a guess).
MOST_CAPITALS = 0.17
COMMON = (Role.CALLING, Role.THING)


class Times(NamedTuple):
    """How often a word is written with a capital inside and at the beginning of sentences, and small."""

    inside: int
    initial: int
    lower: int


def readings(census: Census, language: str) -> Readings:
    """
    With the English lists, whatever the *language*; only in English a capital alone tells a name
    that is written once, and common words are known.
    """
    named = lists.read("en")
    titles = _titles()
    caps = [cap for cap in census.caps if not "а" <= cap.text[0].lower() <= "я"]
    written: dict[str, Counter[str]] = defaultdict(Counter)
    for cap in caps:
        written[plain(cap.text)][cap.text] += 1
    inside = _counted(cap.text for cap in caps if not cap.is_initial)
    initial = _counted(cap.text for cap in caps if cap.is_initial)
    lower: Counter[str] = Counter()
    for word, number in census.lower.items():
        lower[plain(word)] += number
    titled = {plain(cap.text) for cap in caps if plain(cap.before).rstrip(".") in titles}
    # German writes every noun large, so that a capital tells nothing there.
    writes_nouns_large = language != "en" and inside.total() > MOST_CAPITALS * (
        inside.total() + lower.total()
    )
    found: dict[str, list[Reading]] = {}
    for form in written:
        if writes_nouns_large and given.role(form) is None:
            continue
        times = Times(inside[form], initial[form], lower[form])
        is_told = form in census.told and sum(times[:2]) > times.lower
        is_told |= form in titled and times.lower == 0 and not named.has("no name", form)
        if form not in titles and (is_told or _is_name(form, times, named, language)):
            name = written[form].most_common(1)[0][0]
            found[form] = [
                Reading(_lexeme(name, form, named, language), "n", float(sum(times[:2])))
            ]
    for form in _of_many(caps, found) if language == "en" else ():
        del found[form]
    surnames = _in_company(caps, found, titles, lower)
    weak = surnames - found.keys()
    for form in surnames:
        lexeme = Lexeme(written[form].most_common(1)[0][0], form, Role.SURNAME)
        found[form] = [Reading(lexeme, "n", float(inside[form] + initial[form]))]
    names = {form for form, (one,) in found.items() if one.lexeme.role not in COMMON}
    return Readings(
        found, frozenset(weak), phrases.find(caps, names, titles, named) if language == "en" else {}
    )


def _counted(words: Iterable[str]) -> Counter[str]:
    return Counter(map(plain, words))


@cache
def _titles() -> frozenset[str]:
    named = lists.read("en")
    return frozenset().union(
        *(named.sections[section] for section in ("title", "title male", "title female"))
    )


def _is_name(form: str, times: Times, named: lists.Lists, language: str) -> bool:
    inside, initial, lower = times
    if len(form) == 1 or named.has("no name", form):
        return False
    is_given = given.role(form) is not None
    if inside == 0:
        is_common = language == "en" and form in lexicon("en")
        return is_given and lower == 0 and initial > 0 and not is_common
    share = inside / (inside + lower)
    if inside == 1 and language != "en":
        return is_given and lower == 0
    if inside == 1:
        known = lexicon("en")
        return lower == 0 and (is_given or form not in known or "n=place" in known[form])
    return share >= SHARE or (inside >= FREQUENT and share >= FREQUENT_SHARE)


def _lexeme(name: str, form: str, named: lists.Lists, language: str) -> Lexeme:
    if role := given.role(form):
        return Lexeme(name, form, role, given.gender(form))
    role = phrases.common_role(form, named) if language == "en" else None
    return Lexeme(name, form, role or Role.OTHER)


def _of_many(caps: list[Cap], found: dict[str, list[Reading]]) -> set[str]:
    """Plurals: "the Rostovs" and "the Uhlans" are nobody that could be drawn alone."""
    times: Counter[str] = Counter()
    definite: Counter[str] = Counter()
    for cap in caps:
        form = plain(cap.text)
        if form.endswith("s") and form in found and given.role(form) is None:
            times[form] += 1
            definite[form] += cap.before.lower() == "the"
    known = lexicon("en")
    return {
        form
        for form, count in times.items()
        if 2 * definite[form] >= count and (form[:-1] in found or form[:-1] in known)
    }


def _in_company(
    caps: list[Cap],
    found: dict[str, list[Reading]],
    titles: frozenset[str],
    lower: Counter[str],
) -> set[str]:
    """Common words that follow titles and given names as surnames do."""
    named = lists.read("en")
    company: Counter[str] = Counter()
    for cap in caps:
        form, before = plain(cap.text), plain(cap.before).rstrip(".")
        is_common = form not in found or found[form][0].lexeme.role in COMMON
        if not cap.is_joined or not is_common or form in titles or named.has("no name", form):
            continue
        if before in titles or (before in found and found[before][0].lexeme.role is Role.FIRST):
            company[form] += 1
    return {
        form
        for form, count in company.items()
        if (count >= LEAST_COMPANY or lower[form] == 0)
        and len(form) > 1
        and not named.has("place head", form)
    }


@cache
def title_of(word: str) -> tuple[str, Gender, bool, bool] | None:
    """What a capitalised title before a name tells; None if *word* is none."""
    named = lists.read("en")
    word = word.rstrip(".")
    is_married = named.has("married", word)
    for section, gender in (
        ("title male", Gender.MALE),
        ("title female", Gender.FEMALE),
        ("title", Gender.UNKNOWN),
    ):
        if named.has(section, word):
            return word, gender, is_married, True
    return None


def prior(cap: Cap, reading: Reading) -> float:  # noqa: ARG001  # The shape of every language's.
    """Words that are not declined have one reading."""
    return 0.0
