"""The pictures inside an FB2: cut out as bytes before the XML is parsed, decoded when shown."""

import base64
import binascii
import re
from collections.abc import Callable

from app.domain.books import Asset, ParseWarning
from app.domain.limits import Limits
from app.parsing import rasters
from app.parsing.pictures import Pictures

_BINARY = re.compile(rb"(<(?:[\w.-]+:)?binary\b([^<>]*)>)([^<]*)")
_SAMPLE = 128  # bytes of base64, half of them perhaps blanks: enough for any signature
_ID = re.compile(rb"""\bid\s*=\s*["']([^"']*)["']""")


class Fb2Pictures:
    """Pictures by the id of their binary."""

    def __init__(self, warnings: list[ParseWarning], limits: Limits) -> None:
        self.shown = Pictures(warnings, limits)
        self._packed: dict[str, bytes] = {}

    def cut(self, data: bytes) -> bytes:
        """*data* with its binaries emptied, so that no text node in it is larger than a book's."""

        def keep(found: re.Match[bytes]) -> bytes:
            if not found[2].endswith(b"/"):
                identifier = _ID.search(found[2])
                name = identifier[1].decode("utf-8", "replace") if identifier else ""
                self._packed.setdefault(name, found[3])
            return found[1]

        return _BINARY.sub(keep, data)

    def at(self, href: str) -> Asset | None:
        name = href.strip().removeprefix("#")
        if name in self._packed:
            return self.shown.get(name, self._decoder(name))
        if name:
            self.shown.missing(name)
        return None

    def called(self, word: str) -> list[str]:
        """The names that hold *word*."""
        return [name for name in self._packed if word in name.lower()]

    def check_rest(self) -> None:
        """Report the binaries that nobody asked for and that are no pictures."""
        for name, packed in self._packed.items():
            if not self.shown.knows(name):
                start = b"".join(packed[:_SAMPLE].split())[: _SAMPLE // 2]
                if not rasters.is_raster(_unpacked(start)):
                    self.shown.report(name)

    def _decoder(self, name: str) -> Callable[[], bytes]:
        return lambda: _unpacked(self._packed[name])


def _unpacked(packed: bytes) -> bytes:
    """What the base64 holds, nothing if it is none; many leave out the signs that only fill it up."""
    packed = b"".join(packed.split()).rstrip(b"=")
    try:
        return base64.b64decode(packed + b"=" * (-len(packed) % 4))
    except binascii.Error:
        return b""
