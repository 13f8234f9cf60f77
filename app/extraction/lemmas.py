"""
Lemmas of Russian words by simplemma, whose dictionary is read where it lies instead of unpacked.

1.4 million forms as Python objects are 130 MB and take most of a second; a novel asks for 20,000.
"""

import lzma
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import resources

from simplemma.strategies import DefaultStrategy
from simplemma.strategies.dictionaries import DictionaryFactory

MAGIC = b"SMFC1\0"
# In place of "how many bytes of the form to drop": the lemma of the form before, or all in full.
SAME, IN_FULL = 254, 255
# Lengths beyond are written in two bytes; no Russian form is so long.
LONGEST = 0x7F
# A search may begin at a form that shares fewer bytes with the one before (seven letters) if so many
# bytes are between (some ten forms): nearer beginnings make searches shorter and the index larger.
SHARED, APART = 14, 64


def lemma(form: str) -> str:
    """What simplemma says of *form*; *form* itself where it knows nothing."""
    # Where nothing can be cut off at apostrophes and hyphens its rules begin so, too.
    known = dictionary("ru").get(form) if form.isalpha() else None
    return known or _strategy().get_lemma(form, "ru") or form


@cache
def _strategy() -> DefaultStrategy:
    return DefaultStrategy(dictionary_factory=_Dictionaries())


class _Dictionaries(DictionaryFactory):
    """The one dictionary simplemma's rules are to look into."""

    def get_dictionary(self, lang: str) -> Mapping[str, str]:
        return dictionary(lang)


@cache
def dictionary(language: str) -> Mapping[str, str]:
    folder = resources.files("simplemma.strategies.dictionaries")
    return Forms(lzma.decompress((folder / "data" / f"{language}.plzma").read_bytes()))


class Forms(Mapping[str, str]):
    """
    Form to lemma, over the forms as simplemma stores them: sorted, each without the bytes it shares
    with the one before, then how its ending changes to make the lemma.
    """

    def __init__(self, data: bytes) -> None:
        if not data.startswith(MAGIC):
            raise ValueError("simplemma stores its dictionary in another way than the known one")
        self._data = data
        self._size, start = _number(data, len(MAGIC))
        self._firsts, self._places = _beginnings(data, start)

    def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]  # Strings only.
        wanted = key.encode()
        beginning = bisect_right(self._firsts, wanted) - 1
        if beginning < 0:
            return default
        for form, found in _records(self._data, self._places[beginning], self._firsts[beginning]):
            if form >= wanted:
                return found.decode() if form == wanted else default
        return default

    def __getitem__(self, key: str) -> str:
        found = self.get(key)
        if found is None:
            raise KeyError(key)
        return found

    def __iter__(self) -> Iterator[str]:
        return (form.decode() for form, _ in _records(self._data, self._places[0]))

    def __len__(self) -> int:
        return self._size


def _records(data: bytes, at: int, form: bytes = b"") -> Iterator[tuple[bytes, bytes]]:
    """Forms and lemmas from *at* on, where *form* stands or one that begins alike."""
    size, found = len(data), b""
    while at < size:
        ends = at + 2 + data[at + 1]
        form = form[: data[at]] + data[at + 2 : ends]
        dropped = data[ends]
        at = ends + 1
        if dropped != SAME:
            kept = b"" if dropped == IN_FULL else form[: len(form) - dropped]
            ends = at + 1 + data[at]
            found = kept + data[at + 1 : ends]
            at = ends
        yield form, found


def _beginnings(data: bytes, at: int) -> tuple[list[bytes], list[int]]:
    """Forms from which a search may begin, and where each is: those whose lemma is their own."""
    firsts: list[bytes] = []
    places: list[int] = []
    form, size, nearest = b"", len(data), at
    while at < size:
        shared = data[at]
        ends = at + 2 + data[at + 1]
        dropped = data[ends]
        if shared < SHARED:
            form = form[:shared] + data[at + 2 : ends]
            if at >= nearest and dropped != SAME:
                firsts.append(form)
                places.append(at)
                nearest = at + APART
        at = ends + 1 if dropped == SAME else ends + 2 + data[ends + 1]
    return firsts, places


def _number(data: bytes, at: int) -> tuple[int, int]:
    """A number in bytes of seven bits, the lowest first, and where it ends."""
    value = shift = 0
    while data[at] > LONGEST:
        value |= (data[at] & LONGEST) << shift
        at, shift = at + 1, shift + 7
    return value | data[at] << shift, at + 1
