"""The package of an EPUB: what the container and the OPF say the book is made of."""

import posixpath
import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from app.domain.books import ParseWarning
from app.errors import BookTooLarge, DrmProtected, InvalidEpub
from app.parsing import xml
from app.parsing.archives import Archive
from app.parsing.limits import LIMITS
from app.parsing.xml import Element, local

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_FONT_OBFUSCATION = frozenset(
    {"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"}
)
_KEPT_FALLBACKS = frozenset(
    {"application/xhtml+xml", "text/html", "image/svg+xml", "text/x-oeb1-document"}
)
_KOBO = "Kobo"  # the one scheme that does not list what it locks
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
    """The OPF, understood; *root* is kept for the metadata."""

    root: Element
    base: str
    items: dict[str, Item]
    spine: list[SpineItem]
    by_member: dict[str, Item]
    toc_id: str
    direction: str
    layout: str
    guide: list[tuple[str, str]]


def read(archive: Archive, warnings: list[ParseWarning]) -> Package:
    """Raises `InvalidEpub` without a package, `DrmProtected` where the text is locked."""
    path = _rootfile(archive)
    found = xml.document(archive.read(path, limit=LIMITS.markup))
    warnings += found.warnings
    root = found.root
    if root is None or local(root.tag) != "package":
        raise InvalidEpub("The package document is not one.")
    base = posixpath.dirname(path)
    items = _manifest(root, archive, base)
    _report_missing(items, warnings)
    package = Package(
        root=root,
        base=base,
        items=items,
        spine=_spine(root, items, warnings),
        by_member={item.member: item for item in items.values() if item.member},
        toc_id=_spine_says(root, "toc"),
        direction="rtl" if _spine_says(root, "page-progression-direction") == "rtl" else "ltr",
        layout="pre-paginated" if _is_fixed(root) else "reflowable",
        guide=[
            (_said(element, "type").lower(), _said(element, "href"))
            for element in xml.named(root, "reference")
        ],
    )
    _refuse_drm(archive, package)
    return package


def resolve(archive: Archive, base: str, href: str) -> tuple[str | None, str]:
    """
    The member and the fragment that *href* names from folder *base*.

    Rules of URLs: too many ".." stop at the root, as W3C asks; a leading slash is the root.
    Backslashes and a wrong letter case are forgiven. None for remote addresses and for what is not there.
    """
    href = href.strip().replace("\\", "/")
    if _SCHEME.match(href) or href.startswith("//"):
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
        root = xml.document(archive.read(archive.find(_CONTAINER) or "", limit=LIMITS.markup)).root
        for element in [] if root is None else xml.named(root, "rootfile"):
            # Several are renditions of one book; the first is the default (EPUB 3.3, 4.2.6.3.1).
            member, _ = resolve(archive, "", element.get("full-path") or "")
            if member:
                return member
            break
    # Without a container, or with a wrong one, a single package leaves no doubt.
    packages = [name for name in archive.names if name.lower().endswith(".opf")]
    if len(packages) == 1:
        return packages[0]
    raise InvalidEpub("No package document (OPF) was found.")


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
            what = f"a file is missing: {item.href[:80]}"
            warnings.append(ParseWarning("missing-resource", what))


def _spine(root: Element, items: dict[str, Item], warnings: list[ParseWarning]) -> list[SpineItem]:
    references = [
        one for spine in xml.named(root, "spine")[:1] for one in xml.named(spine, "itemref")
    ]
    if len(references) > LIMITS.spine:
        raise BookTooLarge("The spine is longer than that of any book.", limit=LIMITS.spine)
    found: dict[str, SpineItem] = {}
    for reference in references:
        idref = _said(reference, "idref")
        if idref not in items:
            what = f"the spine names “{idref[:80]}”, the manifest does not"
            warnings.append(ParseWarning("dangling-idref", what))
        elif idref in found:
            warnings.append(ParseWarning("duplicate-spine-item", f"“{idref[:80]}” is read once"))
        else:
            is_linear = _said(reference, "linear").lower() != "no"
            found[idref] = SpineItem(items[idref], is_linear)
    return list(found.values())


def _spine_says(root: Element, name: str) -> str:
    return next((_said(spine, name) for spine in xml.named(root, "spine")), "")


def _said(element: Element, name: str) -> str:
    return (element.get(name) or "").strip()


def _is_fixed(root: Element) -> bool:
    return any(
        element.get("property") == "rendition:layout" and xml.text_of(element) == "pre-paginated"
        for element in xml.named(root, "meta")
    )


def _refuse_drm(archive: Archive, package: Package) -> None:
    """
    Raises `DrmProtected` if a document of the spine is encrypted.

    A locked cover or font costs only itself, so such a book is read.
    """
    scheme = _scheme(archive)
    if archive.find(_ENCRYPTION):
        root = xml.document(archive.read(archive.find(_ENCRYPTION) or "", limit=LIMITS.markup)).root
        for data in [] if root is None else xml.named(root, "EncryptedData"):
            algorithms = {
                element.get("Algorithm") for element in xml.named(data, "EncryptionMethod")
            }
            if algorithms & _FONT_OBFUSCATION:
                continue
            for reference in xml.named(data, "CipherReference"):
                member, _ = resolve(archive, "", reference.get("URI") or "")
                item = package.by_member.get(member or "")
                if item is None or not item.media_type.startswith(
                    ("image/", "font/", "audio/", "video/")
                ):
                    raise DrmProtected(scheme=scheme or "unknown")
    elif scheme == _KOBO:
        raise DrmProtected(scheme=scheme)


def _scheme(archive: Archive) -> str | None:
    if archive.find("META-INF/license.lcpl"):
        return "Readium LCP"
    if archive.find("META-INF/sinf.xml"):
        return "Apple FairPlay"
    for name, scheme in (("META-INF/rights.xml", "Adobe ADEPT"), ("rights.xml", _KOBO)):
        if found := archive.find(name):
            is_kobo = b"kdrm" in archive.read(found, limit=LIMITS.markup)
            return _KOBO if is_kobo else scheme
    return None
