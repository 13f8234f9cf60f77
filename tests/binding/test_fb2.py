"""Pictures in FB2 files stand where the schema allows them, and nothing else changes."""

import io
import re
import zipfile
from base64 import b64decode

import pytest
from lxml import etree

from app.binding import bind
from app.domain.books import BookFormat

FB = "{http://www.gribuser.ru/xml/fictionbook/2.0}"
HREF = "{http://www.w3.org/1999/xlink}href"
OURS = re.compile(
    r"<image [^>]*bookreader-[^>]*/>|<binary id=\"bookreader-.*?</binary>\n", re.DOTALL
)


@pytest.fixture
def bound(parsed, picture):
    """The book after a picture was put behind the block that holds *text*."""

    def run(markup, text):
        result = bind(markup.encode(), parsed(BookFormat.FB2, "", markup, text), [picture()])
        assert (result.placed, result.missed) == (1, ())
        return result.data.decode()

    return run


def neighbours(markup):
    """The names of what stands before and after the picture, and of what holds it."""
    image = etree.fromstring(markup.encode()).find(f".//{FB}image")
    around = [image.getprevious(), image.getnext(), image.getparent()]
    return [None if e is None else etree.QName(e).localname for e in around]


def test_a_picture_stands_after_its_paragraph_and_its_bytes_at_the_end(
    parsed, picture, write_fiction
):
    markup = write_fiction("<body><section><p>Чай.</p><p>Чашка.</p></section></body>")
    placement = picture(alt='Самовар & "чай"')

    result = bind(markup.encode(), parsed(BookFormat.FB2, "", markup, "Чай."), [placement])

    root = etree.fromstring(result.data)
    image = root.find(f".//{FB}image")
    binary = root[-1]
    assert image.getprevious().text == "Чай."
    assert image.get("alt") == 'Самовар & "чай"'
    assert image.get(HREF) == f"#{binary.get('id')}"
    assert binary.get("content-type") == "image/jpeg"
    assert b64decode(binary.text) == placement.data


def test_without_the_inserted_text_the_book_is_what_it_was(bound, write_fiction):
    markup = write_fiction(
        "<body><section><p >Чай&nbsp;пьём.</p ><p/><p>Чашка.</p></section></body>"
    )

    assert OURS.sub("", bound(markup, "Чай")) == markup


@pytest.mark.parametrize(
    "block",
    [
        "<poem><stanza><v>Вот</v><v>Чай.</v></stanza></poem>",
        "<cite><p>Чай.</p><text-author>Я</text-author></cite>",
        "<table><tr><td>Чай.</td><td>чашка</td></tr></table>",
        "<subtitle>Чай.</subtitle>",
    ],
)
def test_a_picture_stands_after_the_whole_poem_citation_or_table(bound, write_fiction, block):
    markup = write_fiction(f"<body><section>{block}<p>После.</p></section></body>")

    name = re.match(r"<([\w-]+)", block)

    assert neighbours(bound(markup, "Чай.")) == [name.group(1), "p", "section"]


@pytest.mark.parametrize(
    "body",
    [
        "<title><p>Чай.</p></title><section><title><p>1</p></title>{}<p>Вода.</p></section>",
        "<section><title><p>Чай.</p></title><epigraph><p>э</p></epigraph>{}<p>Вода.</p></section>",
        "<section><epigraph><p>Чай.</p></epigraph>{}<p>Вода.</p></section>",
        "<section><title><p>Чай.</p></title><section><title><p>1</p></title>{}<cite/>Вода.</section></section>",
        "<section><annotation><p>Чай.</p></annotation>{}<p>Вода.</p></section>",
        "<section><title><p>Чай.</p></title>{}</section><section><p>Вода.</p></section>",
    ],
)
def test_a_picture_for_a_heading_stands_before_the_first_text_under_it(bound, write_fiction, body):
    markup = write_fiction(f"<body>{body.format('')}</body>")

    result = bound(markup, "Чай.")

    before, after = (part.format("") for part in body.split("{}"))
    assert re.search(re.escape(before) + r"<image [^>]+/>" + re.escape(after), result)


@pytest.mark.parametrize(
    ("root", "link"),
    [
        (' xmlns:xlink="http://www.w3.org/1999/xlink"', " xlink:href="),
        (' xmlns:l="http://www.w3.org/1999/xlink"', " l:href="),
        ("", ' xmlns:l="http://www.w3.org/1999/xlink" l:href='),
    ],
)
def test_the_link_uses_the_prefix_that_is_declared(parsed, picture, write_fiction, root, link):
    markup = write_fiction("<body><section><p>Чай.</p></section></body>", root=root)

    result = bind(markup.encode(), parsed(BookFormat.FB2, "", markup, "Чай."), [picture()])

    assert f"<image{link}".encode() in result.data
    assert etree.fromstring(result.data).find(f".//{FB}image").get(HREF)


@pytest.mark.parametrize("codec", ["windows-1251", "utf-16", "koi8-r"])
def test_a_book_keeps_its_encoding(parsed, picture, write_fiction, codec):
    body = "<body><section><p>Чай — в саду.</p></section></body>".replace("—", "-")
    markup = write_fiction(body, encoding=codec).encode(codec)

    result = bind(markup, parsed(BookFormat.FB2, "", markup, "Чай"), [picture(alt="Сад — чай")])

    assert OURS.sub("", result.data.decode(codec)).encode(codec) == markup
    assert etree.fromstring(result.data).find(f".//{FB}image").get("alt") == "Сад — чай"


def test_a_declaration_that_lies_does_not_spoil_a_word(parsed, picture, write_fiction):
    markup = write_fiction("<body><section><p>Чай.</p></section></body>", encoding="windows-1251")
    honest = markup.replace("windows-1251", "utf-8")

    result = bind(
        markup.encode(),
        parsed(BookFormat.FB2, "", honest, "Чай."),
        [picture(alt="Самовар")],
    )

    assert OURS.sub("", result.data.decode()) == markup


def test_prefixed_names_get_prefixed_pictures(parsed, picture, write_fiction):
    plain = write_fiction("<body><section><p>Чай.</p></section></body>")
    markup = re.sub(r"<(/?)(?=\w)", r"<\1fb:", plain).replace("xmlns=", "xmlns:fb=")

    result = bind(markup.encode(), parsed(BookFormat.FB2, "", markup, "Чай."), [picture()])

    assert etree.fromstring(result.data).find(f".//{FB}section/{FB}image") is not None


def test_a_truncated_book_is_mended_and_gets_its_picture(parsed, picture, write_fiction):
    whole = write_fiction("<body><section><p>Чай.</p><p>Чашка</p></section></body>")
    markup = whole[: whole.index("Чашка") + 3]

    result = bind(markup.encode(), parsed(BookFormat.FB2, "", markup, "Чай."), [picture()])

    assert neighbours(result.data.decode()) == ["p", "p", "section"]
    assert result.placed == 1


def test_a_zip_stays_a_zip_with_the_same_name_inside(parsed, picture, write_fiction):
    markup = write_fiction("<body><section><p>Чай.</p></section></body>")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("книга.fb2", markup)
        archive.writestr("read me.txt", "hello")

    result = bind(out.getvalue(), parsed(BookFormat.FB2, "книга.fb2", markup, "Чай."), [picture()])

    with zipfile.ZipFile(io.BytesIO(result.data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["книга.fb2", "read me.txt"]
        assert OURS.sub("", archive.read("книга.fb2").decode()) == markup


def test_one_picture_at_two_places_is_stored_once(parsed, picture, write_fiction):
    markup = write_fiction("<body><section><p>Чай.</p><p>Чашка.</p></section></body>")

    result = bind(
        markup.encode(),
        parsed(BookFormat.FB2, "", markup, "Чай.", "Чашка."),
        [picture(0), picture(1)],
    )

    root = etree.fromstring(result.data)
    assert (len(root.findall(f".//{FB}image")), len(root.findall(f"{FB}binary"))) == (2, 1)


def test_a_book_without_new_pictures_is_the_same_file(parsed, write_fiction):
    markup = write_fiction("<body><section><p>Чай.</p></section></body>")

    result = bind(markup.encode(), parsed(BookFormat.FB2, "", markup, "Чай."), [])

    assert (result.data, result.placed) == (markup.encode(), 0)
