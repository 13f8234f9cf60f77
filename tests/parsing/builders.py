"""Tiny books, built in memory: an EPUB or FB2 with just what a test is about."""

import base64
import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Mapping, Sequence
from html import escape

CONTAINER = (
    '<?xml version="1.0"?><container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
    '<rootfiles><rootfile full-path="OEBPS/content.opf" media-type="application/oebps-package+xml"/>'
    "</rootfiles></container>"
)
_FB2 = (
    '<?xml version="1.0" encoding="{encoding}"?>'
    '<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0" xmlns:l="http://www.w3.org/1999/xlink">'
    "<description><title-info>{about}</title-info></description>{bodies}{binaries}</FictionBook>"
)


def xhtml(body: str, *, title: str = "", attributes: str = "") -> str:
    """A document around *body*; *attributes* go on its body element."""
    return (
        '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html>'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
        f"<head><title>{escape(title)}</title></head><body{attributes}>{body}</body></html>"
    )


def epub(
    chapters: Sequence[tuple[str, str]] = (("Chapter 1", "<p>It was a dark night.</p>"),),
    *,
    title: str = "A Book",
    authors: Iterable[str] = ("Ann Author",),
    language: str = "en",
    metadata: str = "",
    manifest: str = "",
    spine: str = "",
    toc: str | None = None,
    files: Mapping[str, str | bytes] | None = None,
    changes: Mapping[str, str] | None = None,
) -> bytes:
    """
    An EPUB 3 of (title, body markup) pairs, each a document `c{n}.xhtml` and an entry of the contents.

    *toc* replaces the list inside the navigation; *files* are added or replaced by their names below OEBPS,
    and need an item in *manifest* to be part of the book. *changes* are made in the text of the package.
    """
    numbers = range(1, len(chapters) + 1)
    items = "".join(
        f'<item id="c{n}" href="c{n}.xhtml" media-type="application/xhtml+xml"/>' for n in numbers
    )
    references = "".join(f'<itemref idref="c{n}"/>' for n in numbers)
    people = "".join(f"<dc:creator>{escape(author)}</dc:creator>" for author in authors)
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="uid">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">'
        f'<dc:identifier id="uid">urn:test</dc:identifier><dc:title>{escape(title)}</dc:title>{people}'
        f"<dc:language>{language}</dc:language>{metadata}</metadata><manifest>"
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>'
        f"{items}{manifest}</manifest><spine>{references}{spine}</spine></package>"
    )
    entries = (
        toc
        if toc is not None
        else "".join(
            f'<li><a href="c{n}.xhtml">{escape(name)}</a></li>'
            for n, (name, _) in enumerate(chapters, 1)
        )
    )
    for before, after in (changes or {}).items():
        assert before in package
        package = package.replace(before, after)
    members: dict[str, str | bytes] = {
        "content.opf": package,
        "nav.xhtml": xhtml(f'<nav epub:type="toc"><ol>{entries}</ol></nav>'),
    }
    for n, (name, body) in enumerate(chapters, 1):
        members[f"c{n}.xhtml"] = xhtml(body, title=name)
    members |= files or {}
    return archive(
        {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER}
        | {
            name if name.startswith("META-INF/") else f"OEBPS/{name}": data
            for name, data in members.items()
        }
    )


def fb2(
    sections: Iterable[str] = ("<title><p>Глава 1</p></title><p>Была тёмная ночь.</p>",),
    *,
    title: str = "Книга",
    author: tuple[str, str] = ("Анна", "Авторова"),
    language: str = "ru",
    about: str = "",
    opening: str = "",
    notes: Mapping[str, str] | None = None,
    binaries: Mapping[str, bytes] | None = None,
    encoding: str = "utf-8",
) -> bytes:
    """
    An FB2 of sections, given as the markup inside them.

    *opening* stands in the body before the sections; *notes* maps ids to texts; *about* goes into title-info.
    """
    people = (
        f"<author><first-name>{author[0]}</first-name><last-name>{author[1]}</last-name></author>"
    )
    body = "".join(f"<section>{section}</section>" for section in sections)
    bodies = f"<body>{opening}{body}</body>"
    if notes:
        listed = "".join(
            f'<section id="{name}"><title><p>{n}</p></title><p>{text}</p></section>'
            for n, (name, text) in enumerate(notes.items(), 1)
        )
        bodies += f'<body name="notes">{listed}</body>'
    text = _FB2.format(
        encoding=encoding,
        about=f"{people}<book-title>{escape(title)}</book-title>{about}<lang>{language}</lang>",
        bodies=bodies,
        binaries="".join(
            f'<binary id="{name}" content-type="image/png">{_base64(data)}</binary>'
            for name, data in (binaries or {}).items()
        ),
    )
    return text.encode(encoding)


def archive(members: Mapping[str, str | bytes]) -> bytes:
    """A ZIP archive, its first member stored as EPUB wants it."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as zipped:
        for n, (name, data) in enumerate(members.items()):
            method = zipfile.ZIP_DEFLATED if n else zipfile.ZIP_STORED
            zipped.writestr(zipfile.ZipInfo(name), data, compress_type=method)
    return out.getvalue()


def png(width: int = 2, height: int = 3) -> bytes:
    """A grey picture."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + b"\x80" * width for _ in range(height)))
    chunks = ((b"IHDR", header), (b"IDAT", pixels), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")
