"""S3, MinIO, or whatever speaks like them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from obstore.store import S3Store

from app.errors import Refused
from app.storage.objects import ObjectStorage

_KNOWN = {"endpoint", "region", "access_key_id", "secret_access_key"}

# Guesses: a picture takes a second, a book on a slow line less than a minute.
_CONNECT_TIMEOUT = timedelta(seconds=5)
_TIMEOUT = timedelta(seconds=60)
_RETRY_TIMEOUT = timedelta(seconds=20)


def opened(address: str, options: Mapping[str, str]) -> ObjectStorage:
    """*address* is `s3://bucket` or `s3://bucket/prefix`."""
    if unknown := set(options) - _KNOWN:
        raise Refused(f"S3 knows {', '.join(sorted(_KNOWN))}, not {', '.join(sorted(unknown))}.")
    place = urlsplit(address)
    if not place.netloc:
        raise Refused(f"{address!r} names no bucket; write s3://bucket or s3://bucket/prefix.")
    endpoint = options.get("endpoint", "")
    config: Any = {"region": "us-east-1", **options}
    return ObjectStorage(
        S3Store(
            place.netloc,
            prefix=place.path.strip("/") or None,
            config=config,
            client_options={
                "connect_timeout": _CONNECT_TIMEOUT,
                "timeout": _TIMEOUT,
                # Plain HTTP only where the operator wrote it, as for a MinIO beside the app.
                "allow_http": endpoint.startswith("http://"),
            },
            # The library would try for three minutes, while the job that waits has its own retries.
            retry_config={"max_retries": 3, "retry_timeout": _RETRY_TIMEOUT},
        )
    )
