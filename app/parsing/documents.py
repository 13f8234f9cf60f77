"""One XHTML, HTML or SVG document of an EPUB, walked from its first tag to its last."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from app.domain.books import Asset
from app.errors import BookTooLarge, TooDeep
from app.parsing.drafts import Draft, Manuscript, Target
from app.parsing.html import Writer
from app.parsing.limits import LIMITS
from app.parsing.tags import PASSED, XHTML_ROLES, Kind, Role
from app.parsing.xml import Element, attribute, tokens

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NOTE_GROUPS = frozenset({"footnotes", "endnotes", "rearnotes"})
_NOTES = _NOTE_GROUPS | {"footnote", "endnote", "rearnote"}
_SECTIONS = frozenset({"section", "article"})
_KEPT: dict[str, tuple[str, ...]] = {
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan"),
    "ol": ("start",),
}


@dataclass(slots=True)
class Walk:
    """
    *cuts* are the elements at which another draft begins; *resolve* turns a link of this document
    into a target or an address outside the book, *picture* an image's source into an asset.
    """

    member: str
    root: Element
    book: Manuscript
    cuts: Mapping[Element, Draft]
    resolve: Callable[[str], tuple[Target | None, str]]
    picture: Callable[[str], Asset | None]
    _element: int = -1
    _depth: int = 0
    _dropped_from: int = 0
    _notes_from: int = 0
    _writer: Writer = field(init=False)
    _main: Writer = field(init=False)

    def run(self) -> None:
        self._writer = self._main = Writer(self.book.drafts[-1], self.member)
        self._remember("")
        for event, element in etree.iterwalk(self.root, events=("start", "end")):
            if event == "start":
                self._start(element)
            else:
                self._end(element)
        self._main.close()

    def _start(self, element: Element) -> None:
        self._element += 1
        self._depth += 1
        if self._dropped_from:
            return
        if self._depth > LIMITS.depth:
            raise TooDeep(limit=LIMITS.depth)
        if self._element >= LIMITS.elements:
            raise BookTooLarge(
                "One document of the book holds too many elements.", limit=LIMITS.elements
            )
        role = XHTML_ROLES.get(element.tag, PASSED)
        if role.kind is Kind.DROPPED:
            self._dropped_from = self._depth
            return
        if self.cuts and not self._notes_from and element in self.cuts:
            self._turn_to(self.cuts[element], element)
        if element.keys():
            self._attributes(element, role)
        self._open(element, role)
        if element.text:
            self._writer.text(element.text)

    def _end(self, element: Element) -> None:
        self._depth -= 1
        if self._dropped_from:
            if self._depth >= self._dropped_from:
                return
            self._dropped_from = 0
        elif XHTML_ROLES.get(element.tag, PASSED).kind not in {Kind.BREAK, Kind.RULE, Kind.IMAGE}:
            self._writer.end()
        if self._depth < self._notes_from:
            self._notes_from = 0
            self._writer.close()
            self._writer = self._main
        if element.tail:
            self._writer.text(element.tail)

    def _turn_to(self, draft: Draft, element: Element) -> None:
        draft.is_linear = self._main.draft.is_linear
        draft.types |= _inherited(element)
        self.book.drafts.append(draft)
        self._main.turn_to(draft)

    def _attributes(self, element: Element, role: Role) -> None:
        types = tokens(element)
        # An epigraph or a dedication inside a chapter does not say what the chapter is.
        if role.kind is Kind.WALL or role.name in _SECTIONS:
            draft = self._writer.draft
            draft.types |= set() if draft.blocks else types - _NOTES
        if types & _NOTES and not self._notes_from:
            self._turn_to_notes(types)
        for name in (element.get("id"), element.get("name")):
            if name:
                self._remember(name)

    def _turn_to_notes(self, types: set[str]) -> None:
        draft = self._writer.draft
        if types & _NOTE_GROUPS and draft.is_empty:
            draft.is_notes = True
        elif not draft.is_notes:
            self._notes_from = self._depth
            self._writer = Writer(self.book.notes, self.member)

    def _remember(self, fragment: str) -> None:
        draft = self._writer.draft
        self.book.places.setdefault((self.member, fragment), (draft, len(draft.blocks)))

    def _open(self, element: Element, role: Role) -> None:
        writer, kind = self._writer, role.kind
        if kind is Kind.LINK:
            target, href = self.resolve(attribute(element, "href") or "")
            is_note = "noteref" in tokens(element)
            writer.start_link(self._element, target, href, is_note=is_note)
        elif kind is Kind.IMAGE:
            source = element.get("src") or attribute(element, "href") or ""
            if asset := self.picture(source):
                writer.image(asset.digest, element.get("alt") or element.get("title") or "")
        elif kind is Kind.BREAK:
            writer.line_break()
        elif kind is Kind.RULE:
            writer.rule()
        else:
            writer.start(role, self._element, _kept(element, role) if element.keys() else "")


def cut_points(root: Element, fragments: Mapping[str, Draft]) -> dict[Element, Draft]:
    """The elements named by *fragments*, or the blocks around them: no chapter begins in one."""
    found: dict[Element, Draft] = {}
    placed: set[Draft] = set()
    for element in root.iter(etree.Element):
        if not element.keys():
            continue
        for name in (element.get("id") or "", element.get("name") or ""):
            draft = fragments.get(name)
            block = _outermost_block(element) if draft and draft not in placed else None
            if draft and block is not None and block not in found:
                found[block] = draft
                placed.add(draft)
    return found


def _outermost_block(element: Element) -> Element:
    outermost = element
    for ancestor in element.iterancestors():
        if XHTML_ROLES.get(ancestor.tag, PASSED).kind is Kind.BLOCK:
            outermost = ancestor
    return outermost


def _inherited(element: Element) -> set[str]:
    return {word for ancestor in element.iterancestors() for word in tokens(ancestor)} - _NOTES


def _kept(element: Element, role: Role) -> str:
    kept = ""
    language = element.get("lang") or element.get(_LANG) or ""
    if language and language.replace("-", "").isalnum() and language.isascii():
        kept += f' lang="{language}"'
    if element.get("dir") in {"ltr", "rtl"}:
        kept += f' dir="{element.get("dir")}"'
    for name in _KEPT.get(role.name, ()):
        value = element.get(name) or ""
        if value.isdecimal() and value.isascii() and len(value) < 4:  # noqa: PLR2004 - browsers stop at 1000 too
            kept += f' {name}="{value}"'
    return kept
