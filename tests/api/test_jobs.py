"""Jobs over HTTP."""

from uuid import uuid4

from sqlalchemy import text

from app import demo
from tests.flows.test_upload_to_pictures import upload

ENGLISH = demo.books()[0]


async def test_a_books_job_is_running_while_others_do_its_work(client, resources):
    job_id = (await upload(client, ENGLISH, illustrate="1"))["job"]["id"]

    async def states():
        job = (await client.get(f"/api/v1/jobs/{job_id}")).json()
        return job["state"], job["stage"]

    before = await states()
    async with resources.begin() as work:
        await work.session.execute(text("UPDATE edition SET state = 'extracting'"))
    meanwhile = await states()

    assert before == ("queued", "waiting")
    assert meanwhile == ("running", "naming")


async def test_a_books_job_tells_the_names_the_chapters_and_the_bible_as_one_work(
    client, resources, drain
):
    job_id = (await upload(client, ENGLISH, illustrate="none"))["job"]["id"]
    await drain()

    async def stage(change):
        async with resources.begin() as work:
            await work.session.execute(text(f"UPDATE edition SET state = 'extracting', {change}"))
        job = (await client.get(f"/api/v1/jobs/{job_id}")).json()
        return job["stage"], job["progress"]["done"], job["progress"]["total"]

    assembling = await stage("names_version = 1")
    naming = await stage("names_version = NULL")
    async with resources.begin() as work:
        await work.session.execute(
            text("UPDATE chapter SET extractor_version = NULL WHERE ordinal = 3")
        )
    extracting = await stage("names_version = 1")

    assert naming == ("naming", 0, 7)
    assert extracting == ("extracting", 5, 7)
    assert assembling == ("assembling", 6, 7)


async def test_jobs_are_found_by_kind_state_and_book(client, drain):
    uploaded = await upload(client, ENGLISH, illustrate="2")
    await drain()

    async def kinds(query):
        found = await client.get(f"/api/v1/jobs?{query}")
        return [each["kind"] for each in found.json()["items"]]

    assert await kinds("kind=prepare_book") == ["prepare_book"]
    assert await kinds("kind=draw_illustration") == ["draw_illustration"] * 2
    assert await kinds("state=failed") == []
    assert len(await kinds(f"book={uploaded['book']['id']}")) == 3
    assert await kinds(f"book={uuid4()}") == []


async def test_only_what_failed_or_was_cancelled_can_be_retried(client, drain):
    job_id = (await upload(client, ENGLISH, illustrate="none"))["job"]["id"]
    await drain()

    answer = await client.post(f"/api/v1/jobs/{job_id}/retry")

    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")
