"""Words that stand together as one name, each read as the form that suits the others."""

from collections.abc import Callable, Iterator, Sequence
from itertools import product
from math import log
from typing import NamedTuple

from app.domain.names import Gender
from app.extraction.names import lists, phrases
from app.extraction.names.lexemes import Lexeme, Reading, Readings, Role
from app.extraction.names.tokens import Cap, plain

# No name has more words; and no word more readings that are worth a try.
MOST_WORDS, MOST_READINGS = 5, 4
DISAGREES = 6.0
# What paradigms call the plural of a surname.
FAMILY = "F"


class Title(NamedTuple):
    """
    A title as it stands in the text (*start*), in the form to look up, and whose it is.

    What is no part of the name ("кучер Петр") only tells the gender.
    """

    start: int
    name: str
    gender: Gender
    is_married: bool
    is_part: bool


class Run(NamedTuple):
    """A name in the text: the words' lexemes, their common cases, the span from its title on."""

    chapter: int
    block: int
    start: int
    end: int
    title: Title | None
    lexemes: tuple[Lexeme, ...]
    cases: str
    before: str
    earlier: str
    after: str
    gender: Gender


class Word(NamedTuple):
    """One word of a name, or a phrase read as one, with its readings; none if it is a title."""

    first: Cap
    last: Cap
    readings: list[Reading]


TitleOf = Callable[[str], tuple[str, Gender, bool, bool] | None]
Prior = Callable[[Cap, Reading], float]


class Reader(NamedTuple):
    """What a book's names are, and what its language makes of the words beside them."""

    readings: Readings
    title_of: TitleOf
    prior: Prior


def find(caps: Sequence[Cap], reader: Reader) -> Iterator[Run]:
    for group in phrases.groups(caps):
        for words in _names(group, reader):
            yield from _runs(words, reader)


def _names(group: list[Cap], reader: Reader) -> Iterator[list[Word]]:
    """The words of *group*, cut where one is no name."""
    words: list[Word] = []
    at = 0
    while at < len(group):
        word = _phrase(group, at, reader) or _word(group[at], bool(words), reader)
        at += 1
        if word is not None:
            words.append(word)
            at += group[at:].index(word.last) + 1 if word.last is not word.first else 0
        if (word is None or len(words) == MOST_WORDS) and words:
            yield words
            words = []
    if words:
        yield words


def _phrase(group: list[Cap], at: int, reader: Reader) -> Word | None:
    for length in range(min(phrases.LONGEST, len(group) - at), 1, -1):
        caps = group[at : at + length]
        lexeme = reader.readings.phrases.get(tuple(plain(cap.text) for cap in caps))
        if lexeme:
            return Word(caps[0], caps[-1], [Reading(lexeme, "n", 1.0)])
    return None


def _word(cap: Cap, is_in_company: bool, reader: Reader) -> Word | None:  # noqa: FBT001  # Private.
    form = plain(cap.text)
    found = reader.readings.words.get(form, [])
    if found and (is_in_company or not cap.is_initial or form not in reader.readings.weak):
        return Word(cap, cap, found)
    return Word(cap, cap, []) if reader.title_of(form) else None


def _runs(words: list[Word], reader: Reader) -> Iterator[Run]:
    """The full names in *words*, which may be several ("увидел Базаров Аркадия")."""
    while words:
        titles = 0
        while titles < len(words) and _is_title(words, titles, reader):
            titles += 1
        named = words[titles:]
        length = next((i for i, word in enumerate(named) if not word.readings), len(named))
        chosen = _agreeing(named[:length], reader.prior)
        if chosen and not all(word.cases == FAMILY for word in chosen):
            yield _run(words[:titles], named[: len(chosen)], chosen, reader.title_of)
        words = named[max(1, len(chosen)) :]


def _is_title(words: list[Word], at: int, reader: Reader) -> bool:
    word = words[at]
    is_title = word.first is word.last and reader.title_of(plain(word.first.text)) is not None
    return is_title and (at + 1 < len(words) or not word.readings)


def _run(
    titles: list[Word], words: list[Word], chosen: Sequence[Reading], title_of: TitleOf
) -> Run:
    first = words[0].first
    start, beside, title = first.start, first, None
    if titles:
        told = title_of(plain(titles[-1].first.text))
        assert told is not None
        start, beside = titles[-1].first.start, titles[0].first
        title = Title(start, *told)
    elif first.before and (told := title_of(plain(first.before))):
        title = Title(first.before_start, *told)
        if first.before[0].islower() and lists.read("en").has("title kin", told[0]):
            # Written small it is none: "his brother Petya".
            title = title._replace(is_part=False)
        start = title.start if title.is_part else start
    return Run(
        first.chapter,
        first.block,
        start,
        words[-1].last.end,
        title,
        tuple(reading.lexeme for reading in chosen),
        "".join(sorted(_common_cases(chosen))),
        beside.before,
        beside.earlier,
        words[-1].last.after,
        _gender(title, chosen),
    )


def _gender(title: Title | None, words: Sequence[Reading]) -> Gender:
    """What the title, or else the words, say."""
    told = [title.gender] if title else []
    told += [word.lexeme.gender for word in words]
    return next((one for one in told if one is not Gender.UNKNOWN), Gender.UNKNOWN)


def _agreeing(words: list[Word], prior: Prior) -> list[Reading]:
    """The readings of as many of the first words as can be one name together."""
    options = []
    for word in words:
        weighed = [
            (log(reading.weight) + prior(word.first, reading), reading) for reading in word.readings
        ]
        weighed.sort(key=lambda pair: (-pair[0], pair[1].lexeme.key, pair[1].lexeme.role))
        options.append(weighed[:MOST_READINGS])
    for length in range(len(options), 1, -1):
        best = [reading for _, reading in max(product(*options[:length]), key=_worth)]
        if _agree(best):
            return best
    return [options[0][0][1]] if options else []


def _worth(choice: tuple[tuple[float, Reading], ...]) -> float:
    words = [reading for _, reading in choice]
    return sum(weight for weight, _ in choice) - (0 if _agree(words) else DISAGREES * len(words))


def _agree(words: Sequence[Reading]) -> bool:
    genders = {word.lexeme.gender for word in words} - {Gender.UNKNOWN}
    is_repeated = len({word.lexeme.key for word in words}) < len(words)
    roles = [word.lexeme.role for word in words]
    # "Borodino Napoleon" and, in Russian, "Анна Лиза" are two names that happen to meet.
    is_russian = words[0].lexeme.key >= "а"
    is_met = Role.FIRST in roles[1:] and (is_russian or Role.FIRST not in roles[:1])
    return (
        bool(_common_cases(words))
        and len(genders) <= 1
        and not is_repeated
        and not is_met
        and roles.count(Role.PATRONYMIC) <= 1
    )


def _common_cases(words: Sequence[Reading]) -> set[str]:
    return set.intersection(*(set(word.cases) for word in words))
