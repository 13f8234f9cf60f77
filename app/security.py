"""Passwords, tokens and signatures: pure functions that know no reader and no database."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import jwt
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pwdlib import PasswordHash

from app.errors import NotSignedIn

# One list, never read from the token itself: otherwise a token could choose "none".
_ALGORITHMS = ["HS256"]
_ISSUER = "bookreader"
_AUDIENCE = "bookreader-api"
_ACCESS = "access"
# Of a seal: which kind it is, the salt its key was made with, the nonce of AES-GCM, then the words.
_SEAL = b"\x01"
_SALT_BYTES = 16
_NONCE_BYTES = 12

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


def seal(secret: str, words: str, *bound: str) -> bytes:
    """
    *words* as nobody reads them without *secret*, good for *bound* alone: whose they are, what for.

    AES-256-GCM under a key that HKDF makes of *secret* for this one seal; *bound* is the
    associated data, so a seal copied into another reader's row opens nothing.
    """
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    hidden = _cipher(secret, salt).encrypt(nonce, words.encode(), _message(bound))
    return _SEAL + salt + nonce + hidden


def unseal(secret: str, sealed: bytes, *bound: str) -> str:
    """Raises `ValueError` for what was sealed with another secret or for somebody else."""
    kind, rest = sealed[:1], sealed[1:]
    salt, rest = rest[:_SALT_BYTES], rest[_SALT_BYTES:]
    nonce, hidden = rest[:_NONCE_BYTES], rest[_NONCE_BYTES:]
    if kind != _SEAL or len(nonce) < _NONCE_BYTES:
        raise ValueError("not a seal of ours")
    try:
        return _cipher(secret, salt).decrypt(nonce, hidden, _message(bound)).decode()
    except InvalidTag as error:
        raise ValueError("sealed with another secret, or for somebody else") from error


def _cipher(secret: str, salt: bytes) -> AESGCM:
    key = HKDF(SHA256(), length=32, salt=salt, info=b"bookreader seal 1").derive(secret.encode())
    return AESGCM(key)


def _mac(secret: str, purpose: str, *parts: str) -> str:
    # The purpose keeps a signature of one kind from being shown as another.
    digest = hmac.digest(secret.encode(), _message((purpose, *parts)), "sha256")
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def _message(parts: Sequence[str]) -> bytes:
    """Every part with its length: "ab", "c" must not sign like "a", "bc"."""
    return "".join(f"{len(part)}:{part}" for part in parts).encode()


def _is_equal(expected: str, given: str) -> bool:
    """In constant time; bytes, because the comparison refuses text beyond ASCII."""
    return hmac.compare_digest(expected.encode(), given.encode())
