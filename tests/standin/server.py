"""
The stand-in itself: asyncio streams and h11, because a reset or a lying length needs the bare
socket.
"""

import asyncio
import contextlib
from collections import deque
from typing import Self

import h11

from tests.standin import pictures
from tests.standin.exchange import Exchange, Request
from tests.standin.faults import FAULTS


class StandIn:
    """
    `async with StandIn() as service:` listens on a free port of the loopback.

    Answers every request for a picture with one, unless a fault is scripted; *requests* keeps all
    that came.
    """

    def __init__(self) -> None:
        self.requests: list[Request] = []
        self._script: deque[str] = deque()
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._open:
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        await self._server.wait_closed()

    @property
    def url(self) -> str:
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def script(self, fault: str, times: int = 1) -> None:
        """The next *times* requests meet *fault*; scripts queue up."""
        assert fault in FAULTS, f"no fault is named {fault!r}"
        self._script.extend([fault] * times)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open.add(task)
        try:
            # The client may leave at any moment; that is what half of the faults provoke.
            with contextlib.suppress(ConnectionError, h11.ProtocolError, asyncio.CancelledError):
                await self._converse(reader, writer)
        finally:
            self._open.discard(task)
            writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = h11.Connection(h11.SERVER)
        while request := await _read(connection, reader):
            self.requests.append(request)
            exchange = Exchange(connection, writer, request)
            await self._answer(exchange)
            if not exchange.is_open or connection.our_state is not h11.DONE:
                return
            connection.start_next_cycle()

    async def _answer(self, exchange: Exchange) -> None:
        if exchange.request.target != "/v1/images/generations":
            await exchange.json(404, {"error": "Not Found"})
        elif self._script:
            await FAULTS[self._script.popleft()](exchange)
        else:
            await exchange.picture(pictures.picture(exchange.request.wish))


async def _read(connection: h11.Connection, reader: asyncio.StreamReader) -> Request | None:
    head: h11.Request | None = None
    body = bytearray()
    while True:
        event = connection.next_event()
        if event is h11.NEED_DATA:
            connection.receive_data(await reader.read(65536))
        elif isinstance(event, h11.Request):
            head = event
        elif isinstance(event, h11.Data):
            body += event.data
        elif isinstance(event, h11.EndOfMessage) and head is not None:
            headers = {name.decode().lower(): value.decode() for name, value in head.headers}
            return Request(head.method.decode(), head.target.decode(), headers, bytes(body))
        else:
            return None
