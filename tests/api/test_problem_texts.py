"""Whatever is wrong with a file, a reader is told what, and what to do about it, in two languages."""

import pytest

from app import errors
from app.api.pages.problems import KINDS
from app.api.wording_russian import RUSSIAN

# The slugs a good service answers with; what we read by its content has no wrong extension.
SLUGS = {
    "empty-file", "upload-too-large", "unsupported-format", "corrupt-archive", "unsafe-archive",
    "unsupported-compression", "archive-too-large", "too-many-entries", "ambiguous-archive",
    "password-protected", "drm-protected", "unsafe-xml", "too-deep", "invalid-fb2", "invalid-epub",
    "book-too-large", "empty-book",
}  # fmt: skip


def unreadable(kind: type[errors.BookReaderError]):
    yield kind
    for each in kind.__subclasses__():
        yield from unreadable(each)


OF_FILES = [
    *unreadable(errors.UnreadableBook),
    *unreadable(errors.TooLarge),
    errors.UnsupportedFormat,
]


def test_every_way_a_file_is_refused_has_a_page_of_its_own():
    assert set(KINDS) >= SLUGS
    assert {kind.slug for kind in OF_FILES} >= SLUGS


@pytest.mark.parametrize("kind", OF_FILES, ids=lambda kind: kind.__name__)
def test_a_reader_is_told_what_is_wrong_and_what_to_do(kind):
    problem = kind().problem()

    assert problem["title"] in RUSSIAN
    assert problem["remedy"] in RUSSIAN
    assert str(problem["remedy"]).endswith(".")


def test_a_problem_carries_what_machines_may_want():
    problem = errors.DrmProtected("It is protected.", scheme="Readium LCP").problem()

    assert problem["type"] == "/problems/drm-protected"
    assert problem["scheme"] == "Readium LCP"
