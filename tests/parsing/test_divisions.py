"""Where the chapters of an EPUB begin when its contents are odd, wrong or not there."""

import pytest

from app.domain.books import Address, ChapterKind
from app.parsing import parse
from tests.parsing import browser
from tests.parsing.builders import epub, xhtml


def shape(book):
    return [(chapter.title, chapter.blocks) for chapter in book.chapters]


def titles(entries):
    return [(entry.title, titles(entry.children)) for entry in entries]


def details(book):
    return [warning.detail for warning in book.warnings if warning.code == "dangling-contents"]


def toc(*links: tuple[str, str]) -> str:
    return "".join(f'<li><a href="{href}">{title}</a></li>' for title, href in links)


def test_two_entries_for_one_heading_open_one_chapter():
    body = '<p>before</p><h2><a id="m"/><a id="n"/>Heading</h2><p>after</p>'

    book = parse(epub([("x", body)], toc=toc(("First", "c1.xhtml#m"), ("Second", "c1.xhtml#n"))))

    assert shape(book) == [("before", ("before",)), ("First", ("Heading", "after"))]
    assert [entry.target for entry in book.contents] == [Address(2, 0, 0)] * 2


def test_an_entry_whose_place_is_not_there_leads_to_the_document_and_is_reported():
    book = parse(epub([("x", "<p>a</p>")], toc=toc(("One", "c1.xhtml#gone"))))

    assert shape(book) == [("One", ("a",))]
    assert details(book) == ["the contents name “gone”, which is not in it"]


def test_contents_in_another_order_do_not_change_that_of_the_text():
    body = '<h2 id="a">A</h2><p>a</p><h2 id="b">B</h2><p>b</p>'

    book = parse(epub([("x", body)], toc=toc(("B", "c1.xhtml#b"), ("A", "c1.xhtml#a"))))

    assert [chapter.title for chapter in book.chapters] == ["A", "B"]
    assert [entry.target for entry in book.contents] == [Address(2, 0, 0), Address(1, 0, 0)]


@pytest.mark.parametrize("href", ["i.png", "z.xhtml", "nav.xhtml"])
def test_an_entry_that_leads_out_of_the_text_is_kept_and_reported(href):
    manifest = '<item id="z" href="z.xhtml" media-type="application/xhtml+xml"/>'
    files = {"z.xhtml": xhtml("<p>z</p>"), "i.png": b"x"}
    data = epub(
        [("One", "<p>a</p>")],
        toc=toc(("One", "c1.xhtml"), ("Odd", href)),
        manifest=manifest,
        files=files,
    )

    book = parse(data)

    assert [(entry.title, entry.target) for entry in book.contents] == [
        ("One", Address(1, 0, 0)),
        ("Odd", None),
    ]
    assert details(book) == ["“Odd” leads to what is no part of the text"]


def test_one_document_without_contents_is_divided_by_its_headings():
    body = "<p>intro</p><h1>A</h1><p>a</p><h1>B</h1><h1>Bee</h1><p>b</p>"

    book = parse(epub([("x", body)], toc=""))

    assert [(c.title, c.kind, c.blocks) for c in book.chapters] == [
        ("intro", ChapterKind.FRONT, ("intro",)),
        ("A", ChapterKind.BODY, ("A", "a")),
        ("B Bee", ChapterKind.BODY, ("B", "Bee", "b")),
    ]
    assert titles(book.contents) == [("A", []), ("B Bee", [])]
    browser.check(book)


def test_a_single_title_stands_over_the_chapters_of_a_book_in_one_document():
    body = "<h1>Book</h1><p>motto</p><h2>One</h2><p>a</p><h2>Two</h2><p>b</p>"

    book = parse(epub([("x", body)], toc=""))

    assert titles(book.contents) == [("Book", [("One", []), ("Two", [])])]
    assert [chapter.title for chapter in book.chapters] == ["Book", "One", "Two"]


def test_documents_with_a_title_each_stay_chapters_whatever_stands_below_it():
    body = "<h1>{}</h1><h2>i</h2><p>a</p><h2>ii</h2><p>b</p>"

    book = parse(epub([("x", body.format("A")), ("y", body.format("B"))], toc=""))

    assert [chapter.title for chapter in book.chapters] == ["A", "B"]


def test_more_headings_than_contents_may_have_divide_nothing():
    body = "<h1>x</h1><p>y</p>" * 11_000

    assert len(parse(epub([("x", body)], toc="")).chapters) == 1


def test_headings_of_quotations_and_lists_divide_nothing():
    body = (
        "<h2>A</h2><p>a</p><blockquote><h2>Quoted</h2></blockquote><ul><li><h2>Item</h2></li></ul>"
    )

    assert [chapter.title for chapter in parse(epub([("x", body)], toc="")).chapters] == ["A"]


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("XII", 12), ("C", None), ("Mix", None), ("M", None), ("IV. Storm", 4), ("Chapter C", 100),
    ],
)  # fmt: skip
def test_a_number_is_read_only_where_one_is_printed(title, number):
    assert parse(epub([(title, "<p>a</p>")])).chapters[0].number == number


def test_how_an_untitled_text_begins_is_no_number():
    assert parse(epub([("-", "<p>1. Go.</p>")], toc="")).chapters[0].number is None


@pytest.mark.parametrize(
    ("kind", "chapter"),
    [
        ("other.dedication", ChapterKind.FRONT), ("other.afterword", ChapterKind.BACK),
        ("copyright-page", ChapterKind.FRONT), ("bibliography", ChapterKind.BACK), ("notes", ChapterKind.NOTES),
    ],
)  # fmt: skip
def test_the_guide_of_older_books_tells_kinds(kind, chapter):
    guide = f'<guide><reference type="{kind}" href="c1.xhtml"/></guide></package>'

    book = parse(epub([("A", "<p>a</p>"), ("B", "<p>b</p>")], changes={"</package>": guide}))

    assert [each.kind for each in book.chapters] == [chapter, ChapterKind.BODY]
