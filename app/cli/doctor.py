"""`bookreader doctor`: everything this program depends on, and how to mend what is missing."""

import asyncio
import os
import platform
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr
from redis.exceptions import RedisError
from rich.text import Text
from sqlalchemy.exc import ArgumentError

from app import logs
from app.broker import Broker
from app.cli import configuring, telling
from app.compute.pool import open_pool
from app.domain.jobs import QUEUE, SOLO_QUEUE
from app.embedded import wheels
from app.errors import BookReaderError
from app.illustration.studio import Studio, open_studio
from app.resources import Resources, open_resources, pollinations
from app.services import health
from app.settings import Settings

commands = typer.Typer()

_OLDEST_PYTHON = (3, 11)
# Below this the next large upload may not fit; the server calls itself not ready then, too.
_LEAST_FREE_BYTES = 500_000_000
_STARTS_ITS_OWN = "not both are set; `bookreader up` starts what is missing"
# Opens nothing: nobody signs anything here.
_UNUSED = "0" * 32
# ARQ writes the pulse of each every ten seconds and lets it expire a second later.
_QUEUES = {QUEUE: "bookreader worker", SOLO_QUEUE: "bookreader worker --solo"}
_FIXES = {
    "database": "Start Postgres, or correct BOOKREADER_DATABASE__URL.",
    "migrations": "Run `bookreader migrate`.",
    "queue": "Start Redis, or correct BOOKREADER_QUEUE__URL.",
    "storage": "Free some space, or correct BOOKREADER_STORAGE__URL and its keys.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """*fix* counts where something is wrong; what *is_needed* and wrong makes the doctor fail."""

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
        telling.say_json([_as_json(each) for each in findings])
    else:
        _show(findings)
    if any(each.is_needed and not each.ok for each in findings):
        raise typer.Exit(telling.FAULT)


async def _examine(settings: Settings, *, is_live: bool) -> list[Finding]:
    findings = [_python(), await _servers(settings), _secret(settings), _disk(settings.data)]
    findings += await _running(settings)
    findings += _providers(settings)
    if is_live:
        findings += await _drawn(settings)
    return findings


def _python() -> Finding:
    return Finding(
        "python",
        sys.version_info >= _OLDEST_PYTHON,
        platform.python_version(),
        "Install Python {}.{} or newer.".format(*_OLDEST_PYTHON),
    )


async def _servers(settings: Settings) -> Finding:
    """Whose Postgres and Redis this would use."""
    if settings.database.url is not None and settings.queue.url is not None:
        return Finding("servers", ok=True, detail="addresses are known")
    try:
        majors = await wheels.postgres()
        wheels.redis()
    except BookReaderError as error:
        return Finding("servers", ok=False, detail="none are set", fix=error.detail)
    return Finding("servers", ok=True, detail=f"Postgres {max(majors)} and Redis from wheels")


def _secret(settings: Settings) -> Finding:
    is_set = settings.secret is not None
    return Finding("secret", ok=True, detail="is set" if is_set else "`bookreader up` makes one")


def _disk(folder: Path) -> Finding:
    existing = next(each for each in (folder, *folder.parents) if each.exists())
    free = shutil.disk_usage(existing).free
    return Finding(
        "disk",
        free >= _LEAST_FREE_BYTES and os.access(existing, os.W_OK),
        f"{free // 1_000_000:,} MB free at {existing}",
        f"Free some space, let this user write to {existing}, or choose another BOOKREADER_DATA.",
    )


async def _running(settings: Settings) -> list[Finding]:
    if settings.database.url is None or settings.queue.url is None:
        return [Finding("database", ok=True, detail=_STARTS_ITS_OWN)]
    if settings.secret is None:
        settings = settings.model_copy(update={"secret": SecretStr(_UNUSED)})
    try:
        async with open_resources(settings) as resources:
            said = await health.check(
                resources.begin, resources.storage, Broker(resources.redis).ping
            )
            findings = [
                Finding(name, detail == "ok", detail, _FIXES[name]) for name, detail in said.items()
            ]
            return [*findings, *[await _worker(resources, queue) for queue in _QUEUES]]
    except (ArgumentError, ValueError) as error:
        return [Finding("database", ok=False, detail=str(error), fix=_FIXES["database"])]


async def _worker(resources: Resources, queue: str) -> Finding:
    """By the pulse of ARQ, which says nothing of the jobs themselves."""
    name = f"worker {queue}"
    try:
        is_alive = bool(await resources.redis.exists(f"{queue}:health-check"))
    except (RedisError, OSError) as error:
        return Finding(name, ok=False, detail=f"unknown: {error}", fix=_FIXES["queue"])
    detail = "has a pulse" if is_alive else "no pulse for eleven seconds"
    return Finding(name, is_alive, detail, f"Start `{_QUEUES[queue]}`, or `bookreader up`.")


def _providers(settings: Settings) -> list[Finding]:
    has_key = settings.illustration.pollinations_key is not None
    return [
        Finding("provider sketch", ok=True, detail="always there"),
        Finding(
            "provider pollinations",
            ok=has_key,
            detail="has a key" if has_key else "no key, so pictures are sketches",
            fix="Set BOOKREADER_ILLUSTRATION__POLLINATIONS_KEY to a key of enter.pollinations.ai.",
            is_needed=False,
        ),
    ]


async def _drawn(settings: Settings) -> list[Finding]:
    async with (
        open_pool(
            workers=1,
            timeout_s=settings.compute.timeout.total_seconds(),
            memory_bytes=settings.compute.memory,
        ) as compute,
        open_studio(compute=compute, pollinations=pollinations(settings.illustration)) as studio,
    ):
        return [await _one_drawn(studio, name) for name in studio.capabilities()]


async def _one_drawn(studio: Studio, name: str) -> Finding:
    try:
        drawn = await studio.check(name)
    except BookReaderError as error:
        return Finding(f"live {name}", ok=False, detail=error.detail, fix=error.remedy)
    size = f"{drawn.width} x {drawn.height}"
    return Finding(f"live {name}", ok=True, detail=f"{size} in {drawn.latency_ms} ms")


def _show(findings: list[Finding]) -> None:
    console = telling.results()
    for each in findings:
        mark = ("ok", "green") if each.ok else ("!!", "red" if each.is_needed else "yellow")
        console.print(Text.assemble(mark, f"  {each.name:24} {each.detail}"), soft_wrap=True)
        if not each.ok:
            console.print(Text(f"    {each.fix}", "dim"), soft_wrap=True)


def _as_json(each: Finding) -> dict[str, str | bool]:
    fix = "" if each.ok else each.fix
    return {"name": each.name, "ok": each.ok, "detail": each.detail, "fix": fix}
