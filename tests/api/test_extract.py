"""Passages of pasted text over HTTP."""

import pytest

ENGLISH = """Martha Hale climbed the stairs of the old mill.

The room under the roof was long and low, with grey beams and a single round window; dust lay thick
on the red velvet chairs, and a cracked mirror in a golden frame leaned against the wall.

"Nobody has been here for years," said Martha Hale."""
RUSSIAN = """Анна Сергеевна вошла в дом.

В большой комнате с низким потолком стоял круглый дубовый стол, покрытый белой скатертью; на стенах
висели потемневшие портреты в тяжёлых золочёных рамах, а за окном синел густой еловый лес.

— Здесь никого нет, — сказала Анна Сергеевна."""


async def extract(client, text, **fields):
    answer = await client.post("/api/v1/extract", json={"text": text, **fields})
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [(ENGLISH, "en", "round window"), (RUSSIAN, "ru", "дубовый стол")],
    ids=["English", "Russian"],
)
async def test_the_passage_to_draw_comes_first(client, text, language, words):
    found = await extract(client, text)

    assert found["language"] == language
    assert words in found["items"][0]["text"]
    assert found["items"][0]["worth"] == max(each["worth"] for each in found["items"])


@pytest.mark.parametrize("text", [ENGLISH, RUSSIAN], ids=["English", "Russian"])
async def test_every_text_stands_at_its_address(client, text):
    found = await extract(client, text)

    assert found["items"]
    for each in found["items"]:
        start, end = each["span"]["start"], each["span"]["end"]
        assert start["chapter"] == end["chapter"] == 1
        assert start["block"] == end["block"]
        assert found["blocks"][start["block"]][start["offset"] : end["offset"]] == each["text"]


async def test_whoever_is_named_is_told(client):
    found = await extract(client, ENGLISH.replace("The room", "Martha Hale saw it. The room"))

    [martha] = [each for each in found["entities"] if each["kind"] == "character"]
    assert "Martha" in martha["name"]
    assert martha["mentions"] == 3


async def test_nothing_is_found_where_nothing_is_described(client):
    found = await extract(client, "Yes.\nNo.", language="en")

    assert (found["items"], found["blocks"]) == ([], ["Yes.", "No."])


@pytest.mark.parametrize("text", ["", "a" * 50_001], ids=["empty", "too long"])
async def test_no_text_and_too_much_of_it_are_refused(client, text):
    answer = await client.post("/api/v1/extract", json={"text": text})

    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-input")
    assert answer.json()["errors"][0]["pointer"] == "/text"


async def test_as_much_as_is_allowed_is_read_in_any_script(client):
    found = await extract(client, "ы" * 50_000)

    assert len(found["blocks"]) == 1


async def test_it_is_for_those_who_have_signed_in(anonymous):
    answer = await anonymous.post("/api/v1/extract", json={"text": ENGLISH})

    assert answer.status_code == 401
