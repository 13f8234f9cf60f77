"""Locks that shops put on EPUBs: found, named, never opened."""

import re
from dataclasses import dataclass

from app.errors import DrmProtected
from app.parsing import encodings, xml
from app.parsing import package as packages
from app.parsing.archives import Archive
from app.parsing.package import Package
from app.parsing.xml import named

_LIST = "META-INF/encryption.xml"
# Fonts are scrambled with these so that they work in their book only; that is no lock.
_FONT_OBFUSCATION = frozenset(
    {"http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"}
)
_ADEPT, _LCP, _FAIRPLAY, _KOBO, _MARLIN = (
    "Adobe ADEPT", "Readium LCP", "Apple FairPlay", "Kobo", "Marlin",
)  # fmt: skip
_OPENERS = {
    _ADEPT: "Adobe Digital Editions and apps that know its account",
    _LCP: "apps with Readium LCP, such as Thorium or the library's own",
    _FAIRPLAY: "Apple Books",
    _KOBO: "Kobo's own app and readers",
    _MARLIN: "the shop's own app and readers",
}
# What the keys of each scheme say, wherever they stand.
_SIGNS = (
    (b"kdrm", _KOBO),
    (b"ns.adobe.com/adept", _ADEPT),
    (b"readium.org/2014/01/lcp", _LCP),
    (b"license.lcpl", _LCP),
    (b"itunes.apple.com/dtd/fairplay", _FAIRPLAY),
    (b"marlin", _MARLIN),
)
# A file of one scheme, in the order in which it decides; the rest is told by its content.
_FILES = (
    ("META-INF/license.lcpl", _LCP),
    ("META-INF/sinf.xml", _FAIRPLAY),
    ("META-INF/rights.xml", _ADEPT),
    ("rights.xml", _KOBO),
    (_LIST, None),
)
_RESOURCES = ("image/", "font/", "audio/", "video/")
_MARKUP = re.compile(
    rb"<(?:[\w.-]+:)?(?:html|head|body|title|section|div|span|svg)\b|<\?xml|<!doctype",
    re.IGNORECASE,
)
# A document begins within this; random bytes look like its beginning once in a million (a guess).
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Locks:
    """*members* are the files that are said to be locked, as they are written there."""

    scheme: str | None
    members: tuple[str, ...]

    def refuse(self, archive: Archive, package: Package) -> None:
        """
        Raises `DrmProtected` if a document is locked, or is none although it should be.

        A locked picture or font costs only itself, so such a book is read.
        """
        for reference in self.members:
            member, _ = packages.resolve(archive, "", reference)
            item = package.by_member.get(member or "")
            if item is None or not item.media_type.startswith(_RESOURCES):
                raise self.refusal()
        # Some shops list nothing: then what should be text tells.
        if self.scheme and any(_is_garbled(archive, item) for item in _documents(package)):
            raise self.refusal()

    def refusal(self) -> DrmProtected:
        opener = _OPENERS.get(self.scheme or "", "the app of the shop it comes from")
        return DrmProtected(
            f"It is protected with {self.scheme or 'an unknown scheme'}: only {opener} can open it.",
            scheme=self.scheme or "unknown",
        )


def read(archive: Archive) -> Locks:
    return Locks(_scheme(archive), _members(archive))


def _members(archive: Archive) -> tuple[str, ...]:
    found = archive.find(_LIST)
    if found is None:
        return ()
    data = archive.read(found, limit=archive.limits.markup)
    root = xml.document(data, archive.limits, where=found).root
    return tuple(
        reference.get("URI") or ""
        for entry in ([] if root is None else named(root, "EncryptedData"))
        if not _FONT_OBFUSCATION
        & {one.get("Algorithm") for one in named(entry, "EncryptionMethod")}
        for reference in named(entry, "CipherReference")
    )


def _scheme(archive: Archive) -> str | None:
    for name, scheme in _FILES:
        found = archive.find(name)
        if found is None:
            continue
        data = encodings.transcoded(archive.read(found, limit=archive.limits.markup)).lower()
        told = next((each for sign, each in _SIGNS if sign in data), None)
        if told or scheme:
            return told or scheme
    return None


def _documents(package: Package) -> list[str]:
    items = (packages.followed(package, each.item) for each in package.spine)
    return [
        item.member for item in items if item.member and not item.media_type.startswith(_RESOURCES)
    ]


def _is_garbled(archive: Archive, member: str) -> bool:
    data = archive.head(member, _HEAD)
    return bool(data) and not _MARKUP.search(encodings.transcoded(data))
