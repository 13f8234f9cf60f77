"""Engine 1: bytes of a book in, a parsed book out; pure, and safe on strangers' files."""

from collections.abc import Callable

from app.domain.books import BookFormat, ParsedBook
from app.domain.limits import LIMITS, Limits
from app.parsing import epub, fb2
from app.parsing.archives import Archive
from app.parsing.sniffing import opened, sniff

__all__ = ["PARSERS", "PARSER_VERSION", "check", "parse", "sniff"]

# Grows when the same file would come out differently; what an older one parsed is parsed again.
PARSER_VERSION = 3

PARSERS: dict[BookFormat, Callable[[bytes, Limits, Archive | None], ParsedBook]] = {
    BookFormat.EPUB: epub.parse,
    BookFormat.FB2: fb2.parse,
}

CHECKS: dict[BookFormat, Callable[[Archive], None]] = {
    BookFormat.EPUB: epub.check,
    BookFormat.FB2: fb2.check,
}


def check(data: bytes, limits: Limits = LIMITS) -> BookFormat:
    """What the file is; raises what can be told against it in some milliseconds, `parse` the rest."""
    format_, archive = opened(data, limits)
    if archive is not None:
        CHECKS[format_](archive)
    return format_


def parse(data: bytes, limits: Limits = LIMITS) -> ParsedBook:
    """The whole book, or the one error of `app.errors` that says why not."""
    format_, archive = opened(data, limits)
    return PARSERS[format_](data, limits, archive)
