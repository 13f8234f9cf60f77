"""Accounts over HTTP."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import jwt
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app import security
from app.api.deps import SESSION_COOKIE
from app.db.models import TokenKind
from app.services import accounts
from tests.conftest import SECRET

PASSWORD = "correct horse battery"


async def register(client, email="New@Example.org", **more):
    return await client.post(
        "/api/v1/auth/register", json={"email": email, "password": PASSWORD, **more}
    )


async def test_a_new_reader_is_signed_in_at_once(anonymous):
    answer = await register(anonymous, full_name="N.")

    assert answer.status_code == 201
    token = answer.json()["tokens"]["access_token"]
    me = await anonymous.get("/api/v1/auth/me", headers={"Authorization": f"Bearer {token}"})
    assert me.json()["user"]["email"] == "new@example.org"


async def test_an_address_is_one_reader_however_it_is_typed(anonymous):
    await register(anonymous)

    again = await register(anonymous, "NEW@example.ORG")

    assert (again.status_code, again.json()["code"]) == (409, "conflict")


async def test_the_right_password_signs_in_and_a_wrong_one_says_no_more_than_an_unknown_address(
    anonymous,
):
    await register(anonymous)

    right = await anonymous.post(
        "/api/v1/auth/login", json={"email": "new@example.org", "password": PASSWORD}
    )
    wrong = await anonymous.post(
        "/api/v1/auth/login", json={"email": "new@example.org", "password": "wrong one"}
    )
    unknown = await anonymous.post(
        "/api/v1/auth/login", json={"email": "nobody@example.org", "password": "wrong one"}
    )

    assert right.status_code == 200
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json()["detail"] == unknown.json()["detail"]


@pytest.mark.parametrize(
    "body",
    [
        {"email": "not an address", "password": PASSWORD},
        {"email": "a@example.org", "password": "short"},
        {"email": "a@example.org", "password": "x" * 300},
        {"email": "a@example.org", "password": PASSWORD, "role": "admin"},
        {},
    ],
)
async def test_a_bad_registration_names_the_field(anonymous, body):
    answer = await anonymous.post("/api/v1/auth/register", json=body)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].startswith("/")


async def test_a_refresh_token_rotates_and_its_reuse_ends_the_sign_in(anonymous, resources):
    first = (await register(anonymous)).json()["tokens"]["refresh_token"]

    second = (await refresh(anonymous, first)).json()["tokens"]["refresh_token"]
    await pass_grace(resources)
    stolen = await refresh(anonymous, first)
    rightful = await refresh(anonymous, second)

    assert first != second
    assert stolen.status_code == 401
    assert rightful.status_code == 401


async def test_a_refresh_whose_answer_was_lost_can_be_repeated(anonymous):
    first = (await register(anonymous)).json()["tokens"]["refresh_token"]

    await refresh(anonymous, first)

    assert (await refresh(anonymous, first)).status_code == 200


async def test_signing_out_ends_the_refresh_token(anonymous):
    tokens = (await register(anonymous)).json()["tokens"]
    anonymous.headers["Authorization"] = f"Bearer {tokens['access_token']}"

    out = await anonymous.post(
        "/api/v1/auth/logout", json={"refresh_token": tokens["refresh_token"]}
    )

    assert out.status_code == 204
    assert (await refresh(anonymous, tokens["refresh_token"])).status_code == 401


def forged(**changes):
    claims = {"iss": "bookreader", "aud": "bookreader-api", "typ": "access", "sub": str(uuid4())}
    claims |= {"sid": str(uuid4()), "iat": 1, "exp": 9999999999}
    return claims | changes


@pytest.mark.parametrize(
    "token",
    [
        jwt.encode(forged(), None, algorithm="none"),
        jwt.encode(forged(), "another secret of thirty-two bytes", algorithm="HS256"),
        jwt.encode(forged(exp=2), SECRET, algorithm="HS256"),
        jwt.encode(forged(aud="other"), SECRET, algorithm="HS256"),
        jwt.encode(forged(typ="refresh"), SECRET, algorithm="HS256"),
        jwt.encode(forged(sub="x"), SECRET, algorithm="HS256"),
        "x.y.z",
        "",
    ],
)
async def test_a_token_that_is_not_ours_is_refused(anonymous, token):
    answer = await anonymous.get("/api/v1/books", headers={"Authorization": f"Bearer {token}"})

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


async def sign_in_to_page(client, resources, reader):
    lifetime = timedelta(days=1)
    async with resources.begin() as work:
        secret = await accounts.grant(work, reader, TokenKind.PAGE, lifetime=lifetime)
    client.cookies.set(SESSION_COOKIE, secret)


async def test_the_cookie_reads_for_anybody_but_writes_only_for_our_own_pages(
    anonymous, resources, reader
):
    await sign_in_to_page(anonymous, resources, reader)
    body = {"remote_providers": True}

    read = await anonymous.get("/api/v1/books")
    from_elsewhere = await anonymous.put(
        "/api/v1/me/consent", json=body, headers={"Sec-Fetch-Site": "cross-site"}
    )
    other_origin = await anonymous.put(
        "/api/v1/me/consent", json=body, headers={"Origin": "http://evil.example"}
    )
    without_a_word = await anonymous.put("/api/v1/me/consent", json=body)
    from_our_page = await anonymous.put(
        "/api/v1/me/consent", json=body, headers={"Sec-Fetch-Site": "same-origin"}
    )

    assert read.status_code == 200
    assert {each.status_code for each in (from_elsewhere, other_origin, without_a_word)} == {403}
    assert from_our_page.status_code == 200


async def test_a_one_time_link_signs_in_once(resources, reader):
    async with resources.begin() as work:
        link = await accounts.sign_in_link(work, reader)
    lifetime = timedelta(days=1)

    await accounts.follow_link(resources.begin, link, lifetime=lifetime)

    with pytest.raises(accounts.NotSignedIn):
        await accounts.follow_link(resources.begin, link, lifetime=lifetime)


@pytest.mark.parametrize(
    ("mode", "code", "given", "allowed"),
    [
        ("open", None, None, True),
        ("closed", None, None, False),
        ("invite", "come in", "come in", True),
        ("invite", "come in", "let me", False),
        ("invite", "come in", None, False),
        ("invite", None, None, False),
    ],
)
def test_who_may_register_is_the_operators_choice(mode, code, given, allowed):
    registration = accounts.Registration(mode, code)

    if allowed:
        registration.check(given)
        return
    with pytest.raises(accounts.NotAllowed):
        registration.check(given)


async def test_only_digests_of_tokens_are_kept(anonymous, resources):
    secret = (await register(anonymous)).json()["tokens"]["refresh_token"]

    async with resources.sessions() as session:
        kept = (await session.execute(text("SELECT token::text FROM token"))).all()

    assert secret not in str(kept)
    assert security.fingerprint(secret) in str(kept)


async def refresh(client, token):
    return await client.post("/api/v1/auth/refresh", json={"refresh_token": token})


async def pass_grace(resources):
    async with resources.begin() as work:
        await work.session.execute(
            text("UPDATE token SET used_at = used_at - interval '1 min' WHERE used_at IS NOT NULL")
        )


async def test_two_registrations_of_one_address_at_once_make_one_reader(anonymous):
    answers = await asyncio.gather(*(register(anonymous) for _ in range(4)))

    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]


@pytest.mark.parametrize("origin", ["http://[", "null", "://", "https://evil.example"])
async def test_a_form_whose_origin_makes_no_sense_is_from_another_site(anonymous, origin):
    answer = await anonymous.post("/sign-out", headers={"Origin": origin})

    assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")


async def test_a_text_that_cannot_be_stored_is_refused_and_not_logged(anonymous, resources):
    taken = await register(anonymous, full_name="a\0b")
    unknown = await anonymous.post(
        "/api/v1/auth/login", json={"email": "a\0b", "password": PASSWORD}
    )

    assert (taken.status_code, unknown.status_code) == (422, 422)
    async with resources.sessions() as session:
        with pytest.raises(DBAPIError) as error:
            await session.execute(text("SELECT CAST(:words AS int)"), {"words": "of a book"})
    assert "of a book" not in str(error.value).partition("[SQL:")[2]
