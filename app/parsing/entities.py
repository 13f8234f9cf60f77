"""Document types and entities, taken out of the text before an XML parser sees them."""

import re
from html.entities import html5

from app.domain.books import ParseWarning
from app.errors import UnsafeXml

_PROLOG = re.compile(r"(?>(?:\s|<\?.*?\?>|<!--.*?-->)*)<!DOCTYPE", re.DOTALL | re.IGNORECASE)
# What is not closed reaches to the end, so that no expression looks for one end twice.
_PIECE = re.compile(r"""<!--(?:.*?-->|.*)|"[^"]*"|'[^']*'|\[|\]|>""", re.DOTALL)
_ENTITY = re.compile(
    r"""<!ENTITY\s+(%\s+)?([\w.:-]+)\s+(?:(SYSTEM|PUBLIC)\b|"([^"]*)"|'([^']*)')""", re.DOTALL
)
_SUSPECT = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);|#)[A-Za-z_]")
_REFERENCE = re.compile(
    r"<!\[CDATA\[(?:.*?\]\]>|.*)|<!--(?:.*?-->|.*)|&([A-Za-z_][\w.-]*);", re.DOTALL
)
_NESTED = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);|#)[\w.-]+;|%[\w.-]+;")
_OWN = frozenset({"amp", "lt", "gt", "quot", "apos"})


def resolved(text: str, warnings: list[ParseWarning], expansion: int) -> str:
    """
    *text* without its document type and with every named entity replaced.

    External entities become nothing. Raises `UnsafeXml` for entities made of entities and for
    expansions beyond *expansion* characters.
    """
    text, declared = _without_doctype(text, warnings)
    if not _SUSPECT.search(text):
        return text
    spent = 0

    def replacement(match: re.Match[str]) -> str:
        nonlocal spent
        name = match[1]
        if name is None or name in _OWN:
            return match[0]
        if name not in declared:
            known = html5.get(f"{name};")
            return _escaped(known) if known else f"&amp;{name};"
        spent += len(declared[name])
        if spent > expansion:
            raise UnsafeXml(limit=expansion)
        return declared[name]

    return _REFERENCE.sub(replacement, text)


def _without_doctype(text: str, warnings: list[ParseWarning]) -> tuple[str, dict[str, str]]:
    start = _PROLOG.match(text)
    if not start:
        return text, {}
    begin = start.end() - len("<!DOCTYPE")
    depth = 0
    for piece in _PIECE.finditer(text, start.end()):
        depth += {"[": 1, "]": -1}.get(piece[0], 0)
        if piece[0] == ">" and depth <= 0:
            doctype = text[begin : piece.end()]
            return text[:begin] + text[piece.end() :], _declared(doctype, warnings)
    return text[:begin], {}


def _declared(doctype: str, warnings: list[ParseWarning]) -> dict[str, str]:
    entities: dict[str, str] = {}
    for found in _ENTITY.finditer(doctype):
        parameter, name, external, double, single = found.groups()
        value = double or single or ""
        if parameter or (not external and _NESTED.search(value)):
            raise UnsafeXml
        if external:
            warnings.append(ParseWarning("external-entity", "an entity from outside was left out"))
        entities.setdefault(name, value)
    if entities:
        warnings.append(ParseWarning("doctype", "the document declares entities of its own"))
    return entities


def _escaped(characters: str) -> str:
    return characters.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
