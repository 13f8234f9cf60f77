"""What holds for every request, whatever it asks for."""

import json

import pytest


@pytest.mark.parametrize(
    ("url", "media_type"),
    [
        ("/api/v1/auth/login", "application/json"),
        ("/sign-in", "application/x-www-form-urlencoded"),
    ],
)
async def test_a_body_larger_than_any_we_ask_for_is_not_read_to_its_end(anonymous, url, media_type):
    sent = 0

    async def body():
        nonlocal sent
        for _ in range(100):
            sent += 100_000
            yield b"a" * 100_000

    headers = {"Content-Type": media_type, "Origin": "http://test"}
    answer = await anonymous.post(url, content=body(), headers=headers)

    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")
    assert sent < 2_000_000


async def test_a_defect_of_ours_is_told_without_internals_and_with_every_header(
    client, monkeypatch
):
    def broken(*_):
        raise RuntimeError("a path of ours")

    monkeypatch.setattr("app.services.accounts.get", broken)

    answer = await client.get("/api/v1/auth/me", headers={"X-Request-ID": "of-the-caller"})

    assert (answer.status_code, answer.json()["code"]) == (500, "internal")
    assert "a path of ours" not in json.dumps(answer.json())
    assert answer.headers["X-Request-ID"] == answer.json()["request_id"] == "of-the-caller"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    "url", ["/api/v1/books?q=%00", "/api/v1/books?language=%00", "/api/v1/illustrations?style=%00"]
)
async def test_a_question_that_holds_a_nul_is_refused(client, url):
    answer = await client.get(url)

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-input")
