"""How commands answer: results on standard output, everything else on standard error."""

import io
import json
import sys
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, ParamSpec

import typer
from rich.console import Console

from app.errors import BookReaderError, Defect, Unavailable

P = ParamSpec("P")

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]

FAULT, REFUSED = 1, 2


def prepare(words: list[str]) -> list[str]:
    """Sets up this process for people; gives the arguments without `--debug`, which is ours."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        # Books are in every script, whatever the terminal was told.
        sys.stdout.reconfigure(encoding="utf-8")
    if "--debug" not in words:
        as_json = "--json" in words
        sys.excepthook = lambda kind, *_: _unexpected(kind, as_json=as_json)
    return [word for word in words if word != "--debug"]


def told(command: Callable[P, None]) -> Callable[P, None]:
    """A command whose refusals are told in words, or as a problem with `--json`, not as tracebacks."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except BookReaderError as error:
            complain(error, as_json=bool(kwargs.get("as_json")))
            raise typer.Exit(exit_code(error)) from error

    return run


def exit_code(error: BookReaderError) -> int:
    return FAULT if isinstance(error, Unavailable | Defect) else REFUSED


def complain(error: BookReaderError, *, as_json: bool) -> None:
    if as_json:
        say_json(error.problem())
        return
    console = messages()
    console.print(f"[bold red]{error.title}[/]", highlight=False)
    if error.detail != error.title:
        console.print(error.detail, markup=False, highlight=False, soft_wrap=True)
    console.print(f"What to do: {error.remedy}", style="dim", markup=False, highlight=False)


def say_json(value: Any) -> None:
    """In lines of its own, for people who look at it too."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, default=str) + "\n")


def say_json_line(value: Any) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, default=str) + "\n")


def results() -> Console:
    return Console(highlight=False)


def messages() -> Console:
    return Console(stderr=True, highlight=False)


def _unexpected(kind: type[BaseException], *, as_json: bool) -> None:
    if as_json:
        say_json(Defect().problem())
    messages().print(
        f"This is a fault of ours ({kind.__name__}). Run it again with --debug and send us "
        "what it prints.",
        markup=False,
    )
