"""Engine 1: bytes of a book in, a parsed book out; pure, and safe on strangers' files."""

from collections.abc import Callable

from app.domain.books import BookFormat, ParsedBook
from app.parsing import epub, fb2
from app.parsing.sniffing import sniff

__all__ = ["PARSERS", "PARSER_VERSION", "parse", "sniff"]

# Grows when the same file would come out differently; what an older one parsed is parsed again.
PARSER_VERSION = 1

PARSERS: dict[BookFormat, Callable[[bytes], ParsedBook]] = {
    BookFormat.EPUB: epub.parse,
    BookFormat.FB2: fb2.parse,
}


def parse(data: bytes) -> ParsedBook:
    """The whole book, or the one error of `app.errors` that says why not."""
    return PARSERS[sniff(data)](data)
