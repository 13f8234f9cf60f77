"""The few pictures that are drawn of a book without asking."""

from datetime import timedelta

from app import demo
from app.domain.illustrations import Quality
from app.domain.jobs import QUEUE, JobKind
from app.services import illustrations, leases, preparing
from tests.flows.test_upload_to_pictures import upload


async def claim(resources, kind):
    return await leases.claim(
        resources.begin, owner="me", queue=QUEUE, kinds=[kind], lease=timedelta(seconds=10)
    )


async def prepare(resources):
    lease = await claim(resources, JobKind.PREPARE_BOOK)
    order = illustrations.Order(style="engraving", quality=Quality.STANDARD, provider="sketch")
    await preparing.prepare(resources.begin, lease, resources.compute, order)


async def test_a_book_that_is_wanted_after_all_gets_the_pictures_that_were_being_cancelled(
    client, resources, drain
):
    path = demo.books()[0]
    first = await upload(client, path, illustrate="none")
    await drain()
    await client.delete(f"/api/v1/books/{first['book']['id']}")
    job = (await upload(client, path, illustrate="2"))["job"]["id"]
    await prepare(resources)
    await claim(resources, JobKind.DRAW_ILLUSTRATION)

    await client.delete(f"/api/v1/jobs/{job}")
    await client.post(f"/api/v1/jobs/{job}/retry")
    await prepare(resources)

    queued = (await client.get("/api/v1/illustrations?state=queued&spoilers=all")).json()["items"]
    assert len(queued) == 3, "two that will be drawn, and the one whose worker has not heard yet"


async def test_a_book_taken_back_in_the_middle_of_its_pictures_gets_them_all(
    client, resources, drain
):
    path = demo.books()[0]
    first = await upload(client, path, illustrate="none")
    await drain()
    url = f"/api/v1/books/{first['book']['id']}"
    await client.delete(url)
    await upload(client, path, illustrate="2")
    await prepare(resources)

    await client.delete(url)
    await client.post(f"{url}/restore")
    await drain()

    book = (await client.get(url)).json()
    assert (book["status"], book["illustration_count"]) == ("ready", 2)
