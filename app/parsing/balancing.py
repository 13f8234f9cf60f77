"""Tags of broken markup brought into balance, so that a strict parser reads the text as it was meant."""

import re
from collections import Counter
from collections.abc import Iterator

# What is not closed reaches to the end, so that no expression looks for one end twice.
_PIECE = re.compile(
    r"<!--(?:.*?-->|.*)|<!\[CDATA\[(?:.*?\]\]>|.*)|<\?(?:.*?\?>|.*)"
    # Nothing is tried twice, a "<" stands only in short values, and attributes are at most forty: a
    # quote that nobody closes would else be looked for from every tag on to the end of the book.
    r"""|<(/?)([A-Za-z_][\w:.-]*+)"""
    r"""((?:"(?:[^"<]*+|[^"]{0,200})"|'(?:[^'<]*+|[^']{0,200})'|[^<>"']++){0,80}+)>""",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"""([A-Za-z_][\w:.-]*)\s*=\s*("[^"]*"|'[^']*'|[^\s"'<>]+)""")
_UNFINISHED = re.compile(r"<[A-Za-z/][^<>]*\Z")
_EMPTY = frozenset(
    {
        "area",
        "base",
        "br",
        "col",
        "empty-line",
        "hr",
        "image",
        "img",
        "input",
        "link",
        "meta",
        "wbr",
    }
)
# A paragraph ends where one of these begins; how far in it may have been left open is a guess.
_PARAGRAPHS = frozenset({"p", "v", "subtitle"})
_BLOCKS = _PARAGRAPHS | {
    "body", "section", "title", "epigraph", "cite", "poem", "stanza", "table", "div", "blockquote",
    "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6",
}  # fmt: skip
_REACH = 8


def balanced(text: str) -> str:
    """
    *text* with every element closed once, where it or what holds it ends, and attributes in quotes.

    No start tag is added or lost.
    """
    return "".join(_pieces(_UNFINISHED.sub("", text)))


def _pieces(text: str) -> Iterator[str]:
    opened: list[str] = []
    counts: Counter[str] = Counter()
    position = 0
    for piece in _PIECE.finditer(text):
        yield text[position : piece.start()].replace("<", "&lt;")
        position = piece.end()
        end, name, attributes = piece.groups()
        if name is None:
            yield piece[0]
        elif end:
            if counts[name]:
                yield from _closed(opened, counts, name)
        else:
            yield from _before(opened, counts, _local(name))
            is_empty = attributes.endswith("/") or _local(name) in _EMPTY
            yield f"<{name}{_quoted(attributes)}{'/' if is_empty else ''}>"
            if not is_empty:
                opened.append(name)
                counts[name] += 1
    yield text[position:].replace("<", "&lt;")
    yield from (f"</{name}>" for name in reversed(opened))


def _closed(opened: list[str], counts: Counter[str], name: str) -> Iterator[str]:
    while opened:
        last = opened.pop()
        counts[last] -= 1
        yield f"</{last}>"
        if last == name:
            return


def _before(opened: list[str], counts: Counter[str], name: str) -> Iterator[str]:
    """The end of a paragraph that is still open where a block begins."""
    if name not in _BLOCKS:
        return
    for left in reversed(opened[-_REACH:]):
        if _local(left) in _PARAGRAPHS:
            yield from _closed(opened, counts, left)
            return
        if _local(left) in _BLOCKS:
            return


def _quoted(attributes: str) -> str:
    found: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(attributes):
        found.setdefault(name, value if value[0] in "\"'" else f'"{value.rstrip("/")}"')
    return "".join(f" {name}={value.replace('<', '&lt;')}" for name, value in found.items())


def _local(name: str) -> str:
    return name.rpartition(":")[2].lower()
