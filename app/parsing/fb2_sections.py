"""The bodies of an FB2, walked once from first tag to last: sections and notes become chapters."""

from collections.abc import Callable

from lxml import etree

from app.domain.books import Asset
from app.errors import BookTooLarge
from app.parsing.contents import Entry
from app.parsing.drafts import Draft, Manuscript, Target
from app.parsing.html import Writer
from app.parsing.limits import LIMITS
from app.parsing.tags import FB2_ROLES, PASSED, Kind, Role
from app.parsing.texts import line
from app.parsing.xml import Element, attribute, local

# What stands above a text and is not the text: a section that holds nothing else is a part heading.
_ABOVE = frozenset({"title", "epigraph"})


class Sections:
    """
    A section with text of its own is a chapter; one that holds only sections is a heading over it.

    That is found out without looking ahead: a section opens a chapter if the one before has text.
    """

    def __init__(self, member: str, root: Element, picture: Callable[[str], Asset | None]) -> None:
        self.book = Manuscript()
        self.entries: list[Entry] = []
        self.title = ""
        self.assets: dict[str, Asset] = {}
        self._member = member
        self._root = root
        self._picture = picture
        self._writer = Writer(Draft(), member)
        self._names: dict[str, tuple[str, Role]] = {}
        self._element = -1
        self._depth = 0
        self._dropped_from = 0
        self._above_from = 0
        self._title_from = 0
        self._title_parts: list[str] = []
        self._open_entries: list[Entry | None] = []
        self._has_text = False
        self._sections = 0

    def run(self) -> None:
        for event, element in etree.iterwalk(self._root, events=("start", "end")):
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
        elif role.kind is not Kind.IMAGE:
            self._writer.end()
            if name == "section":
                self._open_entries.pop()
        if self._depth < self._title_from:
            self._finish_title()
        if self._depth < self._above_from:
            self._above_from = 0
        if element.tail:
            self._text(element.tail)

    def _open(self, element: Element, name: str, role: Role) -> None:
        writer = self._writer
        if self._title_from and role.kind is Kind.BLOCK:
            # The paragraphs of a title are lines of one heading.
            writer.line_break()
            self._title_parts.append(" ")
            writer.start(PASSED, self._element)
        elif name == "title":
            self._title_from = self._depth
            level = min(1 + len(self._open_entries), 6)
            heading = "p" if writer.draft.is_notes else f"h{level}"
            writer.start(Role(Kind.BLOCK, heading), self._element)
        elif role.kind is Kind.LINK:
            target, href = self._resolved(attribute(element, "href") or "")
            is_note = (attribute(element, "type") or "") == "note"
            writer.start_link(self._element, target, href, is_note=is_note)
        elif role.kind is Kind.IMAGE:
            self._show(element)
        else:
            writer.start(role, self._element)

    def _start_body(self, element: Element) -> None:
        name = (element.get("name") or "").strip().lower()
        is_first = not self.book.drafts
        is_notes = bool(name) and (not is_first or name == "notes")
        if is_first or is_notes or self._has_text or self.book.drafts[-1].is_notes:
            self._begin(Draft(is_notes=is_notes, is_front=is_first and not is_notes))

    def _start_section(self) -> None:
        self._sections += 1
        if self._sections > LIMITS.sections and not self._writer.draft.is_notes:
            raise BookTooLarge("The book has too many sections.", limit=LIMITS.sections)
        draft = self._writer.draft
        if draft.is_notes:
            self._open_entries.append(None)
            return
        if self._has_text or (draft.is_front and not draft.is_empty) or not self.book.drafts:
            self._begin(Draft())
        elif draft.is_front:
            draft.is_front = False
        target = f" section {self._element}"  # A blank, so that no id of the book can be the same.
        entry = Entry(
            min(len(self._open_entries), LIMITS.contents_depth - 1), target=(self._member, target)
        )
        self._remember(target)
        self.entries.append(entry)
        self._open_entries.append(entry)
        if len(self.entries) > LIMITS.contents:
            raise BookTooLarge("The book has too many sections.", limit=LIMITS.contents)

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
        title = line("".join(self._title_parts))
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
        draft = self._writer.draft
        self.book.places.setdefault((self._member, identifier), (draft, len(draft.blocks)))

    def _resolved(self, href: str) -> tuple[Target | None, str]:
        href = href.strip()
        if href.startswith("#"):
            return (self._member, href[1:]), ""
        is_kept = href.lower().startswith(("http://", "https://", "mailto:"))
        return None, href if is_kept else ""
