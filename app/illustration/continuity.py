"""What keeps the pictures of a book together: one bible, one style, one model."""

import hashlib
from uuid import UUID


def group(
    book_id: UUID, bible_version: int, style_words: str, provider: str, model: str | None
) -> str:
    """32 hex digits: equal for all pictures of a book that are drawn by the same rules."""
    rules = f"bookreader.group|v1|{book_id}|{bible_version}|{style_words}|{provider}|{model or ''}"
    return hashlib.blake2b(rules.encode(), digest_size=16).hexdigest()
