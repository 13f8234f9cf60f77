"""Asking for pictures over HTTP."""

import io

import pytest
from PIL import Image
from sqlalchemy import text

from app import demo
from tests.flows.test_upload_to_pictures import upload


@pytest.fixture
async def description(client, drain):
    book_id = (await upload(client, demo.books()[0], illustrate="none"))["book"]["id"]
    await drain()
    found = (await client.get(f"/api/v1/books/{book_id}/descriptions")).json()["items"]
    return found[0]["id"]


def ask(client, description, **body):
    return client.post(f"/api/v1/descriptions/{description}/illustrations", json=body)


async def draw(client, drain, description, **body):
    asked = (await ask(client, description, **body)).json()
    await drain()
    return (await client.get(f"/api/v1/illustrations/{asked['illustration']['id']}")).json()


async def test_a_picture_is_asked_for_drawn_and_shown(client, drain, description):
    asked = await ask(client, description)
    assert asked.status_code == 202
    assert asked.json()["illustration"]["state"] == "queued"
    assert asked.headers["Location"].endswith(asked.json()["job"]["id"])

    await drain()

    found = (await client.get(f"/api/v1/descriptions/{description}")).json()["illustration"]
    assert (found["state"], found["shown"], found["preview"]) == ("ready", True, True)
    picture = Image.open(io.BytesIO((await client.get(found["image"]["url"])).content))
    assert (picture.format, picture.size) == (
        "WEBP",
        (found["image"]["width"], found["image"]["height"]),
    )


async def test_asking_again_while_one_is_under_way_is_the_same_one(client, description):
    first, second = [(await ask(client, description)).json() for _ in range(2)]

    assert first["illustration"]["id"] == second["illustration"]["id"]
    assert first["job"]["id"] == second["job"]["id"]


async def test_a_second_picture_is_a_variant_and_the_first_stays_shown(client, drain, description):
    first = await draw(client, drain, description)
    second = await draw(client, drain, description)

    assert (first["variant"], second["variant"]) == (0, 1)
    assert first["seed"] != second["seed"]
    assert (second["shown"], len(second["variants"])) == (False, 2)


async def test_several_variants_can_be_asked_for_at_once(client, drain, description):
    found = await draw(client, drain, description, count=3)

    assert [each["state"] for each in found["variants"]] == ["ready"] * 3
    assert sum(each["shown"] for each in found["variants"]) == 1


async def test_a_picture_comes_in_three_widths(client, drain, description):
    image = (await draw(client, drain, description))["image"]

    widths = []
    for wanted in (320, 512, 4096):
        data = (await client.get(f"{image['url']}&width={wanted}")).content
        widths.append(Image.open(io.BytesIO(data)).width)

    assert widths == [320, 512, image["width"]]
    assert image["srcset"].count(" 320w") == 1
    assert image["colour"].startswith("#")
    assert image["blurhash"]


async def test_the_prompt_tells_how_it_was_made(client, drain, description):
    found = await draw(client, drain, description, style="engraving")

    prompt = (await client.get(f"/api/v1/illustrations/{found['id']}/prompt")).json()

    source = (await client.get(f"/api/v1/descriptions/{description}")).json()["text"]
    assert prompt["source_text"] == source
    assert prompt["prompt"]
    assert (prompt["seed"], prompt["provider"]) == (found["seed"], "sketch")
    assert prompt["parameters"]["style"] == "engraving"
    assert {slot["slot"] for slot in prompt["slots"]}


async def test_a_readers_own_words_replace_the_prompt(client, drain, description):
    found = await draw(client, drain, description, prompt="A red lighthouse on a cliff at dawn")

    prompt = (await client.get(f"/api/v1/illustrations/{found['id']}/prompt")).json()

    assert "red lighthouse on a cliff" in prompt["prompt"]


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"style": "no such"}, "/style"),
        ({"provider": "no such"}, "/provider"),
        ({"count": 5}, "/count"),
        ({"seed": 0}, "/seed"),
        ({"quality": "best"}, "/quality"),
        ({"owner_id": "x"}, "/owner_id"),
    ],
)
async def test_a_wrong_wish_names_the_field(client, description, body, pointer):
    answer = await ask(client, description, **body)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


async def test_a_provider_that_is_not_set_up_fails_the_job_with_its_reason(
    client, drain, description
):
    await client.put("/api/v1/me/consent", json={"remote_providers": True})

    found = await draw(client, drain, description, provider="pollinations")

    assert found["state"] == "failed"
    assert found["problem"]["code"] == "provider-misconfigured"
    assert found["image"] is None


async def test_a_cancelled_picture_can_be_asked_for_again(client, drain, description):
    asked = (await ask(client, description)).json()
    await client.delete(f"/api/v1/jobs/{asked['job']['id']}")
    url = f"/api/v1/illustrations/{asked['illustration']['id']}"
    cancelled = (await client.get(url)).json()["state"]

    retried = await client.post(f"/api/v1/jobs/{asked['job']['id']}/retry")
    await drain()

    assert (cancelled, retried.status_code) == ("cancelled", 202)
    assert (await client.get(url)).json()["state"] == "ready"


async def test_neighbours_lead_through_the_gallery_in_reading_order(client, drain, description):
    book_id = (await client.get(f"/api/v1/descriptions/{description}")).json()["book_id"]
    found = (await client.get(f"/api/v1/books/{book_id}/descriptions")).json()["items"][:3]
    ids = [(await draw(client, drain, each["id"]))["id"] for each in found]

    middle = (await client.get(f"/api/v1/illustrations/{ids[1]}")).json()

    assert (middle["previous_id"], middle["next_id"]) == (ids[0], ids[2])


async def test_a_picture_not_yet_drawn_is_not_found_rather_than_empty(client, description):
    asked = (await ask(client, description)).json()["illustration"]

    answer = await client.get(f"/api/v1/illustrations/{asked['id']}/image")

    assert asked["image"] is None
    assert answer.status_code == 404


async def test_what_can_be_asked_for_is_listed(client):
    styles = (await client.get("/api/v1/styles")).json()["items"]
    providers = (await client.get("/api/v1/providers")).json()["items"]

    assert "watercolour-ink" in {style["id"] for style in styles}
    assert {p["name"]: p["available"] for p in providers}["sketch"]


async def test_no_two_pictures_of_a_passage_are_ever_shown(client, drain, resources, description):
    await draw(client, drain, description, count=4)

    async with resources.sessions() as session:
        most = await session.scalar(
            text(
                "SELECT max(n) FROM (SELECT count(*) FILTER (WHERE shown) n FROM illustration "
                "GROUP BY book_id, description_id) x"
            )
        )
    assert most == 1


async def test_a_deleted_picture_gives_its_place_to_another_and_can_be_taken_back(
    client, drain, description
):
    first = await draw(client, drain, description)
    second = await draw(client, drain, description)
    url = f"/api/v1/illustrations/{first['id']}"

    async def shown():
        found = (await client.get(f"/api/v1/descriptions/{description}")).json()["illustration"]
        return found and found["id"]

    deleted = await client.delete(url)
    gone = await client.get(url)
    instead = await shown()
    back = (await client.post(f"{url}/restore")).json()

    assert (deleted.status_code, gone.status_code) == (204, 404)
    assert instead == second["id"]
    assert (back["state"], back["shown"], await shown()) == ("ready", False, second["id"])


async def test_the_only_picture_is_shown_again_when_it_is_taken_back(client, drain, description):
    only = await draw(client, drain, description)
    url = f"/api/v1/illustrations/{only['id']}"

    await client.delete(url)
    nothing = (await client.get(f"/api/v1/descriptions/{description}")).json()["illustration"]
    back = (await client.post(f"{url}/restore")).json()

    assert nothing is None
    assert back["shown"]


async def test_a_reader_chooses_which_variant_is_shown(client, drain, description):
    await draw(client, drain, description)
    second = await draw(client, drain, description)

    chosen = [
        (await client.put(f"/api/v1/illustrations/{second['id']}/shown")).json()["shown"]
        for _ in range(2)
    ]

    variants = (await client.get(f"/api/v1/illustrations/{second['id']}")).json()["variants"]
    assert chosen == [True, True]
    assert [each["shown"] for each in variants] == [False, True]


async def test_what_is_not_drawn_cannot_be_shown(client, description):
    asked = (await ask(client, description)).json()["illustration"]

    answer = await client.put(f"/api/v1/illustrations/{asked['id']}/shown")

    assert (answer.status_code, answer.json()["code"]) == (409, "conflict")


async def test_favourites_are_kept_and_found(client, drain, description):
    url = f"/api/v1/illustrations/{(await draw(client, drain, description))['id']}"

    async def favourites():
        found = await client.get("/api/v1/illustrations?favourite=true&spoilers=all")
        return len(found.json()["items"])

    for _ in range(2):
        await client.put(f"{url}/favourite")
    kept = await favourites()
    await client.delete(f"{url}/favourite")

    assert (kept, await favourites()) == (1, 0)


async def test_deleting_a_picture_under_way_cancels_its_job(client, description):
    asked = (await ask(client, description)).json()

    await client.delete(f"/api/v1/illustrations/{asked['illustration']['id']}")

    job = (await client.get(f"/api/v1/jobs/{asked['job']['id']}")).json()
    assert job["state"] == "cancelled"
