"""One XHTML, HTML or SVG document of an EPUB, walked from its first tag to its last."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from mimetypes import guess_type

from lxml import etree

from app.domain.books import Asset
from app.domain.limits import Limits
from app.errors import BookTooLarge, TooDeep
from app.parsing.drafts import Draft, Manuscript, Target
from app.parsing.html import Writer
from app.parsing.tags import CASE, OBJECT, PASSED, XHTML_ROLES, Kind, Role
from app.parsing.xml import Element, attribute, local, text_of, tokens

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_NOTE_GROUPS = frozenset({"footnotes", "endnotes", "rearnotes"})
_NOTES = _NOTE_GROUPS | {"footnote", "endnote", "rearnote"}
_VERSE_TYPES = frozenset({"z3998:poem", "z3998:verse", "z3998:song", "z3998:hymn"})
_VERSE_CLASSES = frozenset({"poem", "poetry", "verse", "stanza"})
_SECTIONS = frozenset({"section", "article"})
# A tuple, because the hash of an enum's member is a call.
_HOLDING = (Kind.BLOCK, Kind.CELL, Kind.CONTAINER)
_EMPTY = (Kind.BREAK, Kind.RULE, Kind.IMAGE)
_KEPT: dict[str, tuple[str, ...]] = {
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan"),
    "ol": ("start",),
}


@dataclass(slots=True)
class Walk:
    """
    *cuts* are the elements at which another draft begins, *notes* those that are notes without
    being declared so; *resolve* turns a link of this document into a target or an address outside
    the book, *picture* an image's source into an asset.
    """

    member: str
    root: Element
    book: Manuscript
    cuts: Mapping[Element, Draft]
    notes: frozenset[Element]
    limits: Limits
    resolve: Callable[[str], tuple[Target | None, str]]
    picture: Callable[[str], Asset | None]
    _element: int = -1
    _depth: int = 0
    _dropped_from: int = 0
    _notes_from: int = 0
    _verse_from: int = 0
    _named: list[tuple[int, Target, Draft]] = field(default_factory=list)
    _writer: Writer = field(init=False)
    _main: Writer = field(init=False)

    def run(self) -> None:
        self._writer = self._main = Writer(self.book.drafts[-1], self.member, self.limits.nesting)
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
        if self._depth > self.limits.depth:
            raise TooDeep(limit=self.limits.depth)
        if self._element >= self.limits.elements:
            raise BookTooLarge(
                "One document of the book holds too many elements.", limit=self.limits.elements
            )
        role = XHTML_ROLES.get(element.tag, PASSED)
        if role.kind is Kind.DROPPED or (role is CASE and not _is_chosen(element)):
            self._dropped_from = self._depth
            return
        if role is OBJECT and self._embed(element):
            self._dropped_from = self._depth
            return
        if self.cuts and not self._notes_from and element in self.cuts:
            self._turn_to(self.cuts[element], element)
        if self.notes and element in self.notes and not self._notes_from:
            self._turn_to_notes({"footnote"})
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
        elif XHTML_ROLES.get(element.tag, PASSED).kind not in _EMPTY:
            self._writer.end()
        if self._depth < self._notes_from:
            self._notes_from = 0
            self._writer.close()
            self._writer = self._main
        if self._depth < self._verse_from:
            self._verse_from = 0
        while self._named and self._named[-1][0] > self._depth:
            self._finish(*self._named.pop()[1:])
        if element.tail:
            self._writer.text(element.tail)

    def _embed(self, element: Element) -> bool:
        """Whether an object is a picture that can be shown, so that nothing need stand in for it."""
        source = element.get("data") or ""
        is_picture = (element.get("type") or guess_type(source)[0] or "").startswith("image/")
        asset = self.picture(source) if is_picture else None
        if asset:
            self._writer.image(asset.digest, text_of(element) or element.get("title") or "")
        return asset is not None

    def _turn_to(self, draft: Draft, element: Element) -> None:
        draft.is_linear = self._main.draft.is_linear
        draft.types |= _inherited(element)
        self.book.drafts.append(draft)
        self._main.turn_to(draft)
        if draft.name:
            self._remember(draft.name)

    def _attributes(self, element: Element, role: Role) -> None:
        types = tokens(element)
        # An epigraph or a dedication inside a chapter does not say what the chapter is.
        if role.kind is Kind.WALL or role.name in _SECTIONS:
            draft = self._writer.draft
            draft.types |= set() if draft.blocks else types - _NOTES
        if types & _NOTES and not self._notes_from:
            self._turn_to_notes(types)
        if not self._verse_from and _is_verse(element, types, role):
            self._verse_from = self._depth
        for name in (element.get("id"), element.get("name")):
            if name:
                self._remember(name)

    def _turn_to_notes(self, types: set[str]) -> None:
        self.book.note_count += 1
        if self.book.note_count > self.limits.notes:
            raise BookTooLarge("The book has too many notes.", limit=self.limits.notes)
        draft = self._writer.draft
        if types & _NOTE_GROUPS and draft.is_empty:
            draft.is_notes = True
        elif not draft.is_notes:
            self._notes_from = self._depth
            self._writer = Writer(self.book.notes, self.member, self.limits.nesting)

    def _remember(self, fragment: str) -> None:
        draft, target = self._writer.draft, (self.member, fragment)
        if target not in self.book.places:
            self.book.places[target] = (draft, len(draft.blocks))
            self._named.append((self._depth, target, draft))

    def _finish(self, target: Target, draft: Draft) -> None:
        """The element that *target* names is over; one that another chapter began in has no end."""
        if draft is self.book.notes or draft is self.book.drafts[-1]:
            self.book.ends[target] = len(draft.blocks)

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
            attributes = kept(element, role) if element.keys() else ""
            if self._verse_from:
                attributes += _in_verse(element, role, is_whole=self._depth == self._verse_from)
            writer.start(role, self._element, attributes)


def _is_verse(element: Element, types: set[str], role: Role) -> bool:
    # Of a Bible, a span called so is the number of a verse.
    if role.kind not in _HOLDING:
        return False
    classes = element.get("class")
    return not _VERSE_TYPES.isdisjoint(types) or (
        classes is not None and not _VERSE_CLASSES.isdisjoint(classes.lower().split())
    )


def _in_verse(element: Element, role: Role, *, is_whole: bool) -> str:
    """What marks an element of a poem as FB2 does: a line or a stanza in one block, or *is_whole*."""
    if role.name == "p" or (role.name == "div" and not any(map(_is_holding, element))):
        return ' class="verse"'
    return ' class="poem"' if is_whole and role.name in {"blockquote", "section", "div"} else ""


def _is_holding(element: Element) -> bool:
    return XHTML_ROLES.get(element.tag, PASSED).kind in _HOLDING


def _is_chosen(case: Element) -> bool:
    """Of the branches of a switch we take the default, which asks for nothing, or else the first."""
    parent = case.getparent()
    branches = [] if parent is None else [local(branch.tag) for branch in parent]
    return "default" not in branches and case.getprevious() is None


def _inherited(element: Element) -> set[str]:
    return {word for ancestor in element.iterancestors() for word in tokens(ancestor)} - _NOTES


def kept(element: Element, role: Role) -> str:
    """The attributes of an element that its canonical form keeps, as markup."""
    markup = ""
    language = element.get("lang") or element.get(_LANG) or ""
    if language and language.replace("-", "").isalnum() and language.isascii():
        markup += f' lang="{language}"'
    if element.get("dir") in {"ltr", "rtl"}:
        markup += f' dir="{element.get("dir")}"'
    for name in _KEPT.get(role.name, ()):
        value = element.get(name) or ""
        if value.isdecimal() and value.isascii() and len(value) < 4:  # noqa: PLR2004 - browsers stop at 1000 too
            markup += f' {name}="{value}"'
    return markup
