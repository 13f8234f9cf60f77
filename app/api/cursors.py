"""Opaque cursors: the keys of the last row of a page."""

import base64
import binascii
import json

from app.db.paging import Keys
from app.errors import InvalidInput


def encode(keys: Keys) -> str:
    return base64.urlsafe_b64encode(json.dumps(list(keys)).encode()).decode().rstrip("=")


def decode(cursor: str) -> Keys:
    """Raises `InvalidInput` for anything we did not make."""
    try:
        keys = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError) as error:
        raise InvalidInput("This cursor is not one of ours", pointer="/cursor") from error
    if not isinstance(keys, list) or not all(isinstance(k, str | int | float) for k in keys):
        raise InvalidInput("This cursor is not one of ours", pointer="/cursor")
    return keys
