"""What each element of a book's markup becomes in canonical HTML."""

from dataclasses import dataclass
from enum import Enum, auto

from app.parsing.xml import XHTML

SVG = "{http://www.w3.org/2000/svg}"


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
    | {"img": Role(Kind.IMAGE), "image": Role(Kind.IMAGE)}
)
_SVG = {
    "image": Role(Kind.IMAGE), "text": Role(Kind.CELL, "div"), "a": Role(Kind.LINK),
    "title": DROPPED, "desc": DROPPED, "style": DROPPED, "script": DROPPED, "metadata": DROPPED,
}  # fmt: skip
_MATHML = {"annotation": DROPPED, "annotation-xml": DROPPED}

# Other namespaces fall through to PASSED: a <caption> of somebody's own vocabulary is no caption.
XHTML_ROLES: dict[str, Role] = (
    _HTML
    | {f"{XHTML}{name}": role for name, role in _HTML.items()}
    | {f"{SVG}{name}": role for name, role in _SVG.items()}
    | {f"{{http://www.w3.org/1998/Math/MathML}}{name}": role for name, role in _MATHML.items()}
)

_TITLE = Role(Kind.BLOCK, "h2")
_INDENTED = "blockquote"
FB2_ROLES: dict[str, Role] = {
    "fictionbook": WALL, "body": WALL, "section": Role(Kind.CONTAINER, "section"),
    "p": Role(Kind.BLOCK, "p"), "title": _TITLE,
    "subtitle": Role(Kind.BLOCK, "p", ' class="subtitle"'),
    "epigraph": Role(Kind.CONTAINER, _INDENTED, ' class="epigraph"'),
    "annotation": Role(Kind.CONTAINER, _INDENTED, ' class="annotation"'),
    "cite": Role(Kind.CONTAINER, _INDENTED),
    "poem": Role(Kind.CONTAINER, _INDENTED, ' class="poem"'),
    "stanza": Role(Kind.CONTAINER, "div", ' class="stanza"'),
    "v": Role(Kind.BLOCK, "p", ' class="verse"'),
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
}  # fmt: skip

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
