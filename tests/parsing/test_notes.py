"""Notes of an EPUB, declared or not: out of the text, with their marks known."""

from app.domain.books import ChapterKind, NoteMark
from app.parsing import parse
from tests.parsing import browser
from tests.parsing.builders import epub


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


def test_a_note_inside_a_paragraph_leaves_it_too():
    body = "<p>Word<span epub:type='footnote'>The note.</span> more.</p>"

    book = parse(epub([("One", body)]))

    assert [chapter.blocks for chapter in book.chapters] == [("Word more.",), ("The note.",)]
    browser.check(book)
