"""Every fault by name; the shapes are those of the real service's public code and issues."""

import asyncio
import zlib
from collections.abc import Awaitable, Callable
from functools import cache

from tests.standin import dialects, pictures
from tests.standin.exchange import Exchange

Fault = Callable[[Exchange], Awaitable[None]]

_HTML = (
    b"<!DOCTYPE html>\n<html><head><title>502: Bad gateway</title></head><body>edge</body></html>"
)
_LONG_S = 30.0


def _refusal(status: int, code: str, message: str, **headers: str) -> Fault:
    async def fault(exchange: Exchange) -> None:
        error = {"code": code, "message": message, "timestamp": "2026-01-01T00:00:00.000Z"}
        body = {"status": status, "success": False, "error": error}
        await exchange.json(
            status, body, {name.replace("_", "-"): value for name, value in headers.items()}
        )

    return fault


def _flat(status: int, body: dict[str, object], **headers: str) -> Fault:
    async def fault(exchange: Exchange) -> None:
        await exchange.json(
            status, body, {name.replace("_", "-"): value for name, value in headers.items()}
        )

    return fault


def _raw(status: int, body: bytes, media_type: str, **headers: str) -> Fault:
    async def fault(exchange: Exchange) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        await exchange.answer(status, body, media_type, named)

    return fault


def _instead(make: Callable[[Exchange], bytes], **headers: str) -> Fault:
    """A well-formed answer with the wrong bytes in the place of the picture."""

    async def fault(exchange: Exchange) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        await exchange.picture(make(exchange), named)

    return fault


def _real(exchange: Exchange) -> bytes:
    return pictures.picture(exchange.request.asked)


def _body(exchange: Exchange) -> bytes:
    request = exchange.request
    return dialects.handed_over(request.target, request.asked, _real(exchange))[0]


async def _hang(exchange: Exchange) -> None:
    await asyncio.sleep(_LONG_S)
    exchange.hang_up()


async def _drip(exchange: Exchange) -> None:
    """Never silent long enough for a read time-out, never done."""
    body = _body(exchange)
    await exchange.begin(
        200, {"Content-Type": "application/json", "Content-Length": str(len(body))}
    )
    for start in range(0, len(body), 64):
        await exchange.send(body[start : start + 64])
        await asyncio.sleep(0.05)


async def _close(exchange: Exchange) -> None:
    exchange.hang_up()


async def _reset(exchange: Exchange) -> None:
    exchange.reset()


async def _reset_midway(exchange: Exchange) -> None:
    await _half(exchange)
    await asyncio.sleep(0.02)
    exchange.reset()


async def _truncated(exchange: Exchange) -> None:
    await _half(exchange)
    exchange.hang_up()


async def _half(exchange: Exchange) -> None:
    body = _body(exchange)
    await exchange.begin(
        200, {"Content-Type": "application/json", "Content-Length": str(len(body))}
    )
    await exchange.send(body[: len(body) // 2])


async def _truncated_chunked(exchange: Exchange) -> None:
    body = _body(exchange)
    await exchange.begin(200, {"Content-Type": "application/json", "Transfer-Encoding": "chunked"})
    await exchange.send(body[: len(body) // 2])
    exchange.hang_up()


async def _endless(exchange: Exchange) -> None:
    await exchange.begin(200, {"Content-Type": "application/json", "Transfer-Encoding": "chunked"})
    await exchange.send(b'{"data":[{"b64_json":"')
    for _ in range(4000):
        await exchange.send(b"A" * 65536)
    exchange.hang_up()


async def _declared_huge(exchange: Exchange) -> None:
    await exchange.begin(200, {"Content-Type": "application/json", "Content-Length": "5000000000"})
    await exchange.send(b'{"data":')
    exchange.hang_up()


async def _gzip_bomb(exchange: Exchange) -> None:
    await exchange.answer(200, _packed(), "application/json", {"Content-Encoding": "gzip"})


@cache
def _packed() -> bytes:
    """64 MB in 0.3 MB. The fast level: a client must not run out of time while it is packed."""
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    return b"".join(packer.compress(bytes(1_048_576)) for _ in range(64)) + packer.flush()


FAULTS: dict[str, Fault] = {
    "401 without a valid key": _refusal(401, "UNAUTHORIZED", "Authentication required."),
    "402 balance": _refusal(402, "INSUFFICIENT_BALANCE", "Insufficient pollen balance."),
    "402 full queue": _flat(402, {"x402Version": 1, "error": "Queue full for IP", "accepts": []}),
    "403 model": _refusal(403, "FORBIDDEN", "Access denied!"),
    "400 request": _refusal(400, "BAD_REQUEST", "Invalid model."),
    "400 safety": _flat(400, {"error": {"type": "safety_error", "message": "blocked"}}),
    "400 moderation": _flat(
        400, {"error": {"type": "image_generation_user_error", "code": "moderation_blocked"}}
    ),
    "422 moderation": _refusal(422, "content_policy_violation", "Rejected by content moderation."),
    "429 interval": _refusal(429, "RATE_LIMITED", "One request every 45 seconds.", Retry_After="2"),
    "429 without a time": _refusal(429, "RATE_LIMITED", "Slow down."),
    "429 concurrency": _flat(
        429, {"error": "concurrency_limit_exceeded", "message": "Still running."}, Retry_After="1"
    ),
    "429 time in the body": _flat(
        429, {"error": "Rate limit exceeded", "retryAfterSeconds": 12.34}
    ),
    "429 ten minutes": _flat(429, {"error": "Rate limit exceeded"}, Retry_After="600"),
    "429 absurd": _flat(429, {"error": "Rate limit exceeded"}, Retry_After="1000000000"),
    "429 date in the past": _flat(429, {"error": "x"}, Retry_After="Wed, 21 Oct 2015 07:28:00 GMT"),
    "429 nonsense": _flat(429, {"error": "x"}, Retry_After="soon"),
    "500": _refusal(500, "INTERNAL_ERROR", "No active flux servers available"),
    "502 html": _raw(502, _HTML, "text/html"),
    "503": _refusal(503, "SERVICE_UNAVAILABLE", "Generation coordination is unavailable"),
    "504": _refusal(504, "GATEWAY_TIMEOUT", "Upstream timed out"),
    "524 html": _raw(524, _HTML, "text/html"),
    "530 text": _raw(530, b"error code: 1033", "text/plain"),
    "302 into the network": _raw(
        302, b"", "text/plain", Location="http://169.254.169.254/latest/meta-data/"
    ),
    "200 html": _raw(200, _HTML, "text/html"),
    "200 html called jpeg": _raw(200, _HTML, "image/jpeg"),
    "200 error": _flat(200, {"error": "Internal Server Error"}),
    "200 no data": _flat(200, {"created": 1, "data": []}),
    "200 url only": _flat(200, {"data": [{"url": "http://169.254.169.254/picture.png"}]}),
    "200 list": _raw(200, b"[1, 2]", "application/json"),
    "200 broken base64": _flat(200, {"data": [{"b64_json": "###"}]}),
    "200 deep json": _raw(200, b"[" * 100_000, "application/json"),
    "200 empty": _raw(200, b"", "application/json"),
    "placeholder by header": _instead(_real, X_Rate_Limited="true"),
    "placeholder fallback": _instead(_real, X_Pollinations_Rate_Limit_Fallback="true"),
    "picture is html": _instead(lambda _: _HTML),
    "picture is svg": _instead(lambda _: b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "picture is empty": _instead(lambda _: b""),
    "picture is cut": _instead(lambda exchange: _real(exchange)[:-2000]),
    "picture is blank": _instead(lambda exchange: pictures.blank(exchange.request.asked)),
    "picture is a bomb": _instead(lambda _: pictures.bomb()),
    "picture is square": _instead(
        lambda exchange: pictures.picture({**exchange.request.asked, "size": "512x512"})
    ),
    "always the same picture": _instead(lambda _: pictures.picture({"size": "256x192"})),
    "picture and nothing left": _instead(_real, RateLimit_Remaining="0", RateLimit_Reset="30"),
    "placeholder not to be kept": _instead(_real, Cache_Control="no-store"),
    "model swap": _instead(_real, x_model_used="sana"),
    "fallback target": _instead(_real, x_fallback_target="config.targets[1]"),
    "seed ignored": _instead(
        lambda exchange: pictures.picture({**exchange.request.asked, "seed": "of its own"})
    ),
    "png": _instead(lambda exchange: pictures.picture(exchange.request.asked, "PNG")),
    "hang": _hang,
    "drip": _drip,
    "close without a word": _close,
    "reset": _reset,
    "reset midway": _reset_midway,
    "truncated": _truncated,
    "truncated chunks": _truncated_chunked,
    "endless": _endless,
    "declared huge": _declared_huge,
    "gzip bomb": _gzip_bomb,
}
