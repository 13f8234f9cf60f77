"""Services that take an order and hand the picture over later: fal.ai's queue and ComfyUI."""

import hashlib
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from tests.standin import dialects, pictures
from tests.standin.exchange import Exchange

_FAL = re.compile(r"/(fal-ai/[\w./-]+?)(?:/requests/([\w-]+)(/status|/cancel)?)?$")
_FILE = re.compile(r"/files/([\w-]+)\.png$")
_HISTORY = re.compile(r"/history/([\w-]+)$")
_COMFY = ("/prompt", "/view", "/upload/image", "/queue")


def is_order(target: str) -> bool:
    """Whether this is the request that a fault is meant for."""
    path = urlsplit(target).path
    return path == "/prompt" or ("/requests/" not in path and bool(_FAL.match(path)))


def is_theirs(target: str) -> bool:
    path = urlsplit(target).path
    patterns = (_FAL, _FILE, _HISTORY)
    return path in _COMFY or any(each.match(path) for each in patterns)


@dataclass
class Queues:
    """
    *polls* is how often an order is asked after before its picture is there; *pictures_from* replaces
    the base address of pictures; *outcome* what fal.ai says of an order that is done.
    """

    polls: int = 2
    pictures_from: str | None = None
    is_flagged: bool = False
    outcome: dict[str, Any] = field(default_factory=dict)
    forgets: bool = False
    cancelled: list[str] = field(default_factory=list)
    uploaded: list[bytes] = field(default_factory=list)
    _orders: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def orders(self) -> int:
        return len(self._orders)

    async def answer(self, exchange: Exchange, base: str) -> None:
        path = urlsplit(exchange.request.target).path
        if found := _FAL.match(path):
            await self._fal(exchange, base, found)
        elif found := _FILE.match(path):
            await exchange.answer(200, self._picture(found[1]), "image/png")
        else:
            await self._comfy(exchange, path)

    def _order(self, wish: dict[str, Any]) -> str:
        digest = hashlib.sha256(f"{len(self._orders)} {wish}".encode()).hexdigest()[:16]
        self._orders[digest] = {**wish, "polls": 0}
        return digest

    def _picture(self, order: str) -> bytes:
        return pictures.picture(self._orders[order], "PNG")

    async def _fal(self, exchange: Exchange, base: str, found: re.Match[str]) -> None:
        model, order, step = found.groups()
        if order is None:
            taken = self._order({**exchange.request.asked, "model": model})
            here = f"{base}/{model}/requests/{taken}"
            addresses = {"response_url": here, "status_url": f"{here}/status"}
            told = {"request_id": taken, **addresses, "cancel_url": f"{here}/cancel"}
            await exchange.json(200, told)
        elif order not in self._orders or self.forgets:
            await exchange.json(404, {"detail": "Request not found"})
        elif step == "/cancel":
            self.cancelled.append(order)
            await exchange.json(202, {"status": "CANCELLATION_REQUESTED"})
        elif step == "/status":
            done = self._is_done(order)
            state = {"status": "COMPLETED", **self.outcome} if done else {"status": "IN_QUEUE"}
            await exchange.json(200 if done else 202, state)
        else:
            await exchange.json(200, self._result(order, base))

    def _result(self, order: str, base: str) -> dict[str, Any]:
        url = f"{self.pictures_from or base}/files/{order}.png"
        seed = self._orders[order]["seed"]
        images = [{"url": url, "content_type": "image/png"}]
        return {"images": images, "seed": seed, "has_nsfw_concepts": [self.is_flagged]}

    def _is_done(self, order: str) -> bool:
        self._orders[order]["polls"] += 1
        return self._orders[order]["polls"] > self.polls

    async def _comfy(self, exchange: Exchange, path: str) -> None:
        request = exchange.request
        if path == "/upload/image":
            form = dialects.form(request.headers["content-type"], request.body)
            self.uploaded.append(form["reference"])
            await exchange.json(200, {"name": "reference.png", "subfolder": "", "type": "input"})
        elif path == "/prompt":
            taken = self._order(_wish_of(request.wish["prompt"]))
            await exchange.json(200, {"prompt_id": taken, "number": 1, "node_errors": {}})
        elif path == "/queue":
            self.cancelled += json.loads(request.body)["delete"]
            await exchange.json(200, {})
        elif path == "/view":
            (name,) = parse_qs(urlsplit(request.target).query)["filename"]
            await exchange.answer(200, self._picture(name.removesuffix(".png")), "image/png")
        elif found := _HISTORY.match(path):
            await exchange.json(200, self._history(found[1]))

    def _history(self, order: str) -> dict[str, Any]:
        if order not in self._orders or self.forgets or not self._is_done(order):
            return {}
        if self.outcome:
            return {order: {"status": {"status_str": "error"}, "outputs": {}}}
        image = {"filename": f"{order}.png", "subfolder": "", "type": "output"}
        return {order: {"outputs": {"9": {"images": [image]}}}}


def _wish_of(graph: dict[str, Any]) -> dict[str, Any]:
    """By the names of inputs, as a sampler would find them."""
    inputs: dict[str, Any] = {}
    for node in graph.values():
        inputs |= node["inputs"]
    size = f"{inputs.get('width', 256)}x{inputs.get('height', 192)}"
    return {"prompt": inputs.get("text"), "seed": inputs.get("seed"), "size": size}
