"""Addresses of files that work in `<img>`: signed for one reader, made anew in every answer."""

import re
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from uuid import UUID

from app import security
from app.illustration import renditions

# An address lives between one and two windows; within a window it stays the same, so that a
# browser's cache finds it again.
WINDOW_S = 12 * 3600

_ASSET = re.compile(r'src="asset:([0-9a-f]{64})"')
_ADDRESS = re.compile(r'href="address:(\d+)/(\d+)"')


def window() -> int:
    return int(time.time()) // WINDOW_S


class Links:
    def __init__(self, secret: str, reader: UUID) -> None:
        self._secret = secret
        self._reader = reader
        self._expires = datetime.fromtimestamp((window() + 2) * WINDOW_S, UTC)

    def signed(self, path: str) -> str:
        return security.sign_path(self._secret, path, self._reader, self._expires)

    def cover(self, book_id: UUID) -> str:
        return self.signed(f"/api/v1/books/{book_id}/cover")

    def asset(self, book_id: UUID, digest: str) -> str:
        return self.signed(f"/api/v1/books/{book_id}/assets/{digest}")

    def image(self, illustration_id: UUID) -> str:
        return self.signed(f"/api/v1/illustrations/{illustration_id}/image")

    def suspect(self, suspect_id: UUID) -> str:
        return self.signed(f"/api/v1/admin/suspects/{suspect_id}/image")

    def srcset(self, illustration_id: UUID, files: Mapping[str, str]) -> str:
        base = self.image(illustration_id)
        widths = sorted(renditions.by_width(files))
        return ", ".join(f"{base}&width={width} {width}w" for width in widths)

    def served(self, book_id: UUID, html: str, *, chapter_path: str) -> str:
        """Stored HTML with addresses put in; *chapter_path* + ordinal is where chapters are."""
        html = _ASSET.sub(lambda m: f'src="{_escaped(self.asset(book_id, m[1]))}"', html)
        return _ADDRESS.sub(lambda m: f'href="{chapter_path}{m[1]}#b{m[2]}"', html)


def has_assets(html: str) -> bool:
    return _ASSET.search(html) is not None


def _escaped(url: str) -> str:
    return url.replace("&", "&amp;")
