"""Real, converted, conformance, quirky and hostile books, where they are at hand."""

import json
from pathlib import Path

import pytest

from app.errors import BookReaderError
from app.parsing import parse
from bench.parsing import judged
from tests.parsing import browser

BOOKS = Path(__file__).parents[2] / "../shared/books"
MANIFEST = BOOKS / "manifest.json"
ENTRIES = json.loads(MANIFEST.read_text()) if MANIFEST.exists() else []
# The browser's rules in Python are slow; the large books would take minutes.
SMALL_BYTES = 200_000

pytestmark = pytest.mark.skipif(not ENTRIES, reason="the folder of books is not here")


def test_every_book_reads_as_its_manifest_says():
    verdicts = [judged(BOOKS, entry) for entry in ENTRIES]

    assert {verdict.path: verdict.wrong for verdict in verdicts if verdict.wrong} == {}


def test_the_blocks_of_every_small_book_are_what_a_browser_finds():
    for entry in ENTRIES:
        if entry["bytes"] > SMALL_BYTES or entry["kind"] == "hostile/size":
            continue
        try:
            book = parse((BOOKS / entry["path"]).read_bytes())
        except BookReaderError:
            continue
        if sum(len(chapter.html) for chapter in book.chapters) < 10 * SMALL_BYTES:
            browser.check(book)
