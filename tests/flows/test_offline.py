"""A fresh machine without a network: from a book to its pictures."""

import socket

import pytest

from app import demo
from tests.flows.test_upload_to_pictures import upload


@pytest.mark.parametrize("path", demo.books(), ids=lambda path: f"G1 G3 {path.name}")
async def test_a_book_is_read_and_sketched_without_a_network(client, drain, monkeypatch, path):
    refused = []
    connect = socket.socket.connect

    def blocked(plug, address):
        if plug.family == socket.AF_UNIX or address[0] in {"127.0.0.1", "::1", "localhost"}:
            return connect(plug, address)
        refused.append(address)
        raise OSError("There is no network.")

    monkeypatch.setattr(socket.socket, "connect", blocked)
    uploaded = await upload(client, path, illustrate="2")
    await drain()

    url = f"/api/v1/books/{uploaded['book']['id']}"
    book = (await client.get(url)).json()
    found = (await client.get("/api/v1/illustrations?spoilers=all")).json()["items"]
    assert (book["status"], book["illustration_count"]) == ("ready", 2)
    assert {(each["state"], each["provider"], each["preview"]) for each in found} == {
        ("ready", "sketch", True)
    }
    assert refused == []
