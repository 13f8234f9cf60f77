"""What kind of file some bytes are, told by the bytes alone, not by what a client says."""

import re

from app.domain.books import BookFormat
from app.errors import CorruptArchive, EmptyFile, UnsupportedFormat
from app.parsing import encodings
from app.parsing.archives import END_REACH, Archive

_HEAD = 64 * 1024
_LONG_HEAD = 1024 * 1024  # where a document type stands before the first element
_ZIP = b"PK\x03\x04"
_ZIP_END = b"PK\x05\x06"
_MAGIC = (
    (b"%PDF-", "pdf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"MZ", "exe"),
    (b"\x7fELF", "elf"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\xd0\xcf\x11\xe0", "doc"),
    (b"{\\rtf", "rtf"),
    (b"AT&TFORM", "djvu"),
    (b"ITSF", "chm"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
)
_MOBI = slice(60, 68)  # type and creator of a Palm database
_FB2 = re.compile(r"<(?:[\w.-]+:)?FictionBook\b")
_ELEMENT = re.compile(r"<[A-Za-z]")
_HTML = re.compile(r"<!doctype\s+html|<html\b|<body\b", re.IGNORECASE)
_PICTURE_NAMES = (".jpg", ".jpeg", ".png", ".gif", ".webp")
_OFFICE = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"))


def sniff(data: bytes) -> BookFormat:
    """
    Reads the first kilobytes, or the directory of an archive.

    Raises `EmptyFile`, `UnsupportedFormat` with *detected*, or what is wrong with the archive.
    """
    if not data:
        raise EmptyFile
    detected = next((name for magic, name in _MAGIC if data.startswith(magic)), None)
    if detected:
        raise UnsupportedFormat(detected=detected)
    if data[_MOBI] in {b"BOOKMOBI", b"TEXtREAd"}:
        raise UnsupportedFormat(detected="mobi")
    if data.startswith((_ZIP, _ZIP_END)):
        return _in_archive(data)
    head = encodings.decode(data[:_HEAD], [])
    if "<!DOCTYPE" in head and not _ELEMENT.search(head):
        head = encodings.decode(data[:_LONG_HEAD], [])
    if _FB2.search(head):
        return BookFormat.FB2
    # Some files carry rubbish before the archive; what counts is whether it ends as one.
    if _ZIP_END in data[-END_REACH:]:
        return _in_archive(data)
    raise UnsupportedFormat(detected=_text_kind(data, head))


def _in_archive(data: bytes) -> BookFormat:
    archive = Archive(data)
    names = [name.lower() for name in archive.names]
    if "meta-inf/container.xml" in names or any(name.endswith(".opf") for name in names):
        return BookFormat.EPUB
    media_type = _declared_type(archive)
    if "epub" in media_type:
        return BookFormat.EPUB
    if any(name.endswith(".fb2") for name in names):
        return BookFormat.FB2
    raise UnsupportedFormat(detected=_archive_kind(names, media_type))


def _declared_type(archive: Archive) -> str:
    if "mimetype" not in archive.names:
        return ""
    try:
        return archive.read("mimetype").decode("ascii", "replace")[:100]
    except CorruptArchive:
        return ""


def _archive_kind(names: list[str], media_type: str) -> str:
    if "opendocument" in media_type:
        return "odt"
    for folder, kind in _OFFICE:
        if "[content_types].xml" in names and any(name.startswith(folder) for name in names):
            return kind
    pictures = sum(name.endswith(_PICTURE_NAMES) for name in names)
    return "cbz" if pictures and 2 * pictures >= len(names) else "zip"


def _text_kind(data: bytes, head: str) -> str:
    if b"\0" in data[:_HEAD] and "\0" in head:
        return "unknown"
    if _HTML.search(head):
        return "html"
    if head.lstrip("\ufeff \t\r\n").startswith("<"):
        return "xml"
    try:
        data[:_HEAD].decode("utf-8")
    except UnicodeDecodeError as error:
        # A character cut in two at the end of the sample is no sign of anything.
        if error.start < min(len(data), _HEAD) - 4:
            return "unknown"
    return "txt"
