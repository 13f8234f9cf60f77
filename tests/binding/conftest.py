"""Small book files, the parsed books that belong to them, and pictures to put into them."""

import io
import zipfile
from collections.abc import Callable

import pytest
from lxml import etree
from PIL import Image

from app.domain.books import (
    BlockSource,
    BookFormat,
    ChapterKind,
    Metadata,
    ParsedBook,
    ParsedChapter,
)
from app.domain.illustrations import Placement

CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OPS/book.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>"""

OPF = """<?xml version="1.0" encoding="utf-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">x</dc:identifier>
<dc:title>Tea</dc:title><dc:language>en</dc:language></metadata>
<manifest><item id="c" href="text/one.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="c"/></spine></package>"""

CHAPTER = "OPS/text/one.xhtml"


def page(body: str) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>One</title></head>'
        f"<body>{body}</body></html>"
    )


def fiction(body: str, *, encoding: str = "utf-8", root: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>\n'
        '<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0"'
        f"{root}><description><title-info><book-title>Чай</book-title></title-info></description>"
        f"{body}</FictionBook>\n"
    )


@pytest.fixture
def epub() -> Callable[..., bytes]:
    """An EPUB around one chapter; *members* are added or take the place of the usual ones."""

    def build(chapter: str | bytes, **members: str | bytes) -> bytes:
        usual: dict[str, str | bytes] = {
            "META-INF/container.xml": CONTAINER,
            "OPS/book.opf": OPF,
            CHAPTER: chapter,
            "OPS/blob.bin": bytes(range(256)) * 40,
        }
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
            for name, data in (usual | members).items():
                archive.writestr(name, data)
        return out.getvalue()

    return build


@pytest.fixture
def member_of() -> Callable[[bytes, str], bytes]:
    def read(data: bytes, name: str) -> bytes:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            assert archive.testzip() is None
            return archive.read(name)

    return read


@pytest.fixture
def parsed() -> Callable[..., ParsedBook]:
    """One chapter whose blocks are the innermost elements that hold each of the *texts*."""

    def build(kind: BookFormat, member: str, markup: str | bytes, *texts: str) -> ParsedBook:
        data = markup.encode() if isinstance(markup, str) else markup
        root = etree.fromstring(data, etree.XMLParser(recover=True))
        elements = list(root.iter("*"))
        numbers = [
            max(n for n, e in enumerate(elements) if text in "".join(e.itertext()))
            for text in texts
        ]
        return book_of(kind, [BlockSource(member, number) for number in numbers], texts)

    return build


def book_of(kind: BookFormat, sources: list[BlockSource], texts: tuple[str, ...]) -> ParsedBook:
    chapter = ParsedChapter(
        ordinal=1,
        title="One",
        number=1,
        kind=ChapterKind.BODY,
        html="",
        blocks=texts,
        word_count=0,
        sources=tuple(sources),
    )
    return ParsedBook(
        format=kind,
        metadata=Metadata(title="Tea", authors=(), language="en"),
        chapters=(chapter,),
        contents=(),
        cover=None,
        assets=(),
        warnings=(),
    )


@pytest.fixture
def picture() -> Callable[..., Placement]:
    def paint(block: int = 0, *, alt: str = "A kettle", colour: str = "teal") -> Placement:
        out = io.BytesIO()
        Image.new("RGB", (12, 8), colour).save(out, "JPEG")
        return Placement(1, block, out.getvalue(), 12, 8, alt)

    return paint


@pytest.fixture
def write_page() -> Callable[[str], str]:
    return page


@pytest.fixture
def write_fiction() -> Callable[..., str]:
    return fiction
