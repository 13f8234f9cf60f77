"""`bookreader extract`: candidates by address, before and after the selection."""

import json
from pathlib import Path

import pytest

from app import demo, parsing
from tests.cli.conftest import Run
from tests.parsing.builders import epub

KEYS = [
    "chapter", "block", "start", "end_block", "end", "text", "type", "type_probabilities", "worth",
    "entities",
]  # fmt: skip
HOUSE = (
    "The old house stood on a low hill above the river, its grey stone walls covered with ivy, "
    "its tall narrow windows dark, and its roof of broken red tiles bright with wet moss."
)


@pytest.mark.parametrize("path", demo.books(), ids=lambda path: path.suffix)
def test_every_candidate_is_a_line_whose_text_stands_at_its_address(run: Run, path: Path) -> None:
    answer = run("extract", path, "--all", "--json")

    chapters = {each.ordinal: each for each in parsing.parse(path.read_bytes()).chapters}
    lines = [json.loads(line) for line in answer.out.splitlines()]
    assert answer.code == 0
    assert len(lines) > 20
    for line in lines:
        assert list(line) == KEYS
        blocks = list(chapters[line["chapter"]].blocks[line["block"] : line["end_block"] + 1])
        blocks[-1] = blocks[-1][: line["end"]]
        assert "\n".join(blocks)[line["start"] :] == line["text"]
        assert sum(line["type_probabilities"].values()) == pytest.approx(1)


@pytest.mark.parametrize(
    ("path", "name"), list(zip(demo.books(), ["Ines", "Варя"], strict=True)), ids=["epub", "fb2"]
)
def test_candidates_say_who_is_in_them(run: Run, path: Path, name: str) -> None:
    answer = run("extract", path, "--all", "--json")

    lines = [json.loads(line) for line in answer.out.splitlines()]
    named = [each for line in lines for each in line["entities"]]
    assert name in {each["name"] for each in named}
    assert len({each["id"] for each in named}) == len({tuple(each.items()) for each in named})


def test_without_all_only_the_selected_are_told(run: Run) -> None:
    path = demo.books()[0]

    every = run("extract", path, "--all", "--json").out.splitlines()
    kept = run("extract", path, "--json").out.splitlines()

    assert 0 < len(kept) < len(every)
    assert set(kept) <= set(every)


def test_passages_are_listed_for_people_under_their_chapters(run: Run) -> None:
    answer = run("extract", demo.books()[1])

    assert answer.code == 0
    assert "2. Станция Береговая" in answer.out


def test_note_marks_stand_in_the_text_that_is_told(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "book.epub"
    mark = '<a epub:type="noteref" href="#n1"><sup>7</sup></a>'
    body = f"<p>{HOUSE.replace('river,', f'river{mark},')}</p><aside epub:type='footnote' id='n1'>"
    path.write_bytes(epub((("One", f"{body}<p>A note.</p></aside>"),)))

    answer = run("extract", path, "--all", "--json")

    lines = [json.loads(line) for line in answer.out.splitlines()]
    assert any("river7," in line["text"] for line in lines)


def test_a_book_that_names_no_language_is_read_in_the_one_it_is_written_in(
    run: Run, tmp_path: Path
) -> None:
    named, unnamed = tmp_path / "named.epub", tmp_path / "unnamed.epub"
    chapters = (("One", f"<p>{HOUSE}</p>" * 3),)
    named.write_bytes(epub(chapters, language="en"))
    unnamed.write_bytes(epub(chapters, language=""))

    worths = [
        [
            json.loads(line)["worth"]
            for line in run("extract", path, "--all", "--json").out.split("\n")
            if line
        ]
        for path in (named, unnamed)
    ]

    assert worths[0]
    assert worths[0] == worths[1]
