"""What an EPUB becomes: metadata, contents, chapters, notes, links and pictures."""

import pickle

import pytest

from app.domain.books import Address, ChapterKind, NoteMark, Series
from app.errors import DrmProtected, EmptyBook, InvalidEpub
from app.parsing import parse
from tests.parsing import browser
from tests.parsing.builders import CONTAINER, archive, epub, png, xhtml

NCX = (
    '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>Part</text></navLabel>'
    '<content src="c1.xhtml"/><navPoint><navLabel><text>Inner</text></navLabel><content src="c1.xhtml#b"/></navPoint>'
    "</navPoint></navMap></ncx>"
)
NCX_ITEM = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
PACKAGE = (
    '<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="a.xhtml"'
    ' media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>'
)
TWO_PLACES = "<h1>One</h1><p>first</p><div><h2 id='b'>Two</h2><p>second</p></div>"


def texts(book):
    return [chapter.blocks for chapter in book.chapters]


def titles(entries):
    return [(entry.title, titles(entry.children)) for entry in entries]


def codes(book):
    return {warning.code for warning in book.warnings}


def test_a_plain_book_has_its_metadata_chapters_and_contents():
    book = parse(epub([("Chapter 1", "<p>One.</p>"), ("Chapter 2", "<p>Two.</p>")], title="T"))

    assert (book.metadata.title, book.metadata.authors, book.metadata.language) == (
        "T",
        ("Ann Author",),
        "en",
    )
    assert [(c.ordinal, c.title, c.number, c.kind) for c in book.chapters] == [
        (1, "Chapter 1", 1, ChapterKind.BODY),
        (2, "Chapter 2", 2, ChapterKind.BODY),
    ]
    assert [entry.target for entry in book.contents] == [Address(1, 0, 0), Address(2, 0, 0)]
    assert book.warnings == ()


def test_roles_order_and_titles_follow_their_refinements():
    metadata = (
        '<dc:title id="s">Under</dc:title><meta refines="#s" property="title-type">subtitle</meta>'
        '<dc:creator id="b">Second</dc:creator><meta refines="#b" property="display-seq">2</meta>'
        '<dc:creator id="a">First</dc:creator><meta refines="#a" property="display-seq">1</meta>'
        '<dc:creator opf:role="ill">Painter</dc:creator><dc:contributor opf:role="trl">Translator</dc:contributor>'
    )

    about = parse(epub(title="Over", authors=(), metadata=metadata)).metadata

    assert (about.title, about.subtitle) == ("Over", "Under")
    assert about.authors == ("First", "Second")
    assert about.translators == ("Translator",)


CALIBRE = (
    '<meta name="calibre:series" content="S"/><meta name="calibre:series_index" content="{}"/>'
)
COLLECTION = (
    '<meta property="belongs-to-collection" id="c">S</meta>'
    '<meta refines="#c" property="group-position">2.5</meta>'
)


@pytest.mark.parametrize(
    ("metadata", "series"),
    [
        (CALIBRE.format("3"), Series("S", 3.0)),
        (COLLECTION, Series("S", 2.5)),
        (CALIBRE.format("NaN"), Series("S")),
    ],
)
def test_series_are_read_in_both_spellings(metadata, series):
    assert parse(epub(metadata=metadata)).metadata.series == series


def test_an_isbn_counts_only_with_a_right_check_digit():
    assert parse(
        epub(metadata="<dc:identifier>urn:isbn:978-0-306-40615-7</dc:identifier>")
    ).metadata.isbn == ("9780306406157")
    for other in ("9780306406158", "urn:uuid:00000000-0000-4000-8000-000000000158"):
        assert parse(epub(metadata=f"<dc:identifier>{other}</dc:identifier>")).metadata.isbn is None


def test_an_annotation_is_plain_text():
    metadata = "<dc:description>&lt;p&gt;One &lt;b&gt;two&lt;/b&gt;&lt;/p&gt;&lt;p&gt;three&lt;/p&gt;</dc:description>"

    assert parse(epub(metadata=metadata)).metadata.annotation == "One two\nthree"


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


def test_footnotes_leave_the_text_and_their_marks_are_known():
    body = (
        "<p>Word<a epub:type='noteref' href='#n'>1</a> more.</p>"
        "<aside epub:type='footnote' id='n'><p>The note.</p></aside><p>End.</p>"
    )

    book = parse(epub([("One", body)]))

    assert texts(book) == [("Word1 more.", "End."), ("The note.",)]
    assert book.chapters[1].kind is ChapterKind.NOTES
    assert book.chapters[0].note_marks == (NoteMark(0, 4, 5),)
    assert '<a href="address:2/0">1</a>' in book.chapters[0].html


def test_notes_without_markup_are_known_by_the_marks_that_lead_to_them():
    text = '<p>A long enough sentence<a href="c2.xhtml#a"><sup>[1]</sup></a> goes on<a href="c2.xhtml#b">2</a>.</p>'
    notes = '<p id="a"><a href="c1.xhtml">1</a> First note.</p><p id="b">2 Second note.</p>'

    book = parse(epub([("One", text), ("-", notes)], toc=(
        '<li><a href="c1.xhtml">One</a></li><li><a href="c2.xhtml">Notes</a></li>'
    )))  # fmt: skip

    assert [chapter.kind for chapter in book.chapters] == [ChapterKind.BODY, ChapterKind.NOTES]
    assert [(mark.start, mark.end) for mark in book.chapters[0].note_marks] == [(22, 25), (33, 34)]


def test_notes_that_a_converter_listed_as_chapters_become_one_chapter_without_entries():
    refs = "".join(
        f'<p>Some sentence of the novel<a href="c{n + 1}.xhtml">[{n}]</a>.</p>' for n in (1, 2, 3)
    )
    chapters = [("Chapter 1", refs)] + [
        (str(n), f"<h1>{n}</h1><p>Note {n}.</p>") for n in (1, 2, 3)
    ]

    book = parse(epub(chapters))

    assert [(chapter.title, chapter.kind) for chapter in book.chapters] == [
        ("Chapter 1", ChapterKind.BODY),
        ("Notes", ChapterKind.NOTES),
    ]
    assert [entry.title for entry in book.contents] == ["Chapter 1"]
    assert book.chapters[1].blocks == ("1", "Note 1.", "2", "Note 2.", "3", "Note 3.")
    browser.check(book)


def test_numbered_chapters_listed_on_a_page_are_no_notes():
    links = " ".join(f'<a href="c{n}.xhtml">{n}</a>' for n in (2, 3))
    chapters = [("List", f"<p>{links}</p>"), ("1", "<p>First.</p>"), ("2", "<p>Second.</p>")]

    book = parse(epub(chapters))

    assert {chapter.kind for chapter in book.chapters} == {ChapterKind.BODY}


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


def test_pictures_stand_in_figures_between_blocks_or_inside_one():
    body = '<p>a</p><p><img src="i.png" alt="A &quot;tree&quot;"/></p><p>b <img src="i.png"/> c</p>'
    item = '<item id="i" href="i.png" media-type="image/png"/>'

    book = parse(epub([("One", body)], manifest=item, files={"i.png": png(4, 5)}))

    (asset,) = book.assets
    assert (asset.media_type, asset.width, asset.height) == ("image/png", 4, 5)
    figure, inside = (
        f'<figure><img src="asset:{asset.digest}" alt="A &quot;tree&quot;"></figure>',
        "b  c",
    )
    assert figure in book.chapters[0].html
    assert book.chapters[0].blocks == ("a", inside.replace("  ", " "))
    browser.check(book)


def test_remote_missing_and_unlisted_pictures_are_not_shown():
    body = '<p>a</p><img src="http://example.org/x.png"/><img src="gone.png"/><img src="unlisted.png"/>'

    book = parse(epub([("One", body)], files={"unlisted.png": png()}))

    assert book.assets == ()
    assert book.chapters[0].html == '<p id="b0">a</p>'
    assert "missing-resource" in codes(book)


IMAGE = '<item id="i" href="i.png" media-type="image/png"/>'
SVG_ITEM = '<item id="s" href="s.svg" media-type="image/svg+xml" properties="cover-image"/>'
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:l="http://www.w3.org/1999/xlink">'
    '<image l:href="i.png"/></svg>'
)


@pytest.mark.parametrize(
    ("manifest", "metadata"),
    [
        (IMAGE.replace("/>", ' properties="cover-image"/>'), ""),
        (IMAGE, '<meta name="cover" content="i"/>'),
        (IMAGE, '<meta name="cover" content="i.png"/>'),
        (IMAGE.replace('"i"', '"cover"'), ""),
        (IMAGE + SVG_ITEM, ""),
    ],
)
def test_a_cover_is_found_however_it_is_declared(manifest, metadata):
    files = {"i.png": png(7, 8), "s.svg": SVG}

    cover = parse(epub(manifest=manifest, metadata=metadata, files=files)).cover

    assert cover is not None
    assert (cover.width, cover.height) == (7, 8)


def test_a_first_page_that_is_only_a_picture_is_the_cover_and_no_chapter():
    chapters = [("-", '<img src="i.png"/>'), ("One", "<p>text</p>")]
    toc = '<li><a href="c2.xhtml">One</a></li>'

    book = parse(epub(chapters, toc=toc, manifest=IMAGE, files={"i.png": png(7, 8)}))

    assert book.cover is not None
    assert [chapter.title for chapter in book.chapters] == ["One"]


def test_a_cover_that_is_no_picture_is_no_cover():
    item = '<item id="i" href="i.png" media-type="image/png" properties="cover-image"/>'

    book = parse(epub(manifest=item, files={"i.png": b"<html>not a picture</html>"}))

    assert book.cover is None
    assert "bad-image" in codes(book)


def test_the_first_rootfile_is_the_book():
    container = CONTAINER.replace("</rootfiles>", '<rootfile full-path="other.opf"/></rootfiles>')
    members = {"META-INF/container.xml": container}

    assert parse(epub(title="First", files=members)).metadata.title == "First"


def test_obfuscated_fonts_are_not_drm_and_locked_chapters_are():
    def encryption(algorithm: str, member: str) -> str:
        return (
            '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container" xmlns:e="http://www.w3.org/2001/04/xmlenc#">'
            f'<e:EncryptedData><e:EncryptionMethod Algorithm="{algorithm}"/><e:CipherData>'
            f'<e:CipherReference URI="OEBPS/{member}"/></e:CipherData></e:EncryptedData></encryption>'
        )

    font = encryption("http://www.idpf.org/2008/embedding", "font.otf")
    text = encryption("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "c1.xhtml")

    assert parse(epub(files={"META-INF/encryption.xml": font})).chapters
    with pytest.raises(DrmProtected) as refused:
        parse(epub(files={"META-INF/encryption.xml": text, "META-INF/license.lcpl": "{}"}))
    assert refused.value.facts == {"scheme": "Readium LCP"}


def test_broken_markup_is_mended_with_a_warning():
    broken = xhtml("<p>one<br>two & three").replace("</body>", "")

    book = parse(epub(files={"c1.xhtml": broken}))

    assert book.chapters[0].blocks == ("one\ntwo & three",)
    assert "malformed" in codes(book)


def test_named_entities_of_html_are_read_without_a_document_type():
    book = parse(epub([("One", "<p>a&nbsp;b &mdash; &eacute; &amp; &lt;</p>")]))

    assert book.chapters[0].blocks == ("a\u00a0b — é & <",)
    assert book.warnings == ()


def test_a_book_without_a_chapter_or_a_package_is_refused():
    with pytest.raises(EmptyBook):
        parse(epub([]))
    with pytest.raises(InvalidEpub):
        parse(archive({"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER}))


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


def test_a_package_is_found_without_a_container():
    members = {
        "mimetype": "application/epub+zip",
        "deep/down/book.opf": PACKAGE,
        "deep/down/a.xhtml": xhtml("<p>x</p>"),
    }

    assert parse(archive(members)).chapters[0].blocks == ("x",)


def test_warnings_of_one_kind_are_not_repeated_without_end():
    missing = "".join(
        f'<item id="i{n}" href="{n}.png" media-type="image/png"/>' for n in range(500)
    )

    assert len(parse(epub(manifest=missing)).warnings) == 20


def test_paragraphs_that_are_never_closed_are_paragraphs():
    book = parse(epub(files={"c1.xhtml": xhtml("<p>word " * 1000)}))

    assert book.chapters[0].blocks == ("word",) * 1000


def test_a_book_survives_the_border_of_a_process():
    book = parse(epub())

    assert pickle.loads(pickle.dumps(book)) == book
