"""Pictures put into the database as they would be after drawing, for tests that only look for them."""

from sqlalchemy import select, update

from app.db.base import new_id
from app.db.models import Description, Illustration, Progress
from app.domain.illustrations import IllustrationState, Quality

_RECIPE = {
    "variant": 0,
    "state": IllustrationState.READY,
    "style": "engraving",
    "style_words": "Steel engraving",
    "quality": Quality.STANDARD,
    "wanted_provider": "auto",
    "seed": 1,
    "provider": "sketch",
    "prompt": "A quiet scene",
    "width": 1216,
    "height": 832,
}


async def hang(resources, book_id, description=None, **fields):
    """The id of a picture of *description* (a row), or of whoever *fields* name."""
    place = (
        {"chapter": 1, "start_block": 0, "start_offset": 0, "end_block": 0, "end_offset": 0}
        if description is None
        else {
            "description_id": description.id,
            "chapter": description.chapter,
            "start_block": description.start_block,
            "start_offset": description.start_offset,
            "end_block": description.end_block,
            "end_offset": description.end_offset,
            "quote": description.text,
        }
    )
    row = {"id": new_id(), "book_id": book_id, **_RECIPE, **place, **fields}
    async with resources.begin() as work:
        work.session.add(Illustration(**row))
    return str(row["id"])


async def passages_of(resources, *, type_=None):
    """Rows of descriptions, in reading order."""
    order = (Description.chapter, Description.start_block, Description.start_offset)
    async with resources.sessions() as session:
        rows = (await session.scalars(select(Description).order_by(*order))).all()
    return [row for row in rows if type_ in (None, row.type)]


async def change(resources, picture_id, **values):
    async with resources.begin() as work:
        await work.session.execute(
            update(Illustration).where(Illustration.id == picture_id).values(**values)
        )


async def read_up_to(resources, reader, book_id, chapter):
    async with resources.begin() as work:
        work.session.add(
            Progress(
                reader_id=reader,
                book_id=book_id,
                fraction=0.5,
                furthest_words=1,
                **{
                    f"{name}_{part}": value
                    for name in ("at", "furthest")
                    for part, value in (("chapter", chapter), ("block", 9999), ("offset", 0))
                },
            )
        )
