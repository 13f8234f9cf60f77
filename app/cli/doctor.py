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
from app.domain.gates import Gate
from app.domain.jobs import QUEUE, SOLO_QUEUE
from app.embedded import wheels
from app.errors import BookReaderError, Misconfigured
from app.extraction import taggers
from app.illustration.providers import PROVIDERS
from app.illustration.providers.sketch import Sketch
from app.illustration.studio import Studio
from app.limits import open_gate
from app.resources import (
    Resources,
    bounds,
    chat,
    open_resources,
    paces,
    painters,
    studio_of,
    tagger_of,
)
from app.services import health
from app.settings import Settings

commands = typer.Typer()

_OLDEST_PYTHON = (3, 11)
# Below this the next large upload may not fit; the server calls itself not ready then, too.
_LEAST_FREE_BYTES = 500_000_000
_STARTS_ITS_OWN = "not both are set; `bookreader up` starts what is missing"
# Opens nothing: nobody signs anything here.
_UNUSED = "0" * 32
_MODEL = "Correct BOOKREADER_LANGUAGE__URL, __KEY and __MODEL, or leave the first one empty."
_WAITS = "Wait, or run `bookreader doctor --live` to see what it answers."
# ARQ writes the pulse of each every ten seconds and lets it expire a second later.
_QUEUES = {QUEUE: "bookreader worker", SOLO_QUEUE: "bookreader worker --solo"}
_NEEDS = {
    "pollinations": "BOOKREADER_ILLUSTRATION__POLLINATIONS__KEY to a key of enter.pollinations.ai",
    "openai": "BOOKREADER_ILLUSTRATION__OPENAI__URL and __MODEL",
    "automatic1111": "BOOKREADER_ILLUSTRATION__AUTOMATIC1111__URL",
    "comfyui": "BOOKREADER_ILLUSTRATION__COMFYUI__URL and __WORKFLOW",
    "fal": "BOOKREADER_ILLUSTRATION__FAL__KEY",
    "pollinations-legacy": "BOOKREADER_ILLUSTRATION__POLLINATIONS__LEGACY=true",
}
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
    return findings + await _asked(settings, is_live=is_live)


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
            workers = [await _worker(resources, queue) for queue in _QUEUES]
            return [
                *findings,
                *workers,
                *[await _limits(resources, name) for name in paces(settings)],
            ]
    except Misconfigured as error:
        return [Finding("settings", ok=False, detail=error.detail, fix=error.remedy)]
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


async def _limits(resources: Resources, provider: str) -> Finding:
    """What is known of a provider by all processes together."""
    standing = await resources.gate.standing(provider)
    name, slots = f"limits {provider}", f"{standing.held} of {standing.slots} slots in use"
    if not standing.is_shared:
        detail = "each process keeps them for itself, because Redis does not answer"
        return Finding(name, ok=False, detail=detail, fix=_FIXES["queue"])
    if standing.reason:
        detail = f"not asked for {standing.wait_s:.0f} s more ({standing.reason}); {slots}"
        return Finding(name, ok=False, detail=detail, fix=_WAITS, is_needed=False)
    return Finding(name, ok=True, detail=slots)


def _providers(settings: Settings, gate: Gate) -> list[Finding]:
    """Who can draw; one is enough, and the sketch always can."""
    try:
        set_up = painters(settings.illustration, gate)
    except Misconfigured as error:
        return [Finding("providers", ok=False, detail=error.detail, fix=error.remedy)]
    return [
        Finding(f"provider {Sketch.name}", ok=True, detail="always there"),
        *[_provider(name, is_set_up=name in set_up, others=len(set_up)) for name in _NEEDS],
    ]


def _provider(name: str, *, is_set_up: bool, others: int) -> Finding:
    if is_set_up:
        return Finding(f"provider {name}", ok=True, detail="is set up")
    # Whoever has one needs no other.
    detail = "not set up" if others else "not set up, so pictures are sketches"
    return Finding(
        f"provider {name}",
        ok=bool(others),
        detail=detail,
        fix=f"{PROVIDERS[name].summary} Set {_NEEDS[name]}.",
        is_needed=False,
    )


async def _asked(settings: Settings, *, is_live: bool) -> list[Finding]:
    # A gate of its own: who rests for the workers is looked at all the same.
    async with open_gate(paces=paces(settings)) as gate:
        return [
            *_providers(settings, gate),
            _names(settings),
            await _language(settings, gate, is_live=is_live),
            *(await _drawn(settings, gate) if is_live else []),
        ]


def _names(settings: Settings) -> Finding:
    """Whether who is to help with names can."""
    name = settings.extraction.names
    try:
        taggers.check(tagger_of(settings.extraction))
    except Misconfigured as error:
        return Finding(
            "names", ok=False, detail=f"{name} cannot help", fix=error.detail, is_needed=False
        )
    return Finding("names", ok=True, detail=f"found by the {name} engine")


async def _language(settings: Settings, gate: Gate, *, is_live: bool) -> Finding:
    name, knobs = "language model", settings.language
    try:
        model = chat(knobs, gate)
        if model is None:
            return Finding(name, ok=True, detail="none is set up; passages are judged without one")
        await (model.check() if is_live else model.reach())
    except BookReaderError as error:
        cause = error.facts.get("reason")
        detail = f"{error.detail} ({cause})" if cause else error.detail
        return Finding(name, ok=False, detail=detail, fix=_MODEL, is_needed=False)
    return Finding(name, ok=True, detail=f"{knobs.model} {'answers' if is_live else 'is there'}")


async def _drawn(settings: Settings, gate: Gate) -> list[Finding]:
    async with open_pool(workers=1, bounds=bounds(settings.compute)) as compute:
        try:
            studio = studio_of(settings.illustration, compute, gate)
        except Misconfigured:
            return []  # Told where the providers are listed.
        return [await _one_drawn(studio, name) for name in studio.capabilities()]


async def _one_drawn(studio: Studio, name: str) -> Finding:
    try:
        drawn = await studio.check(name)
        credit = await studio.credit(name)
    except BookReaderError as error:
        return Finding(f"live {name}", ok=False, detail=error.detail, fix=error.remedy)
    size = f"{drawn.width} x {drawn.height}"
    left = "" if credit is None else f"; {credit} of credit left"
    return Finding(f"live {name}", ok=True, detail=f"{size} in {drawn.latency_ms} ms{left}")


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
