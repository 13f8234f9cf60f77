"""
The seed of a picture: a hash of what it shows, the same on every machine and after every re-
upload.
"""

import hashlib

# Keeps 1 … 2^31-3: every provider takes it, and 0, -1 and 2^31-1 mean "random" to some of them.
_RANGE = 2**31 - 3


def seed(*, edition_sha: str, family: str, entity: str, view: str = "", variant: int = 0) -> int:
    """
    *family* is scene, character, place or object; *entity* the kind and address of its first
    mention.

    Names, merges, bible edits and wording are left out on purpose: they must never change a seed.
    """
    recipe = f"bookreader.seed|v1|{edition_sha}|{family}|{entity}|{view}|{variant}"
    digest = hashlib.blake2b(recipe.encode(), digest_size=8).digest()
    return 1 + int.from_bytes(digest, "big") % _RANGE
