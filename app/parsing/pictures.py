"""The pictures of a book: read when first used, checked, and kept once however often shown."""

import base64
import posixpath
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from app.domain.books import Asset, ParseWarning
from app.parsing import package as packages
from app.parsing import rasters, xml
from app.parsing.archives import Archive
from app.parsing.limits import LIMITS
from app.parsing.package import Package
from app.parsing.xml import attribute

_SVG = "image/svg+xml"


class Pictures:
    """Assets by where they come from; `used` are those asked for."""

    def __init__(self, warnings: list[ParseWarning]) -> None:
        self.used: dict[str, Asset] = {}
        self._warnings = warnings
        self._known: dict[str, Asset | None] = {}

    def get(self, name: str, data: Callable[[], bytes]) -> Asset | None:
        if name not in self._known:
            self._known[name] = self._checked(name, data())
        asset = self._known[name]
        if asset:
            self.used[asset.digest] = asset
        return asset

    def knows(self, name: str) -> bool:
        return name in self._known

    def report(self, name: str) -> None:
        self._warnings.append(ParseWarning("bad-image", f"no picture we can show: {name[:80]}"))

    def missing(self, name: str) -> None:
        if name not in self._known:
            self._known[name] = None
            self._warnings.append(
                ParseWarning("missing-resource", f"a picture is missing: {name[:80]}")
            )

    def _checked(self, name: str, data: bytes) -> Asset | None:
        if len(self._known) >= LIMITS.images:
            return None
        asset = rasters.asset(data)
        if asset is None:
            self.report(name)
        return asset


class EpubPictures:
    """Pictures by the addresses that documents of an EPUB use."""

    def __init__(self, archive: Archive, package: Package, warnings: list[ParseWarning]) -> None:
        self.shown = Pictures(warnings)
        self._archive = archive
        self._package = package

    def at(self, base: str, source: str) -> Asset | None:
        """The picture that *source* names from folder *base*; None for remote and unlisted ones."""
        if source[:5].lower() == "data:":
            return self._inline(source)
        member, _ = packages.resolve(self._archive, base, source)
        if member:
            return self.of(member)
        if source and not source.startswith("//") and "://" not in source:
            self.shown.missing(source)
        return None

    def of(self, member: str) -> Asset | None:
        item = self._package.by_member.get(member)
        # What the manifest does not list is not part of the book (EPUB 3.3, 5.6.2).
        if item is None:
            return None
        seen: set[str] = set()
        while item is not None and item.id not in seen:
            seen.add(item.id)
            if item.member and (asset := self._read(item.member, item.media_type)):
                return asset
            item = self._package.items.get(item.fallback or "")
        return None

    def embedded(self, member: str) -> Asset | None:
        """The first raster picture inside an SVG or XHTML document."""
        root = xml.document(self._archive.read(member, limit=LIMITS.image), is_html=True).root
        if root is None:
            return None
        base = posixpath.dirname(member)
        for element in (*xml.named(root, "image"), *xml.named(root, "img")):
            source = element.get("src") or attribute(element, "href") or ""
            if source and not source.lower().endswith(".svg") and (asset := self.at(base, source)):
                return asset
        return None

    def _read(self, member: str, media_type: str) -> Asset | None:
        if media_type == _SVG or member.lower().endswith(".svg"):
            return self.embedded(member)
        return self.shown.get(member, lambda: self._archive.read(member))

    def _inline(self, source: str) -> Asset | None:
        head, _, body = source.partition(",")
        if len(body) > 2 * LIMITS.image:
            return None
        try:
            data = base64.b64decode(body) if head.endswith(";base64") else unquote_to_bytes(body)
        except ValueError:
            return None
        asset = rasters.asset(data)
        return self.shown.get(asset.digest, lambda: data) if asset else None
