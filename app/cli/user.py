"""`bookreader user` and `bookreader link`: readers, by the operator's hand."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated

import typer
from pydantic import BaseModel, EmailStr, ValidationError

from app import logs, security
from app.cli import configuring, telling
from app.db.models import Reader, Role
from app.db.work import ReadSession, UnitOfWork
from app.errors import Conflict, InvalidInput, NotFound
from app.resources import open_resources
from app.services import accounts
from app.settings import Settings

commands = typer.Typer()
_users = typer.Typer(help="Make accounts, and administrators.", no_args_is_help=True)
commands.add_typer(_users, name="user")

Email = Annotated[str, typer.Argument(metavar="EMAIL")]

# As the API demands, see `api/schemas/accounts.py`.
_SHORTEST_PASSWORD = 8


@_users.command()
@telling.told
def create(
    email: Email,
    *,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
    data: configuring.Data = None,
    as_json: telling.AsJson = False,
) -> None:
    """Make an account, whoever may register otherwise; asks for its password."""
    _check_email(email)
    settings = _prepared(data)
    password = sys.stdin.readline().rstrip("\r\n") if password_stdin else _asked()
    if len(password) < _SHORTEST_PASSWORD:
        raise InvalidInput(f"A password has {_SHORTEST_PASSWORD} characters or more.")
    reader = asyncio.run(_create(settings, email, password))
    _say(reader, as_json=as_json)


@_users.command()
@telling.told
def promote(
    email: Email, *, data: configuring.Data = None, as_json: telling.AsJson = False
) -> None:
    """Make a reader an administrator."""
    reader = asyncio.run(_promote(_prepared(data), email))
    _say(reader, as_json=as_json)


@commands.command()
@telling.told
def link(email: Email, *, data: configuring.Data = None, as_json: telling.AsJson = False) -> None:
    """Print a link that signs a reader in once, within 30 minutes."""
    settings = _prepared(data)
    secret = asyncio.run(_link(settings, email))
    page = configuring.addresses(settings.data).get("page", "http://127.0.0.1:8000")
    address = f"{page}/sign-in?token={secret}"
    if as_json:
        telling.say_json({"sign_in": address})
    else:
        sys.stdout.write(address + "\n")


def _prepared(data: Path | None) -> Settings:
    settings = configuring.connected(data)
    logs.configure(level="WARNING")
    return settings


def _asked() -> str:
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True))


class _Address(BaseModel):
    email: EmailStr


def _check_email(email: str) -> None:
    try:
        _Address(email=email)
    except ValidationError as error:
        raise InvalidInput(f"{email!r} is not an email address.") from error


async def _create(settings: Settings, email: str, password: str) -> Reader:
    password_hash = await asyncio.to_thread(security.password_hash, password)
    async with open_resources(settings) as resources, resources.begin() as work:
        if await accounts.by_email(ReadSession(work.session), email) is not None:
            raise Conflict(f"{email} has an account already.")
        return await accounts.add(work, email=email, password_hash=password_hash)


async def _promote(settings: Settings, email: str) -> Reader:
    async with open_resources(settings) as resources, resources.begin() as work:
        reader = await _found(work, email)
        reader.role = Role.ADMIN
        return reader


async def _link(settings: Settings, email: str) -> str:
    async with open_resources(settings) as resources, resources.begin() as work:
        return await accounts.sign_in_link(work, (await _found(work, email)).id)


async def _found(work: UnitOfWork, email: str) -> Reader:
    reader = await accounts.by_email(ReadSession(work.session), email)
    if reader is None:
        raise NotFound(f"Nobody here has the address {email}.")
    return reader


def _say(reader: Reader, *, as_json: bool) -> None:
    if as_json:
        telling.say_json({"id": reader.id, "email": reader.email, "role": reader.role})
    else:
        telling.messages().print(f"{reader.email} is here as {reader.role}.", markup=False)
