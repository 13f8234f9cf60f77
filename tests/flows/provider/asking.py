"""Asking for pictures of passages, and looking at what came of it."""

import asyncio

from sqlalchemy import func, update

from app.db.models import Job

KEY = "sk_the-key-of-these-tests"


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
    """The only clocks these tests turn: what was postponed is due, and no provider rests."""
    async with resources.begin() as work:
        await work.session.execute(update(Job).values(run_at=func.now()))
    await resources.redis.delete("bookreader:gate:1:pollinations")


def stored(resources):
    folder = resources.settings.data / "files"
    return {path for path in folder.rglob("*") if path.is_file()}


async def until(is_so):
    async with asyncio.timeout(30):
        while not await is_so():  # noqa: ASYNC110  # another process makes it so
            await asyncio.sleep(0.05)


async def is_asked(service):
    return bool(service.requests)


async def has_ended(client, job_id):
    return (await job_of(client, job_id))["state"] not in {"queued", "running"}


def distance(one, other):
    """Mean difference of two pictures in steps of 256, small where only the encoding differs."""
    pixels = [list(each.convert("L").resize((32, 32)).tobytes()) for each in (one, other)]
    return sum(abs(a - b) for a, b in zip(*pixels, strict=True)) / len(pixels[0])
