"""Words that a reader selects become a passage, and the passage a picture: "visualize this"."""

import io

from PIL import Image

from app import demo
from app.illustration import seeds
from tests.conftest import bearer
from tests.flows.test_upload_to_pictures import upload


async def marked(client, book_id, chapter):
    """From the middle of one paragraph into the third, as a hand selects."""
    start = {"chapter": chapter, "block": 2, "offset": 10}
    end = {"chapter": chapter, "block": 4, "offset": 20}
    answer = await client.post(
        f"/api/v1/books/{book_id}/descriptions", json={"span": {"start": start, "end": end}}
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


async def drawn(client, drain, description, **wishes):
    url = f"/api/v1/descriptions/{description['id']}/illustrations"
    asked = (await client.post(url, json=wishes)).json()
    await drain()
    return (await client.get(f"/api/v1/illustrations/{asked['illustration']['id']}")).json()


async def shelved(client, drain):
    book = (await upload(client, demo.books()[0], illustrate="none"))["book"]
    await drain()
    chapters = (await client.get(f"/api/v1/books/{book['id']}/chapters")).json()["items"]
    first = next(each["ordinal"] for each in chapters if each["kind"] == "body")
    sha256 = (await client.get(f"/api/v1/books/{book['id']}")).json()["sha256"]
    return book["id"], first, sha256


async def test_a_selection_over_several_blocks_becomes_a_picture_in_its_place(client, drain):
    book_id, chapter, sha256 = await shelved(client, drain)
    description = await marked(client, book_id, chapter)
    assert (description["own"], description["text"].count("\n")) == (True, 2)

    picture = await drawn(client, drain, description)

    assert (picture["state"], picture["shown"], picture["quote"]) == (
        "ready",
        True,
        description["text"],
    )
    assert (picture["chapter"], picture["block"]) == (chapter, 2)
    image = Image.open(io.BytesIO((await client.get(picture["image"]["url"])).content))
    assert image.size == (picture["image"]["width"], picture["image"]["height"])
    listed = await client.get(f"/api/v1/books/{book_id}/chapters/{chapter}/descriptions")
    (own,) = [each for each in listed.json()["items"] if each["id"] == description["id"]]
    assert own["illustration"]["id"] == picture["id"]
    # By the file and the place alone.
    expected = seeds.seed(
        edition_sha=sha256, family="scene", entity=f"{chapter}:2:10", view="scene", variant=0
    )
    assert picture["seed"] == expected


async def test_two_readers_who_select_the_same_words_have_the_same_seed(
    client, resources, drain, stranger
):
    book_id, chapter, _ = await shelved(client, drain)
    mine = await drawn(client, drain, await marked(client, book_id, chapter))
    client.headers.update(bearer(resources, stranger))
    their_book, chapter, _ = await shelved(client, drain)

    theirs = await drawn(client, drain, await marked(client, their_book, chapter))

    assert (mine["seed"], mine["id"] == theirs["id"]) == (theirs["seed"], False)


async def test_a_selection_can_be_one_of_a_batch(client, drain):
    book_id, chapter, _ = await shelved(client, drain)
    description = await marked(client, book_id, chapter)

    asked = await client.post(
        f"/api/v1/books/{book_id}/illustrations/batch", json={"descriptions": [description["id"]]}
    )
    await drain()

    batch = (await client.get(f"/api/v1/batches/{asked.json()['batch']['id']}")).json()
    assert (batch["ready"], batch["illustrations"][0]["description_id"]) == (1, description["id"])
