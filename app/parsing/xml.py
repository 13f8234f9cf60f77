"""Text to element trees: strictly first, then repaired, and never without saying so."""

import re
from dataclasses import dataclass, field, replace

from lxml import etree
from lxml import html as lxml_html
from lxml.etree import _Element

from app.domain.books import ParseWarning
from app.domain.limits import Limits
from app.errors import BookTooLarge, TooDeep
from app.parsing import encodings, entities
from app.parsing.balancing import balanced

Element = _Element  # lxml publishes the class only under its private name.
XHTML = "{http://www.w3.org/1999/xhtml}"
EPUB_TYPE = "{http://www.idpf.org/2007/ops}type"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BARE_AMPERSAND = re.compile(r"&(?!#?\w+;)")
_BARE_LESS = re.compile(r"<(?![^\W\d]|[/!?:])")
_XML_DECLARATION = re.compile(r"<\?xml[^>]*\?>")
_REFERENCE = re.compile(r"&#(?:[xX]([0-9A-Fa-f]+)|([0-9]+));?")
_LONGEST_NUMBER = 7  # digits of the last character, U+10FFFF, in decimal
# The library refuses documents with attributes of 10 MB; no reader ever sees one.
_ENDLESS = re.compile(r"""=\s*(?:"[^"<]{1000000,}"|'[^'<]{1000000,}')""")
_TOO_DEEP = "Excessive depth"
# What follows belongs to the page too, as the rules of HTML have it; the library leaves it out.
_LAST_TAGS = re.compile(r"</(?:body|html)\s*>", re.IGNORECASE)


@dataclass(slots=True)
class Document:
    """*root* is None where nothing could be read."""

    root: Element | None
    warnings: list[ParseWarning] = field(default_factory=list)


def document(
    data: bytes,
    limits: Limits,
    *,
    where: str = "",
    fallback_encoding: str = "cp1252",
    is_html: bool = False,
) -> Document:
    """
    The tree of *data*; *is_html* allows the rules of HTML where those of XML fail.

    *where* is the file that warnings name.
    """
    found = _document(data, limits, fallback_encoding=fallback_encoding, is_html=is_html)
    found.warnings = [replace(warning, where=where) for warning in found.warnings]
    return found


def _document(data: bytes, limits: Limits, *, fallback_encoding: str, is_html: bool) -> Document:
    warnings: list[ParseWarning] = []
    text = prepared(data, limits, warnings, fallback_encoding=fallback_encoding)
    try:
        return Document(_strict(text), warnings)
    except etree.XMLSyntaxError as error:
        _report(error, warnings)
    return Document(_repaired(text, limits, is_html=is_html), warnings)


def prepared(
    data: bytes, limits: Limits, warnings: list[ParseWarning], *, fallback_encoding: str
) -> str:
    """*data* as text that a parser may see: no declaration, document type, entity or control."""
    text = encodings.decode(data, warnings, fallback=fallback_encoding)
    # Every element needs a "<" and most a second one, so this bounds the tree before it is built.
    if text.count("<") > 2 * limits.elements:
        raise BookTooLarge(
            "One document of the book holds too many elements.", limit=limits.elements
        )
    text = entities.resolved(_without_declaration(text), warnings, limits.expansion)
    if _CONTROL.search(text):
        warnings.append(ParseWarning("control-chars", "characters that XML forbids were left out"))
        text = _CONTROL.sub("", text)
    return text


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
    parser = _parser(recover=False)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        refuse_want_of_memory(parser)
        raise


def refuse_want_of_memory(parser: etree.XMLParser | etree.HTMLParser | etree.XMLPullParser) -> None:
    """What the library calls bad markup may be a document that was cut off where memory ended."""
    if any(entry.type == etree.ErrorTypes.ERR_NO_MEMORY for entry in parser.error_log):
        raise MemoryError


def _repaired(text: str, limits: Limits, *, is_html: bool) -> Element | None:
    # What stands for no character, or half of one, comes out of a parser that recovers as no text.
    sound = _ENDLESS.sub('=""', _REFERENCE.sub(_lawful, text))
    mended = _BARE_LESS.sub("&lt;", _BARE_AMPERSAND.sub("&amp;", sound))
    if mended != text:
        try:
            return _strict(mended)
        except etree.XMLSyntaxError:
            pass
    parser = _parser(recover=True)
    try:
        whole = balanced(mended)
        root: Element | None = etree.fromstring(whole.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError:
        root = None
    refuse_want_of_memory(parser)
    if root is not None:
        _lift_bodies(root)
    if not is_html:
        _refuse_depth(parser, limits.depth)
        return root
    # Where paragraphs are never closed the rules of XML see a depth that is none.
    return _richer(root, _by_html_rules(sound, limits))


def _lawful(reference: re.Match[str]) -> str:
    """The reference if XML 1.0, section 2.2, allows its character, else nothing."""
    digits = (reference[1] or reference[2]).lstrip("0") or "0"
    number = int(digits, 16 if reference[1] else 10) if len(digits) <= _LONGEST_NUMBER else -1
    is_lawful = number in {0x9, 0xA, 0xD} or any(
        first <= number <= last
        for first, last in ((0x20, 0xD7FF), (0xE000, 0xFFFD), (0x10000, 0x10FFFF))
    )
    return reference[0] if is_lawful else ""


def _lift_bodies(root: Element) -> None:
    """Take the text out of a head or a description that a broken tag leaves open."""
    bodies = [body for body in named(root, "body") if body is not root]
    if any(body.getparent() is not root for body in bodies):
        for body in bodies:
            root.append(body)


def _by_html_rules(text: str, limits: Limits) -> Element | None:
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        data = _LAST_TAGS.sub("", text).encode("utf-8", "replace")
        root = lxml_html.document_fromstring(data, parser=parser)
    except etree.ParserError:
        return None
    refuse_want_of_memory(parser)
    _refuse_depth(parser, limits.depth)
    return root


def _refuse_depth(parser: etree.XMLParser | etree.HTMLParser, deepest: int) -> None:
    # The parser cuts such a document off at its limit and calls the rest good.
    if any(_TOO_DEEP in entry.message for entry in parser.error_log):
        raise TooDeep(limit=deepest)


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
