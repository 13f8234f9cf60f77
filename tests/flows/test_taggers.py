"""A book whose names another engine should help to find, on a machine that lacks it."""

import pytest

from app import demo
from app.extraction.taggers import natasha
from tests.flows.test_upload_to_pictures import upload


@pytest.mark.skipif(
    all(natasha.find_spec(name) for name in natasha.PACKAGES), reason="nothing is missing here"
)
async def test_a_missing_engine_leaves_a_book_with_names_that_says_what_to_install(
    client, drain, resources, monkeypatch
):
    monkeypatch.setattr(resources.settings.extraction, "names", "natasha")

    uploaded = await upload(client, demo.books()[1], illustrate="none")
    await drain()

    book = (await client.get(f"/api/v1/books/{uploaded['book']['id']}")).json()
    (warning,) = [each for each in book["warnings"] if each["code"] == "names-degraded"]
    assert book["status"] == "ready"
    assert "pip install 'bookreader-ai[ru-ner]'" in warning["detail"]
