"""Formats are told by content, and what is no book is called by its name."""

import gzip

import pytest

from app.domain.books import BookFormat
from app.errors import CorruptArchive, EmptyFile, UnsupportedFormat
from app.parsing import sniff
from tests.parsing.builders import archive, epub, fb2, png

ODT = {"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": "<x/>"}


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (epub(), BookFormat.EPUB),
        (b"junk before the archive" + epub(), BookFormat.EPUB),
        (fb2(), BookFormat.FB2),
        (fb2(encoding="utf-16"), BookFormat.FB2),
        (b"\n\n" + fb2(encoding="windows-1251"), BookFormat.FB2),
        (archive({"a.fb2": fb2()}), BookFormat.FB2),
    ],
)
def test_books_are_known_by_their_content(data, form):
    assert sniff(data) is form


@pytest.mark.parametrize(
    ("data", "detected"),
    [
        (b"%PDF-1.7\n", "pdf"),
        (b"\0" * 60 + b"BOOKMOBI" + b"\0" * 60, "mobi"),
        (b"Rar!\x1a\x07\x00", "rar"),
        (b"7z\xbc\xaf\x27\x1c", "7z"),
        (b"MZ\x90\x00", "exe"),
        (gzip.compress(fb2()), "gzip"),
        (archive({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}), "docx"),
        (archive(ODT), "odt"),
        (archive({"1.png": png(), "2.png": png()}), "cbz"),
        (archive({"inner.zip": archive({"a": b"x"})}), "zip"),
        (b"<!DOCTYPE html><html><body>404</body></html>", "html"),
        (b'<?xml version="1.0"?><rss/>', "xml"),
        ("Просто текст".encode(), "txt"),
        (bytes(range(256)) * 10, "unknown"),
    ],
)
def test_other_files_are_refused_by_name(data, detected):
    with pytest.raises(UnsupportedFormat) as refused:
        sniff(data)

    assert refused.value.facts == {"detected": detected}


def test_an_empty_file_and_a_cut_archive_are_told_apart():
    with pytest.raises(EmptyFile):
        sniff(b"")
    with pytest.raises(CorruptArchive):
        sniff(epub()[:500])
