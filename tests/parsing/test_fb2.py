"""What an FB2 becomes: sections, notes, poems, encodings and repairs."""

import pytest

from app.domain.books import Address, BlockSource, ChapterKind, NoteMark, Series, Span
from app.domain.limits import LIMITS
from app.errors import AmbiguousArchive, InvalidFb2, TooDeep, UnsafeXml
from app.parsing import fb2 as reader
from app.parsing import parse
from tests.parsing import browser
from tests.parsing.builders import archive, fb2, png


def codes(book):
    return {warning.code for warning in book.warnings}


def note(chapter: int, start: int, end: int) -> Span:
    return Span(Address(chapter, start, 0), Address(chapter, end, 0))


def section(title: str, text: str = "", inner: str = "") -> str:
    return f"<title><p>{title}</p></title>{text and f'<p>{text}</p>'}{inner}"


def test_a_plain_book_has_its_metadata_chapters_and_contents():
    data = fb2(
        [section("Глава первая", "Раз."), section("Глава II", "Два.")],
        about='<sequence name="Цикл" number="2"/><genre>prose</genre>',
    )

    book = parse(data)

    about = book.metadata
    assert (about.title, about.authors, about.language) == ("Книга", ("Анна Авторова",), "ru")
    assert (about.series, about.genres) == (Series("Цикл", 2.0), ("prose",))
    assert [(c.title, c.number, c.blocks) for c in book.chapters] == [
        ("Глава первая", 1, ("Глава первая", "Раз.")),
        ("Глава II", 2, ("Глава II", "Два.")),
    ]
    assert [entry.target for entry in book.contents] == [Address(1, 0, 0), Address(2, 0, 0)]


def test_a_section_of_sections_is_a_heading_over_the_next_chapter():
    inner = "".join(f"<section>{section(f'Глава {n}', 'Текст.')}</section>" for n in (1, 2))

    book = parse(fb2([section("Часть первая", inner=inner)]))

    assert [(c.title, c.blocks) for c in book.chapters] == [
        ("Глава 1", ("Часть первая", "Глава 1", "Текст.")),
        ("Глава 2", ("Глава 2", "Текст.")),
    ]
    part = book.contents[0]
    assert (part.title, part.target) == ("Часть первая", Address(1, 0, 0))
    assert [entry.target for entry in part.children] == [Address(1, 1, 0), Address(2, 0, 0)]


def test_a_section_with_text_of_its_own_does_not_repeat_its_children():
    inner = f"<section>{section('Внутри', 'Дитя.')}</section>"

    book = parse(fb2([section("Снаружи", "Своё.", inner)]))

    assert [c.blocks for c in book.chapters] == [("Снаружи", "Своё."), ("Внутри", "Дитя.")]


def test_the_title_of_the_body_is_front_matter():
    book = parse(fb2(opening="<title><p>Анна</p><p>Книга</p></title>"))

    assert [(c.kind, c.blocks) for c in book.chapters] == [
        (ChapterKind.FRONT, ("Анна\nКнига",)),
        (ChapterKind.BODY, ("Глава 1", "Была тёмная ночь.")),
    ]


def test_a_body_without_sections_is_one_chapter():
    book = parse(fb2([], opening="<p>Просто текст.</p>"))

    assert [(c.kind, c.title) for c in book.chapters] == [(ChapterKind.BODY, "Просто текст.")]


def test_notes_are_a_chapter_of_their_own_and_marks_lead_to_them():
    data = fb2(
        [section("I", 'Слово<a l:href="#n1" type="note">[1]</a> и дело.')],
        notes={"n1": "Пояснение."},
    )

    book = parse(data)

    assert [(c.kind, c.blocks) for c in book.chapters] == [
        (ChapterKind.BODY, ("I", "Слово[1] и дело.")),
        (ChapterKind.NOTES, ("1", "Пояснение.")),
    ]
    assert book.chapters[0].note_marks == (NoteMark(1, 5, 8, note(2, 1, 2)),)
    assert '<a href="address:2/0">[1]</a>' in book.chapters[0].html
    assert [entry.title for entry in book.contents] == ["I"]


def test_verse_epigraphs_citations_and_tables_keep_every_line():
    lines = (
        "<title><p>I</p></title><epigraph><p>Эпиграф</p><text-author>Некто</text-author></epigraph>"
        "<poem><stanza><v>Строка</v><v>вторая</v></stanza></poem><cite><p>Цитата</p></cite>"
        "<subtitle>* * *</subtitle><table><tr><td>раз</td><td>два</td></tr></table>"
        "<p>до <emphasis>курсив</emphasis> после</p>"
    )

    book = parse(fb2([lines]))

    assert book.chapters[0].blocks == (
        "I", "Эпиграф", "Некто", "Строка", "вторая", "Цитата", "* * *", "раз", "два", "до курсив после",
    )  # fmt: skip
    assert '<p id="b3" class="verse">Строка</p>' in book.chapters[0].html
    browser.check(book)


def test_sources_count_start_tags_from_the_root():
    book = parse(fb2(["<p>Раз.</p>"]))

    # FictionBook 0, description 1, title-info 2, author 3, first-name 4, last-name 5, book-title 6, lang 7,
    # body 8, section 9, p 10
    assert book.chapters[0].sources == (BlockSource("", 10),)


def test_binaries_before_the_body_count_too():
    data = fb2(["<p>Раз.</p>"]).replace(
        b"<body>", b'<binary id="x" content-type="image/png">QUJD</binary><body>'
    )

    assert parse(data).chapters[0].sources == (BlockSource("", 11),)


def test_a_zipped_book_names_its_member():
    book = parse(archive({"book.fb2": fb2(["<p>Раз.</p>"])}))

    assert book.chapters[0].sources == (BlockSource("book.fb2", 10),)


def test_the_only_file_of_an_archive_may_be_called_anything():
    book = parse(archive({"book.xml": fb2(["<p>Раз.</p>"]), "__MACOSX/._book.xml": b"\0\5"}))

    assert book.chapters[0].blocks == ("Раз.",)


def test_two_books_in_one_archive_are_ambiguous():
    with pytest.raises(AmbiguousArchive):
        parse(archive({"a.fb2": fb2(), "b.fb2": fb2()}))


def test_the_cover_and_pictures_come_from_binaries():
    data = fb2(
        ['<p>Раз.</p><image l:href="#i"/>'],
        about='<coverpage><image l:href="#c"/></coverpage>',
        binaries={"i": png(4, 5), "c": png(7, 8)},
    )

    book = parse(data)

    assert book.cover is not None
    assert (book.cover.width, book.cover.height) == (7, 8)
    assert (
        f'<figure><img src="asset:{book.assets[0].digest}" alt=""></figure>'
        in book.chapters[0].html
    )


def test_a_cover_that_is_not_there_is_reported():
    book = parse(fb2(about='<coverpage><image l:href="#c"/></coverpage>'))

    assert book.cover is None
    assert "cover-missing" in codes(book)


@pytest.mark.parametrize("encoding", ["windows-1251", "koi8-r", "utf-16", "utf-8"])
def test_declared_encodings_are_read(encoding):
    assert parse(fb2(encoding=encoding)).chapters[0].blocks == ("Глава 1", "Была тёмная ночь.")


@pytest.mark.parametrize(
    ("declared", "actual"),
    [("windows-1251", "utf-8"), ("utf-8", "windows-1251"), ("x-martian", "windows-1251")],
)
def test_wrong_declarations_are_seen_through_with_a_warning(declared, actual):
    text = " ".join(
        ["Была тёмная осенняя ночь, и старый банкир ходил у себя в кабинете из угла в угол."] * 5
    )
    data = fb2([f"<p>{text}</p>"]).decode().replace('"utf-8"', f'"{declared}"').encode(actual)

    book = parse(data)

    assert book.chapters[0].blocks == (text,)
    assert "encoding" in codes(book)


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda data: data.replace("Была".encode(), b"R&D <3 "), "malformed"),
        (lambda data: data[: data.index("ночь".encode()) + 8], "truncated"),
        (lambda data: data.replace("Была".encode(), b"A\x01B"), "control-chars"),
    ],
)
def test_broken_books_are_mended_with_a_warning(damage, code):
    book = parse(damage(fb2()))

    assert "ночь" in book.chapters[0].blocks[1]
    assert code in codes(book)


def test_namespaces_may_be_missing_or_undeclared():
    bare = fb2().replace(b' xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"', b"")
    undeclared = fb2(['<p>Раз<a l:href="#n">1</a></p>']).replace(
        b' xmlns:l="http://www.w3.org/1999/xlink"', b""
    )

    assert parse(bare).chapters[0].blocks == ("Глава 1", "Была тёмная ночь.")
    assert parse(undeclared).chapters[0].blocks == ("Раз1",)


def test_own_entities_are_read_and_bombs_are_refused():
    def with_doctype(subset: str) -> bytes:
        return fb2(["<p>&who;</p>"]).replace(
            b"<FictionBook", f"<!DOCTYPE x [{subset}]><FictionBook".encode()
        )

    assert parse(with_doctype('<!ENTITY who "усадьба">')).chapters[0].blocks == ("усадьба",)
    assert "external-entity" in codes(parse(with_doctype('<!ENTITY who SYSTEM "file:///etc/passwd">') .replace(
        b"<p>&who;</p>", b"<p>a&who;b</p>")))  # fmt: skip
    with pytest.raises(UnsafeXml):
        parse(with_doctype('<!ENTITY a "ha"><!ENTITY who "&a;&a;">'))
    with pytest.raises(UnsafeXml):
        parse(with_doctype(f'<!ENTITY who "{"a" * 30_000}">').replace(b"&who;", b"&who;" * 50))


def test_markup_nested_deeper_than_any_book_is_refused():
    with pytest.raises(TooDeep):
        parse(fb2(["<section>" * 300 + "<p>x</p>" + "</section>" * 300]))


def test_what_holds_no_book_is_refused():
    with pytest.raises(InvalidFb2):
        reader.parse(b"not a book at all", LIMITS)


def test_thirty_thousand_notes_take_no_more_than_their_share_of_time():
    refs = "".join(f'<p>Слово<a l:href="#n{n}" type="note">{n}</a></p>' for n in range(30_000))

    book = parse(fb2([refs], notes={f"n{n}": "Пояснение." for n in range(30_000)}))

    assert len(book.chapters[0].note_marks) == 30_000
    assert book.chapters[1].blocks[-1] == "Пояснение."


def test_a_broken_tag_in_the_description_does_not_cost_the_text():
    book = parse(fb2(notes={"n": "Пояснение."}).replace(b"</last-name>", b"</last-na`e>"))

    assert [chapter.kind for chapter in book.chapters] == [ChapterKind.BODY, ChapterKind.NOTES]
    assert book.chapters[0].blocks == ("Глава 1", "Была тёмная ночь.")
