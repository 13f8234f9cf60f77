"""Which language a text is written in."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import py3langid

UNKNOWN = "und"
# The classifier learns nothing more from a longer text (a guess); 500 words are some 3000 letters.
SAMPLE = 4000
# Below this any answer is a guess: of five words one in ten is wrong even for Russian.
FEWEST_LETTERS = 20
# A chapter is read in so many places, for one may be a letter or a song in another language.
PLACES = 5
# Some forty words: shorter chapters (a title page, a motto, a list of names) follow the book.
LETTERS_OF_ITS_OWN = 200
LETTER = re.compile(r"[^\W\d_]")
CYRILLIC = re.compile(r"[\u0400-\u04ff]")
# Of the Cyrillic alphabets only the Russian and the Belarusian have the first, and the Russian
# lacks the others.
RUSSIAN = re.compile(r"[ыэ]", re.IGNORECASE)
NOT_RUSSIAN = re.compile(r"[іїєґўјљњћџ]", re.IGNORECASE)


def detect_language(text: str) -> str:
    """A two-letter code, "und" for too little text; judged by the middle of *text*."""
    middle = max(0, (len(text) - SAMPLE) // 2)
    sample = text[middle : middle + SAMPLE]
    letters = len(LETTER.findall(sample))
    if letters < FEWEST_LETTERS:
        return UNKNOWN
    is_cyrillic = len(CYRILLIC.findall(sample)) > letters / 2
    if is_cyrillic and RUSSIAN.search(sample) and not NOT_RUSSIAN.search(sample):
        return "ru"
    code, _ = py3langid.classify(sample)
    return str(code)


def chapter_languages(texts: Sequence[str], declared: str) -> list[str]:
    """
    The language of each chapter of a book, judged by the chapters' own *texts*.

    *declared* is what the book says of itself: a BCP 47 tag, or nothing. It is believed, with its
    region, where the text agrees; text of no known language alone does not contradict it.
    """
    samples = [_spread(text) for text in texts]
    found = [detect_language(sample) for sample in samples]
    letters = [len(LETTER.findall(sample)) for sample in samples]
    of_book = _commonest(zip(found, map(len, texts), strict=True)) or primary(declared) or UNKNOWN
    own = (
        code if count >= LETTERS_OF_ITS_OWN else of_book
        for code, count in zip(found, letters, strict=True)
    )
    return [declared if code == primary(declared) else code for code in own]


def _spread(text: str) -> str:
    """As much as is judged, from equally distant places of *text*."""
    if len(text) <= SAMPLE:
        return text
    piece = SAMPLE // PLACES
    step = (len(text) - piece) // (PLACES - 1)
    return " ".join(text[i * step : i * step + piece] for i in range(PLACES))


def _commonest(found: Iterable[tuple[str, int]]) -> str | None:
    """The language with the most text."""
    sizes: Counter[str] = Counter()
    for code, size in found:
        if code != UNKNOWN:
            sizes[code] += size
    return max(sizes, key=lambda code: (sizes[code], code), default=None)


def primary(language: str) -> str:
    """The language of a BCP 47 tag, without region and script."""
    return re.split(r"[-_]", language.strip().lower(), maxsplit=1)[0]
