"""The whole job on one file: what is drawn, where it stands, and that it is what the server draws."""

import io
import zipfile
from collections import Counter
from collections.abc import Callable
from uuid import UUID
from xml.sax.saxutils import quoteattr

import pytest
from sqlalchemy import select

from app import demo, parsing
from app.db.models import Illustration
from app.domain.books import Address, BookFormat
from app.domain.illustrations import Drawn, ImageRequest, Quality
from app.domain.limits import LIMITS
from app.errors import InvalidInput, PictureRefused, ProviderUnavailable, Refused
from app.extraction.taggers import Tagger
from app.illustration import captions, provenance, renditions
from app.illustration.choosing import Budget
from app.resources import Resources
from app.services import books, illustrating
from app.services.illustrating import Illustrated, Step
from app.services.illustrations import Order
from tests.conftest import Drain
from tests.parsing.builders import epub

SKETCH = Order(style="watercolour-ink", quality=Quality.DRAFT, provider="sketch")
ENGLISH, RUSSIAN = (path.read_bytes() for path in demo.books())


async def illustrated(
    resources: Resources,
    data: bytes,
    *,
    studio: object | None = None,
    order: Order = SKETCH,
    count: int = 3,
    steps: list[Step] | None = None,
) -> Illustrated:
    return await illustrating.illustrate(
        data,
        resources.compute,
        studio or resources.studio,
        order,
        LIMITS,
        tagger=Tagger(),
        budget=Budget(count=count),
        consent=False,
        tell=(steps if steps is not None else []).append,
    )


class Broken:
    """A studio that fails where *fails* says so of the picture and the attempt, both from 0."""

    def __init__(
        self, resources: Resources, error: Exception, fails: Callable[[int, int], bool]
    ) -> None:
        self._studio = resources.studio
        self._error = error
        self._fails = fails
        self._asked: Counter[int] = Counter()

    async def draw(
        self, request: ImageRequest, *, provider: str = "auto", consent: bool = False
    ) -> Drawn:
        attempt = self._asked[request.seed]
        self._asked[request.seed] += 1
        if self._fails(list(self._asked).index(request.seed), attempt):
            raise self._error
        return await self._studio.draw(request, provider=provider, consent=consent)


@pytest.mark.parametrize("data", [ENGLISH, RUSSIAN], ids=["epub", "fb2"])
async def test_the_copy_holds_the_pictures_and_the_same_words(
    resources: Resources, data: bytes
) -> None:
    done = await illustrated(resources, data)

    before, after = parsing.parse(data), parsing.parse(done.data)
    assert len(done.pictures) == 3
    assert all(each.is_placed for each in done.pictures)
    assert len(after.assets) == len(before.assets) + 3
    assert [each.blocks for each in after.chapters] == [each.blocks for each in before.chapters]


async def test_pictures_stand_in_reading_order_and_say_what_they_show(resources: Resources) -> None:
    done = await illustrated(resources, ENGLISH, count=5)

    places = [each.chosen.span.start for each in done.pictures]
    assert places == sorted(places)
    for each in done.pictures:
        block = each.chosen.chapter.blocks[each.chosen.span.start.block]
        start, end = each.chosen.span.start.offset, each.chosen.span.end.offset
        assert block[start:end] == each.chosen.text
        assert each.drawn.preview


async def test_the_server_draws_the_same_pictures(
    resources: Resources, reader: UUID, drain: Drain
) -> None:
    key = await resources.storage.put(ENGLISH)
    about = {"sha256": key, "format_": BookFormat.EPUB, "size_bytes": len(ENGLISH)}
    async with resources.begin() as work:
        await books.add(work, reader, **about, wanted=4)
    await drain()
    async with resources.sessions() as session:
        rows = (await session.scalars(select(Illustration))).all()
    order = Order(style="watercolour-ink", quality=Quality.STANDARD, provider="auto")

    done = await illustrated(resources, ENGLISH, order=order, count=12)

    theirs = {Address(row.chapter, row.start_block, row.start_offset): row for row in rows}
    shared = [each for each in done.pictures if each.chosen.span.start in theirs]
    assert shared
    for each in shared:
        row = theirs[each.chosen.span.start]
        assert (row.seed, row.prompt) == (each.chosen.seed, each.prompt)
        full = await resources.storage.get(row.files[str(row.width)])
        assert full == renditions.make(each.drawn.data, source=None).files[-1][1]


async def test_each_stage_tells_how_far_it_is(resources: Resources) -> None:
    steps: list[Step] = []

    await illustrated(resources, ENGLISH, count=2, steps=steps)

    assert list(dict.fromkeys(each.stage for each in steps)) == [
        "reading",
        "looking",
        "drawing",
        "binding",
    ]
    assert Step("drawing", 2, 2) in steps


async def test_a_picture_that_is_refused_leaves_the_others_alone(resources: Resources) -> None:
    studio = Broken(resources, PictureRefused(), lambda picture, _: picture == 1)

    done = await illustrated(resources, ENGLISH, studio=studio)

    assert len(done.pictures) == 2
    assert [type(each.error) for each in done.failures] == [PictureRefused]


async def test_a_provider_that_fails_for_a_moment_is_asked_again(resources: Resources) -> None:
    error = ProviderUnavailable("Busy.", retry_after=0.01)
    studio = Broken(resources, error, lambda _, attempt: attempt < 2)

    done = await illustrated(resources, ENGLISH, studio=studio, count=1)

    assert len(done.pictures) == 1


async def test_where_every_picture_fails_the_reason_is_raised(resources: Resources) -> None:
    studio = Broken(resources, PictureRefused(), lambda *_: True)

    with pytest.raises(PictureRefused):
        await illustrated(resources, ENGLISH, studio=studio)


async def test_a_book_without_anything_to_see_is_refused(resources: Resources) -> None:
    data = epub((("One", "<p>Yes.</p><p>No.</p>"),))

    with pytest.raises(Refused, match="No passage"):
        await illustrated(resources, data)


@pytest.mark.parametrize(
    "order",
    [
        Order(style="crayon", quality=Quality.DRAFT, provider="sketch"),
        Order(style="oil", quality=Quality.DRAFT, provider="nobody"),
    ],
)
async def test_a_style_or_provider_nobody_knows_is_refused(
    resources: Resources, order: Order
) -> None:
    with pytest.raises(InvalidInput):
        await illustrated(resources, ENGLISH, order=order)


async def test_every_picture_in_the_copy_says_what_drew_it_in_a_line_that_can_be_listened_to(
    resources: Resources,
) -> None:
    done = await illustrated(resources, ENGLISH, count=5)

    with (
        zipfile.ZipFile(io.BytesIO(ENGLISH)) as before,
        zipfile.ZipFile(io.BytesIO(done.data)) as after,
    ):
        new = set(after.namelist()) - set(before.namelist())
        pictures = [after.read(name) for name in new if name.endswith(".jpg")]
        pages = "".join(after.read(name).decode() for name in after.namelist() if "html" in name)
    assert len(pictures) == 5
    for data in pictures:
        assert provenance.ALGORITHM.encode() in data
    told = [captions.alt(each.chosen.words) for each in done.pictures]
    for each in told:
        assert f"alt={quoteattr(each)}" in pages
        assert len(each) <= captions.MOST_CHARACTERS
