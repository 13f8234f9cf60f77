"""Pictures by a remote provider: with whose word, by which recipe, and what is kept of it."""

import io
import logging

from PIL import Image
from sqlalchemy import select

from app.db.base import Base
from app.db.models import Illustration
from tests.conftest import count
from tests.flows.provider.asking import (
    KEY,
    ask,
    asked,
    consent,
    distance,
    job_of,
    picture_of,
)
from tests.standin import pictures


async def test_without_consent_nothing_is_sent_and_the_sketch_says_so(
    client, drain, service, passages
):
    picture_id, _ = await asked(client, passages[0])
    await drain()

    picture = await picture_of(client, picture_id)
    assert (picture["state"], picture["provider"], picture["preview"]) == ("ready", "sketch", True)
    assert picture["degraded"] == {"from": "pollinations", "to": "sketch", "reason": "consent"}
    assert service.requests == []


async def test_with_consent_the_provider_draws_and_the_recipe_is_what_was_sent(
    client, drain, service, passages
):
    await consent(client)
    picture_id, _ = await asked(client, passages[0])
    await drain()

    picture = await picture_of(client, picture_id)
    recipe = (await client.get(f"/api/v1/illustrations/{picture_id}/prompt")).json()
    (sent,) = service.requests
    assert (picture["provider"], picture["preview"]) == ("pollinations", False)
    assert (picture["model"], picture["degraded"]) == ("flux", None)
    assert sent.wish["seed"] == picture["seed"] == recipe["seed"]
    assert sent.wish["prompt"] == recipe["prompt"]
    assert sent.wish["size"] == picture["size"]


async def test_what_is_shown_is_the_picture_the_provider_sent(client, drain, service, passages):
    await consent(client)
    picture_id, _ = await asked(client, passages[0])
    await drain()

    address = (await picture_of(client, picture_id))["image"]["url"]
    shown = Image.open(io.BytesIO((await client.get(address)).content))
    sent = Image.open(io.BytesIO(pictures.picture(service.requests[0].wish)))
    assert shown.size == sent.size
    assert distance(shown, sent) < 8
    assert not shown.getexif()


async def test_the_word_of_the_operator_counts_for_every_reader(
    client, drain, *, service, resources, passages, monkeypatch
):
    monkeypatch.setattr(resources.settings.illustration, "remote_consent", True)

    by_auto, _ = await asked(client, passages[0])
    by_name, _ = await asked(client, passages[1], provider="pollinations")
    await drain()

    providers = [(await picture_of(client, each))["provider"] for each in (by_auto, by_name)]
    assert providers == ["pollinations", "pollinations"]
    assert len(service.requests) == 2


async def test_the_key_is_in_one_header_and_in_no_log_row_or_answer(
    client, drain, *, service, resources, passages, caplog, capfd
):
    await consent(client)
    service.script("401 without a valid key")
    service.script("500", times=2)
    with caplog.at_level(logging.DEBUG):
        refused, refused_job = await asked(client, passages[0])
        failed, failed_job = await asked(client, passages[1], provider="pollinations")
        good, good_job = await asked(client, passages[2])
        await drain()
        answers = [
            (await client.get(f"/api/v1/{path}")).text
            for each in (refused, failed, good)
            for path in (f"illustrations/{each}", f"illustrations/{each}/prompt")
        ]
        answers += [
            (await client.get(f"/api/v1/{path}")).text
            for path in ("jobs", "providers", f"jobs/{refused_job}", f"jobs/{failed_job}")
        ]
    async with resources.sessions() as session:
        rows = [
            str((await session.execute(select(table))).all())
            for table in Base.metadata.sorted_tables
        ]

    assert (await job_of(client, good_job))["state"] == "succeeded"
    assert {each.headers["authorization"] for each in service.requests} == {f"Bearer {KEY}"}
    for each in service.requests:
        assert KEY not in each.target + each.body.decode()
        assert [name for name, value in each.headers.items() if KEY in value] == ["authorization"]
    told = "".join([caplog.text, *capfd.readouterr(), *answers, *rows])
    assert "pollinations" in told
    assert KEY not in told


async def test_another_model_than_the_one_asked_for_is_told_with_the_recipe(
    client, drain, service, passages
):
    await consent(client)
    service.script("model swap")
    picture_id, _ = await asked(client, passages[0], model="flux")
    await drain()

    recipe = (await client.get(f"/api/v1/illustrations/{picture_id}/prompt")).json()
    assert recipe["model"] == "sana"
    assert {"of": "provider", "what": "model: sana instead of flux"} in recipe["losses"]


async def test_a_remote_provider_asked_for_by_name_without_consent_is_refused_at_once(
    client, service, resources, passages
):
    answer = await ask(client, passages[0], provider="pollinations")

    assert (answer.status_code, answer.json()["code"]) == (403, "not-allowed")
    assert "/me/consent" in answer.json()["detail"]
    assert await count(resources, Illustration) == 0
    assert service.requests == []


async def test_consent_withdrawn_before_the_drawing_counts(client, drain, service, passages):
    await consent(client)
    by_auto, _ = await asked(client, passages[0])
    by_name, job_id = await asked(client, passages[1], provider="pollinations")
    await consent(client, is_given=False)
    await drain()

    assert service.requests == []
    assert (await picture_of(client, by_auto))["degraded"]["reason"] == "consent"
    assert (await job_of(client, job_id))["problem"]["code"] == "not-allowed"
    assert (await picture_of(client, by_name))["state"] == "failed"
