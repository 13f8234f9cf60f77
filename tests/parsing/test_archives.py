"""Archives from strangers: what is refused, and that nothing is inflated before it is counted."""

import io
import struct
import zipfile

import pytest

from app.domain.limits import LIMITS, Limits
from app.errors import (
    AmbiguousArchive,
    ArchiveTooLarge,
    CorruptArchive,
    PasswordProtected,
    TooManyEntries,
    UnsafeArchive,
    UnsupportedCompression,
)
from app.parsing.archives import Archive
from tests.parsing.builders import archive


def opened(data: bytes, limits: Limits = LIMITS) -> Archive:
    return Archive(data, limits)


def packed(members, method=zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as zipped:
        for name, data in members:
            zipped.writestr(name, data)
    return out.getvalue()


def test_members_are_read_by_name_whatever_the_case():
    book = opened(archive({"a.txt": b"x", "B.txt": b"hello" * 100}))

    assert book.find("b.TXT") == "B.txt"
    assert book.read("B.txt") == b"hello" * 100


def test_members_are_read_by_name_however_their_letters_are_composed():
    book = opened(packed([("и\u0306.txt", b"x"), ("й2.txt", b"y")]))

    assert book.find("й.txt") == "и\u0306.txt"
    assert book.find("и\u03062.txt") == "й2.txt"


@pytest.mark.parametrize(("written", "found"), [("глава", "глава"), ("caf\xe9", "café")])
def test_names_in_utf_8_are_read_as_such_without_their_flag(written, found):
    encoding = "utf-8" if found == "глава" else "cp437"
    name = written.encode(encoding)
    data = packed([("?" * len(name), b"x")]).replace(b"?" * len(name), name)

    assert opened(data).names == (found,)


@pytest.mark.parametrize("name", ["../x", "a/../../x", "/etc/x", "C:/x", "..\\x", "n" * 2000])
def test_names_that_lead_outside_are_unsafe(name):
    with pytest.raises(UnsafeArchive):
        opened(packed([(name, b"x")]))


def test_links_are_unsafe():
    link = zipfile.ZipInfo("a")
    link.external_attr = 0o120777 << 16

    with pytest.raises(UnsafeArchive):
        opened(packed([(link, b"/etc/passwd")]))


def test_two_different_files_of_one_name_are_ambiguous_and_two_equal_ones_are_not():
    with pytest.warns(UserWarning, match="Duplicate"):
        different, equal = packed([("a", b"x"), ("a", b"y")]), packed([("a", b"x"), ("a", b"x")])

    with pytest.raises(AmbiguousArchive):
        opened(different)
    assert opened(equal).read("a") == b"x"


def test_real_bytes_are_counted_against_the_limit():
    bomb = opened(packed([("a", bytes(50_000_000))]))

    with pytest.raises(ArchiveTooLarge):
        bomb.read("a")
    with pytest.raises(ArchiveTooLarge):
        opened(packed([("a", b"x" * 100)])).read("a", limit=99)


def test_a_size_that_lies_is_damage():
    data = bytearray(packed([("a", b"x" * 100)]))
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 24, 5)

    with pytest.raises(CorruptArchive):
        opened(bytes(data)).read("a")


def test_a_wrong_checksum_is_damage():
    data = bytearray(packed([("a", b"x" * 100)]))
    data[data.index(b"PK\x01\x02") + 16] ^= 0xFF

    with pytest.raises(CorruptArchive):
        opened(bytes(data)).read("a")


def test_cut_archives_are_damaged():
    data = packed([("a", b"x" * 100)])

    for cut in (data[: len(data) // 2], data[:-10]):
        with pytest.raises(CorruptArchive):
            opened(cut)


def test_locked_members_and_foreign_methods_are_named():
    locked = bytearray(packed([("a", b"x")]))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1

    with pytest.raises(PasswordProtected):
        opened(bytes(locked)).read("a")
    with pytest.raises(UnsupportedCompression):
        opened(packed([("a", b"x" * 100)], zipfile.ZIP_BZIP2)).read("a")


def test_more_files_than_any_book_are_too_many():
    with pytest.raises(TooManyEntries):
        opened(packed([(str(n), b"") for n in range(10_001)], zipfile.ZIP_STORED))
