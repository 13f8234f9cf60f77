"""
Builds the two demo books of app/demo from their text: the same text gives the same bytes.

    python -m bench.demo_books
"""

import io
import zipfile
from base64 import encodebytes
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from ebooklib import epub
from lxml import etree

from app import demo
from bench import demo_covers

AUTHOR = "BookReader AI"
_WRITTEN = datetime(2026, 11, 20, tzinfo=UTC)
_SOURCES = Path(demo.__file__).parent / "source"
_FB2 = "http://www.gribuser.ru/xml/fictionbook/2.0"
_XLINK = "http://www.w3.org/1999/xlink"
_BREAK = "* * *"

_CSS = """body { line-height: 1.45; margin: 0 5%; }
p { margin: 0; text-indent: 1.4em; text-align: justify; }
h1, h2 { text-align: center; font-weight: normal; margin: 2em 0 1.2em; }
h2 + p, hr + p { text-indent: 0; }
hr { border: 0; margin: 1.4em auto; text-align: center; }
hr::before { content: "* * *"; }
.title { text-align: center; margin-top: 25%; }
.title p { text-align: center; text-indent: 0; margin: 1em 0; }
.epigraph { font-style: italic; }
"""


@dataclass(frozen=True, slots=True)
class Story:
    """A text file taken apart; a chapter is its title and its paragraphs."""

    title: str
    epigraph: str
    chapters: tuple[tuple[str, tuple[str, ...]], ...]


def read(path: Path) -> Story:
    head, *parts = path.read_text("utf-8").split("\n## ")
    title, epigraph = (line.strip() for line in head.removeprefix("# ").split("\n> "))
    chapters = []
    for part in parts:
        name, *paragraphs = (piece.strip() for piece in part.split("\n\n"))
        chapters.append((name, tuple(paragraphs)))
    return Story(title, epigraph, tuple(chapters))


def as_epub(story: Story, cover: bytes) -> bytes:
    book = epub.EpubBook()
    book.set_identifier("urn:uuid:6a1f1c7e-4f0b-5d0c-9a55-0b6b3c1d7e19")
    book.set_title(story.title)
    book.set_language("en")
    book.add_author(AUTHOR)
    book.add_metadata("DC", "date", f"{_WRITTEN:%Y-%m-%d}")
    book.add_metadata("DC", "publisher", AUTHOR)
    book.add_metadata("DC", "rights", "CC0-1.0")
    book.add_metadata(
        "DC",
        "description",
        "A young surveyor is sent to condemn a railway viaduct and finds an orchard growing on it.",
    )
    book.set_cover("cover.jpg", cover)
    # Part of the reading order; ebooklib leaves it out.
    book.get_item_with_id("cover").is_linear = True
    style = epub.EpubItem("style", "style.css", "text/css", _CSS.encode())
    book.add_item(style)
    pages = [_title_page(story)]
    for number, (name, paragraphs) in enumerate(story.chapters, start=1):
        page = epub.EpubHtml(title=name, file_name=f"chapter-{number}.xhtml", lang="en")
        text = "\n".join("<hr/>" if p == _BREAK else f"<p>{escape(p)}</p>" for p in paragraphs)
        page.content = f"<section><h2>{escape(name)}</h2>\n{text}</section>"
        pages.append(page)
    for page in pages:
        page.add_item(style)
        book.add_item(page)
    book.toc = pages[1:]
    book.add_item(epub.EpubNcx())
    book.add_item(epub.EpubNav(title="Contents"))
    book.spine = ["cover", pages[0], "nav", *pages[1:]]
    out = io.BytesIO()
    epub.write_epub(out, book, {"mtime": _WRITTEN, "raise_exceptions": True})
    return _without_clock(out.getvalue())


def as_fb2(story: Story, cover: bytes) -> bytes:
    root = etree.Element(f"{{{_FB2}}}FictionBook", nsmap={None: _FB2, "l": _XLINK})
    description = _add(root, "description")
    title_info = _add(description, "title-info")
    _add(title_info, "genre", "prose_contemporary")
    _add(_add(title_info, "author"), "nickname", AUTHOR)
    _add(title_info, "book-title", story.title)
    annotation = _add(title_info, "annotation")
    _add(
        annotation,
        "p",
        "Море ушло двадцать лет назад, и по его белому дну возят почту под парусом. "
        "Последний рейс сезона: мешок писем, одно из которых девятнадцать лет не решались отдать.",
    )
    _add(title_info, "date", str(_WRITTEN.year))
    _add(_add(title_info, "coverpage"), "image").set(f"{{{_XLINK}}}href", "#cover.jpg")
    _add(title_info, "lang", "ru")
    document_info = _add(description, "document-info")
    _add(_add(document_info, "author"), "nickname", AUTHOR)
    _add(document_info, "date", f"{_WRITTEN:%d.%m.%Y}").set("value", f"{_WRITTEN:%Y-%m-%d}")
    _add(document_info, "id", "bookreader-ai-solyanaya-pochta")
    _add(document_info, "version", "1.0")
    body = _add(root, "body")
    title = _add(body, "title")
    _add(title, "p", AUTHOR)
    _add(title, "p", story.title)
    _add(_add(body, "epigraph"), "p", story.epigraph)
    for name, paragraphs in story.chapters:
        section = _add(body, "section")
        _add(_add(section, "title"), "p", name)
        for paragraph in paragraphs:
            _add(section, "subtitle" if paragraph == _BREAK else "p", paragraph)
    binary = _add(root, "binary", encodebytes(cover).decode())
    binary.set("id", "cover.jpg")
    binary.set("content-type", "image/jpeg")
    etree.indent(description)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)


def main() -> None:
    english, russian = demo.books()
    orchard = read(_SOURCES / f"{english.stem}.md")
    english.write_bytes(as_epub(orchard, demo_covers.orchard()))
    salt = read(_SOURCES / f"{russian.stem}.md")
    russian.write_bytes(as_fb2(salt, demo_covers.salt()))
    for path in (english, russian):
        print(f"{path.name}: {path.stat().st_size} bytes")


def _title_page(story: Story) -> epub.EpubHtml:
    page = epub.EpubHtml(title=story.title, file_name="title.xhtml", lang="en")
    page.content = (
        f'<section class="title"><h1>{escape(story.title)}</h1><p>{AUTHOR}</p>'
        f'<p class="epigraph">{escape(story.epigraph)}</p></section>'
    )
    return page


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    child = etree.SubElement(parent, f"{{{_FB2}}}{name}")
    child.text = text
    return child


def _without_clock(data: bytes) -> bytes:
    """The same archive with every member dated alike; ebooklib dates them by the clock."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            member = zipfile.ZipInfo(info.filename, _WRITTEN.timetuple()[:6])
            member.compress_type = info.compress_type
            member.external_attr = 0o100644 << 16
            new.writestr(member, old.read(info))
    return out.getvalue()


if __name__ == "__main__":
    main()
