"""Coming in and going out, and keeping other sites out."""

from uuid import uuid4

import pytest

from app.api.deps import SESSION_COOKIE
from app.services import accounts

ELSEWHERE = {"Sec-Fetch-Site": "cross-site"}


async def test_a_visitor_is_welcomed_with_the_forms_of_this_server(visitor):
    answer = await visitor.get("/")

    assert answer.status_code == 200
    assert 'action="/sign-in"' in answer.text
    assert 'action="/register"' in answer.text


async def test_a_one_time_link_signs_in_once(visitor, resources, reader):
    async with resources.begin() as work:
        secret = await accounts.sign_in_link(work, reader)

    answer = await visitor.get(f"/sign-in?token={secret}")
    visitor.cookies.clear()
    again = await visitor.get(f"/sign-in?token={secret}")

    assert answer.headers["Location"] == "/"
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith(SESSION_COOKIE)
    for part in ("HttpOnly", "SameSite=lax", "Path=/", "Max-Age=2592000"):
        assert part in cookie
    assert again.status_code == 401
    assert "This link has been used" in again.text


async def test_a_look_at_the_head_of_a_link_does_not_use_it_up(visitor, resources, reader):
    async with resources.begin() as work:
        secret = await accounts.sign_in_link(work, reader)

    await visitor.head(f"/sign-in?token={secret}")

    assert (await visitor.get(f"/sign-in?token={secret}")).status_code == 303


async def test_whoever_registers_is_signed_in_and_led_back(visitor):
    form = {"email": "new@example.org", "password": "long enough", "next": "/books/1?a=b"}

    answer = await visitor.post("/register", data=form)

    assert answer.status_code == 303
    assert answer.headers["Location"] == "/books/1?a=b"
    assert "Your shelf" in (await visitor.get("/")).text


@pytest.mark.parametrize("elsewhere", ["//evil.example", "/\\evil.example", "https://evil.example"])
async def test_signing_in_leads_only_to_our_own_pages(visitor, elsewhere):
    form = {"email": "new@example.org", "password": "long enough", "next": elsewhere}

    answer = await visitor.post("/register", data=form)

    assert answer.headers["Location"] == "/"


async def test_a_wrong_password_shows_the_form_again(visitor):
    form = {"email": "new@example.org", "password": "wrong", "next": "/"}

    answer = await visitor.post("/sign-in", data=form)

    assert answer.status_code == 401
    assert "The address or the password is wrong" in answer.text
    assert 'action="/sign-in"' in answer.text


@pytest.mark.parametrize("path", ["/sign-in", "/register", "/sign-out"])
async def test_another_site_can_neither_sign_a_reader_in_nor_out(visitor, path):
    form = {"email": "new@example.org", "password": "long enough"}

    assert (await visitor.post(path, data=form, headers=ELSEWHERE)).status_code == 403


async def test_another_site_cannot_send_forms_in_a_readers_name(browser):
    for path in ("/books/upload", f"/books/{uuid4()}/delete", f"/descriptions/{uuid4()}/draw"):
        assert (await browser.post(path, headers=ELSEWHERE)).status_code == 403


async def test_signing_out_ends_the_session(browser):
    secret = browser.cookies[SESSION_COOKIE]

    answer = await browser.post("/sign-out")

    assert answer.headers["Location"] == "/"
    browser.cookies.set(SESSION_COOKIE, secret)
    assert 'action="/sign-in"' in (await browser.get("/")).text


async def test_a_page_that_needs_a_reader_shows_the_form_and_leads_back(visitor):
    path = f"/books/{uuid4()}/chapters/3"

    answer = await visitor.get(path)

    assert answer.status_code == 401
    assert f'name="next" value="{path}"' in answer.text


@pytest.mark.parametrize("path", ["/sign-in", "/register"])
async def test_without_fetch_metadata_the_origin_decides(visitor, path):
    form = {"email": "new@example.org", "password": "long enough"}
    del visitor.headers["Sec-Fetch-Site"]

    for origin in ("http://evil.example", "null"):
        answer = await visitor.post(path, data=form, headers={"Origin": origin})
        assert answer.status_code == 403
    ours = await visitor.post(path, data=form, headers={"Origin": "http://test"})
    assert ours.status_code in (303, 401)


async def test_an_address_that_is_taken_is_refused_in_words(visitor, reader):  # noqa: ARG001  # who has it
    form = {"email": "reader@example.org", "password": "long enough"}

    answer = await visitor.post("/register", data=form)

    assert answer.status_code == 409
    assert "There is an account with this address already" in answer.text


async def test_a_form_that_does_not_fit_names_the_field(visitor):
    answer = await visitor.post("/register", data={"email": "x@example.org", "password": "short"})

    assert answer.status_code == 422
    assert "password: String should have at least 8 characters" in answer.text
