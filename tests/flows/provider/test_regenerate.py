"""Drawing a picture once more by a remote provider: what came of the seed is told."""

from tests.flows.provider.asking import asked, consent, job_of, picture_of


async def again(client, drain, picture_id, **body):
    """The new picture, and what its painter did not keep to."""
    url = f"/api/v1/illustrations/{picture_id}/regenerate"
    new = (await client.post(url, json=body)).json()
    await drain()
    job = await job_of(client, new["job"]["id"])
    assert job["state"] == "succeeded", job["problem"]
    new_id = new["illustration"]["id"]
    recipe = (await client.get(f"/api/v1/illustrations/{new_id}/prompt")).json()
    told = [each["what"] for each in recipe["losses"] if each["what"].startswith("seed")]
    return await picture_of(client, new_id), told


async def test_another_seed_is_sent_and_draws_another_picture(client, drain, service, passages):
    await consent(client)
    first, _ = await asked(client, passages[0])
    await drain()

    other, told = await again(client, drain, first, seed="new")
    same, _ = await again(client, drain, first, seed="same")

    seeds = [sent.wish["seed"] for sent in service.requests]
    original = await picture_of(client, first)
    assert seeds == [original["seed"], other["seed"], original["seed"]]
    assert told == []
    assert same["variant"] == 2
    assert original["shown"]


async def test_d2_the_same_picture_for_another_seed_is_told_as_a_loss(
    client, drain, service, passages
):
    await consent(client)
    service.script("seed ignored", times=2)
    first, _ = await asked(client, passages[0])
    await drain()

    other, told = await again(client, drain, first)

    original = await picture_of(client, first)
    assert other["seed"] != original["seed"]
    assert other["state"] == "ready"
    assert told == ["seed: the same picture for another seed"]
