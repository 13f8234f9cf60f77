"""Names for files that are given away: whatever a text holds, no path and no trick comes of it."""

import re
import unicodedata

# Bytes a name may have on every file system, with room for a number before and a kind behind it.
_MOST_BYTES = 120
_WORD = re.compile(r"[^\W_]+")


def safe(text: str, *, words: int | None = None) -> str:
    """The letters and digits of the first *words*, a blank between two; may be empty."""
    found = _WORD.findall(unicodedata.normalize("NFC", text))[:words]
    kept: list[str] = []
    left = _MOST_BYTES
    for word in found:
        left -= len(word.encode()) + 1
        if left < 0:
            break
        kept.append(word)
    return " ".join(kept)
