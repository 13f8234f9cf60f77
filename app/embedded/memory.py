"""Redis as the app needs it: on disk within a second, and never forgetting to save room."""

import asyncio
import signal
from pathlib import Path

from app.embedded.claims import Claim
from app.embedded.keeping import Server


def server(claim: Claim, program: Path) -> Server:
    async def is_ready() -> bool:
        return await _answers(_socket(claim))

    settings = {
        "port": "0",
        "unixsocket": str(_socket(claim)),
        "unixsocketperm": "700",
        "dir": str(claim.folder),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        # Every other policy evicts waiting tickets without a word once memory is full.
        "maxmemory-policy": "noeviction",
    }
    words = [word for name, value in settings.items() for word in (f"--{name}", value)]
    return Server("Redis", (str(program), *words), signal.SIGTERM, is_ready)


def address(claim: Claim) -> str:
    return f"unix://{_socket(claim)}?db=0"


def _socket(claim: Claim) -> Path:
    return claim.sockets / "redis.sock"


async def _answers(socket: Path) -> bool:
    """False while there is nobody, and while Redis still loads its data and answers `-LOADING`."""
    try:
        reader, writer = await asyncio.open_unix_connection(str(socket))
    except (FileNotFoundError, ConnectionRefusedError):
        return False
    try:
        writer.write(b"PING\r\n")
        return (await reader.readline()).startswith(b"+PONG")
    except ConnectionError:
        return False
    finally:
        writer.close()
