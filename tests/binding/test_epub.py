"""Pictures in EPUBs stand where they belong, and nothing else of the book changes."""

import io
import re
import zipfile

import ebooklib
import pytest
from ebooklib import epub as reader
from lxml import etree

from app.binding import bind
from app.domain.books import BookFormat

CHAPTER = "OPS/text/one.xhtml"
FIGURE = re.compile(r'<(figure|div) class="bookreader".*?</\1>')
IMAGE = "{http://www.w3.org/1999/xhtml}img"


@pytest.fixture
def bound(epub, parsed, picture, member_of):
    """The chapter after a picture was put behind the block that holds *text*."""

    def run(markup, text, alt="A kettle"):
        book = parsed(BookFormat.EPUB, CHAPTER, markup, text)
        result = bind(epub(markup), book, [picture(alt=alt)])
        assert (result.placed, result.missed) == (1, ())
        return member_of(result.data, CHAPTER)

    return run


def test_a_picture_stands_right_after_its_paragraph(bound, write_page):
    markup = write_page("<p>First.</p>\n<p>Second <b>bold</b>.</p>\n<p>Third.</p>")

    chapter = bound(markup, "Second").decode()

    assert '<b>bold</b>.</p><figure class="bookreader"' in chapter
    assert "</figure>\n<p>Third." in chapter


def test_without_the_inserted_text_the_chapter_is_what_it_was(bound, write_page):
    markup = write_page("<p  class='a>b' >First&#160;one.</p ><!-- <p> --><hr/><p>Second.</p>")

    chapter = bound(markup, "First").decode()

    assert FIGURE.sub("", chapter) == markup
    assert "</p ><figure" in chapter


def test_members_that_hold_no_picture_keep_their_stored_bytes_and_order(
    epub, parsed, picture, write_page
):
    markup = write_page("<p>Tea.</p>")
    data = epub(markup)

    result = bind(data, parsed(BookFormat.EPUB, CHAPTER, markup, "Tea."), [picture()])

    before = zipfile.ZipFile(io.BytesIO(data)).infolist()
    after = zipfile.ZipFile(io.BytesIO(result.data)).infolist()
    assert [m.filename for m in after[: len(before)]] == [m.filename for m in before]
    assert (after[0].filename, after[0].compress_type, after[0].extra) == ("mimetype", 0, b"")
    assert result.data[30:58] == b"mimetypeapplication/epub+zip"
    for old, new in zip(before, after, strict=False):
        if old.filename not in {CHAPTER, "OPS/book.opf"}:
            assert (old.CRC, old.compress_size) == (new.CRC, new.compress_size)
            assert old.compress_type == new.compress_type


def test_ebooklib_finds_the_pictures_in_the_manifest(epub, parsed, picture, write_page, tmp_path):
    markup = write_page("<p>Tea.</p>")
    placement = picture()
    result = bind(epub(markup), parsed(BookFormat.EPUB, CHAPTER, markup, "Tea."), [placement])
    path = tmp_path / "bound.epub"
    path.write_bytes(result.data)

    book = reader.read_epub(path)

    images = list(book.get_items_of_type(ebooklib.ITEM_IMAGE))
    assert [image.content for image in images] == [placement.data]
    source = etree.fromstring(book.get_item_with_id("c").content).find(f".//{IMAGE}").get("src")
    assert source == f"../{images[0].file_name}"


@pytest.mark.parametrize(
    "body",
    [
        "<table><tr><td>cup</td><td>Tea.</td></tr></table>",
        "<ul><li><p>Tea.</p></li><li>cup</li></ul>",
        "<dl><dt>cup</dt><dd>Tea.</dd></dl>",
        "<p><span>cup <i>Tea.</i></span></p>",
        "<figure><figcaption>Tea.</figcaption></figure>",
    ],
)
def test_a_picture_never_stands_inside_a_table_list_figure_or_paragraph(bound, write_page, body):
    markup = write_page(f"<section><div>{body}</div></section>")

    chapter = bound(markup, "Tea.")

    parent = etree.fromstring(chapter).find(f".//{IMAGE}").getparent().getparent()
    assert etree.QName(parent).localname == "div"
    assert f'{body}<figure class="bookreader"' in chapter.decode()


def test_a_picture_for_text_directly_in_the_body_stands_at_its_end(bound, write_page):
    chapter = bound(write_page("Tea without a paragraph."), "Tea")

    assert b"</figure></body>" in chapter


def test_an_epub_2_gets_a_div(epub, parsed, picture, write_page, member_of):
    markup = write_page("<p>Tea.</p>")
    opf = member_of(epub(markup), "OPS/book.opf").replace(b'version="3.0"', b'version="2.0"')
    data = epub(markup, **{"OPS/book.opf": opf})

    result = bind(data, parsed(BookFormat.EPUB, CHAPTER, markup, "Tea."), [picture()])

    assert b'</p><div class="bookreader"' in member_of(result.data, CHAPTER)


def test_undefined_entities_stay_as_they_are(bound, write_page):
    markup = write_page('<p title="a&nbsp;b">Tea&nbsp;&mdash;&unknown; & more.</p>')

    chapter = bound(markup, "Tea").decode()

    assert FIGURE.sub("", chapter) == markup


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be", "windows-1251", "koi8-r"])
def test_a_chapter_keeps_its_encoding(bound, write_page, codec):
    declared = "utf-16" if codec.startswith("utf-16") else codec
    text = write_page("<p>Чай в саду.</p><p>Чашка.</p>").replace("utf-8", declared)
    mark = "\ufeff" if codec in {"utf-16-le", "utf-16-be"} else ""
    markup = (mark + text).encode(codec)

    chapter = bound(markup, "Чай", alt="Самовар")

    assert FIGURE.sub("", chapter.decode(codec)).encode(codec) == markup
    image = etree.fromstring(chapter).find(f".//{IMAGE}")
    assert image.get("alt") == "Самовар"
    assert image.getparent().getprevious().text == "Чай в саду."


def test_several_pictures_after_one_block_keep_their_order(
    epub, parsed, picture, write_page, member_of
):
    markup = write_page("<p>Tea.</p><p>Cup.</p>")
    book = parsed(BookFormat.EPUB, CHAPTER, markup, "Tea.", "Cup.")
    placements = [
        picture(1, alt="3", colour="red"),
        picture(0, alt="1", colour="blue"),
        picture(0, alt="2", colour="green"),
    ]

    result = bind(epub(markup), book, placements)

    alts = re.findall(r'alt="(\d)"', member_of(result.data, CHAPTER).decode())
    assert alts == ["1", "2", "3"]
    assert result.placed == 3


def test_the_words_of_a_picture_are_escaped(epub, parsed, picture, write_page, member_of):
    markup = write_page("<p>Tea.</p>")
    words = """<script>"tea" & 'cake'</script>"""

    result = bind(
        epub(markup), parsed(BookFormat.EPUB, CHAPTER, markup, "Tea."), [picture(alt=words)]
    )

    image = etree.fromstring(member_of(result.data, CHAPTER)).find(f".//{IMAGE}")
    assert image.get("alt") == words


def test_a_malformed_chapter_is_mended_and_gets_its_picture(bound, write_page):
    chapter = bound(write_page("<p>First.<br></p><p>Second<p>Third.</p>"), "First")

    image = etree.fromstring(chapter).find(f".//{IMAGE}")
    assert "First." in "".join(image.getparent().getprevious().itertext())


def test_a_picture_whose_place_does_not_exist_is_told_and_nothing_changes(
    epub, parsed, picture, write_page
):
    markup = write_page("<p>Tea.</p>")
    data = epub(markup)
    book = parsed(BookFormat.EPUB, "OPS/text/absent.xhtml", markup, "Tea.")
    lost = [picture(0), picture(7)]

    result = bind(data, book, lost)

    assert (result.data, result.placed, result.missed) == (data, 0, tuple(lost))


def test_a_manifest_with_a_prefix_gets_items_with_it(epub, parsed, picture, write_page, member_of):
    markup = write_page("<p>Tea.</p>")
    opf = member_of(epub(markup), "OPS/book.opf").decode().replace("xmlns=", "xmlns:opf=")
    opf = re.sub(r"<(/?)(package|metadata|manifest|item|spine|itemref)\b", r"<\1opf:\2", opf)

    result = bind(
        epub(markup, **{"OPS/book.opf": opf}),
        parsed(BookFormat.EPUB, CHAPTER, markup, "Tea."),
        [picture()],
    )

    package = etree.fromstring(member_of(result.data, "OPS/book.opf"))
    items = package.findall(".//{http://www.idpf.org/2007/opf}item")
    assert [item.get("media-type") for item in items] == ["application/xhtml+xml", "image/jpeg"]


def test_a_book_with_our_pictures_takes_more_without_overwriting_any(
    epub, parsed, picture, write_page, member_of
):
    markup = write_page("<p>Tea.</p><p>Cup.</p>")
    book = parsed(BookFormat.EPUB, CHAPTER, markup, "Tea.", "Cup.")
    once = bind(epub(markup), book, [picture(0)]).data

    twice = bind(once, book, [picture(0, colour="red")]).data

    with zipfile.ZipFile(io.BytesIO(twice)) as archive:
        names = archive.namelist()
    assert len(names) == len(set(names))
    assert sum(name.endswith(".jpg") for name in names) == 2
    ids = re.findall(r'<item id="([^"]+)"', member_of(twice, "OPS/book.opf").decode())
    assert len(ids) == len(set(ids)) == 3


def test_a_missing_or_misplaced_mimetype_is_put_first_and_stored(epub, parsed, picture, write_page):
    markup = write_page("<p>Tea.</p>")
    good = zipfile.ZipFile(io.BytesIO(epub(markup)))
    names = [name for name in good.namelist() if name != "mimetype"]
    for order in (names, [*names, "mimetype"]):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name in order:
                archive.writestr(name, good.read(name))

        result = bind(out.getvalue(), parsed(BookFormat.EPUB, CHAPTER, markup, "Tea."), [picture()])

        assert result.data[30:58] == b"mimetypeapplication/epub+zip"
