"""What a plan of pictures will take, told by the pictures there are."""

from decimal import Decimal

import pytest

from app import demo
from app.api import painters
from app.db.models import Book, Description, Illustration
from app.db.work import ReadSession
from app.domain.illustrations import IllustrationState, Quality
from app.services import planning
from app.services.planning import Painter
from tests.flows.test_upload_to_pictures import upload

SKETCH = Painter("sketch", 2, is_remote=False, is_preview=True, price=Decimal(0))
FAR = Painter(
    "pollinations",
    4,
    is_remote=True,
    is_preview=False,
    per_minute=300,
    price=Decimal("0.002"),
    currency="pollen",
)


@pytest.fixture
async def book(resources, client, drain):
    book_id = (await upload(client, demo.books()[0], illustrate="none"))["book"]["id"]
    await drain()
    async with resources.sessions() as session:
        return await session.get_one(Book, book_id)


async def drawn(resources, book, *, seconds, cost=None, model="flux", provider="pollinations"):
    async with resources.begin() as work:
        description = await work.session.scalar(
            Description.owned_by(book.owner_id).where(Description.chapter > 0).limit(1)
        )
        for variant in range(3):
            work.session.add(
                Illustration(
                    book_id=book.id,
                    description_id=description.id,
                    view=f"{provider} {model}",
                    variant=variant,
                    chapter=1,
                    start_block=0,
                    start_offset=0,
                    end_block=0,
                    end_offset=1,
                    quote="x",
                    style="ink",
                    quality=Quality.STANDARD,
                    wanted_provider=provider,
                    seed=1,
                    state=IllustrationState.READY,
                    provider=provider,
                    model=model,
                    duration_ms=round(seconds * 1000) + variant - 1,
                    cost=cost and Decimal(cost),
                    currency=cost and "pollen",
                )
            )


async def estimate(resources, book, provider, count, *, them=(FAR, SKETCH), **wishes):
    async with resources.sessions() as session:
        return await planning.estimate(
            ReadSession(session), book, provider, count, painters=them, **wishes
        )


async def test_the_time_is_the_measured_mean_in_as_many_rounds_as_there_are_slots(resources, book):
    await drawn(resources, book, seconds=6, cost="0.003")

    nine = await estimate(resources, book, "pollinations", 9)

    assert (nine.seconds, nine.cost, nine.currency) == (18, Decimal("0.027"), "pollen")


async def test_before_any_picture_the_declared_price_and_a_guess(resources, book):
    found = await estimate(resources, book, "pollinations", 4)

    assert (found.seconds, found.cost, found.currency) == (15, Decimal("0.008"), "pollen")


async def test_a_price_nobody_knows_is_none_and_what_is_free_costs_nothing(resources, book):
    unknown = await estimate(resources, book, "comfyui", 4)
    free = await estimate(resources, book, "sketch", 4)

    assert (unknown.cost, unknown.currency) == (None, None)
    assert (free.cost, free.seconds) == (0, 4)


async def test_another_model_is_measured_by_itself(resources, book):
    await drawn(resources, book, seconds=6, cost="0.003")
    await drawn(resources, book, seconds=30, cost="0.04", model="kontext")

    found = await estimate(resources, book, "pollinations", 1, model="kontext")

    assert (found.seconds, found.cost) == (30, Decimal("0.04"))


async def test_a_provider_that_wants_pauses_takes_as_long_as_they_do(resources, book):
    slow = Painter("pollinations-legacy", 1, is_remote=True, is_preview=False, per_minute=60 / 45)

    found = await estimate(resources, book, "pollinations-legacy", 3, them=(slow, SKETCH))

    assert found.seconds == pytest.approx(105, abs=0.2)


async def test_auto_is_a_sketch_until_there_is_consent(resources, book):
    without = await estimate(resources, book, "auto", 2)
    with_it = await estimate(resources, book, "auto", 2, operator_consent=True)

    assert (without.cost, with_it.cost) == (0, Decimal("0.004"))


async def test_nothing_takes_no_time(resources, book):
    found = await estimate(resources, book, "sketch", 0)

    assert (found.seconds, found.cost) == (0, 0)


def test_who_draws_here_is_who_is_set_up_with_room_for_each(resources):
    (only,) = painters.set_up(resources)

    knobs = resources.settings.queue
    assert (only.name, only.is_preview, only.price) == ("sketch", True, 0)
    assert only.slots == min(knobs.network_slots, knobs.cpu_slots)
