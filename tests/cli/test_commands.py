"""The commands that need no server, and what all commands have in common."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from app.cli import MODULES
from tests import house
from tests.cli.conftest import Run

ROOT = Path(__file__).parents[2]


def test_the_contract_is_that_of_the_app_whatever_the_environment_says(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    contract = house.openapi()
    monkeypatch.setenv("BOOKREADER_SECRET", "too short")

    answer = run("openapi")

    assert answer.code == 0
    assert answer.out == contract


def test_help_names_every_command(run: Run) -> None:
    answer = run("--help")

    assert answer.code == 0
    assert all(name in answer.out for name in MODULES)


def test_every_command_has_json(run: Run) -> None:
    commands = [(name,) for name in MODULES if name != "user"]

    for words in [*commands, ("user", "create"), ("user", "promote")]:
        assert "--json" in run(*words, "--help").out, words


def test_an_unknown_command_is_refused(run: Run) -> None:
    assert run("fly").code == 2


@pytest.mark.parametrize("part", ["serve", "worker", "migrate"])
def test_a_part_without_servers_says_what_to_set(run: Run, part: str) -> None:
    answer = run(part, "--json")

    problem = json.loads(answer.out)
    assert answer.code == 2
    assert problem["code"] == "misconfigured"
    assert "bookreader up" in problem["detail"]


def test_a_fault_of_ours_is_one_sentence_and_exit_code_1(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "from app import parsing\ndef parse(data, limits): raise ZeroDivisionError\nparsing.parse = parse\n"
    )
    book = tmp_path / "book"
    book.write_bytes(b"anything")

    answer = subprocess.run(
        (sys.executable, "-P", "-m", "app", "parse", str(book)),
        cwd=tmp_path,
        env={"PYTHONPATH": f"{tmp_path}:{ROOT}"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert answer.returncode == 1
    assert "fault of ours (ZeroDivisionError)" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_database_address_that_is_none_is_refused(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BOOKREADER_DATABASE__URL", "nonsense")

    answer = run("migrate", "--json")

    assert answer.code == 2
    assert json.loads(answer.out)["code"] == "misconfigured"
