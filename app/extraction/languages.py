"""Which language a text is written in."""

import re

import py3langid

UNKNOWN = "und"
# The classifier learns nothing more from a longer text (a guess); 500 words are some 3000 letters.
SAMPLE = 4000
# Below this any answer is a guess: of five words one in ten is wrong even for Russian.
FEWEST_LETTERS = 20
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


def primary(language: str) -> str:
    """The language of a BCP 47 tag, without region and script."""
    return re.split(r"[-_]", language.strip().lower(), maxsplit=1)[0]
