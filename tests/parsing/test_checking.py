"""What is told while the reader still waits for the answer to an upload: all that is quick to see."""

import pytest

from app.domain.books import BookFormat
from app.errors import (
    AmbiguousArchive,
    DrmProtected,
    EmptyBook,
    InvalidEpub,
    PasswordProtected,
    TooManyEntries,
)
from app.parsing import check
from tests.parsing.builders import archive, epub, fb2
from tests.parsing.hostile.locks import CIPHER, LOCKED, locked
from tests.parsing.hostile.members import fb2_zip, listed_names


def test_good_books_pass_and_are_told_by_their_content():
    assert check(epub()) is BookFormat.EPUB
    assert check(fb2()) is BookFormat.FB2
    assert check(archive({"a.fb2": fb2()})) is BookFormat.FB2


def test_a_locked_book_is_refused_with_its_scheme_and_with_who_can_open_it():
    with pytest.raises(DrmProtected, match="only Apple Books can open it") as refused:
        check(locked(LOCKED, sinf_xml="<sinf/>"))

    assert refused.value.facts == {"scheme": "Apple FairPlay"}


def test_a_locked_archive_is_refused_without_being_read():
    with pytest.raises(PasswordProtected):
        check(fb2_zip(flags=1))


def test_a_package_that_leads_nowhere_is_refused():
    with pytest.raises(EmptyBook):
        check(epub(spine="", files={"c1.xhtml": ""}, chapters=()))
    with pytest.raises(InvalidEpub):
        check(epub(files={"content.opf": "<html/>"}))


def test_several_books_in_one_archive_are_refused():
    with pytest.raises(AmbiguousArchive):
        check(archive({"a.fb2": fb2(), "b.fb2": fb2()}))


def test_files_are_counted_before_their_list_is_read():
    with pytest.raises(TooManyEntries, match="12,005 files; the limit is 10,000") as refused:
        check(listed_names(12_000))

    assert refused.value.facts == {"limit": 10_000}


def test_a_package_that_takes_long_to_read_is_left_to_the_worker():
    padded = epub(
        metadata="<dc:subject>" + "s" * 300_000 + "</dc:subject>", files={"c1.xhtml": CIPHER}
    )

    assert check(padded) is BookFormat.EPUB
