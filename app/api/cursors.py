"""Opaque cursors: the keys of the last row of a page."""

import base64
import binascii
import json
import math

from app.db.paging import Keys
from app.errors import InvalidInput


def encode(keys: Keys) -> str:
    return base64.urlsafe_b64encode(json.dumps(list(keys)).encode()).decode().rstrip("=")


def decode(cursor: str) -> Keys:
    """Raises `InvalidInput` for anything we did not make."""
    try:
        keys = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, RecursionError) as error:
        raise InvalidInput("This cursor is not one of ours", pointer="/cursor") from error
    if not isinstance(keys, list) or not all(_is_key(each) for each in keys):
        raise InvalidInput("This cursor is not one of ours", pointer="/cursor")
    return keys


def _is_key(key: object) -> bool:
    return isinstance(key, str | int) or (isinstance(key, float) and math.isfinite(key))
