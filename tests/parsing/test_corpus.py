"""Real, converted, conformance, quirky and hostile books, where they are at hand."""

import json
from pathlib import Path

import pytest

from bench import parsing_blocks
from bench.parsing import judged

BOOKS = Path(__file__).parents[2] / "../shared/books"
MANIFEST = BOOKS / "manifest.json"
ENTRIES = json.loads(MANIFEST.read_text()) if MANIFEST.exists() else []

pytestmark = pytest.mark.skipif(not ENTRIES, reason="the folder of books is not here")


def test_every_book_reads_as_its_manifest_says():
    verdicts = [judged(BOOKS, entry) for entry in ENTRIES]

    assert {verdict.path: verdict.wrong for verdict in verdicts if verdict.wrong} == {}


def test_the_blocks_of_every_accepted_book_are_what_a_browser_finds():
    checked = parsing_blocks.check(
        parsing_blocks.accepted(BOOKS / entry["path"] for entry in ENTRIES)
    )

    assert checked.wrong == []
    assert checked.blocks > len(ENTRIES)
