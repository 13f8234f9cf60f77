"""The command line: `bookreader COMMAND`; each command is a module, loaded when it is asked for."""

import sys
from collections.abc import Iterable
from importlib import import_module

import typer

from app.cli import telling

# The module of each command, in the order of `--help`; a module may hold several.
MODULES = {
    "up": "up",
    "parse": "parse",
    "extract": "extract",
    "names": "names",
    "illustrate": "illustrate",
    "serve": "parts",
    "worker": "parts",
    "migrate": "parts",
    "openapi": "openapi",
    "doctor": "doctor",
    "user": "user",
    "link": "user",
    "reprocess": "reprocess",
}


def main() -> None:
    """Exit codes: 0 done, 1 our fault, 2 refused."""
    words = telling.prepare(sys.argv[1:])
    # Loading everything takes a second; whoever wants to parse a book need not load a web server.
    names = [words[0]] if words and words[0] in MODULES else MODULES
    # Not by calling the app: Typer would put its own words for a fault in place of ours.
    typer.main.get_command(assembled(names))(words, prog_name="bookreader")


def assembled(names: Iterable[str] = tuple(MODULES)) -> typer.Typer:
    """The program with the commands *names*, each found in its module's `commands`."""
    app = typer.Typer(
        name="bookreader",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )
    app.callback()(_program)
    for module in dict.fromkeys(MODULES[name] for name in names):
        app.add_typer(import_module(f"app.cli.{module}").commands)
    return app


def _program() -> None:
    """
    A novel goes in; an illustrated novel comes out.

    Exit codes: 0 done, 1 our fault, 2 refused. Add --debug for a traceback.
    """
