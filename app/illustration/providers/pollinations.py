"""
gen.pollinations.ai, by its OpenAI-shaped call for pictures.

Its traps and what is done about them: errors in HTML or with status 200 (bytes decide), a branded
picture instead of a
429 (headers and digests), another model than the one asked for (recorded as a loss), a seed it
draws itself when none is
sent (always sent), keys in logged URLs (header only).
"""

import asyncio
import base64
import binascii
import json
import math
from dataclasses import dataclass
from typing import Any, ClassVar, NoReturn

import httpx

from app.domain.illustrations import ImageRequest
from app.errors import ProviderMisconfigured, ProviderUnavailable
from app.illustration.providers import pollinations_errors
from app.illustration.providers.provider import Capabilities, Delivered, Immediate, Seeds, Ticket

_CONNECT_S = 5.0
_LARGEST_SEED = 2**31 - 1


@dataclass(frozen=True, slots=True)
class PollinationsOptions:
    """
    *timeout_s* bounds one attempt from first to last byte; *placeholders* are SHA-256 digests of
    known notices.
    """

    key: str
    url: str = "https://gen.pollinations.ai"
    model: str = "flux"
    timeout_s: float = 150
    max_bytes: int = 20_000_000
    retry_wait_s: float = 2.0
    placeholders: frozenset[str] = frozenset()

    def __repr__(self) -> str:
        # The generated one would write the key into every log that shows the options.
        return f"PollinationsOptions(url={self.url!r}, model={self.model!r})"


@dataclass(frozen=True, slots=True)
class _Answer:
    headers: httpx.Headers
    body: bytes


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
    )

    def __init__(self, options: PollinationsOptions) -> None:
        self._options = options
        self._client = httpx.AsyncClient(
            base_url=options.url,
            headers={
                "Authorization": f"Bearer {options.key}",
                # A few kilobytes of gzip can unpack to all memory there is; pictures do not
                # compress anyway.
                "Accept-Encoding": "identity",
            },
            timeout=httpx.Timeout(options.timeout_s, connect=min(_CONNECT_S, options.timeout_s)),
            follow_redirects=False,
        )

    async def submit(self, request: ImageRequest) -> Ticket:
        model = request.model or self._options.model
        wish = {
            "prompt": request.prompt[: self.capabilities.prompt_characters],
            "model": model,
            "seed": request.seed % _LARGEST_SEED,
            "size": f"{request.width}x{request.height}",
            "n": 1,
            "response_format": "b64_json",
        }
        answer = await self._asked_twice(json.dumps(wish).encode())
        served = answer.headers.get("x-model-used")
        delivered = Delivered(
            data=_picture(answer.body),
            model=served or model,
            seed=request.seed % _LARGEST_SEED,
            losses=_losses(request, asked=model, headers=answer.headers),
        )
        return Ticket(answer.headers.get("x-request-id", ""), delivered)

    async def aclose(self) -> None:
        await self._client.aclose()

    async def _asked_twice(self, body: bytes) -> _Answer:
        """
        Once more with the very same bytes: the service joins a running generation and bills it
        once.

        What the second attempt meets is final for now; waiting longer is the job's business.
        """
        try:
            return await self._asked(body)
        except ProviderUnavailable:
            pass  # Told by the second attempt, if it fails as well.
        await asyncio.sleep(self._options.retry_wait_s)
        return await self._asked(body)

    async def _asked(self, body: bytes) -> _Answer:
        try:
            async with (
                # httpx has no limit for a whole call: a drip of one byte a second would never end.
                asyncio.timeout(self._options.timeout_s),
                self._client.stream(
                    "POST",
                    "/v1/images/generations",
                    content=body,
                    headers={"Content-Type": "application/json"},
                ) as response,
            ):
                answer = _Answer(response.headers, await self._capped(response))
                if response.status_code != httpx.codes.OK:
                    pollinations_errors.refuse(response.status_code, answer.headers, answer.body)
                return answer
        except (TimeoutError, httpx.TimeoutException):
            raise ProviderUnavailable("Pollinations took too long.", reason="timeout") from None
        except httpx.InvalidURL:
            raise ProviderMisconfigured(
                "The address of Pollinations is no URL.", reason="url"
            ) from None
        except (httpx.HTTPError, httpx.StreamError) as error:
            # Without the cause: its text may quote the request, whose headers hold the key.
            reason = f"network-{type(error).__name__}"
            raise ProviderUnavailable("Pollinations broke off.", reason=reason) from None

    async def _capped(self, response: httpx.Response) -> bytes:
        if response.headers.get("content-encoding", "identity") != "identity":
            _bad("encoding", "Pollinations compressed its answer, which we did not ask for.")
        if pollinations_errors.is_placeholder(response.headers):
            _bad("placeholder", "Pollinations sent its rate notice instead of a picture.")
        body = bytearray()
        # A third more than the picture: that is what base64 adds.
        limit = math.ceil(self._options.max_bytes * 4 / 3) + 10_000
        async for chunk in response.aiter_raw():
            body += chunk
            if len(body) > limit:
                _bad("too-many-bytes", "Pollinations sent more bytes than any picture has.")
        return bytes(body)


def _picture(body: bytes) -> bytes:
    """The decoded picture; a body of any other shape is an error that looks like success."""
    try:
        answer: Any = json.loads(body)
        encoded = answer["data"][0]["b64_json"]
        return base64.b64decode(encoded, validate=True)
    except (ValueError, KeyError, IndexError, TypeError, binascii.Error, RecursionError):
        _bad("no-picture", "Pollinations answered, but not with a picture.")


def _losses(request: ImageRequest, *, asked: str, headers: httpx.Headers) -> tuple[str, ...]:
    losses = []
    served = headers.get("x-model-used")
    if served and served.lower() != asked.lower():
        losses.append(f"model: {served} instead of {asked}")
    if fallback := headers.get("x-fallback-target"):
        losses.append(f"fallback: {fallback}")
    if request.negative:
        losses.append("negative")
    return tuple(losses)


def _bad(reason: str, detail: str) -> NoReturn:
    raise ProviderUnavailable(detail, reason=reason)
