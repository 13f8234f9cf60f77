"""Addresses that came in an answer: whoever answers must not send us into the operator's own network."""

from collections.abc import Collection
from typing import NoReturn
from urllib.parse import urlsplit, urlunsplit

from app.errors import ProviderUnavailable


def allowed(url: object, *, base: str, hosts: Collection[str] = ()) -> str:
    """
    *url*, where it leads to the server of *base* or, over TLS, to one of *hosts* ("*.fal.media" are all below).

    Raises `ProviderUnavailable` for any other.
    """
    if not isinstance(url, str):
        _refuse()
    try:
        there, home = urlsplit(url), urlsplit(base)
        is_home = (there.scheme, there.hostname, there.port) == (
            home.scheme,
            home.hostname,
            home.port,
        )
    except ValueError:
        _refuse()
    # A name and password in an address can make it look like another one.
    is_plain = there.username is None and there.password is None
    is_known = there.scheme == "https" and any(_is(there.hostname or "", each) for each in hosts)
    if not is_plain or not (is_home or (is_known and there.port in {None, 443})):
        _refuse()
    return url


def at_home(url: object, *, base: str) -> str:
    """The path of *url* on the server of *base*: servers behind a proxy name hosts that only they know."""
    if not isinstance(url, str):
        _refuse()
    try:
        there, home = urlsplit(url), urlsplit(base)
    except ValueError:
        _refuse()
    return urlunsplit((home.scheme, home.netloc, there.path, there.query, ""))


def _is(host: str, allowed_host: str) -> bool:
    if allowed_host.startswith("*."):
        return host.endswith(allowed_host[1:])
    return host == allowed_host


def _refuse() -> NoReturn:
    raise ProviderUnavailable(
        "The provider named an address that we do not go to.", reason="address"
    )
