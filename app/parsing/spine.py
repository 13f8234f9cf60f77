"""The documents of an EPUB in reading order, read once from the first to the last."""

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import takewhile
from urllib.parse import unquote

from app.domain.books import Asset, ChapterKind, ParseWarning
from app.errors import EmptyBook
from app.parsing import backlinks, contents, encodings, kinds, xml
from app.parsing import package as packages
from app.parsing.archives import Archive
from app.parsing.contents import Entry
from app.parsing.divisions import at_headings, at_targets
from app.parsing.documents import Walk
from app.parsing.drafts import Draft, Manuscript, Target
from app.parsing.layouts import PageStyles
from app.parsing.package import Item, Package
from app.parsing.pictures import EpubPictures
from app.parsing.rasters import MEDIA_TYPES
from app.parsing.xml import Element, tokens

_MARKED_UP = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<")
_MARKUP = ("xhtml", "html", "htm", "xml", "svg")


@dataclass(frozen=True, slots=True)
class _Page:
    """A document of the spine; *item* is what is read, after fallbacks."""

    item: Item
    member: str
    is_linear: bool


class Reading:
    """What the spine holds, filled in by `run`: drafts, and entries where the book has no contents."""

    def __init__(
        self, archive: Archive, package: Package, entries: list[Entry], warnings: list[ParseWarning]
    ) -> None:
        self.pictures = EpubPictures(archive, package, warnings)
        self.book = Manuscript()
        self.found: list[Entry] = []
        self.shown: list[Asset] = []
        self.styles = PageStyles()
        self.cover_pages: list[str] = []
        self._archive = archive
        self._warnings = warnings
        self._pages = _pages(package, warnings)
        self._marks = contents.landmarks(archive, package)
        self._instead = _fallbacks(package)
        for entry in entries:
            if entry.target and entry.target[0] in self._instead:
                entry.target = (self._instead[entry.target[0]], entry.target[1])
        self._targets = _drafts_of(entries, {page.member for page in self._pages})

    def run(self) -> None:
        """Raises `EmptyBook` if the spine leads to no document."""
        if not self._pages:
            raise EmptyBook("No chapter of the book can be found.")
        for page in self._pages:
            if page.item.media_type in MEDIA_TYPES:
                self._show(page)
            else:
                self._read(page)
        self.shown = list(self.pictures.shown.used.values())

    def _show(self, page: _Page) -> None:
        """A picture that is a page by itself."""
        asset = self.pictures.of(page.member)
        self._begin(self._targets.get(page.member, {}).get(""), is_own=False)
        draft = self.book.drafts[-1]
        self.book.places[(page.member, "")] = (draft, len(draft.blocks))
        if asset:
            draft.pieces.append(f'<figure><img src="asset:{asset.digest}" alt=""></figure>')
            draft.has_images = True

    def _read(self, page: _Page) -> None:
        root = self._tree(page)
        if root is None:
            return
        self.styles.note(root)
        whole, cuts = self._divided(page, root)
        types = _types(root) | self._marks.get(page.member, set())
        if "cover" in types:
            self.cover_pages.append(page.member)
        self._begin(whole or self._apart(page, types), is_own=not page.is_linear)
        draft = self.book.drafts[-1]
        if not draft.blocks:
            draft.types |= types
            draft.is_linear = page.is_linear
        before = (len(draft.pieces), len(self.book.notes.pieces))
        base = posixpath.dirname(page.member)
        Walk(
            page.member,
            root,
            self.book,
            cuts,
            backlinks.find(root, posixpath.basename(page.member)),
            limits=self._archive.limits,
            resolve=self._resolver(page.member, base),
            picture=lambda source: self.pictures.at(base, source),
        ).run()
        last = self.book.drafts[-1]
        if last is draft and before == (len(last.pieces), len(self.book.notes.pieces)):
            self._warn("empty-chapter", "there is no text in it", page.member)

    def _tree(self, page: _Page) -> Element | None:
        data = self._archive.read(page.member, limit=self._archive.limits.markup)
        if not packages.is_document(page.item) and not _MARKED_UP.match(encodings.transcoded(data)):
            self._warn(
                "unreadable-document", f"it is {page.item.media_type or 'unknown'}", page.member
            )
            return None
        found = xml.document(
            data,
            self._archive.limits,
            where=page.member,
            is_html=page.item.media_type != "image/svg+xml",
        )
        self._warnings += found.warnings
        if found.root is None:
            self._warn("empty-chapter", "nothing in it can be read", page.member)
        return found.root

    def _divided(self, page: _Page, root: Element) -> tuple[Draft | None, dict[Element, Draft]]:
        """The draft that begins with the document, if one does, and those that begin inside it."""
        if not self._targets:
            return self._divided_by_headings(page, root)
        targets = dict(self._targets.get(page.member, {}))
        whole = targets.pop("", None)
        cuts, placed = at_targets(root, targets) if targets else ({}, set())
        lost = [name for name, draft in targets.items() if draft not in placed]
        if lost:
            what = f"the contents name “{lost[0][:80]}”, which is not in it"
            self._warn("dangling-contents", what, page.member)
        # An anchor that is not there means the document.
        return whole or next((targets[name] for name in lost), None), cuts

    def _divided_by_headings(
        self, page: _Page, root: Element
    ) -> tuple[Draft | None, dict[Element, Draft]]:
        """Without contents each document is a chapter, unless its headings say that it is several."""
        cuts = at_headings(root, is_alone=len(self._pages) == 1)
        if not cuts or len(self.found) + len(cuts) > self._archive.limits.contents:
            # Its first heading or words will name it.
            self.found.append(Entry(0, target=(page.member, "")))
            return Draft(), {}
        for number, draft in enumerate(cuts.values()):
            draft.name = f" heading {number}"  # A blank, so that no id of the book can be the same.
            self.found.append(Entry(draft.level, draft.title, target=(page.member, draft.name)))
        return (None if self.book.drafts else Draft(is_front=True)), cuts

    def _begin(self, draft: Draft | None, *, is_own: bool) -> None:
        """Go on in *draft*; without one in the last, unless there is none or the page *is_own*."""
        if draft is None and (is_own or not self.book.drafts):
            draft = Draft(is_front=bool(self._targets))
        if draft is not None:
            self.book.drafts.append(draft)

    def _apart(self, page: _Page, types: set[str]) -> Draft | None:
        """A draft for a page that no entry names and that is no part of the one before it."""
        kind = ChapterKind.FRONT if "nav" in page.item.properties else kinds.of(types)
        last = self.book.drafts[-1] if self.book.drafts else None
        if last is None or kind in {None, ChapterKind.BODY}:
            return None
        is_front = kind is ChapterKind.FRONT
        if (last.is_front and is_front) or (not is_front and kinds.of(last.types) is kind):
            return None
        return Draft(is_front=is_front, is_notes=kind is ChapterKind.NOTES)

    def _resolver(self, member: str, base: str) -> Callable[[str], tuple[Target | None, str]]:
        def resolve(href: str) -> tuple[Target | None, str]:
            href = href.strip()
            if href.startswith("#"):
                return (member, unquote(href[1:])), ""
            if href.lower().startswith(("http://", "https://", "mailto:")):
                return None, href
            found, fragment = packages.resolve(self._archive, base, href) if href else (None, "")
            found = self._instead.get(found or "", found)
            is_document = found is not None and found.lower().endswith(_MARKUP)
            return ((found, fragment), "") if found and is_document else (None, "")

        return resolve

    def _warn(self, code: str, detail: str, where: str) -> None:
        self._warnings.append(ParseWarning(code, detail, where))


def _pages(package: Package, warnings: list[ParseWarning]) -> list[_Page]:
    """Each document once, those outside the reading order last but for those that open the book."""
    pages: dict[str, _Page] = {}
    fallbacks: dict[str, _Page] = {}
    for spine_item in package.spine:
        original, is_linear = spine_item.item, spine_item.is_linear
        item = packages.followed(package, original)
        if item.member is None:
            what = "a document of the reading order is not in the file"
            warnings.append(ParseWarning("missing-chapter", what, packages.shown(item.href)))
        elif original.media_type in MEDIA_TYPES and original.member:
            # The picture is what a reader sees; what stands in for it may say more.
            pages[original.member] = _Page(original, original.member, is_linear)
            fallbacks[item.member] = _Page(item, item.member, is_linear=False)
        else:
            pages.setdefault(item.member, _Page(item, item.member, is_linear))
    opening = list(takewhile(lambda page: not page.is_linear, pages.values()))
    for page in opening:
        pages[page.member] = replace(page, is_linear=True)
    return sorted((fallbacks | pages).values(), key=lambda page: not page.is_linear)


def _fallbacks(package: Package) -> dict[str, str]:
    """What is read in place of each document of the spine that we cannot read."""
    pairs = ((each.item, packages.followed(package, each.item)) for each in package.spine)
    return {
        original.member: read.member
        for original, read in pairs
        if original.member and read.member and original.media_type not in MEDIA_TYPES
        if original.member != read.member
    }


def _drafts_of(entries: list[Entry], members: set[str]) -> dict[str, dict[str, Draft]]:
    """A draft for each place the contents lead to, named by the deepest entry that does."""
    targets: dict[str, dict[str, Draft]] = {}
    previous: Entry | None = None
    for entry in entries:
        if entry.target is None or entry.target[0] not in members:
            continue
        member, fragment = entry.target
        draft = targets.setdefault(member, {}).setdefault(fragment, Draft(level=entry.level))
        is_same = previous is not None and previous.target == entry.target
        if not draft.title or (is_same and previous and entry.level > previous.level):
            draft.title = entry.title
        previous = entry
    return targets


def _types(root: Element) -> set[str]:
    """What a document says it is: its body, and a section that is all the body holds."""
    body = next(iter(xml.named(root, "body")), None)
    if body is None:
        return set()
    children = list(body)
    return tokens(body) | (tokens(children[0]) if len(children) == 1 else set())
