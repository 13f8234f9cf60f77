"""What holds for every book that was read, whatever file it came from."""

import json
import re
from collections.abc import Iterable
from dataclasses import asdict

import html5lib

from app.domain.books import Address, ParsedBook, TocEntry
from app.domain.limits import LIMITS
from tests.parsing import browser

# The browser's rules in Python take seconds for a large chapter.
_CHECKED = 300_000
_ELEMENTS = frozenset(
    [
        "a",
        "abbr",
        "article",
        "aside",
        "b",
        "bdi",
        "bdo",
        "blockquote",
        "br",
        "caption",
        "cite",
        "code",
        "dd",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "i",
        "img",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "rb",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "section",
        "small",
        "strong",
        "sub",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "u",
        "ul",
        "var",
    ]
)
_ATTRIBUTES = {
    "*": {"id", "lang", "dir", "class"},
    "a": {"href", "rel"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
}
_LINK = re.compile(r"(?:https?://|mailto:)[^\x00-\x20]|address:\d+/\d+\Z", re.IGNORECASE)


def check(book: ParsedBook) -> None:
    """Raises `AssertionError` with what does not hold."""
    _check_texts(book)
    digests = {asset.digest for asset in book.assets}
    for chapter in book.chapters:
        if len(chapter.html) <= _CHECKED:
            _check_markup(book, chapter.html, digests)
            browser.check_chapter(chapter)
    assert [chapter.ordinal for chapter in book.chapters] == [*range(1, len(book.chapters) + 1)]
    for entry in _flat(book.contents):
        assert entry.title
        assert entry.target is None or _is_inside(book, entry.target)


def _check_texts(book: ParsedBook) -> None:
    texts = [*book.metadata.authors, *book.metadata.translators, *book.metadata.genres]
    texts += [chapter.title for chapter in book.chapters]
    assert max(map(len, [book.metadata.title, *texts])) <= LIMITS.title
    everything = asdict(book.metadata), [asdict(each) for each in book.warnings]
    told = json.dumps(everything, ensure_ascii=False, allow_nan=False)
    for text in (told, *(block for each in book.chapters for block in each.blocks)):
        text.encode()
        assert "\0" not in text
    assert "\\u0000" not in told


def _check_markup(book: ParsedBook, html: str, digests: set[str]) -> None:
    for element in html5lib.parseFragment(html, namespaceHTMLElements=False).iter():
        if element.tag == "DOCUMENT_FRAGMENT":
            continue
        assert element.tag in _ELEMENTS, element.tag
        allowed = _ATTRIBUTES["*"] | _ATTRIBUTES.get(element.tag, set())
        assert set(element.attrib) <= allowed, (element.tag, element.attrib)
        href, source = element.get("href"), element.get("src")
        if href is not None:
            assert _LINK.match(href), href
        if href and href.startswith("address:"):
            chapter, block = map(int, href.removeprefix("address:").split("/"))
            assert _is_inside(book, Address(chapter, block, 0)), href
        if source is not None:
            assert source.removeprefix("asset:") in digests, source


def _is_inside(book: ParsedBook, place: Address) -> bool:
    if not 1 <= place.chapter <= len(book.chapters):
        return False
    return 0 <= place.block < max(1, len(book.chapters[place.chapter - 1].blocks))


def _flat(entries: Iterable[TocEntry]) -> Iterable[TocEntry]:
    waiting = [*entries]
    while waiting:
        entry = waiting.pop()
        yield entry
        waiting += entry.children
