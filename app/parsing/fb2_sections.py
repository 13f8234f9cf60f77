"""The bodies of an FB2, walked once from first tag to last: sections and notes become chapters."""

import re
from collections.abc import Callable, Iterable

from app.domain.books import Asset, ParseWarning
from app.domain.limits import Limits
from app.errors import BookTooLarge
from app.parsing.contents import Entry
from app.parsing.documents import kept
from app.parsing.drafts import Draft, Manuscript, Target
from app.parsing.html import Writer
from app.parsing.streams import Event
from app.parsing.tags import FB2_ROLES, PASSED, Kind, Role
from app.parsing.texts import line
from app.parsing.xml import Element, attribute, local

# What stands above a text and is not the text: a section that holds nothing else is a part heading.
_ABOVE = frozenset({"title", "epigraph"})
_TITLED = frozenset({"section", "body"})
# The names that FictionBook gives to bodies of notes, and what programs made of them.
_NOTES = re.compile(r"(?:foot|end)?notes?\b|comments?\b|примечани|сноски|комментари")
_EMPTY = frozenset({Kind.IMAGE, Kind.BREAK, Kind.RULE})


class Sections:
    """
    A section with text of its own is a chapter; one that holds only sections is a heading over it.

    That is found out without looking ahead: a section opens a chapter if the one before has text.
    """

    def __init__(
        self,
        member: str,
        picture: Callable[[str], Asset | None],
        limits: Limits,
    ) -> None:
        self.book = Manuscript()
        self.entries: list[Entry] = []
        self.warnings: list[ParseWarning] = []
        self.title = ""
        self.assets: dict[str, Asset] = {}
        self._member = member
        self._picture = picture
        self._limits = limits
        self._writer = Writer(Draft(), member, limits.nesting)
        self._names: dict[str, tuple[str, Role]] = {}
        self._element = -1
        self._depth = 0
        self._dropped_from = 0
        self._above_from = 0
        self._title_from = 0
        self._is_heading = False
        self._title_parts: list[str] = []
        self._open_entries: list[Entry | None] = []
        self._ids: list[tuple[int, Target, Draft]] = []
        self._has_text = False
        self._sections = 0
        self._notes = 0

    def run(self, events: Iterable[Event]) -> None:
        for event, element in events:
            name, role = self._named(element.tag)
            if event == "start":
                self._element += 1
                self._depth += 1
                if not self._dropped_from:
                    self._start(element, name, role)
            else:
                self._depth -= 1
                self._end(element, name, role)
        self._writer.close()

    def _named(self, tag: str) -> tuple[str, Role]:
        if tag not in self._names:
            name = local(tag)
            self._names[tag] = (name, FB2_ROLES.get(name, PASSED))
        return self._names[tag]

    def _start(self, element: Element, name: str, role: Role) -> None:
        if role.kind is Kind.DROPPED:
            self._dropped_from = self._depth
            return
        if name == "body":
            self._start_body(element)
        elif name == "section":
            self._start_section()
        if name in _ABOVE and not self._above_from:
            self._above_from = self._depth
        if identifier := element.get("id"):
            self._remember(identifier)
        self._open(element, name, role)
        if element.text:
            self._text(element.text)

    def _end(self, element: Element, name: str, role: Role) -> None:
        if self._dropped_from:
            if self._depth >= self._dropped_from:
                return
            self._dropped_from = 0
        elif role.kind not in _EMPTY:
            self._writer.end()
            if name == "section":
                self._open_entries.pop()
        if self._depth < self._title_from:
            self._finish_title()
        if self._depth < self._above_from:
            self._above_from = 0
        while self._ids and self._ids[-1][0] > self._depth:
            _, target, draft = self._ids.pop()
            if draft is self._writer.draft:
                self.book.ends[target] = len(draft.blocks)
        if element.tail:
            self._text(element.tail)

    def _open(self, element: Element, name: str, role: Role) -> None:
        writer = self._writer
        if self._title_from and (role.kind is Kind.BLOCK or name == "empty-line"):
            # The paragraphs of a title are lines of one heading.
            writer.line_break()
            self._title_parts.append(" ")
            writer.start(PASSED, self._element)
        elif name == "title":
            self._title_from = self._depth
            parent = element.getparent()
            self._is_heading = parent is not None and local(parent.tag) in _TITLED
            writer.start(self._heading(), self._element)
        elif role.kind is Kind.LINK:
            target, href = self._resolved(attribute(element, "href") or "")
            is_note = (attribute(element, "type") or "") == "note"
            writer.start_link(self._element, target, href, is_note=is_note)
        elif role.kind is Kind.IMAGE:
            self._show(element)
        elif role.kind is Kind.BREAK:
            writer.line_break()
        elif role.kind is Kind.RULE:
            writer.rule()
        else:
            writer.start(role, self._element, kept(element, role) if element.keys() else "")

    def _heading(self) -> Role:
        """Of a section or body; poems and their stanzas have titles too, which head nothing else."""
        if not self._is_heading:
            self._has_text = self._has_text or not self._above_from
            return FB2_ROLES["subtitle"]
        level = min(1 + len(self._open_entries), 6)
        return Role(Kind.BLOCK, "p" if self._writer.draft.is_notes else f"h{level}")

    def _start_body(self, element: Element) -> None:
        is_first = not self.book.drafts
        is_notes = _NOTES.match((element.get("name") or "").strip().lower()) is not None
        if is_first or is_notes or self._has_text or self.book.drafts[-1].is_notes:
            # Wherever its notes stand in the file, a book is read from its text on.
            draft = Draft(is_notes=is_notes, is_linear=not is_notes)
            draft.is_front = not is_notes and all(one.is_notes for one in self.book.drafts)
            self._begin(draft)

    def _start_section(self) -> None:
        draft = self._writer.draft
        if draft.is_notes:
            self._notes += 1
            if self._notes > self._limits.notes:
                raise BookTooLarge("The book has too many notes.", limit=self._limits.notes)
            self._open_entries.append(None)
            return
        self._sections += 1
        if self._sections > self._limits.sections:
            raise BookTooLarge("The book has too many sections.", limit=self._limits.sections)
        if self._has_text or (draft.is_front and not draft.is_empty) or not self.book.drafts:
            self._begin(Draft())
        elif draft.is_front:
            draft.is_front = False
        deepest = self._limits.contents_depth - 1
        if len(self._open_entries) > deepest and not self.warnings:
            what = f"only {deepest + 1} levels are kept"
            self.warnings.append(ParseWarning("contents-cut", what, self._member))
        target = f" section {self._element}"  # A blank, so that no id of the book can be the same.
        entry = Entry(
            min(len(self._open_entries), deepest),
            target=(self._member, target),
        )
        self._remember(target)
        self.entries.append(entry)
        self._open_entries.append(entry)
        if len(self.entries) > self._limits.contents:
            raise BookTooLarge("The book has too many sections.", limit=self._limits.contents)

    def _begin(self, draft: Draft) -> None:
        self.book.drafts.append(draft)
        self._writer.turn_to(draft)
        self._has_text = False

    def _text(self, text: str) -> None:
        if self._title_from:
            self._title_parts.append(text)
        elif not self._above_from and not self._has_text and not text.isspace():
            self._has_text = True
        self._writer.text(text)

    def _finish_title(self) -> None:
        self._title_from = 0
        if not self._is_heading:
            self._title_parts.clear()
            return
        title = line("".join(self._title_parts), self._limits.title)
        self._title_parts.clear()
        draft = self._writer.draft
        if self._open_entries:
            entry = self._open_entries[-1]
            if entry is None:
                return
            entry.title = entry.title or title
        elif not self.title:
            self.title = title
        if not draft.is_notes or not draft.title:
            draft.title = title if not self._has_text else draft.title or title

    def _show(self, element: Element) -> None:
        asset = self._picture(attribute(element, "href") or "")
        if asset is None:
            return
        self.assets[asset.digest] = asset
        self._has_text = self._has_text or not self._above_from
        self._writer.image(asset.digest, element.get("alt") or element.get("title") or "")

    def _remember(self, identifier: str) -> None:
        draft, target = self._writer.draft, (self._member, identifier)
        if target not in self.book.places:
            self.book.places[target] = (draft, len(draft.blocks))
            self._ids.append((self._depth, target, draft))

    def _resolved(self, href: str) -> tuple[Target | None, str]:
        href = href.strip()
        if href.startswith("#"):
            return (self._member, href[1:]), ""
        is_kept = href.lower().startswith(("http://", "https://", "mailto:"))
        return None, href if is_kept else ""
