"""The cover of an EPUB, in every way one has been declared, and in two that nobody declares."""

import posixpath
import re
from collections.abc import Iterator, Sequence

from app.domain.books import Asset
from app.parsing import encodings, xml
from app.parsing import package as packages
from app.parsing.archives import Archive
from app.parsing.package import Item, Package
from app.parsing.pictures import EpubPictures

_PICTURED = re.compile(rb"<(?:[\w.-]+:)?(?:img|image|object)\b", re.IGNORECASE)
_MARKUP = ("xhtml", "html", "htm", "xml")
# A page with more words than this is a page of text that happens to have a picture; a guess.
_COVER_WORDS = 15


def find(
    archive: Archive, package: Package, pictures: EpubPictures, pages: Sequence[str]
) -> Asset | None:
    """
    The first candidate that is a picture we can show; a broken one does not hide the next.

    *pages* are documents that call themselves, or are called by the landmarks, a cover.
    """
    for member in (*_candidates(archive, package), *pages):
        asset = (
            pictures.embedded(member) if member.lower().endswith(_MARKUP) else pictures.of(member)
        )
        if asset:
            return asset
    return _first_page(archive, package, pictures)


def _candidates(archive: Archive, package: Package) -> Iterator[str]:
    items = list(package.items.values())
    yield from (item.member for item in items if "cover-image" in item.properties and item.member)
    for element in xml.named(package.root, "meta"):
        if (element.get("name") or "").lower() != "cover":
            continue
        content = element.get("content") or ""
        item = package.items.get(content)
        member = item.member if item else packages.resolve(archive, package.base, content)[0]
        if member:
            yield member
    for kind, href in package.guide:
        member, _ = packages.resolve(archive, package.base, href)
        if member and "cover" in kind:
            yield member
    # What Mobipocket's programs wrote.
    for element in xml.named(package.root, "EmbeddedCover"):
        if member := packages.resolve(archive, package.base, xml.text_of(element))[0]:
            yield member
    named = [item for item in items if item.media_type.startswith("image/") and _is_named(item)]
    yield from (item.member for item in sorted(named, key=_is_of_the_back) if item.member)


def _is_named(item: Item) -> bool:
    return "cover" in item.id.lower() or "cover" in posixpath.basename(item.href).lower()


def _is_of_the_back(item: Item) -> bool:
    return "back" in item.id.lower() or "back" in posixpath.basename(item.href).lower()


def _first_page(archive: Archive, package: Package, pictures: EpubPictures) -> Asset | None:
    if not package.spine:
        return None
    item = packages.followed(package, package.spine[0].item)
    if not item.member or not item.member.lower().endswith(_MARKUP):
        return None
    data = archive.read(item.member, limit=archive.limits.markup)
    # Most first pages are text, and need not be parsed again to know that.
    if not _PICTURED.search(encodings.transcoded(data)):
        return None
    root = xml.document(data, archive.limits, is_html=True).root
    body = None if root is None else next(iter(xml.named(root, "body")), None)
    if body is None or len(xml.text_of(body).split()) > _COVER_WORDS:
        return None
    count = sum(len(xml.named(body, name)) for name in ("img", "image", "object"))
    return pictures.embedded(item.member) if count == 1 else None
