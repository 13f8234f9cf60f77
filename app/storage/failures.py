"""What a store or a disk says when it fails, in the words of our error tree."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from obstore.exceptions import BaseError

from app.errors import DiskFull, NotFound, StorageUnavailable

_FULL = (errno.ENOSPC, errno.EDQUOT)


@contextmanager
def told() -> Iterator[None]:
    """Details stay in the cause: they name paths and hosts of ours."""
    try:
        yield
    except FileNotFoundError as error:
        raise NotFound from error
    except OSError as error:
        raise (DiskFull if error.errno in _FULL else StorageUnavailable) from error
    except BaseError as error:
        # The library has no kind of its own for a full disk, but always prints the system's number.
        is_full = any(f"(os error {number})" in str(error) for number in _FULL)
        raise (DiskFull if is_full else StorageUnavailable) from error
