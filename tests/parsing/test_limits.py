"""Every limit is met by a small file once the limit is small, and by none while it is not."""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import timedelta

import pytest

from app.domain.books import ParsedBook
from app.domain.limits import LIMITS, MIB, Limits
from app.errors import (
    ArchiveTooLarge,
    BookReaderError,
    BookTooLarge,
    TooDeep,
    TooManyEntries,
    UnsafeArchive,
    UnsafeXml,
)
from app.parsing import parse
from app.settings import LimitSettings
from tests.parsing.builders import archive, epub, fb2, png

PICTURE = '<item id="p" href="p.png" media-type="image/png"/>'
DEEP = "<blockquote>" * 20 + "<p>deep</p>" + "</blockquote>" * 20
NOTES = '<p>text</p><aside epub:type="footnote"><p>1</p></aside><aside epub:type="footnote"><p>2</p></aside>'
ENTITY = b"<!DOCTYPE FictionBook [<!ENTITY e 'xxxxxxxxxx'>]><FictionBook"


def pictured(*pictures: bytes) -> bytes:
    names = [f"p{n}.png" for n in range(len(pictures))]
    items = "".join(f'<item id="{name}" href="{name}" media-type="image/png"/>' for name in names)
    shown = "".join(f'<p>w</p><img src="{name}" alt=""/>' for name in names)
    return epub([("One", shown)], manifest=items, files=dict(zip(names, pictures, strict=True)))


def with_entities(times: int) -> bytes:
    return fb2(["<p>" + "&e;" * times + "</p>"]).replace(b"<FictionBook", ENTITY, 1)


REFUSING = [
    ("inflated", 1_000, epub(), ArchiveTooLarge),
    ("member", 20, epub(), ArchiveTooLarge),
    ("markup", 300, epub(), ArchiveTooLarge),
    ("fb2", 300, archive({"a.fb2": fb2()}), ArchiveTooLarge),
    ("entries", 3, epub(), TooManyEntries),
    ("name", 10, epub(), UnsafeArchive),
    ("depth", 10, epub([("One", DEEP)]), TooDeep),
    ("elements", 30, epub([("One", "<p>a<b>b</b></p>" * 20)]), BookTooLarge),
    ("text", 10, epub(), BookTooLarge),
    ("text", 10, fb2(), BookTooLarge),
    ("sections", 2, fb2(["<p>1</p>", "<p>2</p>", "<p>3</p>"]), BookTooLarge),
    ("spine", 1, epub([("1", "<p>1</p>"), ("2", "<p>2</p>")]), BookTooLarge),
    ("contents", 1, epub([("1", "<p>1</p>"), ("2", "<p>2</p>")]), BookTooLarge),
    ("contents", 1, fb2(["<p>1</p>", "<p>2</p>"]), BookTooLarge),
    ("notes", 1, epub([("One", NOTES)]), BookTooLarge),
    ("notes", 1, fb2(notes={"a": "1", "b": "2"}), BookTooLarge),
    ("expansion", 25, with_entities(3), UnsafeXml),
]


@pytest.mark.parametrize(
    ("name", "most", "data", "error"),
    REFUSING,
    ids=[f"{one[0]}-{n}" for n, one in enumerate(REFUSING)],
)
def test_a_book_beyond_a_limit_is_refused_with_the_limit(
    name: str, most: int, data: bytes, error: type[BookReaderError]
):
    assert parse(data)

    with pytest.raises(error) as refused:
        parse(data, replace(LIMITS, **{name: most}))

    assert refused.value.facts.get("limit") == most


def test_what_is_packed_too_well_is_refused_from_some_size_on():
    data = epub(files={"c1.xhtml": " " * (2 * MIB) + "<p>x</p>"})
    assert parse(data)
    assert parse(data, replace(LIMITS, ratio=50))

    with pytest.raises(ArchiveTooLarge):
        parse(data, replace(LIMITS, ratio=50, ratio_from=MIB))


def contents_depth(book: ParsedBook) -> int:
    depth, level = 0, book.contents
    while level:
        depth, level = depth + 1, level[0].children
    return depth


NESTED = "<section><title><p>A</p></title>" * 4 + "<p>x</p>" + "</section>" * 4
PEOPLE = ["A", "B", "C"]
SUBJECTS = "<dc:subject>a</dc:subject><dc:subject>b</dc:subject><dc:subject>c</dc:subject>"
BROKEN = '<img src="1.png" alt=""/><img src="2.png" alt=""/><img src="3.png" alt=""/><p>x</p>'
TWO = pictured(png(2, 3), png(4, 5))

KEEPING: list[tuple[str, int, bytes, Callable[[ParsedBook], int]]] = [
    ("title", 3, epub(title="Long title"), lambda book: len(book.metadata.title)),
    ("people", 2, epub(authors=PEOPLE), lambda book: len(book.metadata.authors)),
    ("genres", 2, epub(metadata=SUBJECTS), lambda book: len(book.metadata.genres)),
    (
        "annotation",
        5,
        epub(metadata="<dc:description>a description</dc:description>"),
        lambda book: len(book.metadata.annotation or ""),
    ),
    ("warnings", 2, epub([("One", BROKEN)]), lambda book: len(book.warnings)),
    ("images", 1, TWO, lambda book: len(book.assets)),
    ("image", 70, TWO, lambda book: max((len(each.data) for each in book.assets), default=0)),
    (
        "pixels",
        10,
        TWO,
        lambda book: max((each.width or 0) * (each.height or 0) for each in book.assets),
    ),
    ("nesting", 3, epub([("One", DEEP)]), lambda book: book.chapters[0].html.count("<blockquote")),
    ("contents_depth", 2, fb2([NESTED]), contents_depth),
]


@pytest.mark.parametrize(
    ("name", "most", "data", "measure"), KEEPING, ids=[one[0] for one in KEEPING]
)
def test_what_is_beyond_a_limit_is_left_out_and_the_book_is_read(
    name: str, most: int, data: bytes, measure: Callable[[ParsedBook], int]
):
    assert measure(parse(data)) > most

    assert measure(parse(data, replace(LIMITS, **{name: most}))) <= most


def test_every_limit_of_the_engine_is_a_setting_with_the_same_default():
    assert LimitSettings().of_books() == LIMITS
    assert set(LimitSettings.model_fields) == {"upload", *(each.name for each in fields(Limits))}


def test_a_setting_arrives_where_the_book_is_read():
    limits = LimitSettings(entries=3, cpu="PT5S").of_books()

    assert limits.cpu == timedelta(seconds=5)
    with pytest.raises(TooManyEntries):
        parse(epub(), limits)


def test_all_limits_but_those_of_the_process_are_met_here():
    # Time and memory are the pool's to watch: tests of app.compute and of the services meet them.
    met = {one[0] for one in (*REFUSING, *KEEPING)} | {"ratio", "ratio_from"}

    assert met | {"wall", "cpu", "memory"} == {each.name for each in fields(Limits)}
