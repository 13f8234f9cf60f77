"""A house that knows a remote provider: the stand-in, over real sockets."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app import demo
from app.resources import open_resources
from app.settings import IllustrationSettings
from tests.flows.provider.asking import KEY
from tests.flows.test_upload_to_pictures import upload


@pytest.fixture(scope="module")
async def connected(settings, listening):
    """A second process of the same house, one that knows a provider."""
    knobs = IllustrationSettings(
        pollinations={"key": KEY, "url": listening.url, "timeout": timedelta(seconds=20)},
        # For readers' own keys.
        fal={"url": listening.url},
    )
    async with open_resources(settings.model_copy(update={"illustration": knobs})) as resources:
        provider = resources.studio._providers["pollinations"]
        provider._options = replace(provider._options, retry_wait_s=0)
        yield resources


@pytest.fixture
async def resources(resources, connected, service):  # noqa: ARG001  # the tables are emptied, the service is well
    return connected


@pytest.fixture
async def passages(client, drain):
    """Ids of the passages of a book that has no pictures yet."""
    book_id = (await upload(client, demo.books()[0], illustrate="none"))["book"]["id"]
    await drain()
    found = (await client.get(f"/api/v1/books/{book_id}/descriptions")).json()["items"]
    return [each["id"] for each in found]
