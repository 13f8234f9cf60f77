"""A passage that goes on over the end of a paragraph, from the text to its picture."""

from uuid import UUID

from sqlalchemy import select

from app import parsing
from app.db.models import Description, Illustration
from app.domain.books import BookFormat
from app.resources import Resources
from app.services import books, descriptions
from tests.conftest import Drain
from tests.parsing.builders import epub
from tests.services.test_illustrating import illustrated

FIRST = "Once he saw a tiny battery go dashing along the line of the horizon."
SECOND = "From a sloping hill came the sound of cheerings. Smoke welled slowly through the leaves."
BOOK = epub((("One", f"<p>{FIRST}</p><p>{SECOND}</p><p>He said nothing.</p>"),))


async def test_its_picture_stands_after_the_paragraph_it_ends_in(resources: Resources) -> None:
    done = await illustrated(resources, BOOK)

    [picture] = done.pictures
    span = picture.chosen.span
    assert (span.start.offset, span.end.block - span.start.block) == (0, 1)
    assert picture.chosen.text == f"{FIRST}\n{SECOND}"
    assert picture.chosen.words == f"{FIRST} {SECOND}"
    [chapter] = [one for one in parsing.parse(done.data).chapters if FIRST in one.blocks]
    assert chapter.html.index(SECOND) < chapter.html.index("<img") < chapter.html.index("He said")


async def test_the_server_keeps_all_of_it_and_what_stands_around(
    resources: Resources, reader: UUID, drain: Drain
) -> None:
    key = await resources.storage.put(BOOK)
    about = {"sha256": key, "format_": BookFormat.EPUB, "size_bytes": len(BOOK)}
    async with resources.begin() as work:
        await books.add(work, reader, **about, wanted=1)
    await drain()

    async with resources.sessions() as session:
        found = await session.scalar(select(Description))
        picture = await session.scalar(select(Illustration))
        opened = await descriptions.get(session, reader, found.id)

    assert found.text == picture.quote == f"{FIRST}\n{SECOND}"
    assert (found.end_block, found.end_offset) == (found.start_block + 1, len(SECOND))
    assert opened.context == f"{FIRST}\n{SECOND}"
    # The second paragraph's smoke and hill are part of what is drawn.
    assert "hill" in picture.prompt
