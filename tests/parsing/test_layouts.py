"""How a book wants to be laid out: direction, writing mode, fixed pages, recordings."""

import pytest

from app.parsing import parse
from tests.parsing.builders import epub, fb2, xhtml

CSS = '<item id="s" href="s.css" media-type="text/css"/>'
TEXT = [("One", "<p>Text.</p>")]
SMIL = (
    '<smil xmlns="http://www.w3.org/ns/SMIL" version="3.0"><body><par><text src="c1.xhtml#p"/>'
    '<audio src="a.mp3"/></par></body></smil>'
)


def progression(direction: str) -> dict[str, str]:
    return {"<spine>": f'<spine page-progression-direction="{direction}">'}


def vertical(css: str, *, attributes: str = "", language: str = "ja"):
    page = xhtml("<p>文</p>", attributes=attributes)
    files = {"s.css": css, "c1.xhtml": page}
    return parse(epub(TEXT, language=language, manifest=CSS, files=files))


@pytest.mark.parametrize(
    ("said", "language", "direction"),
    [
        ("rtl", "en", "rtl"), ("ltr", "he", "ltr"), ("default", "en", "ltr"), ("default", "ar-EG", "rtl"),
    ],
)  # fmt: skip
def test_the_spine_says_the_direction_and_else_the_language(said, language, direction):
    book = parse(epub(TEXT, language=language, changes=progression(said)))

    assert (book.direction, book.writing_mode) == (direction, "horizontal-tb")


def test_an_fb2_is_read_in_the_direction_of_its_language():
    assert parse(fb2(language="he")).direction == "rtl"
    assert parse(fb2(language="ru")).direction == "ltr"


@pytest.mark.parametrize(
    ("css", "attributes", "mode"),
    [
        ("html { -epub-writing-mode: vertical-rl; }", "", "vertical-rl"),
        ("body{writing-mode:vertical-lr}", "", "vertical-lr"),
        (".vrtl, .x { writing-mode: tb-rl }", ' class="vrtl"', "vertical-rl"),
        (".vrtl { writing-mode: vertical-rl } .hltr { writing-mode: horizontal-tb }", ' class="hltr"', "horizontal-tb"),
        ("p.note { writing-mode: vertical-rl }", "", "horizontal-tb"),
        ("/* html { writing-mode: vertical-rl } */", "", "horizontal-tb"),
        ("", ' style="writing-mode: vertical-rl"', "vertical-rl"),
    ],
)  # fmt: skip
def test_a_book_is_vertical_if_the_style_of_its_pages_says_so(css, attributes, mode):
    book = vertical(css, attributes=attributes)

    assert book.writing_mode == mode
    assert book.direction == ("rtl" if mode == "vertical-rl" else "ltr")


def test_the_package_may_say_that_a_book_is_vertical():
    book = parse(epub(TEXT, metadata='<meta name="primary-writing-mode" content="vertical-rl"/>'))

    assert (book.writing_mode, book.direction) == ("vertical-rl", "rtl")


def page_layouts(first: str, second: str) -> dict[str, str]:
    return {
        f'<itemref idref="c{n}"/>': f'<itemref idref="c{n}" properties="rendition:layout-{layout}"/>'
        for n, layout in ((1, first), (2, second))
    }


@pytest.mark.parametrize(
    ("more", "layout"),
    [
        ({"metadata": '<meta property="rendition:layout">\n pre-paginated </meta>'}, "pre-paginated"),
        ({"metadata": '<meta name="fixed-layout" content="true"/>'}, "pre-paginated"),
        ({"metadata": '<meta property="rendition:layout">reflowable</meta>'}, "reflowable"),
        ({"changes": page_layouts("pre-paginated", "pre-paginated")}, "pre-paginated"),
        ({"changes": page_layouts("pre-paginated", "reflowable")}, "reflowable"),
    ],
)  # fmt: skip
def test_fixed_pages_are_known_however_they_are_declared(more, layout):
    assert parse(epub([("One", "<p>a</p>"), ("Two", "<p>b</p>")], **more)).layout == layout


def test_fixed_pages_are_known_by_what_apple_reads():
    options = (
        '<display_options><platform name="*"><option name="fixed-layout">true</option></platform>'
        "</display_options>"
    )
    files = {"META-INF/com.apple.ibooks.display-options.xml": options}

    assert parse(epub(TEXT, files=files)).layout == "pre-paginated"


def test_recordings_beside_the_text_are_reported_and_leave_no_text():
    manifest = (
        '<item id="m" href="m.smil" media-type="application/smil+xml"/>'
        '<item id="a" href="a.mp3" media-type="audio/mpeg"/>'
    )
    changes = {'id="c1" href': 'id="c1" media-overlay="m" href'}

    book = parse(
        epub(TEXT, manifest=manifest, changes=changes, files={"m.smil": SMIL, "a.mp3": b"x"})
    )

    assert book.has_media_overlays
    assert [chapter.blocks for chapter in book.chapters] == [("Text.",)]
    assert not parse(epub(TEXT)).has_media_overlays
