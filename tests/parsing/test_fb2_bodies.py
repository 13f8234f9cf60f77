"""Bodies, titles and borrowed markup of an FB2, and the archives it comes in."""

import pytest

from app.domain.books import ChapterKind
from app.parsing import parse
from tests.parsing import browser
from tests.parsing.builders import archive, fb2, png

MARK = '<a l:href="#n1" type="note">[1]</a>'
NOTES = '<section id="n1"><title><p>1</p></title><p>Пояснение.</p></section>'


def with_body(attributes: str, content: str, *, before: bool = False) -> bytes:
    """A book whose text bears a note mark, with another body after its own or before it."""
    data = fb2([f"<title><p>I</p></title><p>Слово{MARK} и дело.</p>"]).decode()
    body = f"<body{attributes}>{content}</body>"
    place = "<body>" if before else "</body>"
    return data.replace(place, body + place if before else place + body, 1).encode()


def kinds(book):
    return [(chapter.kind, chapter.blocks) for chapter in book.chapters]


TEXT = (ChapterKind.BODY, ("I", "Слово[1] и дело."))


@pytest.mark.parametrize("name", ["notes", "Notes", "comments", "footnotes", "Примечания"])
def test_a_body_called_notes_is_notes(name):
    book = parse(with_body(f' name="{name}"', NOTES))

    assert kinds(book) == [TEXT, (ChapterKind.NOTES, ("1", "Пояснение."))]
    assert book.chapters[0].note_marks[0].note is not None


def test_notes_before_the_text_come_after_it():
    assert kinds(parse(with_body(' name="notes"', NOTES, before=True))) == [
        TEXT,
        (ChapterKind.NOTES, ("1", "Пояснение.")),
    ]


def test_a_body_without_a_name_is_notes_if_marks_lead_to_most_of_it():
    book = parse(with_body("", NOTES))

    assert kinds(book) == [TEXT, (ChapterKind.NOTES, ("1", "Пояснение."))]
    assert [entry.title for entry in book.contents] == ["I"]


def test_a_body_of_another_name_is_text():
    book = parse(
        with_body(
            ' name="Приложение"', "<title><p>Приложение</p></title><section><p>Ещё.</p></section>"
        )
    )

    assert kinds(book)[1] == (ChapterKind.BODY, ("Приложение", "Ещё."))
    assert [entry.title for entry in book.contents] == ["I", "Приложение"]


def test_the_title_of_a_poem_is_not_that_of_its_chapter():
    poem = (
        "<poem><title><p>Буря</p></title><stanza><title><p>1</p></title><v>Мглою</v><v>небо кроет</v></stanza>"
        "<text-author>А. П.</text-author><date>1825</date></poem>"
    )

    book = parse(fb2([f"<title><p>Глава 1</p></title>{poem}<p>Текст.</p>"]))

    assert [chapter.title for chapter in book.chapters] == ["Глава 1"]
    assert book.chapters[0].blocks == (
        "Глава 1", "Буря", "1", "Мглою", "небо кроет", "А. П.", "1825", "Текст.",
    )  # fmt: skip
    assert '<p id="b1" class="subtitle">Буря</p>' in book.chapters[0].html
    browser.check(book)


def test_an_empty_line_in_a_title_leaves_it_one_title():
    book = parse(fb2(["<title><p>Глава 1</p><empty-line/><p>Гроза</p></title><p>Текст.</p>"]))

    assert (book.chapters[0].title, book.chapters[0].blocks) == (
        "Глава 1 Гроза",
        ("Глава 1\nГроза", "Текст."),
    )


def test_markup_borrowed_from_html_is_read():
    book = parse(
        fb2(
            [
                "<p>раз<br/>два <i>три</i> <b>пять</b></p><div>шесть</div><ul><li>семь</li></ul><h3>восемь</h3>"
            ]
        )
    )

    assert book.chapters[0].blocks == ("раз\nдва три пять", "шесть", "семь", "восемь")
    assert "<em>три</em> <strong>пять</strong>" in book.chapters[0].html
    browser.check(book)


def test_cells_keep_how_far_they_reach():
    book = parse(fb2(['<table><tr><td colspan="2" rowspan="3">раз</td></tr></table>']))

    assert '<td id="b0" colspan="2" rowspan="3">' in book.chapters[0].html


def test_a_cover_may_be_told_by_its_name_alone():
    book = parse(fb2(binaries={"i.png": png(4, 5), "cover.png": png(7, 8)}))

    assert book.cover is not None
    assert (book.cover.width, book.cover.height) == (7, 8)


def test_base64_without_its_filling_is_read():
    data = fb2(['<p>Раз.</p><image l:href="#i"/>'], binaries={"i": png(4, 5)})
    assert b"=</binary>" in data

    assert (
        len(
            parse(
                data.replace(b"=</binary>", b"</binary>").replace(b"=</binary>", b"</binary>")
            ).assets
        )
        == 1
    )


def test_an_archive_may_have_rubbish_before_it_and_other_files_in_it():
    members = {"read.me": "x", "книга.FB2": fb2(["<p>Раз.</p>"]), "__MACOSX/._книга.fb2": b"\0"}

    for data in (archive(members), b"rubbish " + archive(members), archive(members) + b" rubbish"):
        assert parse(data).chapters[0].blocks == ("Раз.",)


def test_a_book_that_holds_an_archive_is_no_archive():
    data = fb2(["<p>First.</p>"]) + archive({"other.fb2": fb2(["<p>Second.</p>"])})

    assert "First." in parse(data).chapters[0].blocks
