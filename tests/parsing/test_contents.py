"""Chapters and contents of an EPUB: where one begins, what kind it is, and what leads to it."""

from app.domain.books import Address, ChapterKind
from app.parsing import parse
from tests.parsing import browser
from tests.parsing.builders import epub, xhtml

NCX = (
    '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>Part</text></navLabel>'
    '<content src="c1.xhtml"/><navPoint><navLabel><text>Inner</text></navLabel><content src="c1.xhtml#b"/></navPoint>'
    "</navPoint></navMap></ncx>"
)
NCX_ITEM = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
TWO_PLACES = "<h1>One</h1><p>first</p><div><h2 id='b'>Two</h2><p>second</p></div>"


def texts(book):
    return [chapter.blocks for chapter in book.chapters]


def titles(entries):
    return [(entry.title, titles(entry.children)) for entry in entries]


def codes(book):
    return {warning.code for warning in book.warnings}


def test_a_chapter_runs_from_its_target_to_the_next_within_a_file():
    toc = '<li><a href="c1.xhtml">One</a><ol><li><a href="c1.xhtml#b">Two</a></li></ol></li>'

    book = parse(epub([("x", TWO_PLACES)], toc=toc))

    assert texts(book) == [("One", "first"), ("Two", "second")]
    assert titles(book.contents) == [("One", [("Two", [])])]
    browser.check(book)


def test_a_chapter_runs_over_files_that_no_entry_names():
    book = parse(epub([("One", "<p>a</p>"), ("-", "<p>b</p>"), ("Two", "<p>c</p>")], toc=(
        '<li><a href="c1.xhtml">One</a></li><li><a href="c3.xhtml">Two</a></li>'
    )))  # fmt: skip

    assert texts(book) == [("a", "b"), ("c",)]
    assert [source.member for source in book.chapters[0].sources] == [
        "OEBPS/c1.xhtml",
        "OEBPS/c2.xhtml",
    ]


def test_text_before_the_first_target_is_front_matter():
    book = parse(
        epub([("-", "<p>a</p>"), ("One", "<p>b</p>")], toc='<li><a href="c2.xhtml">One</a></li>')
    )

    assert [(c.kind, c.blocks) for c in book.chapters] == [
        (ChapterKind.FRONT, ("a",)),
        (ChapterKind.BODY, ("b",)),
    ]


def test_a_target_inside_a_block_splits_before_the_block():
    body = "<p>before</p><h2>The <a id='t'/>heading</h2><p>after</p>"
    toc = '<li><a href="c1.xhtml">One</a></li><li><a href="c1.xhtml#t">Two</a></li>'

    assert texts(parse(epub([("x", body)], toc=toc))) == [("before",), ("The heading", "after")]


def test_a_part_and_its_first_chapter_in_one_place_are_one_chapter():
    toc = '<li><a href="c1.xhtml">Part</a><ol><li><a href="c1.xhtml">Chapter 1</a></li></ol></li>'

    book = parse(epub([("x", "<p>text</p>")], toc=toc))

    assert [chapter.title for chapter in book.chapters] == ["Chapter 1"]
    assert [book.contents[0].target, book.contents[0].children[0].target] == [Address(1, 0, 0)] * 2


def test_a_heading_without_a_link_leads_nowhere():
    toc = '<li><span>Part</span><ol><li><a href="c1.xhtml">One</a></li></ol></li>'

    book = parse(epub(toc=toc))

    assert book.contents[0].target is None
    assert book.contents[0].children[0].target == Address(1, 0, 0)


def test_an_entry_that_leads_nowhere_is_kept_and_reported():
    toc = '<li><a href="c1.xhtml">One</a></li><li><a href="gone.xhtml">Ghost</a></li>'

    book = parse(epub(toc=toc))

    assert [(entry.title, entry.target) for entry in book.contents] == [
        ("One", Address(1, 0, 0)),
        ("Ghost", None),
    ]
    assert "dangling-contents" in codes(book)


def test_an_entry_that_forgets_the_folder_of_a_document_leads_to_the_only_one_of_its_name():
    page = '<item id="d" href="text/d.xhtml" media-type="application/xhtml+xml"/>'
    toc = (
        '<li><a href="c1.xhtml">One</a></li><li><a href="d.xhtml#x">Two</a></li>'
        '<li><a href="https://example.org/d.xhtml">Shop</a></li>'
    )
    files = {"text/d.xhtml": xhtml('<p>before</p><h1 id="x">Two</h1><p>b</p>')}
    spine = '<itemref idref="d"/>'

    book = parse(epub([("One", "<p>a</p>")], manifest=page, spine=spine, files=files, toc=toc))

    assert texts(book) == [("a", "before"), ("Two", "b")]
    assert [entry.target for entry in book.contents] == [Address(1, 0, 0), Address(2, 0, 0), None]


def test_an_entry_that_two_documents_could_be_leads_nowhere():
    page = '<item id="{0}" href="{0}/d.xhtml" media-type="application/xhtml+xml"/>'
    toc = '<li><a href="c1.xhtml">One</a></li><li><a href="d.xhtml">Two</a></li>'
    files = {f"{name}/d.xhtml": xhtml("<p>b</p>") for name in "xy"}
    manifest, spine = (
        page.format("x") + page.format("y"),
        '<itemref idref="x"/><itemref idref="y"/>',
    )

    book = parse(epub(manifest=manifest, spine=spine, files=files, toc=toc))

    assert [entry.target for entry in book.contents] == [Address(1, 0, 0), None]
    assert codes(book) == {"dangling-contents"}


def test_the_ncx_serves_where_the_navigation_is_empty():
    book = parse(epub([("x", TWO_PLACES)], toc="", manifest=NCX_ITEM, files={"toc.ncx": NCX}))

    assert titles(book.contents) == [("Part", [("Inner", [])])]
    assert texts(book) == [("One", "first"), ("Two", "second")]


def test_without_contents_each_document_is_a_chapter_named_by_its_heading():
    book = parse(epub([("-", "<h1>Alpha</h1><p>a</p>"), ("-", "<p>Beta begins</p>")], toc=""))

    assert [(chapter.title, chapter.kind) for chapter in book.chapters] == [
        ("Alpha", ChapterKind.BODY),
        ("Beta begins", ChapterKind.BODY),
    ]


def test_kinds_come_from_types_and_not_from_the_words_of_titles():
    chapters = [
        ("x", "<section epub:type='titlepage'><p>a</p></section>"),
        ("Preface", "<p>b</p>"),
        ("y", "<section epub:type='backmatter colophon'><p>c</p></section>"),
        ("z", "<section epub:type='endnotes'><p>d</p></section>"),
    ]

    book = parse(epub(chapters))

    assert [chapter.kind for chapter in book.chapters] == [
        ChapterKind.FRONT,
        ChapterKind.BODY,
        ChapterKind.BACK,
        ChapterKind.NOTES,
    ]


def test_links_inside_the_book_become_addresses_and_others_keep_their_scheme():
    body = (
        '<p><a href="c2.xhtml#x">in</a> <a href="https://example.org/?a=1&amp;b=2">out</a> '
        '<a href="javascript:z()">bad</a> <a href="gone.xhtml">gone</a></p>'
    )

    book = parse(epub([("One", body), ("Two", '<p>a</p><p id="x">b</p>')]))

    assert book.chapters[0].html == (
        '<p id="b0"><a href="address:2/1">in</a> '
        '<a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer nofollow">out</a> bad gone</p>'
    )


def test_documents_outside_the_reading_order_come_last():
    spine = '<itemref idref="extra" linear="no"/><itemref idref="c2"/>'
    manifest = '<item id="extra" href="extra.xhtml" media-type="application/xhtml+xml"/>'
    data = epub(
        [("One", "<p>a</p>")],
        manifest=manifest,
        spine=spine,
        files={"extra.xhtml": xhtml("<p>side</p>")},
    )

    book = parse(data)

    assert [(chapter.blocks, chapter.kind) for chapter in book.chapters] == [
        (("a",), ChapterKind.BODY),
        (("side",), ChapterKind.BACK),
    ]
    assert "dangling-idref" in codes(book)


def test_an_epigraph_inside_a_chapter_does_not_make_it_front_matter():
    body = "<blockquote epub:type='epigraph'><p>Quoted.</p></blockquote><p>Text.</p>"

    assert parse(epub([("One", body)])).chapters[0].kind is ChapterKind.BODY


def test_short_pages_before_the_place_where_the_body_begins_are_front_matter():
    chapters = [("Title", "<p>a</p>"), ("One", "<p>b</p>" * 20), ("Two", "<p>c</p>")]
    landmarks = '<nav epub:type="landmarks"><ol><li><a epub:type="bodymatter" href="c2.xhtml">B</a></li></ol></nav>'
    entries = "".join(
        f'<li><a href="c{n}.xhtml">{name}</a></li>' for n, (name, _) in enumerate(chapters, 1)
    )
    nav = xhtml(f'<nav epub:type="toc"><ol>{entries}</ol></nav>{landmarks}')

    book = parse(epub(chapters, files={"nav.xhtml": nav}))

    assert [chapter.kind for chapter in book.chapters] == [
        ChapterKind.FRONT,
        ChapterKind.BODY,
        ChapterKind.BODY,
    ]
