"""`bookreader names`: characters and places, for people and for programs."""

import json
from pathlib import Path

import pytest

from app import demo, parsing
from tests.cli.conftest import Run
from tests.parsing.builders import epub

TALE = (
    "<p>Mr. William Thornton came to Marlow. Bill Thornton liked Marlow.</p>"
    "<p>“Nonsense,” said Bill. They left Marlow on a Monday.</p>"
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.epub"
    path.write_bytes(epub((("One", TALE), ("Two", "<p>Bill slept.</p>"))))
    return path


def test_entities_are_told_in_json_with_their_aliases_and_first_places(
    run: Run, book: Path
) -> None:
    answer = run("names", book, "--json")

    told = json.loads(answer.out)
    assert answer.code == 0
    assert list(told) == ["language", "entities"]
    assert told["language"] == "en"
    bill, marlow = told["entities"]
    assert list(bill) == [
        "kind", "name", "aliases", "gender", "importance", "first", "mentions",
    ]  # fmt: skip
    assert (bill["kind"], bill["name"], bill["gender"]) == ("character", "Bill", "male")
    assert bill["mentions"] == 4
    assert bill["aliases"] == [
        {
            "name": "Mr. William Thornton",
            "first": {"chapter": 1, "block": 0, "offset": 0},
            "mentions": 1,
        },
        {
            "name": "Bill Thornton",
            "first": {"chapter": 1, "block": 0, "offset": 37},
            "mentions": 1,
        },
        {"name": "Bill", "first": {"chapter": 1, "block": 1, "offset": 17}, "mentions": 2},
    ]
    assert (marlow["kind"], marlow["name"], marlow["mentions"]) == ("place", "Marlow", 3)


@pytest.mark.parametrize("path", demo.books(), ids=lambda path: path.suffix)
def test_with_mentions_every_surface_stands_at_its_address(run: Run, path: Path) -> None:
    answer = run("names", path, "--json", "--mentions")

    chapters = {each.ordinal: each for each in parsing.parse(path.read_bytes()).chapters}
    entities = json.loads(answer.out)["entities"]
    assert sum(entity["mentions"] for entity in entities) > 50
    for entity in entities:
        assert len(entity["spans"]) == entity["mentions"]
        for span in entity["spans"]:
            block = chapters[span["chapter"]].blocks[span["block"]]
            assert block[span["offset"] : span["end"]] == span["surface"]


def test_characters_and_places_are_listed_for_people(run: Run, book: Path) -> None:
    answer = run("names", book)

    assert answer.code == 0
    assert "Bill Thornton" in answer.out
    assert "Marlow" in answer.out


def test_a_book_without_names_is_told_to_have_none(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(epub((("One", "<p>It rained, and nobody came.</p>"),)))

    assert json.loads(run("names", path, "--json").out)["entities"] == []
    assert run("names", path).code == 0


def test_a_file_that_is_no_book_is_refused(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(b"no book")

    answer = run("names", path, "--json")

    assert answer.code == 2
    assert json.loads(answer.out)["code"] == "unsupported-format"
