"""`bookreader doctor`: everything this program depends on, and how to mend what is missing."""

import asyncio
import platform
import shutil
import sys
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated

import typer
from redis.exceptions import RedisError
from rich.text import Text

from app import logs
from app.broker import Broker
from app.cli import configuring, telling
from app.domain.jobs import QUEUE, SOLO_QUEUE
from app.embedded import wheels
from app.errors import BookReaderError
from app.resources import Resources, open_resources
from app.services import health
from app.settings import Settings

commands = typer.Typer()

_OLDEST_PYTHON = (3, 11)
# Below this the next large upload may not fit; the server calls itself not ready then, too.
_LEAST_FREE_BYTES = 500_000_000
_STARTS_ITS_OWN = "none is set; `bookreader up` starts its own"
# ARQ writes it every ten seconds and lets it expire a second later.
_PULSE = "{queue}:health-check"


@dataclass(frozen=True, slots=True)
class Finding:
    """*fix* is empty where nothing is wrong; *is_needed* findings that fail make the doctor fail."""

    name: str
    ok: bool
    detail: str
    fix: str = ""
    is_needed: bool = True


@commands.command()
@telling.told
def doctor(
    *,
    live: Annotated[
        bool, typer.Option("--live", help="Draw one small picture with each provider.")
    ] = False,
    data: configuring.Data = None,
    as_json: telling.AsJson = False,
) -> None:
    """Check everything this program depends on, and say how to mend it."""
    logs.configure(level="ERROR")
    settings = configuring.connected(data)
    findings = asyncio.run(_examine(settings, is_live=live))
    if as_json:
        telling.say_json(
            [{k: v for k, v in asdict(each).items() if k != "is_needed"} for each in findings]
        )
    else:
        _show(findings)
    if any(each.is_needed and not each.ok for each in findings):
        raise typer.Exit(telling.FAULT)


async def _examine(settings: Settings, *, is_live: bool) -> list[Finding]:
    findings = [_python(), await _servers(settings), _secret(settings), _disk(settings.data)]
    findings += [each async for each in _running(settings)]
    findings += _providers(settings)
    if is_live:
        findings += [each async for each in _drawn(settings)]
    return findings
