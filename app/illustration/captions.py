"""What is said of a picture to those who cannot see it."""

import re

# Screen readers say it without a pause and cannot skip within it; about fifteen seconds of speech.
MOST_CHARACTERS = 250
_FEWEST_CHARACTERS = 80
# A full stop behind a short word may be that of "Mr." or "St."; what follows begins a sentence.
_SENTENCE_END = re.compile(r"(?:[!?…]|\w{4}\.)[\"'»”’)\]]*(?= [\W\d]*[^\W\d_a-zа-яё])")
_PUNCTUATION = " ,;:.-–—«„“(["


def alt(quote: str) -> str:
    """*quote* in one line, cut behind a sentence or, where none ends in time, behind a word."""
    line = " ".join(quote.split())
    if len(line) <= MOST_CHARACTERS:
        return line
    ends = [found.end() for found in _SENTENCE_END.finditer(line, 0, MOST_CHARACTERS + 2)]
    fitting = [end for end in ends if _FEWEST_CHARACTERS <= end <= MOST_CHARACTERS]
    if fitting:
        return line[: fitting[-1]]
    words, _, _ = line[:MOST_CHARACTERS].rpartition(" ")
    return (words or line[: MOST_CHARACTERS - 1]).rstrip(_PUNCTUATION) + "…"
