"""
Draws with whoever is asked, or the best that is allowed; every picture is verified, every
fallback is visible.
"""

import asyncio
import dataclasses
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from app.domain.compute import Compute
from app.domain.illustrations import Degraded, Drawn, ImageRequest, Style
from app.errors import (
    InvalidInput,
    NotAllowed,
    ProviderMisconfigured,
    ProviderUnavailable,
    QuotaExceeded,
    Snoozed,
)
from app.illustration import quality, styles
from app.illustration.providers import PROVIDERS
from app.illustration.providers.pollinations import Pollinations, PollinationsOptions
from app.illustration.providers.provider import Capabilities, Delivered, ImageProvider
from app.illustration.providers.sketch import Sketch
from app.illustration.quality import Verified

AUTO = "auto"
# A reader rather has a sketch now than a picture in more than five minutes; the sketch can be
# redrawn later.
_LONGEST_WAIT_S = 300.0
# How many pictures of remote providers are remembered to notice the same bytes for different
# prompts.
_REMEMBERED = 1000


@asynccontextmanager
async def open_studio(
    *, compute: Compute, pollinations: PollinationsOptions | None
) -> AsyncIterator["Studio"]:
    """*pollinations* is None where no key is set."""
    providers: list[ImageProvider] = [Sketch(compute)]
    placeholders: frozenset[str] = frozenset()
    if pollinations is not None:
        providers.insert(0, Pollinations(pollinations))
        placeholders = pollinations.placeholders
    try:
        yield Studio(compute, {one.name: one for one in providers}, placeholders)
    finally:
        for provider in providers:
            await provider.aclose()


class Studio:
    """*providers* in the order in which `auto` prefers them; the sketch is always among them."""

    def __init__(
        self,
        compute: Compute,
        providers: Mapping[str, ImageProvider],
        placeholders: frozenset[str] = frozenset(),
    ) -> None:
        self._compute = compute
        self._providers = providers
        self._placeholders = placeholders
        self._seen: OrderedDict[str, ImageRequest] = OrderedDict()

    @property
    def styles(self) -> tuple[Style, ...]:
        return styles.STYLES

    def capabilities(self) -> dict[str, Capabilities]:
        """Of the providers that are set up, in order of preference."""
        return {name: provider.capabilities for name, provider in self._providers.items()}

    async def draw(
        self, request: ImageRequest, *, provider: str = AUTO, consent: bool = False
    ) -> Drawn:
        if provider != AUTO:
            return await self._draw_with(self._asked_for(provider, consent=consent), request)
        remote = next((one for one in self._providers.values() if one.capabilities.is_remote), None)
        if remote is None:
            return await self._sketched(request, None)
        if not consent:
            return await self._sketched(request, Degraded(remote.name, Sketch.name, "consent"))
        try:
            return await self._draw_with(remote, request)
        except Snoozed as error:
            if (error.retry_after or 0) <= _LONGEST_WAIT_S:
                raise  # The job waits and comes back; no attempt is lost.
            reason = error.slug
        except (QuotaExceeded, ProviderMisconfigured, ProviderUnavailable) as error:
            reason = _reason(error)
        return await self._sketched(request, Degraded(remote.name, Sketch.name, reason))

    async def check(self, name: str) -> Drawn:
        """Draws one small picture to prove that a provider works; raises what it raises."""
        request = ImageRequest(
            prompt="A lighthouse on a cliff above the sea at dusk",
            negative=None,
            width=512,
            height=512,
            seed=1,
        )
        return await self.draw(request, provider=name, consent=True)

    def _asked_for(self, name: str, *, consent: bool) -> ImageProvider:
        if name not in PROVIDERS and name not in self._providers:
            raise InvalidInput(f"There is no provider named {name!r}.", pointer="/provider")
        if name not in self._providers:
            raise ProviderMisconfigured(f"{name} is not set up on this server.", reason="no-key")
        provider = self._providers[name]
        if provider.capabilities.is_remote and not consent:
            raise NotAllowed(f"Drawing with {name} sends words of the book away; allow that first.")
        return provider

    async def _sketched(self, request: ImageRequest, degraded: Degraded | None) -> Drawn:
        # The model named was the remote one's, and the size is cut by the sketch itself where it
        # must be.
        local = dataclasses.replace(request, model=None)
        drawn = await self._draw_with(self._providers[Sketch.name], local)
        return dataclasses.replace(drawn, degraded=degraded)

    async def _draw_with(self, provider: ImageProvider, request: ImageRequest) -> Drawn:
        start = time.monotonic()
        delivered = await _delivered(provider, request)
        latency_ms = round((time.monotonic() - start) * 1000)
        verified = await self._compute.run(
            quality.verify,
            delivered.data,
            width=request.width,
            height=request.height,
            placeholders=self._placeholders,
        )
        if provider.capabilities.is_remote:
            self._remember(request, verified)
        return Drawn(
            data=delivered.data,
            media_type=verified.media_type,
            width=verified.width,
            height=verified.height,
            provider=provider.name,
            model=delivered.model,
            seed=delivered.seed,
            preview=provider.capabilities.is_preview,
            cost=delivered.cost,
            currency=delivered.currency,
            latency_ms=latency_ms,
            technical=verified.technical,
            losses=_losses(request, delivered, verified),
        )

    def _remember(self, request: ImageRequest, verified: Verified) -> None:
        """The same bytes for other words are a notice we do not know yet."""
        known = self._seen.setdefault(verified.digest, request)
        if len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)
        if known.prompt != request.prompt:
            raise ProviderUnavailable(
                "The provider sent one picture for two prompts.", reason="duplicate"
            )


async def _delivered(provider: ImageProvider, request: ImageRequest) -> Delivered:
    ticket = await provider.submit(request)
    try:
        while ticket.delivered is None:
            await asyncio.sleep(ticket.poll_after_s)
            ticket = await provider.poll(ticket)
    except asyncio.CancelledError:
        await provider.cancel(ticket)
        raise
    return ticket.delivered


def _losses(request: ImageRequest, delivered: Delivered, verified: Verified) -> tuple[str, ...]:
    is_other_size = (verified.width, verified.height) != (request.width, request.height)
    if not is_other_size or any(loss.startswith("size") for loss in delivered.losses):
        return delivered.losses
    return (*delivered.losses, f"size: {verified.width}x{verified.height}")


def _reason(error: QuotaExceeded | ProviderMisconfigured | ProviderUnavailable) -> str:
    """The problem's slug and, where there is one, its precise cause."""
    cause = error.facts.get("reason")
    return f"{error.slug}: {cause}" if cause else error.slug
