"""`bookreader user` and `bookreader link`: the operator makes accounts, and ways in."""

import asyncio
import json
from datetime import timedelta

import pytest

from app.db.models import Role
from app.db.work import ReadSession
from app.resources import Resources
from app.services import accounts
from tests.cli.conftest import Answer, Run

EMAIL = "ann@example.org"
PASSWORD = "correct horse"


@pytest.fixture(autouse=True)
def here(resources: Resources, monkeypatch: pytest.MonkeyPatch) -> None:
    """The servers of the tests, as an operator sets them."""
    settings = resources.settings
    monkeypatch.setenv("BOOKREADER_DATABASE__URL", str(settings.database.url))
    monkeypatch.setenv("BOOKREADER_QUEUE__URL", str(settings.queue.url))
    monkeypatch.setenv("BOOKREADER_SECRET", resources.secret)


async def create(run: Run, *, email: str = EMAIL, password: str = PASSWORD) -> Answer:
    words = ("user", "create", email, "--password-stdin", "--json")
    return await asyncio.to_thread(run, *words, stdin=f"{password}\n")


async def test_an_account_is_made_whose_password_signs_in(resources: Resources, run: Run) -> None:
    answer = await create(run)

    reader = await accounts.check_password(resources.begin, email=EMAIL, password=PASSWORD)
    assert json.loads(answer.out) == {"id": str(reader.id), "email": EMAIL, "role": "user"}


async def test_an_address_has_one_account(run: Run) -> None:
    await create(run)

    answer = await create(run, email=EMAIL.upper())

    assert (answer.code, json.loads(answer.out)["code"]) == (2, "conflict")


@pytest.mark.parametrize(("email", "password"), [("nobody", PASSWORD), (EMAIL, "short")])
async def test_what_is_no_address_or_password_is_refused(
    run: Run, email: str, password: str
) -> None:
    answer = await create(run, email=email, password=password)

    assert (answer.code, json.loads(answer.out)["code"]) == (2, "invalid-input")


async def test_a_reader_becomes_an_administrator(resources: Resources, run: Run) -> None:
    await create(run)

    await asyncio.to_thread(run, "user", "promote", EMAIL)

    async with resources.begin() as work:
        reader = await accounts.by_email(ReadSession(work.session), EMAIL)
    assert reader is not None
    assert reader.role is Role.ADMIN


async def test_a_link_signs_in_without_the_password(resources: Resources, run: Run) -> None:
    await create(run)

    answer = await asyncio.to_thread(run, "link", EMAIL)

    secret = answer.out.strip().partition("token=")[2]
    assert await accounts.follow_link(resources.begin, secret, lifetime=timedelta(days=1))


@pytest.mark.parametrize("words", [("user", "promote"), ("link",)])
async def test_nobody_is_not_found(run: Run, words: tuple[str, ...]) -> None:
    answer = await asyncio.to_thread(run, *words, EMAIL, "--json")

    assert (answer.code, json.loads(answer.out)["code"]) == (2, "not-found")


async def test_the_doctor_misses_workers_and_says_how_to_start_them(run: Run) -> None:
    answer = await asyncio.to_thread(run, "doctor", "--json")

    findings = {each["name"]: each for each in json.loads(answer.out)}
    assert answer.code == 1
    assert findings["database"]["ok"]
    assert findings["migrations"]["ok"]
    assert not findings["worker bookreader"]["ok"]
    assert "bookreader worker" in findings["worker bookreader"]["fix"]


async def test_the_doctor_draws_with_what_is_set_up(run: Run) -> None:
    answer = await asyncio.to_thread(run, "doctor", "--live", "--json")

    findings = {each["name"]: each for each in json.loads(answer.out)}
    assert findings["live sketch"]["ok"]
    assert not findings["provider pollinations"]["ok"]
