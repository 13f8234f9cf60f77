"""A key of one's own: used for its owner's pictures, with consent, and for nobody else's."""

import io

from PIL import Image

from app import demo
from app.db.models import Illustration
from app.illustration import provenance
from tests.conftest import bearer
from tests.flows.provider.asking import KEY, asked, consent, picture_of
from tests.flows.test_upload_to_pictures import upload

OWN = "sk_a-key-of-the-readers-own"
PATH = "/api/v1/me/provider-keys/pollinations"


def shown(service):
    """The keys that the provider was shown."""
    return [
        request.headers.get("authorization", "").removeprefix("Bearer ")
        for request in service.requests
    ]


async def test_ones_pictures_are_drawn_on_ones_own_account_and_the_others_on_the_operators(
    client, drain, *, service, resources, passages, stranger
):
    await consent(client)
    await client.put(PATH, json={"key": OWN})
    mine, _ = await asked(client, passages[0])
    await drain()
    drawn = await picture_of(client, mine)
    on_mine = shown(service)

    client.headers.update(bearer(resources, stranger))
    await consent(client)
    await upload(client, demo.books()[0], illustrate="1")
    await drain()

    assert (drawn["state"], drawn["provider"]) == ("ready", "pollinations")
    assert set(on_mine) == {OWN}
    theirs = shown(service)[len(on_mine) :]
    assert theirs
    assert set(theirs) == {KEY}


async def test_a_key_of_ones_own_is_no_consent(client, drain, service, passages):
    await client.put(PATH, json={"key": OWN})

    picture_id, _ = await asked(client, passages[0])
    await drain()

    drawn = await picture_of(client, picture_id)
    assert (drawn["provider"], drawn["degraded"]["reason"]) == ("sketch", "consent")
    assert service.requests == []


async def test_after_the_key_is_taken_away_the_operators_is_used_again(
    client, drain, service, passages
):
    await consent(client)
    await client.put(PATH, json={"key": OWN})
    await client.delete(PATH)

    await asked(client, passages[0])
    await drain()

    assert set(shown(service)) == {KEY}


async def test_a_key_stands_neither_in_the_picture_nor_beside_it(client, drain, service, passages):
    await consent(client)
    await client.put(PATH, json={"key": OWN})
    service.script("401 without a valid key")

    picture_id, job_id = await asked(client, passages[0], provider="pollinations")
    await drain()

    picture = await client.get(f"/api/v1/illustrations/{picture_id}")
    job = await client.get(f"/api/v1/jobs/{job_id}")
    prompt = await client.get(f"/api/v1/illustrations/{picture_id}/prompt")
    assert picture.json()["state"] == "failed"
    for answer in (picture, job, prompt):
        assert OWN not in answer.text


async def test_a_picture_of_a_model_is_labelled_in_every_form_and_keeps_nothing_else(
    client, drain, resources, passages
):
    await consent(client)
    picture_id, _ = await asked(client, passages[0])
    await drain()

    image = (await picture_of(client, picture_id))["image"]
    served = [
        (await client.get(f"{image['url']}&width={width}", headers={"Accept": accept})).content
        for width in (320, 512, 4096)
        for accept in ("image/webp", "image/jpeg")
    ]
    async with resources.sessions() as session:
        row = await session.get_one(Illustration, picture_id)
        kept = [await resources.storage.get(digest) for digest in row.files.values()]

    label = provenance.label(provenance.STUDIO, provenance.TRAINED)
    for data in [*kept, *served]:
        picture = Image.open(io.BytesIO(data))
        assert picture.info["xmp"] == label
        assert not picture.getexif()
        assert row.prompt.split(",")[0].encode() not in data
