"""Pictures by a remote provider, from the request to the stored bytes, whatever the provider does."""

import asyncio
import io
import logging
from dataclasses import replace
from datetime import timedelta

import pytest
from PIL import Image
from sqlalchemy import func, select, update

from app import demo, storage
from app.broker import Broker
from app.db.base import Base
from app.db.models import Illustration, Job
from app.domain.jobs import QUEUE, JobState
from app.resources import open_resources
from app.settings import IllustrationSettings
from app.workers.running import Runner
from tests.conftest import count
from tests.flows.disks import mounted
from tests.flows.test_upload_to_pictures import upload
from tests.standin import StandIn, pictures
from tests.workers.processes import workers

KEY = "sk_the-key-of-these-tests"


@pytest.fixture(scope="module")
async def listening():
    async with StandIn() as service:
        yield service


@pytest.fixture
def service(listening):
    listening.requests.clear()
    listening._script.clear()
    return listening


@pytest.fixture(scope="module")
async def connected(settings, listening):
    """A second process of the same house, one that knows a provider."""
    knobs = IllustrationSettings(
        pollinations_key=KEY, pollinations_url=listening.url, timeout=timedelta(seconds=20)
    )
    async with open_resources(settings.model_copy(update={"illustration": knobs})) as resources:
        provider = resources.studio._providers["pollinations"]
        provider._options = replace(provider._options, retry_wait_s=0)
        yield resources


@pytest.fixture
async def resources(resources, connected, service):  # noqa: ARG001  # the tables are emptied, the service is well
    return connected


@pytest.fixture
async def passages(client, drain):
    """Ids of the passages of a book that has no pictures yet."""
    book_id = (await upload(client, demo.books()[0], illustrate="none"))["book"]["id"]
    await drain()
    found = (await client.get(f"/api/v1/books/{book_id}/descriptions")).json()["items"]
    return [each["id"] for each in found]


async def consent(client, *, is_given=True):
    answer = await client.put("/api/v1/me/consent", json={"remote_providers": is_given})
    assert answer.status_code == 200


async def ask(client, passage, **body):
    return await client.post(f"/api/v1/descriptions/{passage}/illustrations", json=body)


async def asked(client, passage, **body):
    """The ids of the picture and of its job."""
    answer = (await ask(client, passage, **body)).json()
    return answer["illustration"]["id"], answer["job"]["id"]


async def picture_of(client, picture_id):
    return (await client.get(f"/api/v1/illustrations/{picture_id}")).json()


async def job_of(client, job_id):
    return (await client.get(f"/api/v1/jobs/{job_id}")).json()


async def wait_until_due(resources):
    """The only clock these tests turn: what was postponed is due."""
    async with resources.begin() as work:
        await work.session.execute(update(Job).values(run_at=func.now()))


def stored(resources):
    folder = resources.settings.data / "files"
    return {path for path in folder.rglob("*") if path.is_file()}


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
    assert _distance(shown, sent) < 8
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


async def test_a_busy_provider_is_waited_for_visibly_and_the_wait_costs_no_attempt(
    client, drain, service, resources, passages
):
    await consent(client)
    service.script("429 interval")
    picture_id, job_id = await asked(client, passages[0])
    await drain()

    waiting = await job_of(client, job_id)
    assert (waiting["state"], waiting["attempts"]) == ("queued", 0)
    assert waiting["problem"]["code"] == "provider-busy"
    assert len(service.requests) == 1
    await wait_until_due(resources)
    await drain()

    done = await job_of(client, job_id)
    assert (done["state"], done["attempts"], done["problem"]) == ("succeeded", 1, None)
    assert (await picture_of(client, picture_id))["provider"] == "pollinations"
    assert service.requests[0].body == service.requests[1].body


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("402 balance", "quota-exceeded: status-402"),
        ("401 without a valid key", "provider-misconfigured: status-401"),
        ("500", "provider-unavailable: status-500"),
        ("429 ten minutes", "provider-busy"),
    ],
)
async def test_a_provider_that_cannot_is_replaced_by_a_sketch_that_says_why(
    client, drain, *, service, passages, fault, reason
):
    await consent(client)
    service.script(fault, times=2)
    picture_id, job_id = await asked(client, passages[0])
    await drain()

    picture = await picture_of(client, picture_id)
    assert (picture["state"], picture["provider"], picture["preview"]) == ("ready", "sketch", True)
    assert picture["degraded"] == {"from": "pollinations", "to": "sketch", "reason": reason}
    assert (await job_of(client, job_id))["state"] == "succeeded"


async def test_a_provider_asked_for_by_name_is_tried_again_and_then_fails_with_its_reason(
    client, drain, service, resources, passages
):
    await consent(client)
    tries = resources.settings.queue.max_attempts
    service.script("500", times=2 * tries)
    picture_id, job_id = await asked(client, passages[0], provider="pollinations")
    for _ in range(tries):
        await wait_until_due(resources)
        await drain()

    job, picture = await job_of(client, job_id), await picture_of(client, picture_id)
    assert (job["state"], picture["state"], job["attempts"]) == ("failed", "failed", tries)
    assert (picture["image"], picture["degraded"]) == (None, None)
    for told in (job["problem"], picture["problem"]):
        assert (told["code"], told["reason"]) == ("provider-unavailable", "status-500")
    retried = (await client.post(f"/api/v1/jobs/{job_id}/retry")).json()["id"]
    await drain()
    assert (await job_of(client, retried))["state"] == "succeeded"
    assert (await picture_of(client, picture_id))["provider"] == "pollinations"
    assert len({each.body for each in service.requests}) == 1


async def test_what_moderation_refuses_nobody_laxer_draws(client, drain, service, passages):
    await consent(client)
    service.script("422 moderation")
    picture_id, job_id = await asked(client, passages[0])
    await drain()

    picture, job = await picture_of(client, picture_id), await job_of(client, job_id)
    assert (picture["state"], picture["image"], picture["degraded"]) == ("refused", None, None)
    assert picture["problem"]["code"] == job["problem"]["code"] == "picture-refused"
    assert job["state"] == "failed"
    assert len(service.requests) == 1


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("placeholder by header", "placeholder"),
        ("placeholder fallback", "placeholder"),
        ("200 html", "no-picture"),
        ("200 html called jpeg", "no-picture"),
        ("truncated", "network-RemoteProtocolError"),
        ("picture is html", "not-a-picture"),
        ("picture is cut", "undecodable"),
        ("picture is blank", "blank"),
        ("picture is square", "aspect"),
    ],
)
async def test_what_is_no_picture_is_never_stored_as_one(
    client, drain, *, service, resources, passages, fault, reason
):
    await consent(client)
    service.script(fault, times=2)
    by_auto, _ = await asked(client, passages[0])
    await drain()
    before = stored(resources)
    service.script(fault, times=2 * resources.settings.queue.max_attempts)
    by_name, waiting = await asked(client, passages[1], provider="pollinations")
    await drain()

    assert stored(resources) == before
    assert (await picture_of(client, by_name))["image"] is None
    assert (await job_of(client, waiting))["problem"]["reason"] == reason
    sketched = await picture_of(client, by_auto)
    assert sketched["provider"] == "sketch"
    assert sketched["degraded"]["reason"] == f"provider-unavailable: {reason}"
    async with resources.sessions() as session:
        files = (await session.get_one(Illustration, by_auto)).files
    for width, digest in files.items():
        drawn = Image.open(io.BytesIO(await resources.storage.get(digest)))
        assert (drawn.format, drawn.width) == ("WEBP", int(width))


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


async def test_a_worker_killed_while_the_provider_draws_leaves_one_picture(
    client, *, service, resources, passages, tmp_path, monkeypatch
):
    monkeypatch.setenv("BOOKREADER_ILLUSTRATION__POLLINATIONS_KEY", KEY)
    monkeypatch.setenv("BOOKREADER_ILLUSTRATION__POLLINATIONS_URL", service.url)
    log = tmp_path / "worker.log"
    await consent(client)
    service.script("hang")
    with workers(resources, log, "WorkerSettings") as (worker,):
        picture_id, job_id = await asked(client, passages[0])
        await until(lambda: _is_asked(service))
        worker.kill()

        with workers(resources, log, "WorkerSettings"):
            await until(lambda: _has_ended(client, job_id))

    picture = await picture_of(client, picture_id)
    assert (picture["state"], picture["provider"]) == ("ready", "pollinations")
    assert await count(resources, Illustration) == 1
    first, second = service.requests
    assert first.body == second.body
    async with resources.sessions() as session:
        job = await session.get_one(Job, job_id)
    assert (job.state, job.crashes) == (JobState.SUCCEEDED, 1)
    assert KEY not in log.read_text()


async def test_one_refused_picture_leaves_the_book_ready_and_the_others_drawn(
    client, drain, service
):
    await consent(client)
    service.script("422 moderation")
    uploaded = await upload(client, demo.books()[0], illustrate="3")
    await drain()

    book = (await client.get(f"/api/v1/books/{uploaded['book']['id']}")).json()
    job = await job_of(client, uploaded["job"]["id"])
    found = (await client.get("/api/v1/illustrations?spoilers=all")).json()["items"]
    assert (book["status"], book["illustration_count"]) == ("ready", 2)
    assert (job["state"], job["progress"]) == ("succeeded", {"done": 3, "total": 3})
    assert sorted(each["state"] for each in found) == ["ready", "ready", "refused"]


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


async def test_nothing_is_paid_for_that_could_not_be_kept(
    client, *, service, resources, passages, tmp_path
):
    await consent(client)
    _, job_id = await asked(client, passages[0])
    with mounted(tmp_path / "disk", size=8 << 20) as disk:
        disk.fill()
        full = replace(resources, storage=storage.opened(str(disk.folder)))

        await Runner(full, Broker(full.redis), queue=QUEUE).work()

    assert (await job_of(client, job_id))["problem"]["code"] == "disk-full"
    assert service.requests == []


async def until(is_so):
    async with asyncio.timeout(30):
        while not await is_so():  # noqa: ASYNC110  # another process makes it so
            await asyncio.sleep(0.05)


async def _is_asked(service):
    return bool(service.requests)


async def _has_ended(client, job_id):
    return (await job_of(client, job_id))["state"] not in {"queued", "running"}


def _distance(one, other):
    """Mean difference of two pictures in steps of 256, small where only the encoding differs."""
    pixels = [list(each.convert("L").resize((32, 32)).tobytes()) for each in (one, other)]
    return sum(abs(a - b) for a, b in zip(*pixels, strict=True)) / len(pixels[0])
