"""`bookreader illustrate`: an illustrated copy beside the book, and the truth about its pictures."""

import json
import shutil
from pathlib import Path

import pytest

from app import demo, parsing
from app.extraction.taggers import natasha
from tests.cli.conftest import Run

ENGLISH, RUSSIAN = demo.books()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return Path(shutil.copy(ENGLISH, tmp_path / "orchard.epub"))


@pytest.mark.parametrize("path", [ENGLISH, RUSSIAN], ids=lambda path: path.suffix)
def test_a_book_comes_out_illustrated_in_its_own_format(
    run: Run, tmp_path: Path, path: Path
) -> None:
    out = tmp_path / f"out{path.suffix}"

    answer = run("illustrate", path, "-o", out, "--count", 2, "--quality", "draft", "--json")

    told = json.loads(answer.out)
    before, after = parsing.parse(path.read_bytes()), parsing.parse(out.read_bytes())
    assert answer.code == 0
    assert told["out"] == str(out)
    assert told["format"] == after.format == before.format
    assert len(told["pictures"]) == 2
    assert len(after.assets) == len(before.assets) + 2
    assert told["missed"] == told["failed"] == []
    for picture in told["pictures"]:
        assert picture["provider"] == "sketch"
        assert picture["preview"] is True
        assert picture["seed"] > 0
        block = before.chapters[picture["chapter"] - 1].blocks[picture["block"]]
        assert block[picture["start"] : picture["end"]] == picture["text"]


def test_the_copy_stands_beside_the_book_and_says_that_these_are_sketches(
    run: Run, book: Path
) -> None:
    answer = run("illustrate", book, "--count", 1, "--quality", "draft")

    assert answer.code == 0
    assert book.with_name("orchard.illustrated.epub").is_file()
    assert "sketch" in answer.out
    assert "seed" in answer.out
    assert "Sketches of the local painter" in answer.err


def test_the_same_command_draws_the_same_pictures(run: Run, book: Path, tmp_path: Path) -> None:
    words = ("illustrate", book, "--count", 2, "--quality", "draft")

    run(*words, "-o", tmp_path / "one.epub")
    run(*words, "-o", tmp_path / "two.epub")

    one, two = (
        parsing.parse((tmp_path / name).read_bytes()).assets for name in ("one.epub", "two.epub")
    )
    assert {each.digest for each in one} == {each.digest for each in two}


def test_a_file_that_is_there_is_replaced_only_by_force(
    run: Run, book: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.epub"
    out.write_text("mine")
    words = ("illustrate", book, "-o", out, "--count", 1, "--quality", "draft", "--json")

    refused = run(*words)
    kept = out.read_text()
    forced = run(*words, "--force")

    assert (refused.code, json.loads(refused.out)["code"], kept) == (2, "conflict", "mine")
    assert forced.code == 0
    assert parsing.parse(out.read_bytes()).assets


def test_the_book_itself_is_never_replaced(run: Run, book: Path) -> None:
    before = book.read_bytes()

    answer = run("illustrate", book, "-o", book, "--force", "--json")

    assert answer.code == 2
    assert book.read_bytes() == before


def test_a_packed_fb2_keeps_both_its_endings(run: Run, tmp_path: Path) -> None:
    shutil.make_archive(str(tmp_path / "post.fb2"), "zip", RUSSIAN.parent, RUSSIAN.name)

    answer = run("illustrate", tmp_path / "post.fb2.zip", "--count", 1, "--quality", "draft")

    assert answer.code == 0
    assert (tmp_path / "post.illustrated.fb2.zip").is_file()


def test_without_remote_auto_sketches_although_there_is_a_key_and_says_so(
    run: Run, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOOKREADER_ILLUSTRATION__POLLINATIONS__KEY", "sk_nobody")
    # Whoever is asked all the same is found out: nobody listens there.
    monkeypatch.setenv("BOOKREADER_ILLUSTRATION__POLLINATIONS__URL", "http://127.0.0.1:9")
    words = ("illustrate", book, "--count", 1, "--quality", "draft", "--force")

    told = json.loads(run(*words, "--json").out)
    shown = run(*words)

    assert told["pictures"][0]["degraded"] == {
        "from": "pollinations",
        "to": "sketch",
        "reason": "consent",
    }
    assert "--remote" in shown.err


def test_a_provider_without_a_key_is_refused_and_no_book_is_written(run: Run, book: Path) -> None:
    answer = run("illustrate", book, "--provider", "pollinations", "--json")

    assert answer.code == 2
    assert json.loads(answer.out)["code"] == "provider-misconfigured"
    assert not book.with_name("orchard.illustrated.epub").exists()


@pytest.mark.skipif(
    all(natasha.find_spec(name) for name in natasha.PACKAGES), reason="nothing is missing here"
)
def test_an_engine_for_names_that_is_not_installed_is_told_before_anything_is_drawn(
    run: Run, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOOKREADER_EXTRACTION__NAMES", "natasha")

    russian = shutil.copy(RUSSIAN, book.with_name("mail.fb2"))
    answer = run("illustrate", russian, "--count", 1, "--quality", "draft")

    assert answer.code == 2
    assert "pip install 'bookreader-ai[ru-ner]'" in " ".join(answer.err.split())
    assert not book.with_name("mail.illustrated.fb2").exists()
