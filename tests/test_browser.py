"""Which browser the tests of the page use."""

import stat
from pathlib import Path

import pytest

from tests import browser


@pytest.fixture
def empty_machine(tmp_path, monkeypatch) -> Path:
    """A machine without a browser, and a folder of programs on its PATH."""
    programs = tmp_path / "bin"
    programs.mkdir()
    monkeypatch.setenv("PATH", str(programs))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "fetched"))
    monkeypatch.setattr(browser, "_MAC", ())
    return tmp_path


def put(program: Path, *, exit_code: int = 0) -> str:
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text(f"#!/bin/sh\nexit {exit_code}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return str(program)


@pytest.mark.usefixtures("empty_machine")
def test_without_a_browser_there_is_none():
    assert browser.path() is None


def test_the_one_that_starts_fastest_is_taken(empty_machine):
    put(empty_machine / "bin" / "chromium")
    shell = put(empty_machine / "bin" / "chromium-headless-shell")

    assert browser.path() == shell


def test_one_that_does_not_run_is_passed_over(empty_machine):
    put(empty_machine / "bin" / "chromium", exit_code=127)
    chrome = put(empty_machine / "bin" / "google-chrome")

    assert browser.path() == chrome


def test_one_that_playwright_fetched_will_do(empty_machine):
    fetched = empty_machine / "fetched" / "chromium-1200" / "chrome-linux64" / "chrome"

    assert browser.path() is None
    assert put(fetched) == browser.path()


def test_a_machine_that_has_one_needs_nothing(empty_machine, capsys):
    chrome = put(empty_machine / "bin" / "google-chrome")

    assert browser.main() == 0
    assert chrome in capsys.readouterr().out
