"""
The images endpoints of OpenAI, and of every server that speaks like it.

GPT-image knows neither seeds nor negatives and refuses parameters it does not know, so a server of
one's own (LocalAI) is told apart by a setting, not by guessing.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, ClassVar, Literal, Self

from app.domain.gates import Answer, Call, Gate, Visit
from app.domain.illustrations import ImageRequest, Quality
from app.errors import PictureRefused
from app.illustration.providers import addresses, bodies, exchanges
from app.illustration.providers.exchanges import MAX_ANSWER_BYTES, MAX_PICTURE_BYTES
from app.illustration.providers.provider import (
    Capabilities,
    Delivered,
    Immediate,
    Seeds,
    Ticket,
    account_of,
)

Dialect = Literal["openai", "localai"]

# For a reader's own key, where the operator has set up nobody; the cheapest there was in November 2026.
OPENAI_URL = "https://api.openai.com/v1"
OPENAI_MODEL = "gpt-image-1-mini"
_TITLE = "The OpenAI-compatible service"
_QUALITY = {Quality.DRAFT: "low", Quality.STANDARD: "medium", Quality.HIGH: "high"}


@dataclass(frozen=True, slots=True)
class OpenAiOptions:
    """*url* is the base address, with `/v1`; *price* is in dollars for a picture, where it is known."""

    url: str
    model: str
    key: str | None = None
    dialect: Dialect = "openai"
    price: Decimal | None = None
    timeout_s: float = 180

    def __repr__(self) -> str:
        # The generated one would write the key into every log that shows the options.
        return f"OpenAiOptions(url={self.url!r}, model={self.model!r})"


class OpenAi(Immediate):
    name: ClassVar[str] = "openai"
    capabilities: ClassVar[Capabilities] = Capabilities(
        is_remote=True,
        is_preview=False,
        seeds=Seeds.IGNORED,
        has_negative=False,
        languages=frozenset({"en", "ru"}),
        prompt_characters=32_000,
        max_side=1536,
        summary="GPT-image, or any server that speaks like it (LocalAI); needs an address and a model.",
        sizes=((1024, 1024), (1536, 1024), (1024, 1536)),
        references=16,
        takes_key=True,
    )

    def __init__(self, options: OpenAiOptions, gate: Gate, *, account: str | None = None) -> None:
        self._options = options
        self._gate = gate
        self.account = account or self.name

    def with_key(self, key: str) -> Self:
        account = account_of(self.name, key)
        return type(self)(replace(self._options, key=key), self._gate, account=account)

    async def capable(self, model: str | None) -> Capabilities:  # noqa: ARG002  # by its dialect
        if self._options.dialect == "openai":
            return self.capabilities
        return replace(
            self.capabilities,
            seeds=Seeds.BEST_EFFORT,
            has_negative=True,
            languages=frozenset({"en"}),
            sizes=(),
            # What diffusion models want.
            multiple_of=8,
            references=0,
        )

    async def submit(self, request: ImageRequest) -> Ticket:
        model = request.model or self._options.model
        call = self._call(request, model)
        async with self._gate.admit(self.account) as visit:
            # Asked once: who asks twice pays twice here.
            answer = await exchanges.asked(visit, call, _TITLE)
            data = await self._picture(visit, answer)
        is_seeded = self._options.dialect == "localai"
        request_id = answer.headers.get("x-request-id")
        delivered = Delivered(
            data,
            model,
            request.seed if is_seeded else None,
            cost=self._options.price,
            currency=None if self._options.price is None else "USD",
            request_id=request_id,
        )
        return Ticket(request_id or "", delivered)

    def _call(self, request: ImageRequest, model: str) -> Call:
        wish = self._wish(request, model)
        if request.references:
            fields = {name: str(value) for name, value in wish.items()}
            files = [("image[]", each) for each in request.references]
            media_type, body = bodies.form(fields, files)
        else:
            media_type, body = "application/json", json.dumps(wish).encode()
        return Call(
            f"{self._base}/images/{'edits' if request.references else 'generations'}",
            body,
            {**self._header(), "Content-Type": media_type},
            timeout_s=self._options.timeout_s,
            max_bytes=MAX_ANSWER_BYTES,
        )

    def _wish(self, request: ImageRequest, model: str) -> dict[str, Any]:
        size = f"{request.width}x{request.height}"
        wish: dict[str, Any] = {"prompt": request.prompt, "model": model, "size": size, "n": 1}
        if self._options.dialect == "openai":
            return {**wish, "quality": _QUALITY[request.quality]}
        # There a bar ends the prompt and begins the negative one.
        wish |= {"prompt": request.prompt.replace("|", ","), "seed": request.seed}
        if request.negative:
            wish["negative_prompt"] = request.negative
        return {**wish, "response_format": "b64_json"}

    async def _picture(self, visit: Visit, answer: Answer) -> bytes:
        told: Any = bodies.told(answer.body, _TITLE)
        found = told.get("data") if isinstance(told, dict) else None
        if found == []:
            # So some of them say no (vercel/ai#19168).
            raise PictureRefused(reason="no-data")
        first = found[0] if isinstance(found, list) else None
        if not isinstance(first, dict):
            bodies.no_picture(_TITLE)
        if first.get("b64_json") is not None:
            return bodies.decoded(first["b64_json"], _TITLE)
        if first.get("url") is None:
            bodies.no_picture(_TITLE)
        return await self._fetched(visit, first["url"])

    async def _fetched(self, visit: Visit, url: object) -> bytes:
        """From the server that was asked, whatever name it gives itself."""
        call = Call(
            addresses.at_home(url, base=self._base),
            headers=self._header(),
            method="GET",
            timeout_s=self._options.timeout_s,
            max_bytes=MAX_PICTURE_BYTES,
        )
        return (await exchanges.asked(visit, call, _TITLE)).body

    @property
    def _base(self) -> str:
        return self._options.url.rstrip("/")

    def _header(self) -> Mapping[str, str]:
        key = self._options.key
        return {} if key is None else {"Authorization": f"Bearer {key}"}
