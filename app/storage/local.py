"""A folder of this machine."""

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

from obstore.store import LocalStore

from app.errors import Refused
from app.storage.failures import told
from app.storage.objects import ObjectStorage


def opened(address: str, options: Mapping[str, str]) -> ObjectStorage:
    """*address* is a path or `file:///path`; the folder is made where it is missing."""
    if options:
        raise Refused(f"A folder has no options, but these were given: {', '.join(options)}.")
    path = unquote(urlsplit(address).path) if address.startswith("file:") else address
    folder = Path(path).expanduser().resolve()
    with told():
        folder.mkdir(parents=True, exist_ok=True)
        return ObjectStorage(LocalStore(folder), folder)
