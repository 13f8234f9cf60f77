"""The settings of a command: the environment, its own options, and the servers `up` has started."""

import json
import os
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import SecretStr, ValidationError

from app.errors import Misconfigured
from app.settings import Settings

Data = Annotated[
    Path | None,
    typer.Option(help="Folder of files, database and secret; else BOOKREADER_DATA, else ./var."),
]

_ADDRESSES = "running.json"
_SECRET = "secret"  # noqa: S105 - the name of a file


def settings(data: Path | None = None) -> Settings:
    """Raises `Misconfigured` and names each variable that does not fit."""
    try:
        read = Settings() if data is None else Settings(data=data)
    except ValidationError as error:
        wrong = [
            f"BOOKREADER_{'__'.join(map(str, each['loc'])).upper()}: {each['msg']}"
            for each in error.errors(include_input=False, include_url=False)
        ]
        raise Misconfigured("; ".join(wrong)) from error
    return read.model_copy(update={"data": read.data.expanduser().absolute()})


def connected(data: Path | None = None) -> Settings:
    """With the addresses and the secret of a running `bookreader up`, where none are set."""
    read = settings(data)
    running = addresses(read.data)
    kept = read.data / _SECRET
    update: dict[str, Any] = {}
    if read.database.url is None and "database" in running:
        update["database"] = read.database.model_copy(update={"url": running["database"]})
    if read.queue.url is None and "queue" in running:
        update["queue"] = read.queue.model_copy(update={"url": running["queue"]})
    if read.secret is None and kept.is_file():
        update["secret"] = SecretStr(kept.read_text())
    return read.model_copy(update=update)


def kept_secret(data: Path) -> str:
    """The secret of this data folder, made at its first start; only this user can read it."""
    path = data / _SECRET
    if not path.exists():
        # Under another name first: a secret half written would be kept for ever.
        unfinished = path.with_suffix(f".{os.getpid()}")
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(os.urandom(32).hex())
        unfinished.replace(path)
    return path.read_text()


def addresses(data: Path) -> dict[str, str]:
    """What a running `up` on this folder serves: `page`, `database`, `queue`; nothing without one."""
    file = data / _ADDRESSES
    if not file.is_file():
        return {}
    written: dict[str, str] = json.loads(file.read_text())
    return written


def tell_addresses(data: Path, found: dict[str, str]) -> None:
    file = data / _ADDRESSES
    file.touch(mode=0o600)
    file.write_text(json.dumps(found))


def forget_addresses(data: Path) -> None:
    (data / _ADDRESSES).unlink(missing_ok=True)
