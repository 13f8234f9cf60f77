"""Marks and figures never change a text."""

from html import escape

import html5lib
from hypothesis import given
from hypothesis import strategies as st

from app.api.marks import Mark, mark, place

TEXTS = st.text(alphabet="ab <&>\"'\u00a0ж😀", min_size=1, max_size=12)
RUNS = st.lists(st.tuples(TEXTS, st.sampled_from(["", "em", "a", "br"])), min_size=1, max_size=4)


def chapter(runs_of_blocks):
    """Canonical HTML of blocks, each a list of (text, inline element)."""
    blocks, pieces = [], []
    for number, runs in enumerate(runs_of_blocks):
        inner, text = "", ""
        for words, name in runs:
            quoted = escape(words, quote=False).replace("\u00a0", "&nbsp;")
            if name == "br":
                inner, text = inner + quoted + "<br>\n", text + words + "\n"
                continue
            opening = '<a href="address:1/0" class=">">' if name == "a" else f"<{name}>"
            inner += f"{opening}{quoted}</{name}>" if name else quoted
            text += words
        pieces.append(f'<p id="b{number}">{inner}</p>')
        blocks.append(text)
    return "<section>" + "".join(pieces) + "</section>", blocks


def parsed(html):
    return html5lib.parseFragment(html, treebuilder="lxml", namespaceHTMLElements=False)


def by_id(fragment, wanted):
    return next(e for root in fragment for e in root.iter() if e.get("id") == wanted)


def text_of(element):
    return "".join(element.itertext())


def text_between(blocks, start, end):
    if start[0] == end[0]:
        return blocks[start[0]][start[1] : end[1]]
    middle = blocks[start[0] + 1 : end[0]]
    return "".join([blocks[start[0]][start[1] :], *middle, blocks[end[0]][: end[1]]])


@st.composite
def marked_chapters(draw):
    html, blocks = chapter(draw(st.lists(RUNS, min_size=1, max_size=4)))
    places = [(n, at) for n, text in enumerate(blocks) for at in range(len(text) + 1)]
    marks = []
    for number in range(draw(st.integers(0, 4))):
        start, end = sorted([draw(st.sampled_from(places)), draw(st.sampled_from(places))])
        marks.append(Mark(str(number), "location", start, end))
    return html, blocks, marks


@given(marked_chapters())
def test_marks_change_no_text_and_hold_exactly_their_passage(made):
    html, blocks, marks = made

    tree = parsed(mark(html, marks))

    for number, text in enumerate(blocks):
        assert text_of(by_id(tree, f"b{number}")) == text
    for each in marks:
        pieces = [
            text_of(e)
            for root in tree
            for e in root.iter("mark")
            if each.id in e.get("data-d").split()
        ]
        assert "".join(pieces) == text_between(blocks, each.start, each.end)


@given(marked_chapters())
def test_every_passage_has_one_address_where_it_begins(made):
    html, blocks, marks = made

    tree = parsed(mark(html, marks))

    ids = [e.get("id") for root in tree for e in root.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    for each in marks:
        assert (f"d-{each.id}" in ids) == bool(text_between(blocks, each.start, each.end))


@given(marked_chapters(), st.dictionaries(st.integers(0, 5), st.just("<figure>x</figure>")))
def test_figures_stand_between_blocks(made, figures):
    html, blocks, _ = made

    tree = parsed(place(html, figures))

    for number, text in enumerate(blocks):
        assert text_of(by_id(tree, f"b{number}")) == text
    assert sum(1 for root in tree for _ in root.iter("figure")) == len(figures)


def test_a_chapter_without_marks_is_served_as_it_is_stored():
    html = '<p id="b0">a &amp; b&nbsp;c <img src="asset:0" alt="x &gt; y"></p>'

    assert mark(html, []) == html
    assert place(html, {}) == html


def test_overlapping_passages_share_a_piece_and_its_kinds():
    marks = [Mark("x", "location", (0, 0), (0, 3)), Mark("y", "object", (0, 2), (0, 4))]

    marked = mark('<p id="b0">abcde</p>', marks)

    assert marked == (
        '<p id="b0"><mark id="d-x" class="location" data-d="x">ab</mark>'
        '<mark id="d-y" class="location object" data-d="x y">c</mark>'
        '<mark class="object" data-d="y">d</mark>e</p>'
    )


def test_a_figure_stands_after_its_block():
    placed = place('<p id="b0">a</p><p id="b1">b</p>', {0: "<figure></figure>"})

    assert placed == '<p id="b0">a</p><figure></figure><p id="b1">b</p>'


def test_a_figure_climbs_out_of_lists_tables_and_quotations():
    wholes = (
        '<ul><li id="b0">a</li><li id="b1">b</li></ul>',
        '<table><tr><td><p id="b0">a</p></td></tr></table>',
        '<blockquote class="poem"><div class="stanza"><p id="b0">a</p></div></blockquote>',
        '<header><h1 id="b0">a</h1><p id="b1">b</p></header>',
    )

    for whole in wholes:
        placed = place(f"<section>{whole}<hr></section>", {0: "<figure></figure>"})
        assert placed == f"<section>{whole}<figure></figure><hr></section>"


def test_a_figure_whose_block_is_gone_stands_at_the_end():
    assert place('<p id="b0">a</p>', {7: "<figure></figure>"}) == (
        '<p id="b0">a</p><figure></figure>'
    )
