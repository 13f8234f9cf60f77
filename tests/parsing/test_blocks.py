"""The canonical chapter: its blocks are what a browser shows, whatever the book's markup is like."""

import unicodedata
from dataclasses import replace
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from app.parsing import parse
from bench import parsing_blocks
from tests.parsing import browser
from tests.parsing.builders import epub, fb2, png

HTML = [
    "p", "div", "section", "blockquote", "h1", "h2", "ul", "ol", "li", "dl", "dt", "dd", "table", "tbody", "tr", "td",
    "th", "caption", "figure", "figcaption", "pre", "em", "b", "span", "a", "sup", "ruby", "rt", "aside", "center",
    "font", "nav", "svg", "form", "button", "details", "summary",
]  # fmt: skip
FB2 = [
    "p", "section", "title", "subtitle", "epigraph", "cite", "poem", "stanza", "v", "text-author", "emphasis",
    "strong", "a", "table", "tr", "td", "th", "sup", "annotation",
]  # fmt: skip
TEXTS = st.text(" \t\nабвгd é\u0301\u00ad\u00a0<>&\"'й.—", min_size=1, max_size=12).map(escape)


def markup(names: list[str], void: list[str]) -> st.SearchStrategy[str]:
    leaves = TEXTS | st.sampled_from(void)
    return st.recursive(
        leaves,
        lambda inner: st.builds(
            lambda name, parts: f"<{name}>{''.join(parts)}</{name}>",
            st.sampled_from(names),
            st.lists(inner, max_size=4),
        ),
        max_leaves=25,
    )


def parsed_epub(body: str):
    return parse(
        epub(
            [("One", f"<p>Start.</p>{body}")],
            manifest='<item id="i" href="i.png" media-type="image/png"/>',
            files={"i.png": png()},
        )
    )


@settings(max_examples=200, deadline=None)
@given(markup(HTML, ["<br/>", "<hr/>", '<img src="i.png" alt="x"/>']))
def test_the_blocks_of_an_epub_are_what_a_browser_finds_in_its_html(body):
    book = parsed_epub(body)

    browser.check(book)


@settings(max_examples=150, deadline=None)
@given(markup(FB2, ["<empty-line/>", '<image l:href="#i"/>']))
def test_the_blocks_of_an_fb2_are_what_a_browser_finds_in_its_html(section):
    book = parse(fb2([f"<p>Начало.</p>{section}"], binaries={"i": png()}))

    browser.check(book)


@settings(max_examples=40, deadline=None)
@given(markup(HTML, ["<br/>"]))
def test_parsing_twice_gives_the_same_book(body):
    data = epub([("One", f"<p>Start.</p>{body}")])

    assert parse(data) == parse(data)


@settings(max_examples=100, deadline=None)
@given(markup(HTML, ["<br/>"]))
def test_no_letter_of_the_text_is_lost_or_added(body):
    book = parsed_epub(body)

    wanted = "Start." + "".join(browser_text(body))
    found = "".join("".join(chapter.blocks) for chapter in book.chapters)
    assert squeezed(found) == squeezed(wanted)


@pytest.mark.parametrize(
    ("body", "blocks"),
    [
        ("<p>  Two\n  words\u00ad </p>", ("Two words",)),
        ("<p>One<br/>two</p>", ("One\ntwo",)),
        ("<p>a <b> b</b> <i>c </i></p>", ("a b c",)),
        ("<p>О<span>днажды</span></p>", ("Однажды",)),
        ("bare <b>text</b><p>block</p>tail", ("bare text", "block", "tail")),
        ("<div>one<p>two</p>three</div>", ("one", "two", "three")),
        ("<ul><li>one</li><li><p>two</p><p>three</p></li></ul>", ("one", "two", "three")),
        ("<table><tr><td>a</td><td>b</td></tr></table>", ("a", "b")),
        ("<p>and e\u0301</p>", ("and é",)),
        ("<p> \u00a0 </p><p></p><p>x</p>", ("x",)),
        ("<script>no()</script><style>p{}</style><p>x</p>", ("x",)),
        ("<pre>\n a\n  b</pre>", (" a\n  b",)),
    ],
)
def test_text_is_folded_into_blocks(body, blocks):
    book = parse(epub([("One", body)]))

    assert book.chapters[0].blocks == blocks
    browser.check(book)


def test_a_list_item_with_text_is_a_block_itself():
    book = parse(epub([("One", "<ul><li>one</li></ul><div>two</div>")]))

    assert book.chapters[0].html == '<ul><li id="b0">one</li></ul><p id="b1">two</p>'


def test_publishers_scripts_styles_and_ids_are_gone():
    body = '<p id="x" class="y" style="color:red" onclick="z()">text<script>1</script></p>'

    book = parse(epub([("One", body)]))

    assert book.chapters[0].html == '<p id="b0">text</p>'


def test_a_source_names_the_start_tag_a_block_was_made_from():
    book = parse(epub([("One", "<p>one</p><ul><li>two</li></ul><div>three</div>")]))

    # html 0, head 1, title 2, body 3, p 4, ul 5, li 6, div 7
    assert [(s.member, s.element) for s in book.chapters[0].sources] == [
        ("OEBPS/c1.xhtml", 4),
        ("OEBPS/c1.xhtml", 6),
        ("OEBPS/c1.xhtml", 7),
    ]


def test_text_in_a_document_of_unknown_elements_is_kept():
    book = parse(epub(files={"c1.xhtml": "<htm><boby>loose <b>text</b></boby></htm>"}))

    assert book.chapters[0].blocks == ("loose text",)
    browser.check(book)


def test_a_chromium_tells_which_chapters_have_other_blocks():
    book = parse(epub([("One", "<p>one</p>")]))
    others = [
        ('<p id="b0">one</p>', ("two",)),
        ('<p id="b0">one</p><p id="b1">two</p>', ("one",)),
        ('<p id="b0">one</p>', ("one", "two")),
        ('<p id="b1">one</p>', ("one",)),
        ('<p id="b0">one</p>two', ("one",)),
        ('<table id="b0"><tr>one<td>two</td></tr></table>', ("onetwo",)),
    ]
    chapters = [replace(book.chapters[0], html=html, blocks=blocks) for html, blocks in others]

    checked = parsing_blocks.check(
        ("book", replace(book, chapters=(chapter,))) for chapter in (*book.chapters, *chapters)
    )

    assert (len(checked.wrong), checked.books) == (len(others), len(others) + 1)


def browser_text(body: str) -> list[str]:
    root = etree.fromstring(f"<x>{body}</x>".encode())
    return [str(text) for text in root.itertext()]


def squeezed(text: str) -> str:
    kept = "".join(text.replace("\u00ad", "").replace("\u00a0", "").split())
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", kept))
