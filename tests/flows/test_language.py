"""A book whose passages a language model looks at: by whose word, and what is told where it fails."""

import pytest
from sqlalchemy import select

from app import demo
from app.db.models import Chapter, Fact
from app.resources import open_resources
from app.settings import LanguageSettings
from tests.conftest import bearer
from tests.flows.provider.asking import consent
from tests.flows.test_upload_to_pictures import upload
from tests.standin import chat

KEY = "sk_of-the-language-model"


@pytest.fixture(scope="module")
async def connected(settings, listening):
    knobs = LanguageSettings(
        url=f"{listening.url}/v1", model="some-model", key=KEY, per_minute=10_000, candidates=6
    )
    async with open_resources(settings.model_copy(update={"language": knobs})) as resources:
        yield resources


@pytest.fixture
async def resources(resources, connected, service):  # noqa: ARG001  # the tables are emptied, the service is well
    return connected


async def added(client, drain):
    uploaded = await upload(client, demo.books()[0], illustrate="none")
    await drain()
    return (await client.get(f"/api/v1/books/{uploaded['book']['id']}")).json()


async def passages(client, book):
    address = f"/api/v1/books/{book['id']}/descriptions?spoilers=all&limit=200"
    return (await client.get(address)).json()["items"]


def told(book):
    return [each["detail"] for each in book["warnings"] if each["code"] == "language-degraded"]


async def test_with_consent_the_best_passages_of_each_chapter_are_judged(client, drain, service):
    await consent(client)

    book = await added(client, drain)

    assert (book["status"], told(book)) == ("ready", [])
    questions = [each for each in service.requests if chat.schema_name(each) == "passages"]
    asked = [each for request in questions for each in chat.passages(request)]
    assert {len(chat.passages(request)) for request in service.requests} <= {1, 2, 3}
    judged = {each["text"]: chat.verdict(each) for each in asked}
    shown = [each for each in await passages(client, book) if each["text"] in judged]
    assert shown
    for each in shown:
        verdict = judged[each["text"]]
        assert each["type_probabilities"][verdict["type"]] >= 0.7


async def test_facts_it_tells_are_kept_with_a_quote_that_stands_there(
    client, drain, *, service, resources, monkeypatch
):
    await consent(client)
    monkeypatch.setattr(chat, "_facts", told_by_first_words)

    await added(client, drain)

    assert any(chat.schema_name(each) == "facts" for each in service.requests)
    async with resources.sessions() as session:
        kept = (await session.scalars(select(Fact).where(Fact.attribute == "marks"))).all()
        chapters = {each.ordinal: each for each in await session.scalars(select(Chapter))}
    told_facts = [each for each in kept if each.value == each.quote]
    assert told_facts
    for each in told_facts:
        block = chapters[each.chapter].blocks[each.start_block]
        assert block[each.start_offset : each.end_offset] == each.quote


def told_by_first_words(passage):
    """Says of everybody in a passage that its first twenty letters are a mark of theirs."""
    words = passage["text"][:20].strip()
    return [
        {
            "passage": passage["id"],
            "entity": who["id"],
            "attribute": "marks",
            "quote": words,
            "value": words,
            "is_lasting": True,
        }
        for who in passage["entities"]
    ]


async def test_without_consent_nothing_is_sent_and_the_book_says_so_once(client, drain, service):
    book = await added(client, drain)

    assert book["status"] == "ready"
    assert service.requests == []
    (warning,) = told(book)
    assert "consent" in warning


async def test_a_book_of_two_readers_is_sent_only_if_both_agree(
    client, drain, *, service, resources, stranger
):
    await consent(client)
    mine = bearer(resources, stranger)
    path = demo.books()[0]
    files = {"file": (path.name, path.read_bytes())}
    await client.post(
        "/api/v1/books/upload", files=files, data={"illustrate": "none"}, headers=mine
    )

    book = await added(client, drain)

    assert service.requests == []
    assert "consent" in told(book)[0]


async def test_the_word_of_the_operator_counts_for_every_reader(
    client, drain, *, service, resources, monkeypatch
):
    monkeypatch.setattr(resources.settings.illustration, "remote_consent", True)

    book = await added(client, drain)

    assert service.requests
    assert told(book) == []


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("401 without a valid key", "provider-misconfigured"),
        ("402 balance", "quota-exceeded"),
        ("500", "provider-unavailable"),
        ("200 html", "provider-unavailable"),
        ("wrong quotes", "nothing-proven"),
    ],
)
async def test_a_model_that_fails_leaves_a_whole_book_that_says_what_it_lacks(
    client, drain, *, service, fault, reason
):
    await consent(client)
    service.script(fault, times=500)

    book = await added(client, drain)

    assert book["status"] == "ready"
    assert await passages(client, book)
    assert any(reason in each for each in told(book))
    assert KEY not in str(book)


async def test_a_book_that_is_read_again_with_a_model_that_is_well_lacks_nothing(
    client, drain, *, service, resources
):
    await consent(client)
    service.script("500", times=500)
    book = await added(client, drain)
    linear = {each["text"]: each["worth"] for each in await passages(client, book)}
    service._script.clear()
    await resources.redis.delete("bookreader:gate:1:language")

    await client.post(f"/api/v1/books/{book['id']}/process")
    await drain()

    again = (await client.get(f"/api/v1/books/{book['id']}")).json()
    judged = {each["text"]: each["worth"] for each in await passages(client, book)}
    assert told(book)
    assert told(again) == []
    assert any(judged[text] != linear[text] for text in judged.keys() & linear.keys())
