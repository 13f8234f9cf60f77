"""Files on a full disk: what cannot be kept is told plainly, and room is all it takes to go on."""

import hashlib
import io
import os
import tempfile
import zipfile
from dataclasses import replace

import pytest
from sqlalchemy import func, select, update

from app import demo, storage
from app.db.models import Asset, Book, Edition, Illustration, Job
from tests.conftest import count
from tests.flows.disks import mounted
from tests.flows.test_upload_to_pictures import upload


@pytest.fixture
def disk(tmp_path):
    with mounted(tmp_path / "disk", size=24 << 20) as disk:
        yield disk


@pytest.fixture
async def resources(resources, disk):
    (disk.folder / "files").mkdir()
    return replace(resources, storage=storage.opened(str(disk.folder / "files")))


async def send(client, data):
    return await client.post("/api/v1/books/upload", files={"file": ("a.epub", data)})


async def wait_until_due(resources):
    async with resources.begin() as work:
        await work.session.execute(update(Job).values(run_at=func.now()))


async def fail_for_good(resources, drain):
    for _ in range(resources.settings.queue.max_attempts):
        await wait_until_due(resources)
        await drain()


async def assert_every_named_file_is_whole(resources):
    async with resources.sessions() as session:
        editions = (await session.scalars(select(Edition))).all()
        pictures = (await session.scalars(select(Illustration.files))).all()
        assets = (await session.scalars(select(Asset.digest))).all()
    named = {*assets, *(each.sha256 for each in editions)}
    for each in [*pictures, *(edition.cover_files for edition in editions)]:
        named |= set((each or {}).values())
    for digest in named:
        assert hashlib.sha256(await resources.storage.get(digest)).hexdigest() == digest


@pytest.mark.parametrize("has_room_elsewhere", [True, False])
@pytest.mark.parametrize(
    ("size", "spare"),
    [(100_000, 0), (100_000, 8_192), (5_000_000, 0), (5_000_000, 500_000), (5_000_000, 7_000_000)],
)
async def test_an_upload_to_a_full_disk_is_507_and_leaves_nothing(
    client, disk, *, resources, monkeypatch, size, spare, has_room_elsewhere
):
    if not has_room_elsewhere:
        monkeypatch.setattr(tempfile, "tempdir", str(disk.folder))
    disk.fill(spare=spare)
    before = disk.files()

    answer = await send(client, book_of(size))

    assert (answer.status_code, answer.json()["code"]) == (507, "disk-full")
    assert disk.files() == before
    assert await count(resources, Book) == await count(resources, Edition) == 0
    disk.free()
    assert (await send(client, book_of(size))).status_code == 202


async def test_a_picture_waits_for_room_then_fails_plainly_and_can_be_retried(
    client, disk, drain, resources
):
    book_id = (await upload(client, demo.books()[0], illustrate="none"))["book"]["id"]
    await drain()
    passage = (await client.get(f"/api/v1/books/{book_id}/descriptions")).json()["items"][0]["id"]
    disk.fill()
    asked = (await client.post(f"/api/v1/descriptions/{passage}/illustrations", json={})).json()
    job, picture = f"/api/v1/jobs/{asked['job']['id']}", asked["illustration"]["id"]

    await drain()
    waiting = (await client.get(job)).json()
    assert (waiting["state"], waiting["problem"]["code"]) == ("queued", "disk-full")
    await fail_for_good(resources, drain)

    failed = (await client.get(job)).json()
    shown = (await client.get(f"/api/v1/illustrations/{picture}")).json()
    assert (failed["state"], failed["problem"]["code"]) == ("failed", "disk-full")
    assert (shown["state"], shown["problem"]["code"]) == ("failed", "disk-full")
    assert shown["image"] is None
    await assert_every_named_file_is_whole(resources)

    disk.free()
    assert (await client.post(f"{job}/retry")).status_code == 202
    await drain()
    shown = (await client.get(f"/api/v1/illustrations/{picture}")).json()
    assert (shown["state"], shown["problem"]) == ("ready", None)
    assert (await client.get(shown["image"]["url"])).status_code == 200
    await assert_every_named_file_is_whole(resources)


async def test_a_book_that_finds_no_room_for_its_parts_fails_plainly_and_can_be_retried(
    client, disk, drain, resources
):
    uploaded = await upload(client, demo.books()[0], illustrate="1")
    book, job = f"/api/v1/books/{uploaded['book']['id']}", f"/api/v1/jobs/{uploaded['job']['id']}"
    disk.fill()

    await fail_for_good(resources, drain)

    assert (await client.get(book)).json()["status"] == "failed"
    failed = (await client.get(job)).json()
    assert (failed["state"], failed["problem"]["code"]) == ("failed", "disk-full")
    await assert_every_named_file_is_whole(resources)

    disk.free()
    assert (await client.post(f"{job}/retry")).status_code == 202
    await drain()
    found = (await client.get(book)).json()
    assert (found["status"], found["illustration_count"]) == ("ready", 1)
    await assert_every_named_file_is_whole(resources)


async def test_a_full_disk_lets_readers_read(client, disk, drain):
    uploaded = await upload(client, demo.books()[0], illustrate="1")
    book = f"/api/v1/books/{uploaded['book']['id']}"
    await drain()
    disk.fill()

    shown = (await client.get("/api/v1/illustrations?spoilers=all")).json()["items"][0]
    cover = (await client.get(book)).json()["cover"]["url"]
    for address in (f"{book}/chapters/1", cover, shown["image"]["url"]):
        assert (await client.get(address)).status_code == 200, address


def book_of(size):
    """An EPUB of about *size* bytes."""
    file = io.BytesIO(demo.books()[0].read_bytes())
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("padding.bin", os.urandom(size))
    return file.getvalue()
