"""Real and odd books with pictures bound into them, read again by the parser that readers meet."""

import re
from pathlib import Path

import pytest

from app import parsing
from app.binding import bind
from app.domain.books import ChapterKind
from app.domain.illustrations import Placement
from app.errors import UnreadableBook

BOOKS = Path(__file__).parents[2] / "../shared/books"
FILES = sorted(
    path
    for folder in ("epub", "fb2", "quirks")
    for path in (BOOKS / folder).rglob("*.*")
    if path.name.endswith((".epub", ".fb2", ".fb2.zip")) and path.stat().st_size < 4_000_000
)
# The last block that starts before each of our pictures, and the block the picture belongs to.
FIGURE_AFTER = re.compile(r'id="b(\d+)"(?:(?! id="b\d).)*?<img[^>]+alt="br-(\d+)"', re.DOTALL)


def read(data):
    try:
        return parsing.parse(data)
    except UnreadableBook as error:
        pytest.skip(f"the parser refuses it: {error.slug}")


def placements_in(book, jpeg):
    """A picture for the first, a middle and the last block of up to five chapters."""
    chapters = [c for c in book.chapters if c.kind is ChapterKind.BODY and c.sources][:5]
    return [
        Placement(chapter.ordinal, block, jpeg, 12, 8, f"br-{block}")
        for chapter in chapters
        for block in sorted({0, len(chapter.sources) // 2, len(chapter.sources) - 1})
    ]


@pytest.mark.skipif(not FILES, reason="the shared books are not on this machine")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_book_with_pictures_reads_as_the_same_book(path, picture):
    data = path.read_bytes()
    before = read(data)
    placements = placements_in(before, picture().data)

    bound = bind(data, before, placements)
    after = parsing.parse(bound.data)

    assert [c.blocks for c in after.chapters] == [c.blocks for c in before.chapters]
    images = "".join(chapter.html for chapter in after.chapters)
    assert images.count('alt="br-') == bound.placed
    # A chapter that is one SVG has no place for a picture, and says so.
    chapters = {chapter.ordinal: chapter for chapter in before.chapters}
    homes = [chapters[p.chapter].sources[p.block].member for p in bound.missed]
    assert all(home.endswith(".svg") for home in homes)


@pytest.mark.skipif(not FILES, reason="the shared books are not on this machine")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_picture_stands_before_its_block(path, picture):
    data = path.read_bytes()
    before = read(data)

    bound = bind(data, before, placements_in(before, picture().data))

    for chapter in parsing.parse(bound.data).chapters:
        for last_block, wanted in FIGURE_AFTER.findall(chapter.html):
            assert int(last_block) >= int(wanted)
