"""The pictures of a book: read when first used, checked, and kept once however often shown."""

import base64
import posixpath
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from app.domain.books import Asset, ParseWarning
from app.domain.limits import Limits
from app.errors import ArchiveTooLarge, CorruptArchive
from app.parsing import package as packages
from app.parsing import rasters, xml
from app.parsing.archives import Archive
from app.parsing.package import Package
from app.parsing.xml import attribute

_SVG = "image/svg+xml"
_SHOWN = 40  # characters of an address that holds the picture itself


class Pictures:
    """Assets by where they come from; `used` are those asked for."""

    def __init__(self, warnings: list[ParseWarning], limits: Limits) -> None:
        self.used: dict[str, Asset] = {}
        self._warnings = warnings
        self._limits = limits
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
        self._warn("bad-image", "it is no picture we can show", name)

    def missing(self, name: str) -> None:
        self.drop(name, "missing-resource", "a picture is not there")

    def drop(self, name: str, code: str, detail: str) -> None:
        """Report, once, a picture that is left out."""
        if name not in self._known:
            self._known[name] = None
            self._warn(code, detail, name)

    def _warn(self, code: str, detail: str, name: str) -> None:
        self._warnings.append(ParseWarning(code, detail, packages.shown(name)))

    def _checked(self, name: str, data: bytes) -> Asset | None:
        if len(self._known) >= self._limits.images:
            detail = f"only the first {self._limits.images} pictures are shown"
            self._warn("too-many-images", detail, name)
            return None
        asset = rasters.asset(data, self._limits)
        if asset is None:
            self.report(name)
        return asset


class EpubPictures:
    """Pictures by the addresses that documents of an EPUB use."""

    def __init__(self, archive: Archive, package: Package, warnings: list[ParseWarning]) -> None:
        self.shown = Pictures(warnings, archive.limits)
        self._archive = archive
        self._package = package
        self._drawings: dict[str, Asset | None] = {}

    def at(self, base: str, source: str) -> Asset | None:
        """The picture that *source* names from folder *base*; None for remote and unlisted ones."""
        if source[:5].lower() == "data:":
            return self._inline(source)
        member, _ = packages.resolve(self._archive, base, source)
        if member:
            return self.of(member)
        if packages.is_remote(source):
            self.shown.drop(source, "remote-image", "pictures from elsewhere are not loaded")
        elif source:
            self.shown.missing(source)
        return None

    def of(self, member: str) -> Asset | None:
        item = self._package.by_member.get(member)
        # What the manifest does not list is not part of the book (EPUB 3.3, 5.6.2).
        if item is None:
            self.shown.drop(member, "unlisted-image", "the manifest does not list it")
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
        root = xml.document(
            self._archive.read(member, limit=self._archive.limits.image),
            self._archive.limits,
            is_html=True,
        ).root
        if root is None:
            return None
        base = posixpath.dirname(member)
        elements = (one for name in ("image", "img", "object") for one in xml.named(root, name))
        for element in elements:
            source = element.get("src") or attribute(element, "href") or element.get("data") or ""
            if source and not source.lower().endswith(".svg") and (asset := self.at(base, source)):
                return asset
        return None

    def _read(self, member: str, media_type: str) -> Asset | None:
        if media_type == _SVG or member.lower().endswith(".svg"):
            if member not in self._drawings:
                # Known before it is read: it may show itself.
                self._drawings[member] = None
                self._drawings[member] = self.embedded(member)
            if self._drawings[member] is None:
                self.shown.drop(member, "vector-image", "only pictures made of dots are shown")
            return self._drawings[member]
        return self.shown.get(member, lambda: self._unpacked(member))

    def _unpacked(self, member: str) -> bytes:
        """Nothing for a damaged or endless one, which costs only itself."""
        try:
            return self._archive.read(member, limit=self._archive.limits.image)
        except (CorruptArchive, ArchiveTooLarge):
            return b""

    def _inline(self, source: str) -> Asset | None:
        head, _, body = source.partition(",")
        data = unquote_to_bytes(body) if len(body) <= 2 * self._archive.limits.image else b""
        if head.lower().endswith(";base64"):
            try:
                data = base64.b64decode(data)
            except ValueError:
                data = b""
        asset = rasters.asset(data, self._archive.limits)
        if asset is None:
            self.shown.drop(source[:_SHOWN], "bad-image", "it is no picture we can show")
            return None
        return self.shown.get(asset.digest, lambda: data)
