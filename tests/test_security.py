"""Only who knows a secret gets in, and neither time nor form tells more than that."""

import base64
import hashlib
import json
import statistics
import time
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import jwt
import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from app import security
from app.errors import NotSignedIn

SECRET = "a secret of more than thirty-two bytes"
READER = UUID(int=1)
SESSION = UUID(int=2)
SOON = timedelta(minutes=10)


def claims(**changes):
    now = datetime.now(UTC)
    return {
        "iss": "bookreader",
        "aud": "bookreader-api",
        "typ": "access",
        "sub": str(READER),
        "sid": str(SESSION),
        "iat": now,
        "exp": now + SOON,
    } | changes


def without_signature(header: dict[str, str]) -> str:
    body = claims(iat=0, exp=int(time.time()) + 600)
    parts = [
        base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in (header, body)
    ]
    return b".".join([*parts, b""]).decode()


def test_the_right_password_opens_and_a_wrong_one_does_not():
    stored = security.password_hash("тайна")

    assert security.check_password("тайна", stored) == (True, None)
    assert security.check_password("Тайна", stored) == (False, None)


def test_a_password_is_never_stored_the_same_way_twice():
    assert security.password_hash("same") != security.password_hash("same")


def test_nobody_can_sign_in_as_an_unknown_reader():
    assert security.check_password("anything", None) == (False, None)


def test_time_does_not_tell_whether_a_reader_exists():
    stored = security.password_hash("secret")

    def median_s(known: str | None) -> float:
        times = []
        for _ in range(5):
            started = time.perf_counter()
            security.check_password("wrong", known)
            times.append(time.perf_counter() - started)
        return statistics.median(times)

    assert 0.5 < median_s(stored) / median_s(None) < 2


def test_a_password_hashed_with_weaker_parameters_is_hashed_again():
    weak = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1),))

    is_right, renewed = security.check_password("old", weak.hash("old"))

    assert is_right
    assert renewed is not None
    assert security.check_password("old", renewed) == (True, None)


def test_an_access_token_says_whose_it_is_and_until_when():
    token = security.access_token(SECRET, READER, SESSION, lifetime=SOON)

    access = security.access(SECRET, token)

    assert (access.reader, access.session) == (READER, SESSION)
    assert timedelta(minutes=9) < access.expires - datetime.now(UTC) <= SOON


@pytest.mark.parametrize(
    "forged",
    [
        claims(exp=datetime.now(UTC) - timedelta(seconds=1)),
        claims(nbf=datetime.now(UTC) + timedelta(hours=1)),
        claims(iss="somebody"),
        claims(aud="another-api"),
        claims(typ="refresh"),
        claims(typ=None),
        claims(sub="not a uuid"),
        claims(sid=""),
        {name: value for name, value in claims().items() if name != "exp"},
        {name: value for name, value in claims().items() if name != "aud"},
        {name: value for name, value in claims().items() if name != "sub"},
    ],
)
def test_a_token_with_wrong_claims_is_refused(forged):
    token = jwt.encode(forged, SECRET, algorithm="HS256")

    with pytest.raises(NotSignedIn):
        security.access(SECRET, token)


@pytest.mark.parametrize(
    "token",
    [
        "",
        "word",
        "a.b.c",
        without_signature({"alg": "none", "typ": "JWT"}),
        without_signature({"alg": "HS256", "typ": "JWT"}),
        without_signature({"alg": "HS256", "kid": "../../dev/null"}),
        jwt.encode(claims(), "x" * 40, algorithm="HS256"),
        jwt.encode(claims(), SECRET * 2, algorithm="HS512"),
    ],
)
def test_a_token_that_is_not_signed_by_us_is_refused(token):
    with pytest.raises(NotSignedIn):
        security.access(SECRET, token)


def test_an_opaque_token_is_long_random_and_stored_as_its_fingerprint_only():
    first, second = security.opaque_token(), security.opaque_token()

    assert first != second
    assert len(first) >= 43
    assert security.fingerprint(first) == hashlib.sha256(first.encode()).hexdigest()


def signed(path: str, expires: datetime) -> tuple[str, dict[str, str]]:
    address = urlsplit(security.sign_path(SECRET, path, READER, expires))
    return address.path, {name: values[0] for name, values in parse_qs(address.query).items()}


def test_a_signed_path_lets_its_reader_in_until_it_expires():
    path, query = signed("/api/v1/books/1/file", datetime.now(UTC) + SOON)

    assert security.verify_path(SECRET, path, **query) == READER


def test_a_signed_path_that_has_expired_is_refused():
    path, query = signed("/file", datetime.now(UTC) - timedelta(seconds=2))

    with pytest.raises(NotSignedIn):
        security.verify_path(SECRET, path, **query)


@pytest.mark.parametrize(
    "changes",
    [
        {"path": "/files/2"},
        {"reader": str(uuid4())},
        {"reader": "no uuid"},
        {"expires": "99999999999"},
        {"expires": "soon"},
        {"signature": ""},
        {"signature": "подпись"},
        {"secret": "another secret, also of thirty-two bytes"},
    ],
)
def test_a_signed_path_with_anything_changed_is_refused(changes):
    path, query = signed("/files/1", datetime.now(UTC) + SOON)
    shown = {"secret": SECRET, "path": path, **query} | changes

    with pytest.raises(NotSignedIn):
        security.verify_path(shown.pop("secret"), shown.pop("path"), **shown)


def test_a_seal_opens_with_its_secret_and_for_its_owner_alone():
    sealed = security.seal(SECRET, "ключ", "key", "reader", "fal")

    assert security.unseal(SECRET, sealed, "key", "reader", "fal") == "ключ"
    assert sealed != security.seal(SECRET, "ключ", "key", "reader", "fal")
    for secret, bound in [
        (SECRET + "x", ("key", "reader", "fal")),
        (SECRET, ("key", "reader", "openai")),
        (SECRET, ("key", "readerf", "al")),
        (SECRET, ()),
    ]:
        with pytest.raises(ValueError, match="sealed with another secret"):
            security.unseal(secret, sealed, *bound)


def test_what_is_no_seal_is_told_apart():
    sealed = security.seal(SECRET, "a key", "key")

    for length in range(len(sealed)):
        with pytest.raises(ValueError, match=r"^(not a seal|sealed with another)"):
            security.unseal(SECRET, sealed[:length], "key")
    for at in range(len(sealed)):
        changed = bytearray(sealed)
        changed[at] ^= 1
        with pytest.raises(ValueError, match=r"^(not a seal|sealed with another)"):
            security.unseal(SECRET, bytes(changed), "key")
