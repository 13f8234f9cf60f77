"""One request to a machine that is not ours, bounded in time and bytes."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from app.domain.gates import Answer, Call
from app.errors import ProviderMisconfigured, ProviderUnavailable
from app.limits import answers

_CONNECT_S = 5.0


@asynccontextmanager
async def open_client() -> AsyncIterator[httpx.AsyncClient]:
    """The pool of connections of one process: pictures and language share it."""
    # Redirects are never followed: they could lead into the operator's own network.
    async with httpx.AsyncClient(follow_redirects=False) as client:
        yield client


async def ask(client: httpx.AsyncClient, provider: str, call: Call) -> Answer:
    try:
        async with (
            # httpx has no limit for a whole call: a drip of one byte a second would never end.
            asyncio.timeout(call.timeout_s),
            client.stream(
                call.method,
                call.url,
                content=call.body,
                # A few kilobytes of gzip can unpack to all memory there is.
                headers={**call.headers, "Accept-Encoding": "identity"},
                timeout=httpx.Timeout(call.timeout_s, connect=min(_CONNECT_S, call.timeout_s)),
            ) as response,
        ):
            return await _whole(response, provider, call.max_bytes)
    except (TimeoutError, httpx.TimeoutException):
        raise ProviderUnavailable(
            f"The provider {provider} took too long.", reason="timeout"
        ) from None
    except (httpx.InvalidURL, httpx.UnsupportedProtocol):
        raise ProviderMisconfigured(
            f"The address of the provider {provider} is no URL.", reason="url"
        ) from None
    except (httpx.HTTPError, httpx.StreamError) as error:
        # Without the cause: its text may quote the request, whose headers hold the key.
        reason = f"network-{type(error).__name__}"
        raise ProviderUnavailable(f"The provider {provider} broke off.", reason=reason) from None


async def _whole(response: httpx.Response, provider: str, max_bytes: int) -> Answer:
    headers = {name.lower(): value for name, value in response.headers.items()}
    if headers.get("content-encoding", "identity") != "identity":
        raise ProviderUnavailable(
            f"The provider {provider} compressed its answer, which we did not ask for.",
            reason="encoding",
        )
    body = bytearray()
    async for chunk in response.aiter_raw():
        body += chunk
        if len(body) > max_bytes:
            raise ProviderUnavailable(
                f"The provider {provider} sent more bytes than any answer has.",
                reason="too-many-bytes",
            )
    return Answer(
        response.status_code, headers, bytes(body), answers.retry_after(headers, time.time())
    )
