"""The table of the documentation names a test for every scenario, and each of them is there."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[2]
TEXT = (TESTS.parent / "docs" / "ILLUSTRATION.md").read_text(encoding="utf-8")
MANY = {"A": (1, 10), "B": (1, 8), "C": (20, 24), "D": (1, 8), "E": (1, 8), "F": (1, 8), "G": (1, 5),
        "H": (1, 3)}  # fmt: skip
ROWS = [
    [cell.strip() for cell in line.strip("|").split("|")]
    for line in TEXT.partition("| id | what | test |")[2].splitlines()
    if re.match(r"\| [A-H]", line)
]


def ids_of(cell):
    """Of "B2, B3, B4", "C20, C22-C24" and "E4-E6"."""
    for letter, first, last in re.findall(r"([A-H])(\d+)(?:-[A-H](\d+))?", cell):
        yield from (f"{letter}{number}" for number in range(int(first), int(last or first) + 1))


def test_every_scenario_has_a_row():
    told = [each for row in ROWS for each in ids_of(row[0])]
    wanted = [
        f"{letter}{n}" for letter, (first, last) in MANY.items() for n in range(first, last + 1)
    ]

    assert sorted(told) == sorted(wanted)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_the_tests_of_a_row_are_there(row):
    files = re.findall(r"([\w/]+\.py)", row[2])
    named = re.findall(r"\b(test_[a-h]\d+_)", row[2])
    found = [path for each in files for path in TESTS.rglob(Path(each).name)]
    whole = "".join(path.read_text(encoding="utf-8") for path in found)

    assert len(found) >= len(files)
    assert all(f"def {each}" in whole for each in named)
