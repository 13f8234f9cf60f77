"""
image.pollinations.ai without a key: one picture in 45 seconds for an address, by a small model.

Only where the operator says so. It draws with another model than the one it is asked for, logs prompts
with addresses, and answers who comes too early with 200 and a branded picture.
"""

from dataclasses import dataclass
from http import HTTPStatus
from typing import ClassVar
from urllib.parse import quote, urlencode

from app.domain.gates import Answer, Call, Gate, Visit
from app.domain.illustrations import ImageRequest
from app.illustration.providers import exchanges, refusals
from app.illustration.providers.exchanges import MAX_PICTURE_BYTES, RETRY_WAIT_S
from app.illustration.providers.notices import NotThePicture
from app.illustration.providers.pollinations import is_placeholder
from app.illustration.providers.provider import (
    Capabilities,
    Delivered,
    Immediate,
    Keyless,
    Seeds,
    Ticket,
)

_TITLE = "Pollinations without a key"
# Of the address; its edge refuses about 8 kB (issues 6702 and 7786 of the service).
_URL_BYTES = 6000
_MODEL = "sana"


@dataclass(frozen=True, slots=True)
class LegacyOptions:
    """*spacing_s* is the wait where it is too early and no time is named."""

    url: str = "https://image.pollinations.ai"
    spacing_s: float = 45
    timeout_s: float = 150
    retry_wait_s: float = RETRY_WAIT_S


class PollinationsLegacy(Keyless, Immediate):
    name: ClassVar[str] = "pollinations-legacy"
    capabilities: ClassVar[Capabilities] = Capabilities(
        is_remote=True,
        is_preview=False,
        seeds=Seeds.BEST_EFFORT,
        has_negative=False,
        languages=frozenset({"en"}),
        prompt_characters=32_000,
        max_side=1280,
        summary="The old service of pollinations.ai: no key, a small model, one picture in 45 s.",
        url_bytes=_URL_BYTES,
        has_models=False,
        repeats=True,
    )

    def __init__(self, options: LegacyOptions, gate: Gate) -> None:
        self._options = options
        self._gate = gate
        self.account = self.name

    async def submit(self, request: ImageRequest) -> Ticket:
        options = self._options
        size = {"width": request.width, "height": request.height}
        query = urlencode({"model": _MODEL, **size, "seed": request.seed, "nologo": "true"})
        url = f"{options.url.rstrip('/')}/prompt/{quote(request.prompt, safe='')}?{query}"
        call = Call(url, method="GET", timeout_s=options.timeout_s, max_bytes=MAX_PICTURE_BYTES)
        async with self._gate.admit(self.account) as visit:
            answer = await exchanges.twice(lambda: self._asked(visit, call), options.retry_wait_s)
        served = answer.headers.get("x-model-used", _MODEL)
        return Ticket(
            answer.headers.get("x-request-id", ""),
            Delivered(
                answer.body,
                served,
                request.seed,
                instead_of=None if served == _MODEL else _MODEL,
                request_id=answer.headers.get("x-request-id"),
            ),
        )

    async def _asked(self, visit: Visit, call: Call) -> Answer:
        answer = await visit.ask(call)
        # Pictures may be kept for ever; its notice may not.
        is_notice = "no-store" in answer.headers.get("cache-control", "")
        if is_placeholder(answer.headers) or (answer.status == HTTPStatus.OK and is_notice):
            raise NotThePicture(_TITLE, answer.body, answer.headers.get("x-model-used"))
        if answer.status != HTTPStatus.OK:
            refusals.refuse(answer, _TITLE, wait_s=self._options.spacing_s)
        return answer
