"""`bookreader openapi`: the contract of the HTTP interface, as `docs/openapi.json` holds it."""

import json
import sys

import typer

from app.cli import telling
from app.main import create_app
from app.settings import Settings

commands = typer.Typer()


@commands.command()
@telling.told
def openapi(*, as_json: telling.AsJson = True) -> None:  # noqa: ARG001 - it is JSON either way
    """Print the OpenAPI description; needs no server and no settings."""
    # Nobody's environment may show in a file that is compared.
    contract = create_app(Settings.model_construct()).openapi()
    sys.stdout.write(json.dumps(contract, indent=2, sort_keys=True) + "\n")
