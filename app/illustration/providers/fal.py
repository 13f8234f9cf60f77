"""
The queue of fal.ai: an order is taken, asked after, and fetched; another process may do the rest.

Addresses that it names are gone to only where they lead to its queue or to a host of results that the
operator allows, and its key is shown to the queue alone.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from http import HTTPStatus
from typing import Any, ClassVar, Literal, NoReturn, Self

from app.domain.gates import Answer, Call, Gate, Visit
from app.domain.illustrations import ImageRequest
from app.errors import PictureRefused, ProviderUnavailable
from app.illustration.providers import addresses, bodies, exchanges, refusals
from app.illustration.providers.exchanges import MAX_PICTURE_BYTES
from app.illustration.providers.provider import Capabilities, Delivered, Seeds, Ticket, account_of

_TITLE = "fal.ai"
_WAITING = frozenset({"IN_QUEUE", "IN_PROGRESS"})
_REFUSALS = frozenset({"content_policy_violation"})


@dataclass(frozen=True, slots=True)
class FalOptions:
    """*result_hosts* is where pictures may be fetched; *price* is in dollars for a picture."""

    key: str
    model: str = "fal-ai/flux/schnell"
    url: str = "https://queue.fal.run"
    result_hosts: Collection[str] = ("fal.media", "*.fal.media")
    price: Decimal | None = None
    references: int = 0
    timeout_s: float = 60
    poll_s: float = 1.0

    def __repr__(self) -> str:
        # The generated one would write the key into every log that shows the options.
        return f"FalOptions(url={self.url!r}, model={self.model!r})"


class Fal:
    name: ClassVar[str] = "fal"
    capabilities: ClassVar[Capabilities] = Capabilities(
        is_remote=True,
        is_preview=False,
        seeds=Seeds.BEST_EFFORT,
        has_negative=False,
        languages=frozenset({"en"}),
        prompt_characters=8_000,
        max_side=2048,
        summary="FLUX and other models in the queue of fal.ai; needs a key; the prompt leaves this machine.",
        multiple_of=8,
        takes_key=True,
    )

    def __init__(self, options: FalOptions, gate: Gate, *, account: str | None = None) -> None:
        self._options = options
        self._gate = gate
        self.account = account or self.name

    def with_key(self, key: str) -> Self:
        account = account_of(self.name, key)
        return type(self)(replace(self._options, key=key), self._gate, account=account)

    async def capable(self, model: str | None) -> Capabilities:  # noqa: ARG002  # a setting says
        return replace(self.capabilities, references=self._options.references)

    async def submit(self, request: ImageRequest) -> Ticket:
        model = request.model or self._options.model
        wish: dict[str, Any] = {
            "prompt": request.prompt,
            "image_size": {"width": request.width, "height": request.height},
            "seed": request.seed,
            "num_images": 1,
            "output_format": "png",
        }
        if request.references:
            wish["image_url"] = bodies.data_uri(request.references[0])
        url = f"{self._options.url.rstrip('/')}/{model.strip('/')}"
        async with self._gate.admit(self.account) as visit:
            answer = await self._asked(visit, url, "POST", wish)
            told = _object(answer)
        if not isinstance(told.get("request_id"), str):
            bodies.no_picture(_TITLE)
        notes = {
            name: addresses.allowed(told.get(name), base=self._options.url)
            for name in ("status_url", "response_url", "cancel_url")
        }
        return Ticket(
            told["request_id"],
            poll_after_s=self._options.poll_s,
            notes={**notes, "model": model, "seed": str(request.seed)},
        )

    async def poll(self, ticket: Ticket) -> Ticket:
        async with self._gate.admit(self.account) as visit:
            status = _object(await self._asked(visit, self._noted(ticket, "status_url")))
            if status.get("status") in _WAITING:
                return ticket
            if status.get("status") != "COMPLETED" or status.get("error"):
                _fail(status)
            told = _object(await self._asked(visit, self._noted(ticket, "response_url")))
            data = await self._fetched(visit, told)
        return replace(ticket, delivered=self._delivered(ticket, told, data))

    async def cancel(self, ticket: Ticket) -> None:
        async with self._gate.admit(self.account) as visit:
            await self._asked(visit, self._noted(ticket, "cancel_url"), "PUT")

    async def credit(self) -> Decimal | None:
        return None

    async def _asked(
        self,
        visit: Visit,
        url: str,
        method: Literal["GET", "POST", "PUT"] = "GET",
        wish: Mapping[str, object] | None = None,
    ) -> Answer:
        headers = {"Authorization": f"Key {self._options.key}", "Content-Type": "application/json"}
        body = b"" if wish is None else json.dumps(wish).encode()
        answer = await visit.ask(
            Call(url, body, headers, method=method, timeout_s=self._options.timeout_s)
        )
        if answer.status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE} and method != "POST":
            raise ProviderUnavailable("fal.ai no longer knows this order.", reason="ticket-lost")
        # 202: it is on its way.
        if answer.status not in {HTTPStatus.OK, HTTPStatus.ACCEPTED}:
            refusals.refuse(answer, _TITLE)
        return answer

    async def _fetched(self, visit: Visit, told: Mapping[str, Any]) -> bytes:
        if told.get("has_nsfw_concepts") == [True]:
            # The picture that comes with it is black.
            raise PictureRefused(reason="flagged")
        images = told.get("images")
        first = images[0] if isinstance(images, list) and images else None
        if not isinstance(first, dict):
            bodies.no_picture(_TITLE)
        options = self._options
        url = addresses.allowed(first.get("url"), base=options.url, hosts=options.result_hosts)
        # Without the key: pictures lie on a host for everybody.
        call = Call(url, method="GET", timeout_s=options.timeout_s, max_bytes=MAX_PICTURE_BYTES)
        return (await exchanges.asked(visit, call, _TITLE)).body

    def _delivered(self, ticket: Ticket, told: Mapping[str, Any], data: bytes) -> Delivered:
        asked, seed = int(ticket.notes["seed"]), told.get("seed")
        return Delivered(
            data,
            ticket.notes["model"],
            seed if isinstance(seed, int) else asked,
            cost=self._options.price,
            currency=None if self._options.price is None else "USD",
            losses=() if seed in {None, asked} else (f"seed: {seed} instead of {asked}",),
            request_id=ticket.id,
        )

    def _noted(self, ticket: Ticket, name: str) -> str:
        """Looked at again: the ticket may have been written under other settings."""
        return addresses.allowed(ticket.notes.get(name), base=self._options.url)


def _object(answer: Answer) -> dict[str, Any]:
    told = bodies.told(answer.body, _TITLE)
    if not isinstance(told, dict):
        bodies.no_picture(_TITLE)
    return told


def _fail(status: Mapping[str, Any]) -> NoReturn:
    if status.get("error_type") in _REFUSALS:
        raise PictureRefused(reason="moderation")
    raise ProviderUnavailable("fal.ai could not draw this.", reason="generation-failed")
