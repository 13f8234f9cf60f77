"""
gen.pollinations.ai, by its OpenAI-shaped calls for pictures.

Its traps and what is done about them: errors in HTML or with status 200 (bytes decide), a branded
picture instead of a
429 (headers and digests), another model than the one asked for (told), a seed it draws itself when
none is sent (always sent), keys in logged URLs (header only), pictures for it to look at as public
addresses (sent as bytes), a safety filter that rewrites names (never asked for).
"""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from http import HTTPStatus
from typing import Any, ClassVar, Self

import structlog

from app.domain.gates import Answer, Call, Gate, Visit
from app.domain.illustrations import ImageRequest
from app.errors import BookReaderError, PictureRefused, ProviderUnavailable
from app.illustration.providers import bodies, exchanges, pollinations_models, refusals
from app.illustration.providers.exchanges import MAX_ANSWER_BYTES, RETRY_WAIT_S
from app.illustration.providers.notices import NotThePicture
from app.illustration.providers.pollinations_models import Model
from app.illustration.providers.provider import (
    Capabilities,
    Delivered,
    Immediate,
    Seeds,
    Ticket,
    account_of,
)

log = structlog.get_logger()

_TITLE = "Pollinations"
_CURRENCY = "pollen"
# Models come and go by the week; a list that could not be had is asked for again sooner. Guesses.
_FRESH_S, _MISSING_S = 3600.0, 600.0
_LOOK_UP_S = 10.0


@dataclass(frozen=True, slots=True)
class PollinationsOptions:
    """*timeout_s* bounds one attempt from first to last byte."""

    key: str
    url: str = "https://gen.pollinations.ai"
    model: str = "flux"
    timeout_s: float = 150
    max_bytes: int = MAX_ANSWER_BYTES
    retry_wait_s: float = RETRY_WAIT_S

    def __repr__(self) -> str:
        # The generated one would write the key into every log that shows the options.
        return f"PollinationsOptions(url={self.url!r}, model={self.model!r})"


@dataclass(slots=True)
class _Known:
    """What the service listed, whoever asked: the same for every account."""

    models: tuple[Model, ...] = ()
    look_again_at: float = 0.0


class Pollinations(Immediate):
    name: ClassVar[str] = "pollinations"
    capabilities: ClassVar[Capabilities] = Capabilities(
        is_remote=True,
        is_preview=False,
        seeds=Seeds.BEST_EFFORT,
        has_negative=False,
        languages=frozenset({"en"}),
        prompt_characters=32_000,
        max_side=2048,
        summary="FLUX and other models at pollinations.ai; needs a key; the prompt leaves this machine.",
        takes_key=True,
        repeats=True,
    )

    def __init__(
        self,
        options: PollinationsOptions,
        gate: Gate,
        *,
        account: str | None = None,
        known: "_Known | None" = None,
    ) -> None:
        self._options = options
        self._gate = gate
        self.account = account or self.name
        self._known = known or _Known()

    def with_key(self, key: str) -> Self:
        options, account = replace(self._options, key=key), account_of(self.name, key)
        return type(self)(options, self._gate, account=account, known=self._known)

    async def capable(self, model: str | None) -> Capabilities:
        known = await self._named(model or self._options.model)
        if known is None:
            return self.capabilities
        seeds = Seeds.BEST_EFFORT if known.has_seeds else Seeds.IGNORED
        return replace(self.capabilities, references=known.references, seeds=seeds)

    async def submit(self, request: ImageRequest) -> Ticket:
        model = request.model or self._options.model
        call = self._call(request, model)
        async with self._gate.admit(self.account) as visit:
            answer, data = await exchanges.twice(
                lambda: self._asked(visit, call), self._options.retry_wait_s
            )
        return await self._delivered(request, model, answer, data)

    async def credit(self) -> Decimal | None:
        """In pollen."""
        answer = await self._looked_up("/account/balance", self._header())
        told: Any = bodies.told(answer.body, _TITLE)
        try:
            return Decimal(str(told["balance"]))
        except (KeyError, TypeError, InvalidOperation):
            return None

    def _call(self, request: ImageRequest, model: str) -> Call:
        wish: dict[str, Any] = {
            "prompt": request.prompt,
            "model": model,
            "seed": request.seed,
            "size": f"{request.width}x{request.height}",
            "n": 1,
            "response_format": "b64_json",
        }
        if request.references:
            wish["image"] = [{"image_url": bodies.data_uri(each)} for each in request.references]
        path = "edits" if request.references else "generations"
        return Call(
            f"{self._options.url.rstrip('/')}/v1/images/{path}",
            json.dumps(wish).encode(),
            {**self._header(), "Content-Type": "application/json"},
            timeout_s=self._options.timeout_s,
            max_bytes=self._options.max_bytes,
        )

    def _header(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._options.key}"}

    async def _asked(self, visit: Visit, call: Call) -> tuple[Answer, bytes]:
        answer = await visit.ask(call)
        if is_placeholder(answer.headers):
            raise NotThePicture(_TITLE, _evidence(answer.body), answer.headers.get("x-model-used"))
        if answer.status == HTTPStatus.UNPROCESSABLE_ENTITY:
            raise PictureRefused(reason="moderation")
        if answer.status != HTTPStatus.OK:
            refusals.refuse(answer, _TITLE)
        return answer, _picture(answer.body)

    async def _delivered(
        self, request: ImageRequest, model: str, answer: Answer, data: bytes
    ) -> Ticket:
        headers = answer.headers
        served = headers.get("x-model-used")
        fallback = headers.get("x-fallback-target")
        known = await self._named(served or model)
        is_known = known is not None and known == await self._named(model)
        is_other = served is not None and served.lower() != model.lower() and not is_known
        delivered = Delivered(
            data=data,
            model=served or model,
            seed=request.seed,
            cost=_cost(known, headers),
            currency=_CURRENCY,
            losses=(f"fallback: {fallback}",) if fallback else (),
            instead_of=model
            if is_other or (known is None and served not in {None, model})
            else None,
            request_id=headers.get("x-request-id"),
            is_cached={"HIT": True, "MISS": False}.get(headers.get("x-cache", "").upper()),
        )
        return Ticket(headers.get("x-request-id", ""), delivered)

    async def _named(self, model: str) -> Model | None:
        if time.monotonic() >= self._known.look_again_at:
            # Before the answer: who comes meanwhile takes the table that is there.
            self._known.look_again_at = time.monotonic() + _MISSING_S
            await self._refresh()
        return pollinations_models.named(self._known.models or pollinations_models.OFFLINE, model)

    async def _refresh(self) -> None:
        try:
            answer = await self._looked_up("/image/models", {})
        except BookReaderError as error:
            log.info(
                "provider_models_unknown",
                provider=self.name,
                reason=error.facts.get("reason"),
                as_of=pollinations_models.AS_OF,
            )
            return
        models = pollinations_models.read(answer.body)
        self._known.models = models
        self._known.look_again_at = time.monotonic() + (_FRESH_S if models else _MISSING_S)

    async def _looked_up(self, path: str, headers: Mapping[str, str]) -> Answer:
        url = f"{self._options.url.rstrip('/')}{path}"
        call = Call(url, headers=headers, method="GET", timeout_s=_LOOK_UP_S)
        async with self._gate.admit(self.account) as visit:
            return await exchanges.asked(visit, call, _TITLE)


def is_placeholder(headers: Mapping[str, str]) -> bool:
    """
    An over-limit request may be answered with 200 and a branded picture; only these headers tell.
    """
    flags = (headers.get("x-rate-limited"), headers.get("x-pollinations-rate-limit-fallback"))
    return any(flag is not None and flag.lower() != "false" for flag in flags)


def _picture(body: bytes) -> bytes:
    told: Any = bodies.told(body, _TITLE)
    try:
        return bodies.decoded(told["data"][0]["b64_json"], _TITLE)
    except (KeyError, IndexError, TypeError):
        bodies.no_picture(_TITLE)


def _evidence(body: bytes) -> bytes:
    """The notice itself, or all that came where it is in another shape."""
    try:
        return _picture(body)
    except ProviderUnavailable:
        return body


def _cost(model: Model | None, headers: Mapping[str, str]) -> Decimal | None:
    """A joined or kept picture counts like a new one: its first request may have been this one."""
    if model is None or model.price is None:
        return None
    tokens = headers.get("x-usage-completion-image-tokens", "1")
    return model.price * int(tokens) if tokens.isdecimal() else None
