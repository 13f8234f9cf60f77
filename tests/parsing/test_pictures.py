"""Pictures and covers of an EPUB."""

import base64

import pytest

from app.parsing import parse
from tests.parsing import browser
from tests.parsing.builders import epub, png

IMAGE = '<item id="i" href="i.png" media-type="image/png"/>'
SVG_ITEM = '<item id="s" href="s.svg" media-type="image/svg+xml" properties="cover-image"/>'
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:l="http://www.w3.org/1999/xlink">'
    '<image l:href="i.png"/></svg>'
)


def codes(book):
    return {warning.code for warning in book.warnings}


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
    assert codes(book) == {"remote-image", "missing-resource", "unlisted-image"}


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


@pytest.mark.parametrize(
    ("manifest", "metadata"),
    [
        (IMAGE, "<x-metadata><EmbeddedCover>i.png</EmbeddedCover></x-metadata>"),
        (IMAGE.replace('"i"', '"front_cover"'), ""),
        (
            '<item id="backcover" href="b.png" media-type="image/png"/>' + IMAGE.replace('"i"', '"cover"'),
            "",
        ),
        (IMAGE + '<item id="p" href="p.psd" media-type="image/psd" fallback="i" properties="cover-image"/>', ""),
    ],
)  # fmt: skip
def test_a_cover_is_found_in_older_and_rarer_ways(manifest, metadata):
    files = {"i.png": png(7, 8), "b.png": png(1, 1), "p.psd": b"8BPS"}

    cover = parse(epub(manifest=manifest, metadata=metadata, files=files)).cover

    assert cover is not None
    assert (cover.width, cover.height) == (7, 8)


@pytest.mark.parametrize(
    "body",
    [
        '<section epub:type="cover"><p>' + "Many words. " * 10 + '</p><img src="i.png"/></section>',
        '<object data="i.png" type="image/png"/>',
        '<svg xmlns="http://www.w3.org/2000/svg"><title>Cover</title><image href="i.png"/></svg>',
    ],
)  # fmt: skip
def test_a_page_that_is_a_cover_shows_it(body):
    chapters = [("-", body), ("One", "<p>text</p>")]
    toc = '<li><a href="c2.xhtml">One</a></li>'

    book = parse(epub(chapters, toc=toc, manifest=IMAGE, files={"i.png": png(7, 8)}))

    assert book.cover is not None


def test_an_svg_cover_may_hold_its_picture_itself():
    inline = base64.b64encode(png(7, 8)).decode()
    svg = SVG.replace("i.png", f"data:image/png;base64,{inline}")

    cover = parse(epub(manifest=SVG_ITEM, files={"s.svg": svg})).cover

    assert cover is not None
    assert (cover.width, cover.height) == (7, 8)


def test_drawings_and_broken_pictures_are_left_out_with_a_warning():
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"><image href="s.svgz"/><circle r="1"/></svg>'
    manifest = '<item id="s" href="s.svgz" media-type="image/svg+xml"/>'
    body = '<p>a</p><img src="s.svgz"/><img src="data:image/png;base64,QUJD"/>'

    book = parse(epub([("One", body)], manifest=manifest, files={"s.svgz": drawing}))

    assert codes(book) == {"vector-image", "bad-image"}
    assert book.assets == ()
