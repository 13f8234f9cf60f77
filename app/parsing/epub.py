"""EPUB 2 and 3, and the OEBPS packages before them, to a parsed book."""

import posixpath
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import unquote

from app.domain.books import Address, Asset, BookFormat, ChapterKind, ParsedBook, ParseWarning
from app.errors import EmptyBook
from app.parsing import assembly, contents, covers, kinds, metadata, notes, xml
from app.parsing import package as packages
from app.parsing.archives import Archive
from app.parsing.contents import Entry
from app.parsing.documents import Walk, cut_points
from app.parsing.drafts import Draft, Manuscript, Target
from app.parsing.limits import LIMITS
from app.parsing.package import Item, Package
from app.parsing.pictures import EpubPictures
from app.parsing.xml import Element, tokens

_PICTURES = ("image/jpeg", "image/png", "image/gif", "image/webp")
_MARKUP = ("xhtml", "html", "htm", "xml", "svg")


@dataclass(frozen=True, slots=True)
class _Page:
    """A document of the spine; *item* is what is read, after fallbacks."""

    item: Item
    member: str
    is_linear: bool


def parse(data: bytes) -> ParsedBook:
    archive = Archive(data)
    warnings: list[ParseWarning] = []
    package = packages.read(archive, warnings)
    about = metadata.read(package.root)
    entries = contents.read(archive, package, warnings)
    reading = _Reading(archive, package, entries, warnings)
    reading.run()
    cover = covers.find(archive, package, reading.pictures)
    shelf = assembly.shelved([*reading.book.drafts, reading.book.notes], reading.book.places)
    chapters = assembly.chapters(shelf, about.language)
    listed = [entry for entry in entries if not _is_joined(shelf, entry)]
    return ParsedBook(
        format=BookFormat.EPUB,
        metadata=about,
        chapters=chapters,
        contents=contents.nested(assembly.named(listed or reading.found, shelf), _addresses(shelf)),
        cover=cover,
        assets=tuple(reading.shown),
        warnings=assembly.reported(warnings),
        direction=package.direction,
        layout=package.layout,
    )


class _Reading:
    """Reads the spine once, from the first document to the last."""

    def __init__(
        self, archive: Archive, package: Package, entries: list[Entry], warnings: list[ParseWarning]
    ) -> None:
        self.pictures = EpubPictures(archive, package, warnings)
        self.book = Manuscript()
        self.found: list[Entry] = []
        self.shown: list[Asset] = []
        self._archive = archive
        self._package = package
        self._warnings = warnings
        self._pages = self._spine()
        self._marks = contents.landmarks(archive, package)
        self._targets = self._drafts_of(entries)
        self._has_contents = bool(self._targets)

    def run(self) -> None:
        if not self._pages:
            raise EmptyBook("No chapter of the book can be found.")
        for page in self._pages:
            if page.item.media_type in _PICTURES:
                self._show(page)
            else:
                self._read(page)
        self.shown = list(self.pictures.shown.used.values())

    def _spine(self) -> list[_Page]:
        pages: list[_Page] = []
        seen: set[str] = set()
        fallbacks: list[_Page] = []
        for spine_item in self._package.spine:
            item = packages.followed(self._package, spine_item.item)
            original = spine_item.item
            if item.member is None:
                self._warnings.append(
                    ParseWarning("missing-chapter", f"a document is missing: {item.href[:80]}")
                )
            elif original.media_type in _PICTURES and original.member:
                pages.append(_Page(original, original.member, spine_item.is_linear))
                fallbacks.append(_Page(item, item.member, is_linear=False))
            elif item.member not in seen:
                seen.add(item.member)
                pages.append(_Page(item, item.member, spine_item.is_linear))
        for page in fallbacks:
            if page.item.media_type not in _PICTURES and page.member not in seen:
                seen.add(page.member)
                pages.append(page)
        # Outside the reading order but reachable, so after it.
        return sorted(pages, key=lambda page: not page.is_linear)

    def _drafts_of(self, entries: list[Entry]) -> dict[str, dict[str, Draft]]:
        """A draft for each place the contents lead to, named by the deepest entry that does."""
        members = {page.member for page in self._pages}
        targets: dict[str, dict[str, Draft]] = {}
        previous: Entry | None = None
        for entry in entries:
            if entry.target is None or entry.target[0] not in members:
                continue
            member, fragment = entry.target
            draft = targets.setdefault(member, {}).setdefault(fragment, Draft())
            is_child = (
                previous is not None
                and previous.target == entry.target
                and entry.level > previous.level
            )
            if not draft.title or is_child:
                draft.title = entry.title
            previous = entry
        return targets

    def _show(self, page: _Page) -> None:
        """A picture that is a page by itself."""
        asset = self.pictures.of(page.member)
        draft = self._next_draft(self._targets.get(page.member, {}).get(""), is_own=False)
        self.book.places[(page.member, "")] = (draft, len(draft.blocks))
        if asset:
            draft.pieces.append(f'<figure><img src="asset:{asset.digest}" alt=""></figure>')
            draft.has_images = True

    def _read(self, page: _Page) -> None:
        data = self._archive.read(page.member, limit=LIMITS.markup)
        found = xml.document(data, is_html=page.item.media_type != "image/svg+xml")
        self._warnings += [
            ParseWarning(one.code, f"{page.member}: {one.detail}") for one in found.warnings
        ]
        if found.root is None:
            self._warnings.append(
                ParseWarning("empty-chapter", f"nothing can be read in {page.member}")
            )
            return
        targets = dict(self._targets.get(page.member, {}))
        whole = targets.pop("", None)
        if not self._has_contents:
            # Each document is a chapter then, and its first heading or words will name it.
            whole = Draft()
            self.found.append(Entry(0, target=(page.member, "")))
        cuts = cut_points(found.root, targets) if targets else {}
        unfound = set(targets.values()) - set(cuts.values())
        types = _types(found.root) | self._marks.get(page.member, set())
        whole = whole or next((draft for draft in targets.values() if draft in unfound), None)
        self._next_draft(whole or self._apart(page, types), is_own=not page.is_linear)
        draft = self.book.drafts[-1]
        if not draft.blocks:
            draft.types |= types
            draft.is_linear = page.is_linear
        base = posixpath.dirname(page.member)
        before = len(draft.pieces)
        Walk(
            page.member, found.root, self.book, cuts,
            resolve=self._resolver(page.member, base),
            picture=lambda source: self.pictures.at(base, source),
        ).run()  # fmt: skip
        if (
            self.book.drafts[-1] is draft
            and len(draft.pieces) == before
            and not self.book.notes.pieces
        ):
            self._warnings.append(
                ParseWarning("empty-chapter", f"there is no text in {page.member}")
            )

    def _next_draft(self, draft: Draft | None, *, is_own: bool) -> Draft:
        if draft is None and (is_own or not self.book.drafts):
            draft = Draft(is_front=self._has_contents)
        if draft is not None:
            self.book.drafts.append(draft)
        return self.book.drafts[-1]

    def _apart(self, page: _Page, types: set[str]) -> Draft | None:
        """A draft for a page that no entry names and that is no part of the one before it."""
        kind = ChapterKind.FRONT if "nav" in page.item.properties else kinds.of(types)
        last = self.book.drafts[-1] if self.book.drafts else None
        if last is None or kind in {None, ChapterKind.BODY}:
            return None
        is_same = last.is_front if kind is ChapterKind.FRONT else kinds.of(last.types) is kind
        if is_same:
            return None
        return Draft(
            is_front=kind is ChapterKind.FRONT,
            is_notes=kind is ChapterKind.NOTES,
        )

    def _resolver(self, member: str, base: str) -> Callable[[str], tuple[Target | None, str]]:
        def resolve(href: str) -> tuple[Target | None, str]:
            href = href.strip()
            if href.startswith("#"):
                return (member, unquote(href[1:])), ""
            if href.lower().startswith(("http://", "https://", "mailto:")):
                return None, href
            found, fragment = packages.resolve(self._archive, base, href) if href else (None, "")
            is_document = found is not None and found.lower().endswith(_MARKUP)
            return ((found, fragment), "") if found and is_document else (None, "")

        return resolve


def _types(root: Element) -> set[str]:
    """What a document says it is: its body, and a section that is all the body holds."""
    body = next(iter(xml.named(root, "body")), None)
    if body is None:
        return set()
    children = list(body)
    return tokens(body) | (tokens(children[0]) if len(children) == 1 else set())


def _addresses(shelf: assembly.Shelf) -> Callable[[Entry], Address | None]:
    return lambda entry: shelf.address(entry.target) if entry.target else None


def _is_joined(shelf: assembly.Shelf, entry: Entry) -> bool:
    """Whether the entry is a note that a converter listed as if it were a chapter."""
    found = shelf.place(entry.target) if entry.target else None
    return found is not None and found[0].is_notes and notes.is_label(entry.title)
