"""A file that costs more than reading a book may costs its book, and nothing else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from app.domain.limits import LIMITS
from app.settings import LimitSettings
from tests.parsing.builders import epub, fb2

LONG = fb2(["<p>" + "слово <emphasis>и</emphasis> ещё " * 100 + "</p>"] * 3_000)


@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        ({"memory": 30_000_000}, "MiB of memory"),
        ({"cpu": timedelta(seconds=0.001)}, "seconds of the processor"),
        ({"wall": timedelta(seconds=0.05)}, "longer than"),
    ],
    ids=["memory", "cpu", "wall"],
)
async def test_a_book_beyond_what_reading_may_cost_fails_and_says_so(
    client, drain, monkeypatch, limits, reason
):
    narrow = replace(LIMITS, **limits)
    with monkeypatch.context() as patched:
        patched.setattr(LimitSettings, "of_books", lambda _: narrow)
        uploaded = await client.post(
            "/api/v1/books/upload", files={"file": LONG}, data={"illustrate": "none"}
        )
        await drain()
    failed = (await client.get(f"/api/v1/books/{uploaded.json()['book']['id']}")).json()

    good = await client.post(
        "/api/v1/books/upload", files={"file": epub()}, data={"illustrate": "none"}
    )
    await drain()
    ready = (await client.get(f"/api/v1/books/{good.json()['book']['id']}")).json()

    assert (failed["status"], failed["problem"]["code"]) == ("failed", "book-too-large")
    assert failed["problem"]["status"] == 422
    assert reason in failed["problem"]["detail"]
    assert failed["problem"]["limit"] > 0
    assert ready["status"] == "ready"
