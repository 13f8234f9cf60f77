"""`bookreader up`: everything on this machine, in one go."""

import asyncio
import errno
import ipaddress
import os
import signal
import socket
import sys
import webbrowser
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from typing import Annotated

import httpx
import typer
from pydantic import SecretStr

from app import embedded, logs
from app.cli import configuring, parts, supervising, telling, welcoming
from app.cli.supervising import Part
from app.errors import Conflict, Misconfigured, Refused, Unavailable
from app.resources import open_resources
from app.settings import Settings

commands = typer.Typer()

# An API that is slow to start on a busy machine takes 10 s; a guess.
_READY_WITHIN_S = 90.0


@dataclass(frozen=True, slots=True)
class _Wish:
    host: str
    port: int
    has_demo: bool
    opens: bool
    as_json: bool

    @property
    def page(self) -> str:
        """As a browser on this machine reaches it."""
        everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104 - read, not listened on
        host = everywhere.get(self.host, self.host)
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"


@commands.command()
@telling.told
def up(
    *,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535)] = 8000,
    data: configuring.Data = None,
    no_demo: Annotated[bool, typer.Option("--no-demo", help="No demo books.")] = False,
    no_open: Annotated[bool, typer.Option("--no-open", help="Open no browser.")] = False,
    as_json: telling.AsJson = False,
) -> None:
    """Start everything on this machine: database, queue, page and workers. Ctrl-C stops it."""
    settings = configuring.settings(data)
    _check_host(host, settings)
    _check_port(host, port)
    level = settings.log.level if "log" in settings.model_fields_set else "warning"
    logs.configure(level=level.upper())
    opens = not no_open and not as_json and sys.stdout.isatty() and _has_screen()
    if not as_json:
        telling.messages().print("Starting; this takes some seconds.", style="dim")
    wish = _Wish(host, port, has_demo=not no_demo, opens=opens, as_json=as_json)
    asyncio.run(_until_told_to_stop(settings, wish, level))


async def _until_told_to_stop(settings: Settings, wish: _Wish, level: str) -> None:
    """The first signal undoes everything in order, the second does it without patience."""
    told, hurry = asyncio.Event(), asyncio.Event()
    everything = asyncio.create_task(_everything(settings, wish, level, hurry))

    def stop() -> None:
        if told.is_set():
            hurry.set()
            return
        told.set()
        everything.cancel()

    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(each, stop)
    await asyncio.wait([everything])
    if not everything.cancelled():
        await everything


async def _everything(settings: Settings, wish: _Wish, level: str, hurry: asyncio.Event) -> None:
    """Whatever was started last stops first."""
    # Readers' books: for this user only.
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    async with AsyncExitStack() as stack:
        database, queue = settings.database.url, settings.queue.url
        if database is None:
            database = await stack.enter_async_context(embedded.postgres(settings.data))
        if queue is None:
            queue = await stack.enter_async_context(embedded.redis(settings.data))
        await parts.to_head(database)
        settings = _complete(settings, database, queue)
        configuring.tell_addresses(
            settings.data, {"page": wish.page, "database": database, "queue": queue}
        )
        stack.callback(configuring.forget_addresses, settings.data)
        await stack.enter_async_context(
            supervising.kept(_parts(wish), _environment(settings, level), hurry)
        )
        async with open_resources(settings) as resources:
            secret = await welcoming.welcome(resources, has_demo=wish.has_demo)
        await _until_ready(wish.page)
        await _announce(settings, wish, secret)
        await asyncio.Event().wait()


def _complete(settings: Settings, database: str, queue: str) -> Settings:
    secret = settings.secret or SecretStr(configuring.kept_secret(settings.data))
    return settings.model_copy(
        update={
            "secret": secret,
            "database": settings.database.model_copy(update={"url": database}),
            "queue": settings.queue.model_copy(update={"url": queue}),
        }
    )


def _parts(wish: _Wish) -> tuple[Part, ...]:
    # -P: the folder we were started in may hold an `app` of its own.
    python = (sys.executable, "-P", "-m")
    arq = (*python, "arq", "--custom-log-dict", "app.cli.quiet.ARQ")
    return (
        Part("api", (*python, "app", "serve", "--host", wish.host, "--port", str(wish.port))),
        Part("worker", (*arq, "app.workers.WorkerSettings")),
        Part("solo worker", (*arq, "app.workers.SoloSettings")),
    )


def _environment(settings: Settings, level: str) -> Mapping[str, str]:
    """Ours, with what was found out; the rest of the settings reaches the children as it reached us."""
    assert settings.secret is not None
    return {
        **os.environ,
        "BOOKREADER_DATA": str(settings.data),
        "BOOKREADER_SECRET": settings.secret.get_secret_value(),
        "BOOKREADER_DATABASE__URL": str(settings.database.url),
        "BOOKREADER_QUEUE__URL": str(settings.queue.url),
        "BOOKREADER_LOG__LEVEL": level,
    }


async def _until_ready(page: str) -> None:
    """Raises `Unavailable`; why is in the log of the API, which stands above it."""
    try:
        async with (
            asyncio.timeout(_READY_WITHIN_S),
            # A proxy of the environment has no business on this machine.
            httpx.AsyncClient(base_url=page, timeout=5, trust_env=False) as client,
        ):
            while not await _is_ready(client):  # noqa: ASYNC110 - the event is in another process
                await asyncio.sleep(0.1)
    except TimeoutError as error:
        raise Unavailable(
            f"{page} is not ready after {_READY_WITHIN_S:.0f} seconds; the lines above say why."
        ) from error


async def _is_ready(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/health/ready")).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


async def _announce(settings: Settings, wish: _Wish, secret: str | None) -> None:
    link = None if secret is None else f"{wish.page}/sign-in?token={secret}"
    if wish.as_json:
        telling.say_json_line({"page": wish.page, "sign_in": link, "data": str(settings.data)})
    else:
        lines = [f"BookReader AI is ready: {wish.page}"]
        if link is not None:
            lines.append(f"Sign in (works once, for 30 minutes): {link}")
        if not _is_loopback(wish.host):
            lines.append(_HTTPS)
        lines.append(f"Everything is kept in {settings.data}. Ctrl-C stops it.")
        sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
    if wish.opens:
        await asyncio.to_thread(webbrowser.open, link or wish.page)


_HTTPS = (
    "Passwords cross this network in the clear until HTTPS stands in front, for example: "
    "caddy reverse-proxy --from books.example.org --to 127.0.0.1:8000 "
    "(and BOOKREADER_HTTP__SECURE_COOKIES=true)."
)


def _check_host(host: str, settings: Settings) -> None:
    if _is_loopback(host) or settings.secret is not None:
        return
    raise Misconfigured(
        f"{host} is open to other machines: set BOOKREADER_SECRET to 32 or more random characters "
        "of your own (`openssl rand -hex 32`), and put HTTPS in front, for example with "
        "`caddy reverse-proxy --from books.example.org --to 127.0.0.1:8000`, which then needs "
        "no --host at all."
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _check_port(host: str, port: int) -> None:
    """Now, and not only when everything else is up."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM
        )[0]
        with socket.socket(family, kind, protocol) as trial:
            # As the server itself: a port that was in use a moment ago is free.
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind(address)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise Conflict(
                f"Port {port} is taken by another program; try --port {port + 1}."
            ) from (error)
        raise Refused(f"Nobody can listen on {host}:{port} here: {error.strerror}.") from error


def _has_screen() -> bool:
    """Without one `webbrowser` would start a browser made of text in this very terminal."""
    return sys.platform != "linux" or any(
        name in os.environ for name in ("DISPLAY", "WAYLAND_DISPLAY")
    )
