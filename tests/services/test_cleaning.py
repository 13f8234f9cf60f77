"""What is deleted goes after a week, with its files; what somebody still names stays."""

import asyncio
import os
import re
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select, update

from app import demo
from app.broker import Broker
from app.db.base import Base, utc_now
from app.db.models import (
    Asset,
    Book,
    Chapter,
    Description,
    Edition,
    Entity,
    Export,
    Fact,
    Illustration,
    Job,
    Mention,
    Reader,
    SuspectPicture,
    Token,
    TokenKind,
)
from app.domain.illustrations import IllustrationState
from app.domain.jobs import QUEUE, JobKind, JobState
from app.services import accounts, cleaning, holdings
from app.workers.running import Runner
from tests.conftest import bearer, count
from tests.flows.test_upload_to_pictures import upload

WEEK = timedelta(days=7)
AN_HOUR = timedelta(hours=1)


@pytest.fixture
async def book_id(client, drain):
    """A book with its parts, its cover and two pictures."""
    book_id = (await upload(client, demo.books()[0], illustrate="2"))["book"]["id"]
    await drain()
    return book_id


async def clean(resources):
    """Long after the last file was put."""
    for path in (resources.settings.data / "files").rglob("*"):
        os.utime(path, (0, 0))
    await cleaning.clean(resources.begin, resources.storage)


async def age(resources, column, by, *which):
    """As if the moment in *column* had been that much earlier."""
    async with resources.begin() as work:
        changed = update(column.class_).where(*which, column.is_not(None))
        await work.session.execute(changed.values({column: column - by}))


async def files(resources):
    """Every digest a row names."""
    async with resources.sessions() as session:
        editions = (await session.scalars(select(Edition))).all()
        pictures = (await session.scalars(select(Illustration.files))).all()
        assets = (await session.scalars(select(Asset.digest))).all()
    named = {*assets, *(each.sha256 for each in editions)}
    for each in [*pictures, *(edition.cover_files for edition in editions)]:
        named |= set((each or {}).values())
    return named


async def kept(resources, digests):
    return {each for each in digests if await resources.storage.exists(each)}


@pytest.mark.usefixtures("book_id")
async def test_every_format_of_a_picture_goes_with_it(resources, client):
    async with resources.begin() as work:
        picture = (await work.session.scalars(select(Illustration))).first()
        avif = await resources.storage.put(b"the same picture as AVIF")
        picture.files = {**picture.files, "320.avif": avif}
        picture_id = picture.id
    await clean(resources)
    while_shown = await kept(resources, [avif])
    await client.delete(f"/api/v1/illustrations/{picture_id}")
    await age(resources, Illustration.deleted_at, WEEK)

    await clean(resources)

    assert while_shown == {avif}
    assert await kept(resources, [avif]) == set()


async def test_a_book_deleted_a_week_ago_goes_with_its_edition_and_every_file(
    resources, client, book_id
):
    before = await files(resources)
    await client.delete(f"/api/v1/books/{book_id}")
    await age(resources, Book.deleted_at, WEEK)

    await clean(resources)

    for table in (Book, Edition, Chapter, Description, Illustration, Asset, Entity, Mention, Fact):
        assert await count(resources, table) == 0, table
    assert len(before) > 8
    assert await kept(resources, before) == set()


async def test_a_book_deleted_less_than_a_week_ago_can_be_restored_with_everything(
    resources, client, book_id
):
    before = await files(resources)
    await client.delete(f"/api/v1/books/{book_id}")
    await age(resources, Book.deleted_at, WEEK - AN_HOUR)

    await clean(resources)

    assert (await client.post(f"/api/v1/books/{book_id}/restore")).is_success
    assert (await client.get(f"/api/v1/books/{book_id}")).json()["illustration_count"] == 2
    assert await kept(resources, before) == before


async def test_a_book_nobody_deleted_stays(resources, client, book_id):
    before = await files(resources)

    await clean(resources)

    assert (await client.get(f"/api/v1/books/{book_id}")).json()["status"] == "ready"
    assert await kept(resources, before) == before


async def test_the_copy_of_another_reader_keeps_the_edition_and_its_files(
    resources, client, drain, book_id, stranger
):
    mine = dict(client.headers)
    client.headers.update(bearer(resources, stranger))
    theirs = (await upload(client, demo.books()[0], illustrate="none"))["book"]["id"]
    await drain()
    client.headers.update(mine)
    await client.delete(f"/api/v1/books/{book_id}")
    await age(resources, Book.deleted_at, WEEK)
    before = await files(resources)

    await clean(resources)

    client.headers.update(bearer(resources, stranger))
    assert (await client.get(f"/api/v1/books/{theirs}")).json()["status"] == "ready"
    assert await count(resources, Illustration) == 0
    after = await files(resources)
    assert after < before
    assert await kept(resources, before) == after


async def test_a_file_that_another_picture_names_stays(resources, client, drain, book_id):
    theirs = (await upload(client, demo.books()[1], illustrate="1"))["book"]["id"]
    await drain()
    async with resources.begin() as work:
        pictures = (await work.session.scalars(select(Illustration))).all()
        (other,) = (each for each in pictures if str(each.book_id) == theirs)
        one = next(each for each in pictures if str(each.book_id) == book_id)
        shared = one.files = other.files
    await client.delete(f"/api/v1/books/{book_id}")
    await age(resources, Book.deleted_at, WEEK)

    await clean(resources)

    assert await count(resources, Book) == 1
    assert await kept(resources, shared.values()) == set(shared.values())


async def test_a_file_that_another_edition_has_as_its_picture_stays(
    resources, client, drain, book_id
):
    await upload(client, demo.books()[1], illustrate="none")
    await drain()
    async with resources.begin() as work:
        editions = (await work.session.scalars(select(Edition).order_by(Edition.id))).all()
        shared = next(iter(editions[0].cover_files.values()))
        picture = Asset(edition_id=editions[1].id, digest=shared, media_type="image/webp")
        work.session.add(picture)
    await client.delete(f"/api/v1/books/{book_id}")
    await age(resources, Book.deleted_at, WEEK)

    await clean(resources)

    assert await count(resources, Edition) == 1
    assert await resources.storage.exists(shared)


@pytest.mark.usefixtures("book_id")
async def test_a_picture_deleted_a_week_ago_goes_and_its_neighbour_stays(resources, client):
    first, second = (await client.get("/api/v1/illustrations?spoilers=all")).json()["items"]
    async with resources.begin() as work:
        picture = await work.session.get_one(Illustration, first["id"])
        gone, picture.deleted_at = picture.files, func.now() - WEEK

    await clean(resources)

    assert await kept(resources, gone.values()) == set()
    left = (await client.get("/api/v1/illustrations?spoilers=all")).json()["items"]
    assert [each["id"] for each in left] == [second["id"]]
    assert (await client.get(left[0]["image"]["url"])).status_code == 200


async def test_jobs_that_ended_a_week_ago_are_forgotten_and_live_ones_never(resources):
    states = dict.fromkeys(JobState)
    async with resources.begin() as work:
        for state in states:
            states[state] = await work.submit(JobKind.DRAW_ILLUSTRATION, uuid4())
    for state, job_id in states.items():
        async with resources.begin() as work:
            job = await work.session.get_one(Job, job_id)
            job.state, job.finished_at = state, func.now() - WEEK
            job.created_at = func.now() - 2 * WEEK

    await clean(resources)

    async with resources.sessions() as session:
        left = set(await session.scalars(select(Job.state)))
    assert left == {JobState.QUEUED, JobState.RUNNING}


@pytest.mark.usefixtures("book_id")
async def test_a_job_that_ended_this_week_is_still_told(resources, client):
    await age(resources, Job.finished_at, WEEK - AN_HOUR)
    before = (await client.get("/api/v1/jobs")).json()["items"]

    await clean(resources)

    assert (await client.get("/api/v1/jobs")).json()["items"] == before
    assert len(before) == 3


@pytest.mark.usefixtures("book_id")
async def test_the_pictures_of_forgotten_jobs_stay(resources, client):
    await age(resources, Job.finished_at, WEEK)

    await clean(resources)

    assert await count(resources, Job) == 0
    found = (await client.get("/api/v1/illustrations?spoilers=all")).json()["items"]
    assert {each["state"] for each in found} == {IllustrationState.READY}


async def test_tokens_go_when_they_are_over_and_never_before(resources, reader):
    async with resources.begin() as work:
        for kind in (TokenKind.REFRESH, TokenKind.PAGE):
            await accounts.grant(work, reader, kind, lifetime=timedelta(days=30))
            await accounts.grant(work, reader, kind, lifetime=timedelta(seconds=-1))

    await clean(resources)

    async with resources.sessions() as session:
        left = (await session.scalars(select(Token))).all()
    assert {each.kind for each in left} == {TokenKind.REFRESH, TokenKind.PAGE}
    assert len(left) == 2


async def test_a_file_that_was_put_a_moment_ago_stays_for_the_row_that_follows(
    resources, client, book_id
):
    await client.delete(f"/api/v1/books/{book_id}")
    await age(resources, Book.deleted_at, WEEK)
    before = await files(resources)

    await cleaning.clean(resources.begin, resources.storage)

    assert await count(resources, Edition) == 0
    assert await kept(resources, before) == before


async def test_an_upload_while_its_former_copy_is_purged_is_whole(resources, client):
    """Seen before both locked in one order: a book without its file, deadlocks, and 500."""
    book = (await upload(client, demo.books()[0], illustrate="none"))["book"]["id"]
    for number in range(30):
        await client.delete(f"/api/v1/books/{book}")
        await age(resources, Book.deleted_at, WEEK)

        cleaned = asyncio.create_task(_clean_after(resources, number / 1000))
        book = (await upload(client, demo.books()[0], illustrate="none"))["book"]["id"]
        await cleaned

        assert (await client.get(f"/api/v1/books/{book}")).status_code == 200
        named = await files(resources)
        assert await kept(resources, named) == named


async def test_every_worker_cleans(resources, reader):
    async with resources.begin() as work:
        await accounts.grant(work, reader, TokenKind.LINK, lifetime=timedelta(seconds=-1))

    await Runner(resources, Broker(resources.redis), queue=QUEUE)._clean()

    assert await count(resources, Token) == 0


async def test_cleaning_twice_changes_nothing_more(resources, client, book_id):
    await client.delete(f"/api/v1/books/{book_id}")
    await age(resources, Book.deleted_at, WEEK)

    await clean(resources)
    await clean(resources)

    assert await count(resources, Book) == 0


async def _clean_after(resources, seconds):
    await asyncio.sleep(seconds)
    await cleaning.clean(resources.begin, resources.storage)


async def test_an_export_goes_with_its_file_when_its_week_is_over(
    resources, client, drain, book_id
):
    asked = await client.post(f"/api/v1/books/{book_id}/export", json={})
    await drain()
    exported = await only(resources, Export.digest)
    await clean(resources)
    assert await resources.storage.exists(exported), "its week is not over"

    await age(resources, Export.expires_at, WEEK)
    await clean(resources)

    url = f"/api/v1/exports/{asked.json()['export']['id']}"
    assert (await client.get(url)).status_code == 404
    assert not await resources.storage.exists(exported)
    assert await count(resources, Illustration) == 2


async def test_an_export_that_was_never_made_goes_unless_its_job_lives(resources, book_id, client):
    for _ in range(2):
        await client.post(f"/api/v1/books/{book_id}/export", json={})
    first, second = (await client.get("/api/v1/jobs?kind=export")).json()["items"]
    await client.delete(f"/api/v1/jobs/{first['id']}")
    await age(resources, Export.created_at, WEEK)

    await clean(resources)

    assert str(await only(resources, Export.id)) == second["subject"]["id"]


async def test_the_exports_of_a_deleted_book_go_with_it(resources, client, drain, book_id):
    await client.post(f"/api/v1/books/{book_id}/export", json={})
    await drain()
    exported = await only(resources, Export.digest)
    await client.delete(f"/api/v1/books/{book_id}")
    await age(resources, Book.deleted_at, WEEK)

    await clean(resources)

    assert await count(resources, Export) == 0
    assert not await resources.storage.exists(exported)


async def only(resources, column):
    async with resources.sessions() as session:
        return (await session.scalars(select(column))).one()


@pytest.fixture
async def all_day(resources, monkeypatch):
    """Cleans as all the hours of a day would, on a database that is older than its files."""
    await age(resources, Reader.created_at, timedelta(days=20_000))

    async def run():
        for hour in range(24):
            now = utc_now().replace(hour=hour)
            monkeypatch.setattr(cleaning, "utc_now", lambda now=now: now + timedelta(days=2))
            await cleaning.clean(resources.begin, resources.storage)

    return run


async def test_bytes_that_no_row_names_are_swept_and_all_others_stay(
    resources, client, drain, book_id, all_day
):
    await client.post(f"/api/v1/books/{book_id}/export", json={})
    await drain()
    suspect = await resources.storage.put(b"please wait")
    async with resources.begin() as work:
        work.session.add(
            SuspectPicture(
                provider="pollinations", reason="placeholder", digest=suspect, media_type="x"
            )
        )
    named = await files(resources) | {await only(resources, Export.digest), suspect}
    orphans = {await resources.storage.put(f"nobody {each}".encode()) for each in range(40)}

    await all_day()

    assert await kept(resources, orphans) == set()
    assert await kept(resources, named) == named


@pytest.mark.usefixtures("reader")
async def test_bytes_younger_than_a_day_are_no_orphans_yet(resources):
    await age(resources, Reader.created_at, timedelta(days=20_000))
    orphans = {await resources.storage.put(f"nobody {each}".encode()) for each in range(40)}

    for shard in {each[:2] for each in orphans}:
        await cleaning._sweep_orphans(resources.begin, resources.storage, shard)

    assert await kept(resources, orphans) == orphans


@pytest.mark.usefixtures("reader")
async def test_bytes_older_than_the_database_are_not_its_own(resources):
    orphans = {await resources.storage.put(f"somebody {each}".encode()) for each in range(40)}
    for path in (resources.settings.data / "files").rglob("*"):
        os.utime(path, (0, 0))

    for shard in {each[:2] for each in orphans}:
        await cleaning._sweep_orphans(resources.begin, resources.storage, shard)

    assert await kept(resources, orphans) == orphans


def test_every_column_that_names_bytes_is_known_to_the_sweep():
    """Whoever adds a table of stored bytes adds it to `holdings`, or they are swept away."""
    # Of a secret; of what a provider sent, whose forms are in `files`.
    no_bytes = {"token.digest", "illustration.digest"}

    columns = {
        f"{table.name}.{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if re.search(r"digest|sha256|files$", column.name)
    }

    known = {
        f"{each.class_.__tablename__}.{each.key}" for each in (*holdings.DIGESTS, *holdings.FILES)
    }
    assert columns - no_bytes == known
