"""Every warning there is, and that the documentation knows it."""

import re
from pathlib import Path

from app.parsing import parse
from tests.parsing.builders import epub, fb2

ROOT = Path(__file__).parents[2]
_RAISED = re.compile(r'(?:ParseWarning|_warn|drop)\(\s*(?:[\w.\[\]:]+,\s*)?"([a-z-]+)"')
_CHOSEN = re.compile(r'ParseWarning\(\s*"([a-z-]+)" if \w+ else "([a-z-]+)"')


def raised() -> set[str]:
    codes: set[str] = set()
    for path in (ROOT / "app" / "parsing").glob("*.py"):
        text = path.read_text()
        codes.update(_RAISED.findall(text))
        codes.update(code for pair in _CHOSEN.findall(text) for code in pair)
    return codes


def test_the_documentation_lists_every_warning_and_no_other():
    section = (ROOT / "docs" / "PARSING.md").read_text().partition("## Warnings")[2]
    listed = re.findall(r"^\| `([a-z-]+)` \|", section.partition("\n## ")[0], re.MULTILINE)

    assert sorted(listed[1:]) == sorted(raised())


def test_a_warning_names_the_file_it_is_about():
    book = parse(epub([("One", '<p>a & b</p><img src="gone.png"/>')]))

    assert [(each.code, each.where) for each in book.warnings] == [
        ("malformed", "OEBPS/c1.xhtml"),
        ("missing-resource", "gone.png"),
    ]


def test_contents_deeper_than_any_book_are_flattened_with_a_warning():
    deep = (
        '<li><a href="c1.xhtml">x</a>' + "<ol><li><span>y</span>" * 20 + "</li></ol>" * 20 + "</li>"
    )

    book = parse(epub(toc=deep))

    assert {each.code for each in book.warnings} == {"contents-cut"}


def test_sections_deeper_than_any_book_are_flattened_with_one_warning():
    deep = "<section><title><p>x</p></title>" * 20 + "<p>y</p>" + "</section>" * 20

    book = parse(fb2([deep]))

    assert [each.code for each in book.warnings] == ["contents-cut"]
    assert book.chapters[0].blocks[-1] == "y"
