"""What all processes together know of suspected pictures, in a real database."""

import asyncio
import hashlib
import os
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import func, select, update

from app import demo
from app.db.base import utc_now
from app.db.models import SuspectPicture
from app.domain.illustrations import Verdict
from app.domain.suspects import Suspect
from app.services import cleaning, quarantine
from app.services.quarantine import StoredQuarantine
from tests.api.hanging import hang, passages_of
from tests.flows.test_upload_to_pictures import upload

NOTICE = b"we are sorry"
DIGEST = hashlib.sha256(NOTICE).hexdigest()


def suspect(data=NOTICE, **changes):
    told = {
        "provider": "pollinations",
        "model": "flux",
        "reason": "duplicate",
        "digest": hashlib.sha256(data).hexdigest(),
        "dhash": 2**63,
        "data": data,
        "media_type": "image/jpeg",
        "prompt": "a castle",
    }
    return Suspect(**{**told, **changes})


@pytest.fixture
def another(resources):
    """A quarantine as each process has its own."""

    def one(**options):
        return StoredQuarantine(resources.begin, resources.storage, **options)

    return one


@pytest.fixture
def held(resources):
    async def rows():
        async with resources.sessions() as session:
            return (await session.scalars(select(SuspectPicture))).all()

    return rows


async def judge(resources, verdict):
    async with resources.begin() as work:
        await work.session.execute(update(SuspectPicture).values(verdict=verdict))


async def test_the_same_bytes_of_one_provider_are_one_suspect_however_often_they_come(
    resources, another, held
):
    await asyncio.gather(*(another().hold(suspect()) for _ in range(4)))
    await another().hold(suspect(provider="fal", dhash=None))

    rows = {row.provider: row for row in await held()}
    assert {name: row.times for name, row in rows.items()} == {"pollinations": 4, "fal": 1}
    assert rows["pollinations"].dhash == "8000000000000000"
    assert rows["fal"].dhash is None
    assert rows["fal"].verdict is Verdict.SUSPECTED
    assert await resources.storage.get(DIGEST) == NOTICE


async def test_only_what_an_admin_confirmed_is_known_and_every_process_hears_of_it(
    resources, another, monkeypatch
):
    here, elsewhere = another(), another()
    await here.hold(suspect())
    before = await elsewhere.known()
    await judge(resources, Verdict.CONFIRMED)

    at_once = await elsewhere.known()
    now = time.monotonic()
    monkeypatch.setattr(quarantine, "time", SimpleNamespace(monotonic=lambda: now + 11))
    later = await elsewhere.known()

    assert (before, at_once, later) == (frozenset(), frozenset(), {DIGEST})


async def test_the_same_bytes_for_another_prompt_within_a_day_have_been_seen(
    client, drain, resources, another
):
    book = (await upload(client, demo.books()[0], illustrate="none"))["book"]["id"]
    await drain()
    passages = await passages_of(resources)
    recent = {"provider": "pollinations", "digest": DIGEST, "prompt": "a ship"}
    await hang(resources, book, passages[0], **recent)
    old = {**recent, "digest": "0" * 64, "created_at": utc_now() - timedelta(hours=25)}
    await hang(resources, book, passages[1], **old)
    known = another()

    assert await known.seen("pollinations", DIGEST, 1, "a castle")
    assert not await known.seen("pollinations", DIGEST, 1, "a ship")
    assert not await known.seen("fal", DIGEST, 1, "a castle")
    assert not await known.seen("pollinations", "0" * 64, 1, "a castle")
    assert not await known.seen("pollinations", "1" * 64, 1, "a castle")

    await known.hold(suspect())
    assert not await known.cleared("pollinations", DIGEST)
    await judge(resources, Verdict.CLEARED)

    assert not await known.seen("pollinations", DIGEST, 1, "a castle")
    assert await known.cleared("pollinations", DIGEST)
    assert not await known.cleared("fal", DIGEST)


async def test_a_suspect_names_the_picture_that_has_its_bytes(
    client, drain, resources, another, held
):
    book = (await upload(client, demo.books()[0], illustrate="none"))["book"]["id"]
    await drain()
    passage = (await passages_of(resources))[0]
    picture = await hang(resources, book, passage, provider="pollinations", digest=DIGEST)

    await another().hold(suspect())

    assert [str(row.illustration_id) for row in await held()] == [picture]


async def test_evidence_is_bounded_by_number_and_by_age_and_verdicts_stay(resources, another, held):
    known = another(most=2)
    for number in range(3):
        await known.hold(suspect(b"%d" % number))
    await known.hold(suspect(b"0"))
    crowded = {row.digest: row.times for row in await held()}
    await judge(resources, Verdict.CONFIRMED)
    for number in range(3, 5):
        await known.hold(suspect(b"%d" % number))
    async with resources.begin() as work:
        await work.session.execute(
            update(SuspectPicture)
            .where(SuspectPicture.digest != hashlib.sha256(b"4").hexdigest())
            .values(created_at=func.now() - quarantine.KEPT - timedelta(minutes=1))
        )

    async with resources.begin() as work:
        gone = await quarantine.forget_old(work)
    async with resources.begin() as work:
        rest = await quarantine.forget_old(work, most=0)

    digests = [hashlib.sha256(b"%d" % number).hexdigest() for number in range(5)]
    assert crowded == {digests[0]: 2, digests[1]: 1}
    assert (gone, rest) == ({digests[3]}, {digests[4]})
    assert {row.digest for row in await held()} == set(digests[:2])


async def test_old_evidence_goes_with_its_bytes_and_a_verdict_keeps_its_own(
    resources, another, held
):
    await another().hold(suspect())
    await judge(resources, Verdict.CONFIRMED)
    await another().hold(suspect(b"another notice"))
    async with resources.begin() as work:
        await work.session.execute(
            update(SuspectPicture).values(
                created_at=func.now() - quarantine.KEPT - timedelta(minutes=1)
            )
        )
    for path in (resources.settings.data / "files").rglob("*"):
        os.utime(path, (0, 0))

    await cleaning.clean(resources.begin, resources.storage)

    assert [row.digest for row in await held()] == [DIGEST]
    assert await resources.storage.exists(DIGEST)
    assert not await resources.storage.exists(hashlib.sha256(b"another notice").hexdigest())
