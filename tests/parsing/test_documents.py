"""Documents of an EPUB in other vocabularies, with branches, objects and things that cannot be read."""

import pytest

from app.domain.books import Address
from app.parsing import parse
from app.services import chapters
from tests.parsing import browser
from tests.parsing.builders import epub, png, xhtml

IMAGE = '<item id="i" href="i.png" media-type="image/png"/>'
MATH = '<math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>'


def codes(book):
    return [warning.code for warning in book.warnings]


def added(name: str, media_type: str, content: str, *, fallback: str = ""):
    """A book of one chapter and a document of that type after it."""
    other = f' fallback="{fallback}"' if fallback else ""
    manifest = f'<item id="d" href="{name}" media-type="{media_type}"{other}/>'
    manifest += (
        '<item id="f" href="f.xhtml" media-type="application/xhtml+xml"/>' if fallback else ""
    )
    files = {name: content, "f.xhtml": xhtml('<p id="x">Instead.</p>')}
    toc = f'<li><a href="c1.xhtml">One</a></li><li><a href="{name}">Two</a></li>'
    body = f'<p>Text, and a <a href="{name}">link</a>.</p>'
    return epub(
        [("One", body)], manifest=manifest, spine='<itemref idref="d"/>', files=files, toc=toc
    )


@pytest.mark.parametrize(
    ("branches", "blocks"),
    [
        (f"<epub:case>{MATH}</epub:case><epub:default><p>Default.</p></epub:default>", ("a", "Default.", "z")),
        ("<epub:case><p>First.</p></epub:case><epub:case><p>Second.</p></epub:case>", ("a", "First.", "z")),
    ],
)  # fmt: skip
def test_of_a_switch_one_branch_is_read(branches, blocks):
    book = parse(epub([("One", f"<p>a</p><epub:switch>{branches}</epub:switch><p>z</p>")]))

    assert book.chapters[0].blocks == blocks
    browser.check(book)


def test_an_object_is_the_picture_it_holds_or_else_what_stands_in_for_it():
    body = (
        '<p>a</p><object data="i.png" type="image/png"><p>A tree.</p></object>'
        '<object data="m.swf" type="application/x-flash"><p>No film.</p></object>'
    )

    book = parse(epub([("One", body)], manifest=IMAGE, files={"i.png": png()}))

    assert book.chapters[0].blocks == ("a", "No film.")
    assert 'alt="A tree."' in book.chapters[0].html
    browser.check(book)


def test_a_document_we_cannot_read_is_replaced_by_its_fallback_wherever_it_is_linked():
    book = parse(added("d.xml", "application/x-own", "<own>Raw.</own>", fallback="f"))

    assert [chapter.blocks for chapter in book.chapters] == [("Text, and a link.",), ("Instead.",)]
    assert book.contents[1].target == Address(2, 0, 0)
    assert '<a href="address:2/0">' in book.chapters[0].html


def test_a_document_that_is_no_markup_is_left_out_and_reported():
    book = parse(added("d.json", "application/json", '{"a": 1}'))

    assert [chapter.blocks for chapter in book.chapters] == [("Text, and a link.",)]
    assert "unreadable-document" in codes(book)


def test_a_document_of_the_wrong_type_is_read_if_it_is_markup():
    book = parse(added("d.xhtml", "text/plain", xhtml("<p>Plain.</p>")))

    assert book.chapters[1].blocks == ("Plain.",)


def test_a_daisy_document_is_read_in_paragraphs():
    content = (
        '<dtbook xmlns="http://www.daisy.org/z3986/2005/dtbook/"><book><bodymatter><level1><h1>Two</h1>'
        "<pagenum>7</pagenum><p>Text <sent>and more</sent>.</p><linegroup><line>Verse</line><line>lines</line>"
        "</linegroup></level1></bodymatter></book></dtbook>"
    )

    book = parse(added("d.xml", "application/x-dtbook+xml", content))

    assert book.chapters[1].blocks == ("Two", "Text and more.", "Verse", "lines")
    browser.check(book)


def test_pages_joined_into_one_file_are_all_read():
    page = xhtml("<p>one</p>")
    joined = page + page.replace("one", "two").partition("?>")[2]

    book = parse(epub(files={"c1.xhtml": joined}))

    assert book.chapters[0].blocks == ("one", "two")
    assert codes(book) == ["malformed"]
    browser.check(book)


@pytest.mark.parametrize(
    ("markup", "lines"),
    [
        (
            '<blockquote epub:type="z3998:verse"><p><span>a</span><br/><span>b</span></p></blockquote>',
            ("a\nb",),
        ),
        ('<div class="poem"><div class="stanza"><div>a</div><div>b</div></div></div>', ("a", "b")),
        ('<div class="Poetry">a<br/>b</div>', ("a\nb",)),
        ('<p class="i1 verse">a</p><p class="verse">b</p>', ("a", "b")),
        ('<table><tr><td epub:type="z3998:verse"><p>a</p></td></tr></table>', ("a",)),
    ],
)
def test_verse_of_an_epub_is_marked_as_that_of_an_fb2(markup, lines):
    book = parse(epub([("One", f"<p>before</p>{markup}<p>after</p>")]))

    chapter = book.chapters[0]
    assert chapter.blocks == ("before", *lines, "after")
    assert chapters.verse_blocks(chapter.html) == frozenset(range(1, len(lines) + 1))
    browser.check(book)


def test_the_number_of_a_verse_makes_no_poem():
    book = parse(epub([("One", '<p><span class="verse">3</span> And there was light.</p>')]))

    assert chapters.verse_blocks(book.chapters[0].html) == frozenset()


def test_a_poem_keeps_its_frame():
    book = parse(epub([("One", '<section epub:type="z3998:poem"><h2>A</h2><p>b</p></section>')]))

    assert book.chapters[0].html == (
        '<section class="poem"><h2 id="b0">A</h2><p id="b1" class="verse">b</p></section>'
    )
