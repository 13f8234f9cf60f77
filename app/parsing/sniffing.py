"""What kind of file some bytes are, told by the bytes alone, not by what a client says."""

import re

from app.domain.books import BookFormat
from app.domain.limits import LIMITS, Limits
from app.errors import EmptyFile, UnsupportedFormat
from app.parsing import encodings
from app.parsing.archives import END_REACH, Archive, is_archive

_HEAD = 64 * 1024
_LONG_HEAD = 1024 * 1024  # where a document type stands before the first element
_LONGEST_TYPE = 100
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


def sniff(data: bytes, limits: Limits = LIMITS) -> BookFormat:
    """Raises what `opened` does."""
    return opened(data, limits)[0]


def opened(data: bytes, limits: Limits) -> tuple[BookFormat, Archive | None]:
    """
    The format, and the archive if it is one; reads the first kilobytes, or the list of its files.

    Raises `EmptyFile`, `UnsupportedFormat` with *detected*, or what is wrong with the archive.
    """
    if not data:
        raise EmptyFile
    detected = next((name for magic, name in _MAGIC if data.startswith(magic)), None)
    if detected:
        raise UnsupportedFormat(detected=detected)
    if data[_MOBI] in {b"BOOKMOBI", b"TEXtREAd"}:
        raise UnsupportedFormat(detected="mobi")
    if is_archive(data):
        return _in_archive(data, limits)
    head = _text(data[:_HEAD])
    if "<!DOCTYPE" in head and not _ELEMENT.search(head):
        head = _text(data[:_LONG_HEAD])
    if _FB2.search(head):
        return BookFormat.FB2, None
    # Some files carry rubbish before the archive; what counts is whether it ends as one.
    if _ZIP_END in data[-END_REACH:]:
        return _in_archive(data, limits)
    raise UnsupportedFormat(detected=_text_kind(data, head))


def _text(start: bytes) -> str:
    # Markup is ASCII in every encoding left then; to guess which it is would take 50 ms.
    return encodings.transcoded(start).decode("latin-1")


def _in_archive(data: bytes, limits: Limits) -> tuple[BookFormat, Archive]:
    archive = Archive(data, limits)
    names = [name.lower() for name in archive.names]
    if "meta-inf/container.xml" in names or any(name.endswith(".opf") for name in names):
        return BookFormat.EPUB, archive
    declared = archive.head("mimetype", _LONGEST_TYPE) if "mimetype" in archive.names else b""
    media_type = declared.decode("ascii", "replace")
    if "epub" in media_type:
        return BookFormat.EPUB, archive
    if any(name.endswith(".fb2") for name in names) or _is_packed_fb2(archive):
        return BookFormat.FB2, archive
    raise UnsupportedFormat(detected=_archive_kind(names, media_type))


def _is_packed_fb2(archive: Archive) -> bool:
    """Whether the only file is one, whatever it is called."""
    names = archive.own_names
    return len(names) == 1 and _FB2.search(_text(archive.head(names[0], _HEAD))) is not None


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
