"""Bytes go in, their digest comes out, and the same bytes come back."""

import hashlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from obstore.store import MemoryStore, S3Store

from app import storage
from app.errors import DiskFull, NotFound, Refused, StorageUnavailable, UploadTooLarge
from app.storage import Storage, s3
from app.storage.objects import ObjectStorage


@pytest.fixture(params=["folder", "memory"])
def store(request, tmp_path) -> Storage:
    """The folder newcomers get, and the class that S3 shares, over a store in memory."""
    if request.param == "folder":
        return storage.opened(str(tmp_path / "files"))
    return ObjectStorage(MemoryStore())


@pytest.fixture
def tiny_disk(tmp_path) -> Iterator[Path]:
    if os.geteuid() != 0:
        pytest.skip("only root can mount a disk of 64 KiB")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "none", tmp_path], check=False
    )
    if mounted.returncode != 0:
        pytest.skip("this root may not mount")
    yield tmp_path
    subprocess.run(["umount", tmp_path], check=True)


def missing() -> str:
    return "0" * 64


async def read(store: Storage, key: str, *bounds: int) -> bytes:
    return b"".join([chunk async for chunk in store.stream(key, *bounds)])


async def test_the_key_of_bytes_is_their_sha_256(store):
    key = await store.put(b"a picture")

    assert key == hashlib.sha256(b"a picture").hexdigest()
    assert await store.get(key) == b"a picture"
    assert await store.size(key) == 9


async def test_the_same_bytes_are_kept_once_and_may_be_put_again(store):
    first = await store.put(b"twice")

    second = await store.put(b"twice")

    assert first == second
    assert await store.get(first) == b"twice"


async def test_a_file_is_stored_like_its_bytes(store, tmp_path):
    (tmp_path / "book").write_bytes(b"x" * 6_000_000)

    key = await store.put_file(tmp_path / "book")

    assert key == hashlib.sha256(b"x" * 6_000_000).hexdigest()
    assert await store.size(key) == 6_000_000


async def test_an_upload_in_chunks_becomes_the_key_of_the_whole(store):
    async with store.receive(limit=100) as upload:
        await upload.write(b"first ")
        await upload.write(b"second")
        key = await upload.finish()

    assert key == hashlib.sha256(b"first second").hexdigest()
    assert await store.get(key) == b"first second"


async def test_an_upload_over_the_limit_is_refused_before_it_is_stored(store):
    async with store.receive(limit=10) as upload:
        await upload.write(b"0123456789")
        with pytest.raises(UploadTooLarge) as refused:
            await upload.write(b"!")

    assert refused.value.facts == {"limit_bytes": 10}
    assert not await store.exists(hashlib.sha256(b"0123456789").hexdigest())


async def test_an_upload_that_breaks_off_leaves_nothing(tmp_path):
    store = storage.opened(str(tmp_path))

    async with store.receive(limit=100) as upload:
        await upload.write(b"half of a bo")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ((), b"0123456789"),
        ((3,), b"3456789"),
        ((3, 5), b"34"),
        ((8, 99), b"89"),
        ((5, 5), b""),
        ((10,), b""),
    ],
)
async def test_a_part_is_read_without_the_rest(store, bounds, expected):
    key = await store.put(b"0123456789")

    assert await read(store, key, *bounds) == expected


async def test_an_empty_file_is_a_file(store):
    key = await store.put(b"")

    assert await store.get(key) == b""
    assert await read(store, key) == b""


async def test_what_is_not_there_is_not_found(store):
    assert not await store.exists(missing())
    for reading in (store.get(missing()), store.size(missing()), read(store, missing())):
        with pytest.raises(NotFound):
            await reading


async def test_deleting_is_final_and_may_be_repeated(store):
    key = await store.put(b"gone")

    await store.delete(key)
    await store.delete(key)

    assert not await store.exists(key)


async def test_keys_are_listed_by_their_first_two_digits(store):
    keys = [await store.put(bytes([number])) for number in range(20)]

    for key in keys:
        listed = {each: put_at async for each, put_at in store.keys(key[:2])}
        assert set(listed) == {each for each in keys if each[:2] == key[:2]}
        assert listed[key] == await store.put_at(key)


async def test_a_part_of_the_store_that_is_empty_has_no_keys(store):
    assert [each async for each in store.keys("ff")] == []


@pytest.mark.parametrize(
    "key", ["", "../../etc/passwd", "ab/cd", "A" * 64, "0" * 63, "0" * 64 + "\n", "é" * 64]
)
async def test_a_key_that_is_no_digest_leads_nowhere(store, key):
    with pytest.raises(NotFound):
        await store.get(key)
    with pytest.raises(NotFound):
        await store.size(key)


async def test_a_full_disk_is_called_a_full_disk_and_nothing_half_is_left(tiny_disk):
    store = storage.opened(str(tiny_disk))

    with pytest.raises(DiskFull):
        await store.put(os.urandom(200_000))
    with pytest.raises(DiskFull):
        async with store.receive(limit=10**9) as upload:
            await upload.write(os.urandom(200_000))

    assert [path for path in tiny_disk.rglob("*") if path.is_file()] == []


async def test_the_free_room_of_a_folder_is_known_and_that_of_a_bucket_is_not(tmp_path):
    free = await storage.opened(str(tmp_path)).free_bytes()

    assert free is not None
    assert free > 0
    assert await ObjectStorage(MemoryStore()).free_bytes() is None


async def test_a_store_that_does_not_answer_may_be_asked_again(unused_port):
    store = storage.opened(
        "s3://books",
        {
            "endpoint": f"http://127.0.0.1:{unused_port}",
            "access_key_id": "reader",
            "secret_access_key": "secret",
        },
    )

    with pytest.raises(StorageUnavailable) as unavailable:
        await store.put(b"a book")

    assert "127.0.0.1" not in unavailable.value.detail


def test_the_address_of_a_bucket_says_where_in_it():
    opened = s3.opened("s3://books/house/one", {"region": "eu-central-1"})

    assert isinstance(opened.store, S3Store)
    assert opened.store.prefix == "house/one"
    assert opened.store.config["bucket"] == "books"
    assert opened.store.config["region"] == "eu-central-1"
    assert opened.store.client_options["allow_http"] == "false"


def test_plain_http_is_spoken_only_where_the_operator_wrote_it():
    opened = s3.opened("s3://books", {"endpoint": "http://minio:9000"})

    assert isinstance(opened.store, S3Store)
    assert opened.store.config["endpoint"] == "http://minio:9000"
    assert opened.store.client_options["allow_http"] == "true"


@pytest.mark.parametrize(
    ("address", "options", "message"),
    [
        ("ftp://books", {}, "No store is called 'ftp'"),
        ("s3:///prefix", {}, "names no bucket"),
        ("s3://books", {"colour": "red"}, "not colour"),
        ("/folder", {"region": "eu"}, "no options"),
    ],
)
def test_an_address_that_makes_no_sense_is_refused_in_words(address, options, message):
    with pytest.raises(Refused, match=message):
        storage.opened(address, options)


def test_a_folder_may_be_written_as_an_address(tmp_path):
    storage.opened(f"file://{tmp_path}/with%20space")

    assert (tmp_path / "with space").is_dir()
