"""Jobs, claims and leases to try things on."""

from datetime import timedelta
from uuid import uuid4

from sqlalchemy import func, update

from app.db.models import Job
from app.domain.jobs import QUEUE, JobKind
from app.services import leases

LEASE = timedelta(seconds=10)
PROBLEM = {"code": "x", "title": "x", "detail": "x"}


async def submit(resources, *, kind=JobKind.DRAW_ILLUSTRATION, subject=None, **fields):
    async with resources.begin() as work:
        return await work.submit(kind, subject or uuid4(), **fields)


async def claim(resources, *, owner="one", queue=QUEUE, kinds=tuple(JobKind)):
    return await leases.claim(resources.begin, owner=owner, queue=queue, kinds=kinds, lease=LEASE)


async def row(resources, job_id) -> Job:
    async with resources.sessions() as session:
        return await session.get_one(Job, job_id)


async def expire(resources, job_id):
    async with resources.begin() as work:
        await work.session.execute(
            update(Job).where(Job.id == job_id).values(leased_until=func.now() - LEASE)
        )


async def nothing(_work, _subject, _state, _problem): ...


ENDED = dict.fromkeys(JobKind, nothing)
