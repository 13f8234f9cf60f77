"""`bookreader parse` and what every command does with a file it refuses."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.parsing.builders import archive, epub, fb2, png


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.epub"
    chapters = (("One", "<h1>One</h1><p>Two words.</p>"), ("Two", "<p>Дом <i>и</i> сад.</p>"))
    path.write_bytes(epub(chapters, title="A Title", authors=("Ann", "Bob")))
    return path


def test_a_book_is_told_in_json(run: Run, book: Path) -> None:
    answer = run("parse", book, "--json")

    told = json.loads(answer.out)
    assert answer.code == 0
    assert list(told) == [
        "format", "metadata", "direction", "writing_mode", "layout", "has_media_overlays", "cover",
        "contents", "chapters", "images", "warnings",
    ]  # fmt: skip
    assert told["format"] == "epub"
    assert told["metadata"]["title"] == "A Title"
    assert told["metadata"]["authors"] == ["Ann", "Bob"]
    assert [each["blocks"] for each in told["chapters"]] == [["One", "Two words."], ["Дом и сад."]]
    assert [each["ordinal"] for each in told["chapters"]] == [1, 2]
    assert told["contents"][1] == {"title": "Two", "chapter": 2, "block": 0, "children": []}


def test_a_book_is_shown_to_people(run: Run, book: Path) -> None:
    answer = run("parse", book)

    assert answer.code == 0
    assert "A Title" in answer.out
    assert "Ann, Bob · en · EPUB" in answer.out


def test_a_book_that_names_no_language_is_told_with_that_of_its_text(
    run: Run, tmp_path: Path
) -> None:
    path = tmp_path / "book.epub"
    text = "Однажды весною, в час небывало жаркого заката, в Москве появились два гражданина."
    path.write_bytes(epub((("Глава", f"<p>{text * 3}</p>"),), language=""))

    told = json.loads(run("parse", path, "--json").out)

    assert told["metadata"]["language"] == "ru"


def test_titles_that_look_like_markup_are_shown_as_they_are(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(epub((("[bold]One[/]", "<p>Words.</p>"),), title="[red]A[/red]"))

    answer = run("parse", path)

    assert "[red]A[/red]" in answer.out
    assert "[bold]One[/]" in answer.out


def test_an_fb2_is_recognized_by_its_content(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    path.write_bytes(fb2("<section><p>Words.</p></section>"))

    answer = run("parse", path, "--json")

    assert json.loads(answer.out)["format"] == "fb2"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"Not a book at all.", "unsupported-format"),
        (png(), "unsupported-format"),
        (archive({"mimetype": "application/epub+zip"}), "invalid-epub"),
    ],
)
def test_a_file_that_is_no_book_is_a_problem_and_exit_code_2(
    run: Run, tmp_path: Path, data: bytes, code: str
) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)

    answer = run("parse", path, "--json")

    problem = json.loads(answer.out)
    assert answer.code == 2
    assert problem["code"] == code
    assert problem["type"] == f"/problems/{code}"
    assert problem["title"]
    assert problem["detail"]


def test_without_json_a_refusal_is_a_sentence_and_what_to_do(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Not a book at all.")

    answer = run("parse", path)

    assert answer.code == 2
    assert answer.out == ""
    assert "not an EPUB or FB2" in answer.err
    assert "What to do: Convert it" in answer.err


@pytest.mark.parametrize("command", ["parse", "extract", "illustrate"])
def test_a_file_that_is_not_there_is_refused(run: Run, tmp_path: Path, command: str) -> None:
    answer = run(command, tmp_path / "nowhere.epub", "--json")

    assert answer.code == 2
    assert json.loads(answer.out)["code"] == "no-such-file"


def test_a_folder_is_refused(run: Run, tmp_path: Path) -> None:
    answer = run("parse", tmp_path, "--json")

    assert answer.code == 2
    assert json.loads(answer.out)["code"] == "refused"


def test_a_file_beyond_the_limit_is_refused_unread(
    run: Run, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOOKREADER_LIMITS__UPLOAD", "100")

    answer = run("parse", book, "--json")

    assert answer.code == 2
    assert json.loads(answer.out)["limit_bytes"] == 100


def test_a_setting_that_does_not_fit_is_named(
    run: Run, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOOKREADER_SECRET", "short")

    answer = run("parse", book, "--json")

    assert answer.code == 2
    assert "BOOKREADER_SECRET" in json.loads(answer.out)["detail"]
    assert "short" not in answer.out
