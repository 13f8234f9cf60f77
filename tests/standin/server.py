"""
The stand-in itself: asyncio streams and h11, because a reset or a lying length needs the bare
socket.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable
from typing import Self

import h11

from tests.standin import chat, dialects, pictures, queues
from tests.standin.chat import LIES
from tests.standin.exchange import Exchange, Request
from tests.standin.faults import FAULTS
from tests.standin.gen import LISTED, Gen, Latency
from tests.standin.queues import Queues


class StandIn:
    """
    `async with StandIn() as service:` listens on a free port of the loopback.

    Answers every request for a picture with one, and every question of a chat, unless a fault or a
    lie is scripted, or *chance* names one; *requests* keeps all that came. *latency_s* is before every answer, and
    *passage_s* for each passage of a chat on top. *careless_after* so many passages of one question,
    a chat gives the rest the verdicts of their neighbours.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        latency: Latency | None = None,
        latency_s: float = 0.0,
        passage_s: float = 0.0,
        careless_after: int | None = None,
        chance: Callable[[Request], str | None] | None = None,
    ) -> None:
        self.chance = chance
        self.latency_s, self.passage_s = latency_s, passage_s
        self.careless_after = careless_after
        self.latency = latency
        self.queues = Queues()
        self.gen = Gen()
        self.models: list[dict[str, object]] | None = list(LISTED)
        self.lookups: list[Request] = []
        self._port = port
        self.requests: list[Request] = []
        self._script: deque[str] = deque()
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self._port)
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
        assert fault in FAULTS | LIES, f"no fault is named {fault!r}"
        self._script.extend([fault] * times)

    def _fault(self, request: Request) -> str | None:
        if self._script:
            return self._script.popleft()
        return None if self.chance is None else self.chance(request)

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
            # What is looked up is no request for a picture.
            is_lookup = request.target in {"/image/models", "/account/balance"}
            (self.lookups if is_lookup else self.requests).append(request)
            exchange = Exchange(connection, writer, request)
            await self._answer(exchange)
            if not exchange.is_open or connection.our_state is not h11.DONE:
                return
            connection.start_next_cycle()

    async def _answer(self, exchange: Exchange) -> None:
        target = exchange.request.target
        is_chat = target == chat.TARGET
        is_picture = target in dialects.GEN + dialects.AUTOMATIC or queues.is_order(target)
        is_picture = is_picture or target.startswith(dialects.LEGACY)
        if is_chat or is_picture or target == chat.MODELS:
            asked = chat.passages(exchange.request) if is_chat else []
            latency_s = self.latency_s + (self.latency.next() if self.latency else 0.0)
            await asyncio.sleep(0 if target in dialects.GEN else latency_s)
            await asyncio.sleep(self.passage_s * len(asked))
            fault = self._fault(exchange.request)
            if fault is not None:
                await asyncio.sleep(latency_s if target in dialects.GEN else 0)
                await (FAULTS | LIES)[fault](exchange)
                return
            if target in dialects.GEN:
                await self.gen.answer(exchange, latency_s)
                return
        if queues.is_theirs(target):
            await self.queues.answer(exchange, self.url)
        elif target == chat.MODELS:
            await exchange.json(200, {"object": "list", "data": [{"id": "some-model"}]})
        elif is_chat:
            await chat.answer(exchange, self.careless_after)
        elif is_picture:
            await exchange.picture(pictures.picture(exchange.request.asked))
        elif target == "/image/models" and self.models is not None:
            await exchange.json(200, self.models)
        elif target == "/account/balance":
            await exchange.json(200, {"balance": 3.25})
        else:
            await exchange.json(404, {"error": "Not Found"})


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
