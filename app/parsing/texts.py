"""Small texts of a book's description, cleaned and cut to what a page can show."""

import math
import re
import unicodedata

from lxml import etree
from lxml import html as lxml_html

from app.parsing.limits import LIMITS

# RFC 5646 in outline; what does not look like a tag is no language.
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_ISBN = re.compile(r"(?:URN:)?(?:ISBN)?:?(97[89]\d{10}|\d{9}[\dX])")
_PARAGRAPH = re.compile(r"</(?:p|div|li|h\d)\s*>|<br\s*/?>", re.IGNORECASE)
# Overrides turn the text around them; the marks LRM, RLM and ALM do not.
_INVISIBLE = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff\u00ad\ufffe\uffff]")


def line(text: str) -> str:
    """One line without control characters, at most as long as a title may be."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text[: 4 * LIMITS.title]))
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())[
        : LIMITS.title
    ].strip()


def language(text: str) -> str:
    tag = text.strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) and len(tag) <= 35 else ""  # noqa: PLR2004 - RFC 5646, 4.4.1


def annotation(text: str) -> str | None:
    """Plain text with its paragraphs; publishers put HTML in here."""
    text = text[: 4 * LIMITS.annotation]
    if "<" in text:
        text = _PARAGRAPH.sub("\n", text)
        try:
            text = "".join(map(str, lxml_html.fromstring(f"<div>{text}</div>").itertext()))
        except (etree.ParserError, ValueError):
            text = re.sub("<[^<>]*>", " ", text)
    lines = (" ".join(one.split()) for one in unicodedata.normalize("NFC", text).splitlines())
    return "\n".join(one for one in lines if one)[: LIMITS.annotation] or None


def isbn(text: str) -> str | None:
    # The whole text, because ten figures in a row also stand in other identifiers.
    found = _ISBN.fullmatch(re.sub(r"[\s-]", "", text).upper())
    return found[1] if found and _is_isbn(found[1]) else None


def number(text: str) -> float | None:
    """A finite number that is not negative."""
    try:
        value = float(text.strip().replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) and value >= 0 else None


def _is_isbn(digits: str) -> bool:
    if len(digits) == 10:  # noqa: PLR2004 - ISBN-10
        values = [10 if digit == "X" else int(digit) for digit in digits]
        return (
            sum(weight * value for weight, value in zip(range(10, 0, -1), values, strict=True)) % 11
            == 0
        )
    return sum(int(digit) * (3 if n % 2 else 1) for n, digit in enumerate(digits)) % 10 == 0
