"""`bookreader reprocess`: the operator has old books worked out again."""

import asyncio
import json
from uuid import uuid4

import pytest
from httpx import AsyncClient
from sqlalchemy import select, update

from app import demo, extraction
from app.db.models import Edition
from app.resources import Resources
from tests.cli.conftest import Run
from tests.conftest import Drain
from tests.flows.test_upload_to_pictures import upload


@pytest.fixture(autouse=True)
def here(resources: Resources, monkeypatch: pytest.MonkeyPatch) -> None:
    """The servers of the tests, as an operator sets them."""
    settings = resources.settings
    monkeypatch.setenv("BOOKREADER_DATABASE__URL", str(settings.database.url))
    monkeypatch.setenv("BOOKREADER_QUEUE__URL", str(settings.queue.url))
    monkeypatch.setenv("BOOKREADER_SECRET", resources.secret)


@pytest.fixture
async def book_id(client: AsyncClient, resources: Resources, drain: Drain) -> str:
    """A book that an older extractor has worked out."""
    book_id = str((await upload(client, demo.books()[0], illustrate="none"))["book"]["id"])
    await drain()
    async with resources.begin() as work:
        await work.session.execute(update(Edition).values(extractor_version=0))
    return book_id


async def version(resources: Resources) -> int | None:
    async with resources.sessions() as session:
        return await session.scalar(select(Edition.extractor_version))


@pytest.mark.usefixtures("book_id")
async def test_what_an_older_version_has_extracted_is_extracted_again(
    resources: Resources, run: Run, drain: Drain
) -> None:
    answer = await asyncio.to_thread(run, "reprocess", "--json")
    await drain()
    again = await asyncio.to_thread(run, "reprocess", "--json")

    assert [each["extractor_version"] for each in json.loads(answer.out)["editions"]] == [0]
    assert await version(resources) == extraction.EXTRACTOR_VERSION
    assert json.loads(again.out)["editions"] == []


@pytest.mark.usefixtures("book_id")
async def test_a_dry_run_only_lists_them(resources: Resources, run: Run, drain: Drain) -> None:
    answer = await asyncio.to_thread(run, "reprocess", "--dry-run", "--before-version", "1")
    await drain()

    assert "The Orchard on the Viaduct (parser" in answer.out
    assert await version(resources) == 0


async def test_one_book_can_be_named(
    resources: Resources, run: Run, drain: Drain, book_id: str
) -> None:
    nobody = await asyncio.to_thread(run, "reprocess", "--book", str(uuid4()), "--json")
    named = await asyncio.to_thread(run, "reprocess", "--book", book_id, "--json")
    await drain()

    assert (nobody.code, json.loads(nobody.out)["code"]) == (2, "not-found")
    assert len(json.loads(named.out)["editions"]) == 1
    assert await version(resources) == extraction.EXTRACTOR_VERSION
