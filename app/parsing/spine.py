"""The documents of an EPUB in reading order, read once from the first to the last."""

import posixpath
from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import takewhile
from urllib.parse import unquote

from app.domain.books import Asset, ChapterKind, ParseWarning
from app.errors import EmptyBook
from app.parsing import contents, kinds, xml
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


class Reading:
    """What the spine holds, filled in by `run`: drafts, and entries where the book has no contents."""

    def __init__(
        self, archive: Archive, package: Package, entries: list[Entry], warnings: list[ParseWarning]
    ) -> None:
        self.pictures = EpubPictures(archive, package, warnings)
        self.book = Manuscript()
        self.found: list[Entry] = []
        self.shown: list[Asset] = []
        self._archive = archive
        self._warnings = warnings
        self._pages = _pages(package, warnings)
        self._marks = contents.landmarks(archive, package)
        self._targets = _drafts_of(entries, {page.member for page in self._pages})

    def run(self) -> None:
        """Raises `EmptyBook` if the spine leads to no document."""
        if not self._pages:
            raise EmptyBook("No chapter of the book can be found.")
        for page in self._pages:
            if page.item.media_type in _PICTURES:
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
        whole, cuts = self._divided(page, root)
        types = _types(root) | self._marks.get(page.member, set())
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
            resolve=self._resolver(page.member, base),
            picture=lambda source: self.pictures.at(base, source),
        ).run()
        last = self.book.drafts[-1]
        if last is draft and before == (len(last.pieces), len(self.book.notes.pieces)):
            self._warn("empty-chapter", f"there is no text in {page.member}")

    def _tree(self, page: _Page) -> Element | None:
        data = self._archive.read(page.member, limit=LIMITS.markup)
        found = xml.document(data, is_html=page.item.media_type != "image/svg+xml")
        for warning in found.warnings:
            self._warn(warning.code, f"{page.member}: {warning.detail}")
        if found.root is None:
            self._warn("empty-chapter", f"nothing can be read in {page.member}")
        return found.root

    def _divided(self, page: _Page, root: Element) -> tuple[Draft | None, dict[Element, Draft]]:
        """The draft that begins with the document, if one does, and those that begin inside it."""
        if not self._targets:
            # Without contents each document is a chapter; its first heading or words will name it.
            self.found.append(Entry(0, target=(page.member, "")))
            return Draft(), {}
        targets = dict(self._targets.get(page.member, {}))
        whole = targets.pop("", None)
        cuts = cut_points(root, targets) if targets else {}
        placed = set(cuts.values())
        # An anchor that is not there means the document.
        return whole or next((one for one in targets.values() if one not in placed), None), cuts

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
            is_document = found is not None and found.lower().endswith(_MARKUP)
            return ((found, fragment), "") if found and is_document else (None, "")

        return resolve

    def _warn(self, code: str, detail: str) -> None:
        self._warnings.append(ParseWarning(code, detail))


def _pages(package: Package, warnings: list[ParseWarning]) -> list[_Page]:
    """Each document once, those outside the reading order last but for those that open the book."""
    pages: dict[str, _Page] = {}
    fallbacks: dict[str, _Page] = {}
    for spine_item in package.spine:
        original, is_linear = spine_item.item, spine_item.is_linear
        item = packages.followed(package, original)
        if item.member is None:
            what = f"a document is missing: {item.href[:80]}"
            warnings.append(ParseWarning("missing-chapter", what))
        elif original.media_type in _PICTURES and original.member:
            # The picture is what a reader sees; what stands in for it may say more.
            pages[original.member] = _Page(original, original.member, is_linear)
            fallbacks[item.member] = _Page(item, item.member, is_linear=False)
        else:
            pages.setdefault(item.member, _Page(item, item.member, is_linear))
    opening = list(takewhile(lambda page: not page.is_linear, pages.values()))
    for page in opening:
        pages[page.member] = replace(page, is_linear=True)
    return sorted((fallbacks | pages).values(), key=lambda page: not page.is_linear)


def _drafts_of(entries: list[Entry], members: set[str]) -> dict[str, dict[str, Draft]]:
    """A draft for each place the contents lead to, named by the deepest entry that does."""
    targets: dict[str, dict[str, Draft]] = {}
    previous: Entry | None = None
    for entry in entries:
        if entry.target is None or entry.target[0] not in members:
            continue
        member, fragment = entry.target
        draft = targets.setdefault(member, {}).setdefault(fragment, Draft())
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
