"""What each element of a book's markup becomes in canonical HTML."""

from dataclasses import dataclass
from enum import Enum, auto

from app.parsing.xml import XHTML

SVG = "{http://www.w3.org/2000/svg}"
OPS = "{http://www.idpf.org/2007/ops}"
DTBOOK = "{http://www.daisy.org/z3986/2005/dtbook/}"


class Kind(Enum):
    """How the writer treats an element."""

    PASSED = auto()  # leaves no trace, its text stays where it is
    DROPPED = auto()  # goes with everything in it
    WALL = auto()  # leaves no trace, but text does not run across its edges
    CONTAINER = auto()  # holds blocks
    CELL = auto()  # a block if it holds only text, else a container
    BLOCK = auto()  # a block
    INLINE = auto()
    LINK = auto()
    BREAK = auto()
    RULE = auto()
    IMAGE = auto()


@dataclass(frozen=True, slots=True)
class Role:
    """*name* is the canonical element; *attributes* are ours and constant, with a leading blank."""

    kind: Kind
    name: str = ""
    attributes: str = ""


PASSED = Role(Kind.PASSED)
DROPPED = Role(Kind.DROPPED)
WALL = Role(Kind.WALL)

_INDENTED = "blockquote"
POEM = Role(Kind.CONTAINER, _INDENTED, ' class="poem"')
STANZA = Role(Kind.CONTAINER, "div", ' class="stanza"')
VERSE = Role(Kind.BLOCK, "p", ' class="verse"')

# One of several branches; and what may be a picture, or else what it holds.
CASE = Role(Kind.WALL)
OBJECT = Role(Kind.PASSED)

_BLOCKS = ("p", "h1", "h2", "h3", "h4", "h5", "h6", "pre")
_CELLS = ("li", "dt", "dd", "td", "th", "caption", "figcaption", "div")
_CONTAINERS = (
    "section", "article", "aside", "header", "footer", "blockquote", "figure", "ul", "ol", "dl",
    "table", "thead", "tbody", "tfoot", "tr",
)  # fmt: skip
_INLINES = (
    "em", "i", "strong", "b", "abbr", "cite", "q", "sub", "sup", "small", "ruby", "rb", "rt", "rp",
    "bdi", "bdo", "dfn", "mark", "code", "s", "u", "time", "kbd", "samp", "var",
)  # fmt: skip
_RENAMED = {
    "main": Role(Kind.CONTAINER, "section"), "nav": Role(Kind.CONTAINER, "section"),
    "hgroup": Role(Kind.CONTAINER, "header"), "center": Role(Kind.CELL, "div"),
    "address": Role(Kind.CELL, "div"), "summary": Role(Kind.CELL, "div"),
    "legend": Role(Kind.CELL, "div"), "tt": Role(Kind.INLINE, "code"),
    "strike": Role(Kind.INLINE, "s"), "del": Role(Kind.INLINE, "s"), "big": PASSED,
}  # fmt: skip
_WALLS = ("html", "body", "details", "fieldset", "form", "colgroup", "optgroup", "menu", "dir")
_DROPPED = (
    "head", "script", "style", "template", "noscript", "iframe", "frame", "frameset", "applet",
    "audio", "video",
    "canvas", "map", "select", "textarea", "title", "meta", "link", "base", "xmp", "plaintext",
    "noembed",
)  # fmt: skip

_HTML = (
    {name: Role(Kind.BLOCK, name) for name in _BLOCKS}
    | {name: Role(Kind.CELL, name) for name in _CELLS}
    | {name: Role(Kind.CONTAINER, name) for name in _CONTAINERS}
    | {name: Role(Kind.INLINE, name) for name in _INLINES}
    | dict.fromkeys(_WALLS, WALL)
    | dict.fromkeys(_DROPPED, DROPPED)
    | _RENAMED
    | {"a": Role(Kind.LINK), "br": Role(Kind.BREAK), "hr": Role(Kind.RULE)}
    | {"img": Role(Kind.IMAGE), "image": Role(Kind.IMAGE), "object": OBJECT}
    | {"epub:switch": WALL, "epub:case": CASE, "epub:default": WALL, "epub:trigger": DROPPED}
)
_SVG = {
    "image": Role(Kind.IMAGE), "text": Role(Kind.CELL, "div"), "a": Role(Kind.LINK),
    "title": DROPPED, "desc": DROPPED, "style": DROPPED, "script": DROPPED, "metadata": DROPPED,
}  # fmt: skip
_MATHML = {"annotation": DROPPED, "annotation-xml": DROPPED}

_OPS = {"switch": WALL, "case": CASE, "default": WALL, "trigger": DROPPED}
_SECTION = Role(Kind.CONTAINER, "section")
# DAISY's DTBook, which EPUB 2 allows; most of its names are those of HTML.
_DTBOOK = (
    {name: role for name, role in _HTML.items() if role is not OBJECT}
    | {f"level{n}": _SECTION for n in ("", 1, 2, 3, 4, 5, 6)}
    | dict.fromkeys(("book", "frontmatter", "bodymatter", "rearmatter"), WALL)
    | dict.fromkeys(("doctitle", "hd", "bridgehead"), Role(Kind.BLOCK, "h2"))
    | {"poem": POEM, "linegroup": STANZA, "line": VERSE}
    | dict.fromkeys(("docauthor", "byline", "dateline", "author"), Role(Kind.BLOCK, "p"))
    | dict.fromkeys(("imggroup", "prodnote", "sidebar", "annotation", "note"), WALL)
    | {"list": Role(Kind.CONTAINER, "ul"), "pagenum": DROPPED, "sent": PASSED, "w": PASSED}
)

# Other namespaces fall through to PASSED: a <caption> of somebody's own vocabulary is no caption.
XHTML_ROLES: dict[str, Role] = (
    _HTML
    | {f"{XHTML}{name}": role for name, role in _HTML.items()}
    | {f"{SVG}{name}": role for name, role in _SVG.items()}
    | {f"{OPS}{name}": role for name, role in _OPS.items()}
    | {f"{DTBOOK}{name}": role for name, role in _DTBOOK.items()}
    | {f"{{http://www.w3.org/1998/Math/MathML}}{name}": role for name, role in _MATHML.items()}
)

_TITLE = Role(Kind.BLOCK, "h2")
FB2_ROLES: dict[str, Role] = {
    "fictionbook": WALL, "body": WALL, "section": Role(Kind.CONTAINER, "section"),
    "p": Role(Kind.BLOCK, "p"), "title": _TITLE,
    "subtitle": Role(Kind.BLOCK, "p", ' class="subtitle"'),
    "epigraph": Role(Kind.CONTAINER, _INDENTED, ' class="epigraph"'),
    "annotation": Role(Kind.CONTAINER, _INDENTED, ' class="annotation"'),
    "cite": Role(Kind.CONTAINER, _INDENTED),
    "poem": POEM, "stanza": STANZA, "v": VERSE,
    "text-author": Role(Kind.BLOCK, "p", ' class="signature"'),
    "date": Role(Kind.BLOCK, "p", ' class="signature"'),
    "empty-line": WALL, "table": Role(Kind.CONTAINER, "table"), "tr": Role(Kind.CONTAINER, "tr"),
    "td": Role(Kind.CELL, "td"), "th": Role(Kind.CELL, "th"),
    "emphasis": Role(Kind.INLINE, "em"), "strong": Role(Kind.INLINE, "strong"),
    "strikethrough": Role(Kind.INLINE, "s"), "sub": Role(Kind.INLINE, "sub"),
    "sup": Role(Kind.INLINE, "sup"),
    "code": Role(Kind.INLINE, "code"), "style": PASSED, "a": Role(Kind.LINK),
    "image": Role(Kind.IMAGE),
    "description": DROPPED, "binary": DROPPED, "stylesheet": DROPPED, "script": DROPPED,
    # No FictionBook has these, but many files do.
    "i": Role(Kind.INLINE, "em"), "em": Role(Kind.INLINE, "em"), "b": Role(Kind.INLINE, "strong"),
    "u": Role(Kind.INLINE, "u"), "s": Role(Kind.INLINE, "s"), "br": Role(Kind.BREAK),
    "hr": Role(Kind.RULE), "div": Role(Kind.CELL, "div"), "li": Role(Kind.CELL, "li"),
    "ul": Role(Kind.CONTAINER, "ul"), "ol": Role(Kind.CONTAINER, "ol"),
    "blockquote": Role(Kind.CONTAINER, _INDENTED),
} | {f"h{n}": Role(Kind.BLOCK, f"h{n}") for n in range(1, 7)}  # fmt: skip

_OURS = {"p", "a", "img", "br", "hr", "header", "div"}
ALLOWED_TAGS = {
    role.name for role in (*XHTML_ROLES.values(), *FB2_ROLES.values()) if role.name
} | _OURS
ALLOWED_ATTRIBUTES = {
    "*": {"id", "lang", "dir", "class"},
    "a": {"href", "rel"},
    "img": {"src", "alt"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
}
ALLOWED_SCHEMES = {"http", "https", "mailto", "address", "asset"}
