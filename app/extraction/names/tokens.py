"""The capitalised words of a book with their neighbours, and how often each word is written how."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from app.domain.names import ChapterText

WORD = re.compile(r"[^\W\d_][\w\u0301]*(?:[-'’‑][^\W\d_][\w\u0301]*)*")
# After these a sentence may begin, or a title of a book inside it; every capital is possible there.
OPENS = re.compile(r"[.!?…:\"«»“”„‘(\[*—–]|--|(?<!\w)['’]|- ")
OWNS = ("'s", "’s")
# Asked for some words ten times over; more than the distinct words of a long novel.
FORMS_REMEMBERED = 50_000
SPACES = (" ", "\u00a0")
ABBREVIATED = (". ", ".\u00a0")
# A block of so few words without a full stop, most of them capitalised, is a heading (a guess).
HEADING_WORDS = 14
# "Jim's", "Федосья-то", "Потапыч-с"; "I's" and "A's" are no genitives.
HUNG_ON = re.compile(r"(?:(?<=\w\w)['’]s|(?<=\w\w)-(?:то|с|де|таки|ка))\Z")
SHORTENED = frozenset(
    (
        *("mr", "mrs", "ms", "dr", "st", "mt", "capt", "col", "gen", "lt", "sgt", "rev", "hon"),
        *("prof", "mme", "mlle", "m", "messrs", "lieut", "г", "гр", "кн"),
    )
)


PARTICLE = re.compile(r"(?<!\w)(?:de|du|von|van|фон|дю)(?!\w)", re.IGNORECASE)
# The others are words of their own in a text in their language.
ALWAYS_OF_A_NAME = frozenset(("von", "van", "фон"))


class Cap(NamedTuple):
    """
    A capitalised word at `blocks[block][start:end]` of the chapter at index *chapter*.

    *before* and *after* are its neighbours if only a space parts them, else empty; *earlier* stands
    before *before*. *is_joined* tells that *before* is a capitalised word too.
    """

    chapter: int
    block: int
    start: int
    end: int
    text: str
    before: str
    before_start: int
    earlier: str
    after: str
    is_initial: bool
    is_joined: bool

    @property
    def lower(self) -> str:
        return self.text.lower()


class Census(NamedTuple):
    """
    *inside* counts capitalised words where no sentence begins, *initial* where one may.

    *told* are words that another engine takes for names.
    """

    caps: list[Cap]
    inside: Counter[str]
    initial: Counter[str]
    lower: Counter[str]
    told: frozenset[str] = frozenset()


def count(chapters: Sequence[ChapterText]) -> Census:
    caps: list[Cap] = []
    lower: Counter[str] = Counter()
    for number, chapter in enumerate(chapters):
        for index, block in enumerate(chapter.blocks):
            _read(block, number, index, caps, lower)
    inside = Counter(cap.lower for cap in caps if not cap.is_initial)
    initial = Counter(cap.lower for cap in caps if cap.is_initial)
    return Census(caps, inside, initial, lower)


@lru_cache(FORMS_REMEMBERED)
def plain(word: str) -> str:
    """As lists and dictionaries write it: lower case, е for ё, no stress, straight apostrophes."""
    return word.lower().replace("ё", "е").replace("\u0301", "").replace("’", "'")


def _joined_to_particles(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """ "von Koren", "De Lacey" and "de Cominges" after a name as one word each."""
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if kept and text[start].isupper() and text[kept[-1][1] : start] in SPACES:
            before, after = kept[-1]
            is_particle = PARTICLE.fullmatch(text, before, after) is not None
            follows_name = len(kept) > 1 and text[kept[-2][0]].isupper()
            if is_particle and (
                follows_name or text[before].isupper() or text[before:after] in ALWAYS_OF_A_NAME
            ):
                kept[-1] = (before, end)
                continue
        kept.append((start, end))
    return kept


def _read(text: str, chapter: int, block: int, caps: list[Cap], lower: Counter[str]) -> None:
    spans = [
        match.span() if match[0].isalpha() else _span(text, *match.span())
        for match in WORD.finditer(text)
    ]
    if PARTICLE.search(text):
        spans = _joined_to_particles(text, spans)
    words = [text[start:end] for start, end in spans]
    lower.update([word for word in words if word.islower() and " " not in word])
    is_heading = _is_heading(text, words)
    for i, word in enumerate(words):
        if not _is_capitalised(word):
            continue
        start, end = spans[i]
        gap = text[spans[i - 1][1] : start] if i else ""
        is_near = i > 0 and _is_near(words[i - 1], gap)
        follows = i + 1 < len(words) and text[end : spans[i + 1][0]] in SPACES
        caps.append(
            Cap(
                chapter,
                block,
                start,
                end,
                word,
                before=words[i - 1] if is_near else "",
                before_start=spans[i - 1][0] if is_near else start,
                earlier=words[i - 2] if is_near and i > 1 else "",
                after=words[i + 1] if follows else "'s" if text[end : end + 2] in OWNS else "",
                is_initial=is_heading or i == 0 or (not is_near and bool(OPENS.search(gap))),
                is_joined=is_near and _is_capitalised(words[i - 1]),
            )
        )


def _span(text: str, start: int, end: int) -> tuple[int, int]:
    """Without the ending of the English genitive and what Russian speech hangs on to words."""
    hung = HUNG_ON.search(text, start, end)
    return (start, hung.start()) if hung and hung.start() > start else (start, end)


def _is_capitalised(word: str) -> bool:
    """Of "Anna" and "d'Artagnan", not of "ANNA" and "XIV"."""
    if word[0].isupper():
        return len(word) == 1 or not word.isupper()
    if " " in word or "\u00a0" in word:
        return True
    return word[1:2] in {"'", "’"} and word[2:3].isupper()


def _is_near(before: str, gap: str) -> bool:
    if gap in SPACES:
        return True
    is_short = len(before) == 1 and before.isupper()
    return gap in ABBREVIATED and (is_short or plain(before) in SHORTENED)


def _is_heading(text: str, words: list[str]) -> bool:
    if len(words) > HEADING_WORDS or text.rstrip().endswith(
        (".", "!", "?", "…", ",", ";", ":", "»", "”")
    ):
        return False
    return 2 * sum(word[0].isupper() for word in words) > len(words)
