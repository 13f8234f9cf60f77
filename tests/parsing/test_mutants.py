"""A few hundred damaged books, always the same ones; `python -m bench.fuzz` makes thousands of others."""

import pytest

from app import demo
from bench.fuzz import attempt, of_number
from tests.parsing.builders import epub, fb2, png

PICTURE = '<item id="p" href="p.png" media-type="image/png" properties="cover-image"/>'
NOTES = '<p>Text<a epub:type="noteref" href="#n">1</a>.</p><aside epub:type="footnote" id="n"><p>A note.</p></aside>'
TABLE = "<table><tr><th>a</th><td>b</td></tr></table><ul><li>one<ol><li>two</li></ol></li></ul>"
SEEDS = [
    epub(
        [("One", NOTES), ("Two", TABLE + '<img src="p.png" alt=""/>')],
        manifest=PICTURE,
        files={"p.png": png()},
    ),
    fb2(notes={"n": "заметка"}, binaries={"i": png()}),
    fb2(
        ["<poem><stanza><v>раз</v></stanza></poem>", "<cite><p>два</p></cite>"],
        encoding="windows-1251",
    ),
    *(path.read_bytes() for path in demo.books()),
]


@pytest.mark.parametrize("hundred", range(3))
def test_a_damaged_book_is_read_or_refused_and_nothing_else(hundred):
    for number in range(100 * hundred, 100 * (hundred + 1)):
        _, trace = attempt(of_number(SEEDS, 7, number))

        assert trace == "", f"mutant {number}"
