"""The cover of an EPUB, in every way one has been declared, and in two that nobody declares."""

import posixpath
from collections.abc import Iterator

from app.domain.books import Asset
from app.parsing import package as packages
from app.parsing import xml
from app.parsing.archives import Archive
from app.parsing.limits import LIMITS
from app.parsing.package import Package
from app.parsing.pictures import EpubPictures

_MARKUP = ("xhtml", "html", "htm", "xml")
# A page with more words than this is a page of text that happens to have a picture; a guess.
_COVER_WORDS = 15


def find(archive: Archive, package: Package, pictures: EpubPictures) -> Asset | None:
    """The first candidate that is a picture we can show; a broken one does not hide the next."""
    for member in _candidates(archive, package):
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
    for item in items:
        is_named = "cover" in item.id.lower() or "cover" in posixpath.basename(item.href).lower()
        if item.member and is_named and item.media_type.startswith("image/"):
            yield item.member


def _first_page(archive: Archive, package: Package, pictures: EpubPictures) -> Asset | None:
    if not package.spine:
        return None
    item = packages.followed(package, package.spine[0].item)
    if not item.member or not item.member.lower().endswith(_MARKUP):
        return None
    root = xml.document(archive.read(item.member, limit=LIMITS.markup), is_html=True).root
    body = None if root is None else next(iter(xml.named(root, "body")), None)
    if body is None or len(xml.text_of(body).split()) > _COVER_WORDS:
        return None
    count = len(xml.named(body, "img")) + len(xml.named(body, "image"))
    return pictures.embedded(item.member) if count == 1 else None
