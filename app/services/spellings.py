"""Where a name stands in a text, in whatever case a Russian sentence puts it; pure."""

import re
from collections.abc import Iterable
from functools import lru_cache

# Of nouns and of surnames that decline as adjectives; not those that make another name of it, as
# "-ов" makes "Иванов" of "Иван".
_ENDINGS = (
    "а|я|у|ю|е|и|ы|о|ь|й|ей|ой|ою|ею|ом|ем|ам|ям|ах|ях|ами|ями"
    "|ий|ый|ого|его|ому|ему|им|ым|ая|яя|ую|юю|ие|ые|их|ых|ими|ыми"
)
_ENDING = re.compile("(?:ий|ый|ой|ая|яя|[аяоеёйьиы])$")
_CYRILLIC = re.compile("[а-я]", re.IGNORECASE)
# Of shorter words nothing would be left but a letter or two.
_SHORTEST = 4


def those(names: Iterable[str], text: str) -> set[str]:
    """Which of *names* stand in *text*, as words of their own."""
    folded = _folded(text)
    # Most stand nowhere in it, which is told a hundred times faster without a pattern.
    return {name for name in names if literal(name) in folded and _pattern(name).search(folded)}


def without(names: Iterable[str], text: str) -> tuple[set[str], str]:
    """Which of *names* stand in *text*, the longest read first, and what is left of it."""
    found, left = set(), _folded(text)
    for name in sorted(set(names), key=lambda each: (-len(each), each)):
        left, times = _pattern(name).subn("\n", left)
        if times:
            found.add(name)
    return found, left


@lru_cache(maxsize=4096)
def literal(name: str) -> str:
    """What stands in every text that names *name*, with "е" for every "ё"."""
    return max((_stem(word) for word in _folded(name).split()), key=len, default="")


@lru_cache(maxsize=4096)
def _pattern(name: str) -> re.Pattern[str]:
    words = r"\s+".join(_of_word(word) for word in _folded(name).split())
    return re.compile(rf"(?<!\w){words}(?!\w)")


def _of_word(word: str) -> str:
    stem = _stem(word)
    return (
        f"{re.escape(stem)}(?:{_ENDINGS})?" if stem != word or _declines(word) else re.escape(word)
    )


def _stem(word: str) -> str:
    return _ENDING.sub("", word) if _declines(word) else word


def _declines(word: str) -> bool:
    return len(word) >= _SHORTEST and bool(_CYRILLIC.search(word))


def _folded(text: str) -> str:
    return text.replace("ё", "е").replace("Ё", "Е")
