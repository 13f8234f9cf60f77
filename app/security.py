"""Passwords, tokens and signatures: pure functions that know no reader and no database."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import jwt
from pwdlib import PasswordHash

from app.errors import NotSignedIn

# One list, never read from the token itself: otherwise a token could choose "none".
_ALGORITHMS = ["HS256"]
_ISSUER = "bookreader"
_AUDIENCE = "bookreader-api"
_ACCESS = "access"

# Argon2id with the library's parameters: about 100 ms and 64 MiB a check, measured on two cores.
# Call these in a thread, few at a time.
_passwords = PasswordHash.recommended()


def password_hash(password: str) -> str:
    return _passwords.hash(password)


# Nobody knows this password; checking against it costs what checking a real one costs.
DUMMY_HASH = (
    "$argon2id$v=19$m=65536,t=3,p=4$fXkrKHJRhsGA65h4iwNOCA"
    "$46i5aw7ZX9OfyOqC1zQLjWlHuoDpZQOBoutDALaL25I"
)


def check_password(password: str, stored: str | None) -> tuple[bool, str | None]:
    """
    Whether *password* is right, and a new hash to store where the parameters have grown since.

    *stored* is None for an unknown reader; that takes as long, so time does not tell who exists.
    """
    is_right, renewed = _passwords.verify_and_update(password, stored or DUMMY_HASH)
    return (is_right, renewed) if is_right and stored is not None else (False, None)


@dataclass(frozen=True, slots=True)
class Access:
    """What a checked access token says: whose it is, which sign-in it came from, until when."""

    reader: UUID
    session: UUID
    expires: datetime


def access_token(secret: str, reader: UUID, session: UUID, *, lifetime: timedelta) -> str:
    now = datetime.now(UTC)
    claims = {
        "iss": _ISSUER,
        "aud": _AUDIENCE,
        "typ": _ACCESS,
        "sub": str(reader),
        "sid": str(session),
        "iat": now,
        "exp": now + lifetime,
    }
    return jwt.encode(claims, secret, algorithm=_ALGORITHMS[0])


def access(secret: str, token: str) -> Access:
    """Raises `NotSignedIn` for a token that is not ours, not for access, or too old."""
    try:
        claims = jwt.decode(
            token,
            secret,
            algorithms=_ALGORITHMS,
            audience=_AUDIENCE,
            issuer=_ISSUER,
            options={"require": ["iss", "aud", "sub", "sid", "iat", "exp"]},
        )
        if claims.get("typ") != _ACCESS:
            raise NotSignedIn
        expires = datetime.fromtimestamp(claims["exp"], UTC)
        return Access(UUID(claims["sub"]), UUID(claims["sid"]), expires)
    except (jwt.InvalidTokenError, ValueError) as error:
        raise NotSignedIn from error


def opaque_token() -> str:
    """A random word for refresh tokens, API keys and links in mail: 256 bits, safe in addresses."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """What is stored of an opaque token, in hex; so random a word needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def sign_path(secret: str, path: str, reader: UUID, expires: datetime) -> str:
    """*path*, signed so that the browser of *reader* may fetch it without a header for a while."""
    until = str(int(expires.timestamp()))
    signature = _mac(secret, "path", path, str(reader), until)
    return f"{path}?reader={reader}&expires={until}&signature={signature}"


def verify_path(secret: str, path: str, *, reader: str, expires: str, signature: str) -> UUID:
    """The reader a signed path was made for; raises `NotSignedIn`."""
    expected = _mac(secret, "path", path, reader, expires)
    if not _is_equal(expected, signature) or int(expires) < datetime.now(UTC).timestamp():
        raise NotSignedIn
    return UUID(reader)


def _mac(secret: str, purpose: str, *parts: str) -> str:
    # Every part with its length: "ab", "c" must not sign like "a", "bc". The purpose keeps a
    # signature of one kind from being shown as another.
    message = "".join(f"{len(part)}:{part}" for part in (purpose, *parts))
    digest = hmac.digest(secret.encode(), message.encode(), "sha256")
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _is_equal(expected: str, given: str) -> bool:
    """In constant time; bytes, because the comparison refuses text beyond ASCII."""
    return hmac.compare_digest(expected.encode(), given.encode())
