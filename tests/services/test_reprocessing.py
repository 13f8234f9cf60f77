"""A book that is worked out again stays readable, and keeps what its readers made of it."""

import pytest
from sqlalchemy import func, select, text, update

from app import demo, extraction, parsing
from app.db.models import Book, Chapter, Description, Edition, Illustration, Job
from app.db.work import ReadSession
from app.domain.jobs import JobKind, JobState
from app.services import editions, intake, reprocessing
from tests.conftest import bearer
from tests.flows.test_upload_to_pictures import upload
from tests.services.leasing import PROBLEM

ENGLISH = demo.books()[0]


@pytest.fixture
async def book_id(client, drain):
    book_id = (await upload(client, ENGLISH, illustrate="2"))["book"]["id"]
    await drain()
    return book_id


async def process(client, book_id):
    answer = await client.post(f"/api/v1/books/{book_id}/process")
    assert answer.status_code == 202, answer.text
    assert answer.headers["Location"] == f"/api/v1/jobs/{answer.json()['job']['id']}"
    return answer.json()


async def pictures(client):
    found = await client.get("/api/v1/illustrations?spoilers=all&state=ready")
    return [(each["id"], each["shown"], each["alt"]) for each in found.json()["items"]]


async def rows(resources, model, *columns):
    async with resources.sessions() as session:
        return set(await session.execute(select(*columns or (model.id,))))


async def change(resources, statement, **values):
    async with resources.begin() as work:
        await work.session.execute(text(statement), values)


async def test_what_is_found_again_keeps_its_ids_and_its_pictures(
    client, resources, drain, book_id
):
    before = await pictures(client)
    passages = await rows(resources, Description)
    chapters = await rows(resources, Chapter)

    job = (await process(client, book_id))["job"]
    await drain()

    assert (job["kind"], job["state"]) == ("reprocess", "running")
    assert (await client.get(f"/api/v1/jobs/{job['id']}")).json()["state"] == "succeeded"
    assert len(before) == 2
    assert await pictures(client) == before
    assert await rows(resources, Description) == passages
    assert await rows(resources, Chapter) == chapters


async def test_the_book_is_ready_to_read_all_the_while(client, resources, drain, book_id, stranger):
    mine = dict(client.headers)
    client.headers.update(bearer(resources, stranger))
    theirs = (await upload(client, ENGLISH, illustrate="none"))["book"]["id"]
    await drain()
    client.headers.update(mine)

    processed = await process(client, book_id)

    assert processed["book"]["status"] == "ready"
    assert (await client.get(f"/api/v1/books/{book_id}/chapters/2")).status_code == 200
    client.headers.update(bearer(resources, stranger))
    assert (await client.get(f"/api/v1/books/{theirs}")).json()["status"] == "ready"


async def test_a_picture_of_a_passage_that_is_not_found_any_more_stays(
    client, resources, drain, book_id
):
    """As if an older extractor had begun every passage one letter later."""
    before = await pictures(client)
    await change(resources, "UPDATE description SET start_offset = start_offset + 1")

    await process(client, book_id)
    await drain()

    assert await pictures(client) == before
    async with resources.sessions() as session:
        retired = (
            await session.scalars(select(Description).where(Description.retired_at.is_not(None)))
        ).all()
    assert len(retired) == 2, "those that are drawn; the others have gone"
    book = (await client.get(f"/api/v1/books/{book_id}")).json()
    listed = await client.get(f"/api/v1/books/{book_id}/descriptions?spoilers=all")
    assert len(listed.json()["items"]) == book["description_count"]


async def test_a_later_parser_reads_the_file_again_into_the_same_chapters(
    client, resources, drain, book_id
):
    before = await pictures(client)
    kept = await rows(resources, Chapter, Chapter.id, Chapter.ordinal, Chapter.version)
    await change(resources, "UPDATE edition SET parser_version = 0, title = 'Misread'")
    await change(resources, "UPDATE chapter SET html = '', blocks = '{}', version = 'old'")

    await process(client, book_id)
    await drain()

    assert await rows(resources, Chapter, Chapter.id, Chapter.ordinal, Chapter.version) == kept
    assert await pictures(client) == before
    async with resources.sessions() as session:
        edition = (await session.scalars(select(Edition))).one()
    assert (edition.parser_version, edition.is_renewing) == (parsing.PARSER_VERSION, False)
    assert edition.title != "Misread"


async def test_chapters_that_a_later_parser_leaves_out_take_their_passages_along(
    client, resources, drain, book_id
):
    before = await pictures(client)
    await change(resources, "UPDATE edition SET parser_version = 0")
    await change(resources, "UPDATE chapter SET ordinal = ordinal + 100 WHERE ordinal = 2")
    await change(resources, "UPDATE description SET chapter = chapter + 100 WHERE chapter = 2")

    await process(client, book_id)
    await drain()

    async with resources.sessions() as session:
        ordinals = set(await session.scalars(select(Chapter.ordinal)))
        beyond = select(Description).where(Description.chapter > 100)
        left = (await session.scalars(beyond)).all()
    assert max(ordinals) < 100
    assert all(each.retired_at is not None for each in left)
    assert await pictures(client) == before


async def test_a_file_that_a_later_parser_refuses_stays_the_book_it_was(
    client, resources, drain, book_id
):
    await change(resources, "UPDATE edition SET parser_version = 0")
    job = (await process(client, book_id))["job"]

    async with resources.begin() as work:
        edition_id = await work.session.scalar(select(Edition.id))
        await work.session.execute(
            update(Job)
            .where(Job.kind == JobKind.PARSE_EDITION)
            .values(state=JobState.FAILED, finished_at=func.now())
        )
        await intake.parse_ended(work, edition_id, JobState.FAILED, PROBLEM)

    told = (await client.get(f"/api/v1/jobs/{job['id']}")).json()
    assert (told["state"], told["problem"]) == ("failed", PROBLEM)
    assert (await client.get(f"/api/v1/books/{book_id}")).json()["status"] == "ready"
    again = await client.post(f"/api/v1/jobs/{job['id']}/retry")
    await drain()
    assert again.json()["kind"] == "reprocess"
    assert (await client.get(f"/api/v1/jobs/{again.json()['id']}")).json()["state"] == "succeeded"


async def test_two_readers_who_ask_wait_for_one_and_the_same_work(
    client, resources, drain, book_id, stranger
):
    mine = dict(client.headers)
    client.headers.update(bearer(resources, stranger))
    theirs = (await upload(client, ENGLISH, illustrate="none"))["book"]["id"]
    await drain()
    async with resources.sessions() as session:
        before = await session.scalar(select(func.count(Job.id)))

    second = (await process(client, theirs))["job"]["id"]
    client.headers.update(mine)
    first = (await process(client, book_id))["job"]["id"]
    await drain()

    assert (await client.get(f"/api/v1/jobs/{first}")).json()["state"] == "succeeded"
    async with resources.sessions() as session:
        added = await session.scalar(select(func.count(Job.id))) - before
        chapters = await session.scalar(
            select(func.count(Chapter.id)).where(Chapter.kind == "body")
        )
    assert second != first
    assert added <= chapters + 5, "two that wait, and each step once"


async def test_a_book_that_failed_is_prepared_again(client, resources, drain, book_id):
    await change(resources, "UPDATE book SET state = 'failed'")

    processed = await process(client, book_id)
    await drain()

    assert processed["job"]["kind"] == "prepare_book"
    assert (await client.get(f"/api/v1/books/{book_id}")).json()["status"] == "ready"


async def test_the_operator_is_told_which_editions_are_outdated(resources, book_id):
    async with resources.sessions() as session:
        reading = ReadSession(session)
        current = await reprocessing.outdated(reading)
        named = await reprocessing.outdated(reading, book_id=book_id)
        later = await reprocessing.outdated(
            reading, before_version=extraction.EXTRACTOR_VERSION + 1
        )
    await change(resources, "UPDATE edition SET extractor_version = 0")
    async with resources.sessions() as session:
        old = await reprocessing.outdated(ReadSession(session))

    assert current == []
    assert len(named) == len(later) == len(old) == 1
    assert old[0].extractor_version == 0


async def test_the_work_on_a_ready_edition_goes_on_when_its_only_book_goes(
    client, resources, drain, book_id
):
    await process(client, book_id)

    await client.delete(f"/api/v1/books/{book_id}")
    await drain()

    async with resources.sessions() as session:
        edition = (await session.scalars(select(Edition))).one()
        open_ = select(func.count(Chapter.id)).where(Chapter.extractor_version.is_(None))
        assert await session.scalar(open_) == 0
    assert (edition.state, edition.is_renewing) == (editions.ENDED[0], False)
    assert await rows(resources, Book)
    assert await rows(resources, Illustration)
