"""Small texts of a book's description, cleaned and cut to what a page can show."""

import math
import re
import unicodedata
from collections.abc import Iterable

from lxml import etree
from lxml import html as lxml_html

from app.domain.books import ParseWarning
from app.domain.limits import Limits

# RFC 5646 in outline; what does not look like a tag is no language.
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
_ISBN = re.compile(r"97[89]\d{10}|\d{9}[\dX]")
_SEPARATORS = re.compile("[\\s\u2010-\u2015\u2212-]")
# Where nobody says that it is one, ten figures in a row may be another identifier.
_IS_ISBN = re.compile(r"ISBN(?:-1[03])?", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)")
_LONGEST_ISBN = 200  # characters of the text it stands in
_PARAGRAPH = re.compile(r"</(?:p|div|li|h\d)\s*>|<br\s*/?>", re.IGNORECASE)
# Overrides turn the text around them; the marks LRM, RLM and ALM do not.
_INVISIBLE = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff\u00ad\ufffe\uffff]")
# Persian and Indic words are spelled with joiners and non-joiners, Hebrew and Arabic with marks.
_SPELLING = "\u200c\u200d\u200e\u200f\u061c"


def line(text: str, longest: int) -> str:
    """One line without control characters, cut to *longest* characters."""
    text = _INVISIBLE.sub("", unicodedata.normalize("NFC", text[: 4 * longest]))
    text = "".join(c if c.isprintable() or c in _SPELLING else " " for c in text)
    found = " ".join(text.split())[:longest].strip()
    return found if found.strip(_SPELLING) else ""


def language(text: str) -> str:
    tag = text.strip().replace("_", "-")
    return tag if _LANGUAGE.fullmatch(tag) and len(tag) <= 35 else ""  # noqa: PLR2004 - RFC 5646, 4.4.1


def annotation(text: str, longest: int) -> str | None:
    """Plain text with its paragraphs; publishers put HTML in here."""
    text = text[: 4 * longest]
    if "<" in text:
        text = _PARAGRAPH.sub("\n", text)
        try:
            text = "".join(map(str, lxml_html.fromstring(f"<div>{text}</div>").itertext()))
        except (etree.ParserError, ValueError):
            text = re.sub("<[^<>]*>", " ", text)
    lines = (" ".join(one.split()) for one in unicodedata.normalize("NFC", text).splitlines())
    return "\n".join(one for one in lines if one)[:longest] or None


def isbn(text: str) -> str | None:
    """The first with a right check digit, without hyphens, in a text that is or names some."""
    text = _ASIDE.sub("", text[:_LONGEST_ISBN])
    parts = re.split(r"[;,:/]", _IS_ISBN.sub(";", text)) if _IS_ISBN.search(text) else [text]
    for part in parts:
        found = _ISBN.fullmatch(_SEPARATORS.sub("", part).upper())
        if found and _is_isbn(found[0]):
            return found[0]
    return None


def cuts(
    limits: Limits, *, titles: Iterable[str], people: int, genres: int, annotation: str
) -> list[ParseWarning]:
    """A warning for each part of a description that is longer than what is kept of it."""
    found = {
        "a title or name": (max(map(len, titles), default=0), limits.title),
        "people": (people, limits.people),
        "genres": (genres, limits.genres),
        "the annotation": (len(annotation), limits.annotation),
    }
    return [
        ParseWarning("metadata-cut", f"{what}: {limit:,} of {size:,} are kept")
        for what, (size, limit) in found.items()
        if size > limit
    ]


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
