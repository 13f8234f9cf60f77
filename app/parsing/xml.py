"""Text to element trees: strictly first, then repaired, and never without saying so."""

import re
from dataclasses import dataclass, field

from lxml import etree
from lxml import html as lxml_html
from lxml.etree import _Element

from app.domain.books import ParseWarning
from app.errors import BookTooLarge, TooDeep
from app.parsing import encodings, entities
from app.parsing.limits import LIMITS

Element = _Element  # lxml publishes the class only under its private name.
XHTML = "{http://www.w3.org/1999/xhtml}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BARE_AMPERSAND = re.compile(r"&(?!#?\w+;)")
_BARE_LESS = re.compile(r"<(?![^\W\d]|[/!?:])")
_XML_DECLARATION = re.compile(r"<\?xml[^>]*\?>")
_TOO_DEEP = "Excessive depth"


@dataclass(slots=True)
class Document:
    """*root* is None where nothing could be read."""

    root: Element | None
    warnings: list[ParseWarning] = field(default_factory=list)


def document(data: bytes, *, fallback_encoding: str = "cp1252", is_html: bool = False) -> Document:
    """The tree of *data*; *is_html* allows the rules of HTML where those of XML fail."""
    warnings: list[ParseWarning] = []
    text = encodings.decode(data, warnings, fallback=fallback_encoding)
    # Every element needs a "<" and most a second one, so this bounds the tree before it is built.
    if text.count("<") > 2 * LIMITS.elements:
        raise BookTooLarge(
            "One document of the book holds too many elements.", limit=LIMITS.elements
        )
    text = entities.resolved(_without_declaration(text), warnings)
    if _CONTROL.search(text):
        warnings.append(ParseWarning("control-chars", "characters that XML forbids were left out"))
        text = _CONTROL.sub("", text)
    try:
        return Document(_strict(text), warnings)
    except etree.XMLSyntaxError as error:
        _report(error, warnings)
    return Document(_repaired(text, is_html=is_html), warnings)


def local(name: str | bytes) -> str:
    """The name without namespace or prefix, in lower case."""
    return str(name).rpartition("}")[2].rpartition(":")[2].lower()


def attribute(element: Element, name: str) -> str | None:
    """An attribute by its local name, whatever its namespace; the plain one wins."""
    plain = element.get(name)
    if plain is not None:
        return plain
    for key in element.keys():  # noqa: SIM118 - an element iterates over its children
        if local(key) == name:
            return element.get(key)
    return None


def named(root: Element, name: str) -> list[Element]:
    """All elements of that local name, *root* too: books come with every namespace and none."""
    return list(root.iter(f"{{*}}{name}", f"{{*}}{name.lower()}", f"opf:{name}", f"dc:{name}"))


def text_of(element: Element) -> str:
    """All text inside, white space collapsed."""
    return " ".join("".join(map(str, element.itertext())).split())


def tokens(element: Element) -> set[str]:
    """What epub:type and role say, without the prefix `doc-`."""
    words = (
        f"{element.get(EPUB_TYPE) or element.get('epub:type') or ''} {element.get('role') or ''}"
    )
    return {word.removeprefix("doc-") for word in words.lower().split()}


def _without_declaration(text: str) -> str:
    text = text.lstrip("\ufeff \t\r\n")
    declaration = _XML_DECLARATION.match(text)
    return text[declaration.end() :] if declaration else text


def _strict(text: str) -> Element:
    return etree.fromstring(text.encode("utf-8", "replace"), _parser(recover=False))


def _repaired(text: str, *, is_html: bool) -> Element | None:
    mended = _BARE_LESS.sub("&lt;", _BARE_AMPERSAND.sub("&amp;", text))
    if mended != text:
        try:
            return _strict(mended)
        except etree.XMLSyntaxError:
            pass
    parser = _parser(recover=True)
    try:
        root: Element | None = etree.fromstring(mended.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    if root is not None:
        _lift_bodies(root)
    if not is_html:
        _refuse_depth(parser)
        return root
    # Where paragraphs are never closed the rules of XML see a depth that is none.
    return _richer(root, _by_html_rules(text))


def _lift_bodies(root: Element) -> None:
    """Take the text out of a head or a description that a broken tag leaves open."""
    bodies = [body for body in named(root, "body") if body is not root]
    if any(body.getparent() is not root for body in bodies):
        for body in bodies:
            root.append(body)


def _by_html_rules(text: str) -> Element | None:
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:
        return None
    _refuse_depth(parser)
    return root


def _refuse_depth(parser: etree.XMLParser | etree.HTMLParser) -> None:
    # The parser cuts such a document off at its limit and calls the rest good.
    if any(_TOO_DEEP in entry.message for entry in parser.error_log):
        raise TooDeep(limit=LIMITS.depth)


def _richer(one: Element | None, other: Element | None) -> Element | None:
    if one is None or other is None:
        return other if one is None else one
    return other if _length(other) > _length(one) else one


def _length(root: Element) -> int:
    """How much text a reader would see."""
    return sum(len(text_of(body)) for body in named(root, "body"))


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_pis=True,
        remove_comments=True,
    )


def _report(error: etree.XMLSyntaxError, warnings: list[ParseWarning]) -> None:
    code = getattr(error, "code", None)  # The published types leave it out.
    # An undeclared prefix loses nothing: the name is read with the prefix in it.
    if code != etree.ErrorTypes.NS_ERR_UNDEFINED_NAMESPACE:
        is_cut = code == etree.ErrorTypes.ERR_TAG_NOT_FINISHED
        warnings.append(
            ParseWarning("truncated" if is_cut else "malformed", error.msg or "not well-formed")
        )
