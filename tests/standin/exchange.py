"""One request and the many good and bad ways to answer it, down to the socket."""

import asyncio
import json
import socket
import struct
from dataclasses import dataclass
from typing import Any

import h11

from tests.standin import dialects


@dataclass(frozen=True)
class Request:
    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def wish(self) -> dict[str, Any]:
        return json.loads(self.body or b"{}")

    @property
    def asked(self) -> dict[str, Any]:
        """The same members whoever is asked; see `dialects`."""
        return dialects.asked(self.target, self.headers, self.body)


@dataclass
class Exchange:
    connection: h11.Connection
    writer: asyncio.StreamWriter
    request: Request
    is_open: bool = True

    async def answer(
        self, status: int, body: bytes, media_type: str, headers: dict[str, str] | None = None
    ) -> None:
        await self.begin(
            status,
            {"Content-Type": media_type, "Content-Length": str(len(body)), **(headers or {})},
        )
        await self.send(body)
        self.writer.write(self.connection.send(h11.EndOfMessage()) or b"")
        await self.writer.drain()

    async def json(self, status: int, body: object, headers: dict[str, str] | None = None) -> None:
        await self.answer(status, json.dumps(body).encode(), "application/json", headers)

    async def picture(self, data: bytes, headers: dict[str, str] | None = None) -> None:
        """What a healthy service sends."""
        wish = self.request.asked
        body, media_type = dialects.handed_over(self.request.target, wish, data)
        model = {"x-model-used": str(wish.get("model", "flux")), "x-request-id": "request 1"}
        kept = {"Cache-Control": "public, max-age=31536000, immutable"}
        await self.answer(200, body, media_type, {**model, **kept, **(headers or {})})

    async def begin(self, status: int, headers: dict[str, str]) -> None:
        lines = [(name.encode(), value.encode()) for name, value in headers.items()]
        self.writer.write(
            self.connection.send(h11.Response(status_code=status, headers=lines)) or b""
        )
        await self.writer.drain()

    async def send(self, data: bytes) -> None:
        self.writer.write(self.connection.send(h11.Data(data=data)) or b"")
        await self.writer.drain()

    def hang_up(self) -> None:
        """Closes politely, whatever was promised."""
        self.is_open = False

    def reset(self) -> None:
        """A TCP reset instead of a goodbye: SO_LINGER of zero seconds."""
        plug = self.writer.get_extra_info("socket")
        plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.writer.transport.abort()
        self.is_open = False
