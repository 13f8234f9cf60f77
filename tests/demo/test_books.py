"""The demo books are real books: they open everywhere and are long enough to be illustrated."""

import re

import ebooklib
import pytest
from ebooklib import epub
from lxml import etree, html

from app import demo, parsing
from bench import demo_books

FB = "{http://www.gribuser.ru/xml/fictionbook/2.0}"
SHORTEST = 3_000


def words(text):
    return len(re.findall(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*", text))


def test_the_english_book_is_an_epub_of_four_chapters_with_cover_and_contents():
    path, _ = demo.books()

    book = epub.read_epub(path)

    chapters = [book.get_item_with_href(link.href) for link in book.toc]
    text = "".join(html.fromstring(chapter.content).text_content() for chapter in chapters)
    assert len(chapters) == 4
    assert words(text) >= SHORTEST
    assert book.get_metadata("DC", "title")[0][0] == "The Orchard on the Viaduct"
    assert [item.media_type for item in book.get_items_of_type(ebooklib.ITEM_COVER)] == [
        "image/jpeg"
    ]


def test_the_russian_book_is_an_fb2_of_four_chapters_with_cover_and_titles():
    _, path = demo.books()

    root = etree.parse(path).getroot()

    sections = root.findall(f"{FB}body/{FB}section")
    assert [s.findtext(f"{FB}title/{FB}p") for s in sections] == [
        "Станция Береговая",
        "Белое дно",
        "Жёлтая мгла",
        "Маяк Дальний",
    ]
    assert words("".join(text for s in sections for text in s.itertext())) >= SHORTEST
    assert root.find(f"{FB}binary").get("id") == "cover.jpg"


@pytest.mark.parametrize("path", demo.books(), ids=lambda path: path.suffix)
def test_the_parser_reads_the_demo_books_without_a_warning(path):
    book = parsing.parse(path.read_bytes())

    assert book.warnings == ()
    assert book.cover is not None
    assert book.word_count >= SHORTEST
    assert book.metadata.authors == ("BookReader AI",)
    assert sum(chapter.kind == "body" for chapter in book.chapters) == 4


def test_building_the_books_again_changes_no_word():
    english, russian = demo.books()
    cover = b"\xff\xd8\xff\xe0"

    orchard = demo_books.as_epub(
        demo_books.read(english.parent / "source" / f"{english.stem}.md"), cover
    )
    salt = demo_books.as_fb2(
        demo_books.read(russian.parent / "source" / f"{russian.stem}.md"), cover
    )

    again = demo_books.as_epub(
        demo_books.read(english.parent / "source" / f"{english.stem}.md"), cover
    )
    assert orchard == again
    committed = etree.parse(russian).findall(f".//{FB}section//{FB}p")
    assert [p.text for p in etree.fromstring(salt).findall(f".//{FB}section//{FB}p")] == [
        p.text for p in committed
    ]
