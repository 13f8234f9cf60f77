"""The package of an EPUB: what the container and the OPF say the book is made of."""

import posixpath
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from app.domain.books import ParseWarning
from app.errors import BookTooLarge, InvalidEpub
from app.parsing import xml
from app.parsing.archives import Archive
from app.parsing.texts import line
from app.parsing.xml import Element, local

_CONTAINER = "META-INF/container.xml"
_KEPT_FALLBACKS = frozenset(
    {
        "application/xhtml+xml", "text/html", "image/svg+xml", "text/x-oeb1-document",
        "application/x-dtbook+xml",
    }
)  # fmt: skip
_SHOWN = 200  # characters
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+:")


@dataclass(frozen=True, slots=True)
class Item:
    """A file the manifest lists; *member* is its name in the archive, None if it is not there."""

    id: str
    member: str | None
    href: str
    media_type: str
    properties: frozenset[str]
    fallback: str | None


@dataclass(frozen=True, slots=True)
class SpineItem:
    item: Item
    is_linear: bool


@dataclass(frozen=True, slots=True)
class Package:
    """
    The OPF, understood; *root* is kept for the metadata.

    *direction* is what the spine says, "" for nothing; *page_properties* are those of its pages.
    """

    root: Element
    base: str
    items: dict[str, Item]
    spine: list[SpineItem]
    by_member: dict[str, Item]
    toc_id: str
    direction: str
    page_properties: list[frozenset[str]]
    guide: list[tuple[str, str]]


def read(archive: Archive, warnings: list[ParseWarning]) -> Package:
    """Raises `InvalidEpub` without a package."""
    path = _rootfile(archive)
    data = archive.read(path, limit=archive.limits.markup)
    found = xml.document(data, archive.limits, where=path)
    warnings += found.warnings
    root = found.root
    if root is None or local(root.tag) != "package":
        raise InvalidEpub("The package document is not one.")
    # Collections have metadata and manifests of their own, and say nothing about the book.
    for collection in xml.named(root, "collection"):
        if (parent := collection.getparent()) is not None:
            parent.remove(collection)
    base = posixpath.dirname(path)
    items = _manifest(root, archive, base)
    _report_missing(items, warnings)
    return Package(
        root=root,
        base=base,
        items=items,
        spine=_spine(root, items, path, warnings, archive.limits.spine),
        by_member={item.member: item for item in items.values() if item.member},
        toc_id=_spine_says(root, "toc"),
        direction=_spine_says(root, "page-progression-direction").lower(),
        page_properties=[
            frozenset(_said(reference, "properties").split())
            for reference in xml.named(root, "itemref")
        ],
        guide=[
            (_said(element, "type").lower(), _said(element, "href"))
            for element in xml.named(root, "reference")
        ],
    )


def resolve(archive: Archive, base: str, href: str) -> tuple[str | None, str]:
    """
    The member and the fragment that *href* names from folder *base*.

    Rules of URLs: too many ".." stop at the root, as W3C asks; a leading slash is the root.
    Backslashes and a wrong letter case are forgiven. None for remote addresses and for what is not there.
    """
    href = href.strip().replace("\\", "/")
    if is_remote(href):
        return None, ""
    try:
        parts = urlsplit(href)
    except ValueError:
        return None, ""
    for path in (unquote(parts.path), parts.path):
        joined = posixpath.normpath(posixpath.join("/", base, path)).lstrip("/")
        if member := archive.find(joined):
            return member, unquote(parts.fragment)
    return None, unquote(parts.fragment)


def is_remote(href: str) -> bool:
    """Whether an address leads out of the book."""
    return _SCHEME.match(href) is not None or href.startswith("//")


def shown(href: str) -> str:
    """An address of the book as a warning names it."""
    return line(href, _SHOWN)


def followed(package: Package, item: Item) -> Item:
    """*item*, or the first of its fallbacks that is a document we read."""
    seen = set()
    current: Item | None = item
    while current and current.id not in seen:
        if current.media_type in _KEPT_FALLBACKS and current.member:
            return current
        seen.add(current.id)
        current = package.items.get(current.fallback or "")
    return item


def _rootfile(archive: Archive) -> str:
    if archive.find(_CONTAINER):
        root = _xml(archive, _CONTAINER)
        for element in [] if root is None else xml.named(root, "rootfile"):
            # Several are renditions of one book; the first is the default (EPUB 3.3, 4.2.6.3.1).
            member, _ = resolve(archive, "", element.get("full-path") or "")
            if member:
                return member
            break
    # Without a container, or with a wrong one, a single package leaves no doubt.
    packages = [name for name in archive.own_names if name.lower().endswith(".opf")]
    if len(packages) == 1:
        return packages[0]
    raise InvalidEpub("No package document (OPF) was found.")


def _xml(archive: Archive, name: str) -> Element | None:
    data = archive.read(archive.find(name) or "", limit=archive.limits.markup)
    return xml.document(data, archive.limits).root


def is_document(item: Item) -> bool:
    """Whether we read the text of files of its type."""
    return item.media_type in _KEPT_FALLBACKS


def _manifest(root: Element, archive: Archive, base: str) -> dict[str, Item]:
    items: dict[str, Item] = {}
    for element in xml.named(root, "item"):
        href = element.get("href") or ""
        identifier = element.get("id") or href
        items.setdefault(
            identifier,
            Item(
                identifier,
                resolve(archive, base, href)[0],
                href,
                (element.get("media-type") or "").strip().lower(),
                frozenset((element.get("properties") or "").split()),
                element.get("fallback"),
            ),
        )
    return items


def _report_missing(items: dict[str, Item], warnings: list[ParseWarning]) -> None:
    """Documents are reported where the spine names them."""
    for item in items.values():
        is_resource = item.media_type not in _KEPT_FALLBACKS and not _SCHEME.match(item.href)
        if item.member is None and is_resource:
            what = "a file that the manifest lists is not there"
            warnings.append(ParseWarning("missing-resource", what, shown(item.href)))


def _spine(
    root: Element, items: dict[str, Item], path: str, warnings: list[ParseWarning], longest: int
) -> list[SpineItem]:
    references = [
        one for spine in xml.named(root, "spine")[:1] for one in xml.named(spine, "itemref")
    ]
    if len(references) > longest:
        raise BookTooLarge("The spine is longer than that of any book.", limit=longest)
    found: dict[str, SpineItem] = {}
    for reference in references:
        idref = _said(reference, "idref")
        if idref not in items:
            what = f"the spine names “{idref[:80]}”, the manifest does not"
            warnings.append(ParseWarning("dangling-idref", what, path))
        elif idref in found:
            where = items[idref].member or path
            warnings.append(ParseWarning("duplicate-spine-item", "it is read once", where))
        else:
            is_linear = _said(reference, "linear").lower() != "no"
            found[idref] = SpineItem(items[idref], is_linear)
    return list(found.values())


def _spine_says(root: Element, name: str) -> str:
    return next((_said(spine, name) for spine in xml.named(root, "spine")), "")


def _said(element: Element, name: str) -> str:
    return (element.get(name) or "").strip()
