"""Notes of an EPUB, declared or not: out of the text, with their marks known."""

import pytest

from app.domain.books import Address, ChapterKind, NoteMark, Span
from app.parsing import parse
from tests.parsing import browser
from tests.parsing.builders import epub


def note(chapter: int, start: int, end: int) -> Span:
    return Span(Address(chapter, start, 0), Address(chapter, end, 0))


def texts(book):
    return [chapter.blocks for chapter in book.chapters]


def test_footnotes_leave_the_text_and_their_marks_are_known():
    body = (
        "<p>Word<a epub:type='noteref' href='#n'>1</a> more.</p>"
        "<aside epub:type='footnote' id='n'><p>The note.</p></aside><p>End.</p>"
    )

    book = parse(epub([("One", body)]))

    assert texts(book) == [("Word1 more.", "End."), ("The note.",)]
    assert book.chapters[1].kind is ChapterKind.NOTES
    assert book.chapters[0].note_marks == (NoteMark(0, 4, 5, note(2, 0, 1)),)
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


def test_a_note_inside_a_paragraph_leaves_it_too():
    body = "<p>Word<span epub:type='footnote'>The note.</span> more.</p>"

    book = parse(epub([("One", body)]))

    assert [chapter.blocks for chapter in book.chapters] == [("Word more.",), ("The note.",)]
    browser.check(book)


def test_a_note_of_several_paragraphs_is_known_as_a_whole():
    body = (
        "<p>Word<a epub:type='noteref' href='#n'>1</a></p>"
        "<aside epub:type='footnote' id='n'><p>First.</p><p>Second.</p></aside>"
    )

    book = parse(epub([("One", body)]))

    assert book.chapters[0].note_marks == (NoteMark(0, 4, 5, note(2, 0, 2)),)


def test_a_note_whose_name_stands_on_its_number_reaches_to_the_next():
    text = '<p>Some words<a href="c2.xhtml#a">[1]</a> and more<a href="c2.xhtml#b">[2]</a></p>'
    notes = '<p><a id="a"/>[1] First.</p><p>Goes on.</p><dl><dt id="b">2</dt><dd>Second.</dd></dl>'

    book = parse(epub([("One", text), ("Notes", notes)]))

    assert [mark.note for mark in book.chapters[0].note_marks] == [note(2, 0, 2), note(2, 3, 4)]


def test_a_mark_whose_note_is_missing_names_none():
    book = parse(epub([("One", "<p>Word<a epub:type='noteref' href='#gone'>1</a></p>")]))

    assert book.chapters[0].note_marks == (NoteMark(0, 4, 5, None),)


@pytest.mark.parametrize(
    "note_markup",
    [
        '<p id="n"><a href="#r">1</a> The note.</p>',
        '<p><a id="n" href="#r">1</a> The note.</p>',
        '<div id="n"><p>[1] The note.</p></div>',
        '<ol><li id="n">The note. <a href="#r">Back</a></li></ol>',
    ],
)
def test_notes_below_their_own_text_are_told_by_links_that_lead_back_or_by_their_sign(note_markup):
    text = '<p>A long enough sentence<a id="r" href="#n"><sup>[1]</sup></a>.</p><p>More.</p>'

    book = parse(epub([("One", f"{text}<hr/>{note_markup}")]))

    assert [chapter.kind for chapter in book.chapters] == [ChapterKind.BODY, ChapterKind.NOTES]
    assert book.chapters[0].blocks == ("A long enough sentence[1].", "More.")
    assert "The note." in book.chapters[1].blocks[0]
    assert book.chapters[0].note_marks == (NoteMark(0, 22, 25, note(2, 0, 1)),)
    browser.check(book)


def test_paragraphs_between_notes_at_the_end_belong_to_them():
    refs = "".join(f'<p>A long enough sentence<a href="#n{n}">{n}</a>.</p>' for n in (1, 2))
    notes = '<p id="n1">1. First.</p><p>Goes on.</p><p id="n2">2. Second.</p>'

    book = parse(epub([("One", refs + notes)]))

    assert book.chapters[1].blocks == ("1. First.", "Goes on.", "2. Second.")


def test_links_from_a_text_to_headings_and_back_are_no_notes():
    body = (
        '<p>Read <a id="t1" href="#c1">1</a> first, then the rest.</p>'
        '<h2 id="c1"><a href="#t1">1</a></h2><p>Text.</p>'
    )

    assert [chapter.kind for chapter in parse(epub([("One", body)])).chapters] == [ChapterKind.BODY]
