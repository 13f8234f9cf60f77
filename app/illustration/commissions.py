"""One picture from one provider: fitted to it, waited for, verified, and softened once where it is refused."""

import asyncio
import dataclasses
import hashlib
import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

import structlog

from app.domain.compute import Compute
from app.domain.illustrations import Degraded, Drawn, ImageRequest, Pending, Tickets
from app.errors import BookReaderError, PictureRefused, ProviderUnavailable, Snoozed
from app.illustration import quality, softening
from app.illustration.adapting import adapt
from app.illustration.memory import Memory
from app.illustration.providers.provider import Delivered, ImageProvider, Ticket
from app.illustration.quality import Verified

log = structlog.get_logger()

# So long a picture that is on its way is waited for where its ticket is kept: a quick one needs no second
# start of its job, a slow one leaves the worker to others. Then it is looked at again. Guesses.
_PATIENCE_S = 10.0
_COME_AGAIN_S = 5.0
# What says nothing of the order itself: it may go on, and is asked after again.
_PASSING = ("network", "timeout", "status-", "encoding")


@dataclass(frozen=True, slots=True)
class Rules:
    """
    *fallback* says who draws when the first cannot, *other_models* whether a picture by another model than
    asked for is kept; *deadline_s* is from an order to its picture, *placeholders* are SHA-256 digests of
    known notices.
    """

    fallback: Literal["next", "sketch", "never"] = "next"
    other_models: Literal["keep", "refuse"] = "keep"
    deadline_s: float = 900
    patience_s: float = _PATIENCE_S
    placeholders: frozenset[str] = frozenset()


class Commissions:
    def __init__(self, compute: Compute, rules: Rules) -> None:
        self._compute = compute
        self._rules = rules
        self._memory = Memory()

    async def drawn(
        self, provider: ImageProvider, request: ImageRequest, tickets: Tickets | None
    ) -> Drawn:
        """A refusal is met with softer words once, and asked of nobody else."""
        try:
            return await self._drawn(provider, request, tickets, ())
        except PictureRefused:
            prompt, replaced = softening.softened(request.prompt)
            if not replaced:
                raise
            log.info("prompt_softened", provider=provider.name, words=len(replaced))
        softer = dataclasses.replace(request, prompt=prompt)
        return await self._drawn(provider, softer, tickets, (f"softened: {', '.join(replaced)}",))

    async def _drawn(
        self,
        provider: ImageProvider,
        request: ImageRequest,
        tickets: Tickets | None,
        losses: tuple[str, ...],
    ) -> Drawn:
        can = await provider.capable(request.model)
        fitted, lost = adapt(request, can)
        start = time.monotonic()
        delivered = await self._delivered(provider, fitted, tickets)
        latency_ms = round((time.monotonic() - start) * 1000)
        verified = await self._compute.run(
            quality.verify,
            delivered.data,
            width=fitted.width,
            height=fitted.height,
            placeholders=self._rules.placeholders,
        )
        seen = self._memory.compare(provider.name, fitted, verified) if can.is_remote else ()
        self._check_model(delivered)
        picture = _told(provider, fitted, delivered, verified)
        every = (*losses, *lost, *picture.losses, *seen)
        log.info(
            "picture_drawn",
            provider=provider.name,
            model=delivered.model,
            request_id=delivered.request_id,
            is_cached=delivered.is_cached,
            latency_ms=latency_ms,
        )
        return dataclasses.replace(
            picture, losses=tuple(dict.fromkeys(every)), latency_ms=latency_ms
        )

    def _check_model(self, delivered: Delivered) -> None:
        if delivered.instead_of is not None and self._rules.other_models == "refuse":
            raise ProviderUnavailable(
                f"{delivered.model} drew instead of {delivered.instead_of}.", reason="model"
            )

    async def _delivered(
        self, provider: ImageProvider, request: ImageRequest, tickets: Tickets | None
    ) -> Delivered:
        if tickets is None:
            return await self._waited_for(provider, request)
        digest = digest_of(provider.name, request)
        pending = await tickets.kept()
        if pending is None or (pending.provider, pending.digest) != (provider.name, digest):
            ticket = await provider.submit(request)
            if ticket.delivered is not None:
                return ticket.delivered
            pending = Pending(provider.name, ticket.id, digest, time.time(), ticket.notes)
            # Before it is asked after: whoever runs this job after us goes on with this order.
            await tickets.keep(pending)
            log.info("picture_ordered", provider=provider.name, request_id=ticket.id)
            return await self._looked_after(provider, pending, ticket.poll_after_s, tickets)
        log.info("picture_order_resumed", provider=provider.name, request_id=pending.id)
        return await self._looked_after(provider, pending, 0.0, tickets)

    async def _waited_for(self, provider: ImageProvider, request: ImageRequest) -> Delivered:
        """To its end, by us: nobody could go on with it."""
        ticket = await provider.submit(request)
        try:
            async with asyncio.timeout(self._rules.deadline_s):
                while ticket.delivered is None:
                    await asyncio.sleep(ticket.poll_after_s)
                    ticket = await provider.poll(ticket)
        except TimeoutError:
            await _cancelled(provider, ticket)
            raise _late(provider) from None
        except asyncio.CancelledError:
            await _cancelled(provider, ticket)
            raise
        return ticket.delivered

    async def _looked_after(
        self, provider: ImageProvider, pending: Pending, first_s: float, tickets: Tickets
    ) -> Delivered:
        ticket = Ticket(pending.id, notes=pending.notes)
        ends_at = time.monotonic() + self._rules.patience_s
        pause_s = first_s
        while True:
            await asyncio.sleep(pause_s)
            try:
                ticket = await provider.poll(ticket)
            except BookReaderError as error:
                if not _is_passing(error) or self._is_late(pending):
                    await tickets.keep(None)
                raise
            if ticket.delivered is not None:
                return ticket.delivered
            if self._is_late(pending):
                await _cancelled(provider, ticket)
                await tickets.keep(None)
                raise _late(provider)
            if time.monotonic() >= ends_at:
                raise Snoozed(
                    f"The provider {provider.name} is still drawing.",
                    retry_after=_COME_AGAIN_S,
                    reason="drawing",
                )
            pause_s = min(ticket.poll_after_s, max(first_s, 0.1))

    def _is_late(self, pending: Pending) -> bool:
        return time.time() > pending.begun_at + self._rules.deadline_s


def digest_of(provider: str, request: ImageRequest) -> str:
    """Equal for requests that ask *provider* for the same picture."""
    references = [hashlib.sha256(each.data).hexdigest() for each in request.references]
    asked = [
        provider,
        request.model,
        request.prompt,
        request.negative,
        request.width,
        request.height,
        request.seed,
        request.quality.value,
        references,
    ]
    return hashlib.sha256(repr(asked).encode()).hexdigest()


def _told(
    provider: ImageProvider, request: ImageRequest, delivered: Delivered, verified: Verified
) -> Drawn:
    losses, degraded = list(delivered.losses), None
    if delivered.instead_of is not None:
        losses.append(f"model: {delivered.model} instead of {delivered.instead_of}")
        degraded = Degraded(delivered.instead_of, delivered.model or "unknown", "model")
    is_other_size = (verified.width, verified.height) != (request.width, request.height)
    if is_other_size and not any(loss.startswith("size") for loss in losses):
        losses.append(f"size: {verified.width}x{verified.height}")
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
        currency=None if delivered.cost is None else delivered.currency,
        technical=verified.technical,
        losses=tuple(losses),
        degraded=degraded,
        prompt=request.prompt,
        request_id=delivered.request_id,
        is_cached=delivered.is_cached,
    )


async def _cancelled(provider: ImageProvider, ticket: Ticket) -> None:
    """As far as the provider lets us: what it draws now nobody will fetch."""
    with suppress(BookReaderError):
        await provider.cancel(ticket)


def _is_passing(error: BookReaderError) -> bool:
    if isinstance(error, Snoozed):
        return True
    reason = str(error.facts.get("reason"))
    return isinstance(error, ProviderUnavailable) and reason.startswith(_PASSING)


def _late(provider: ImageProvider) -> ProviderUnavailable:
    return ProviderUnavailable(f"The provider {provider.name} took too long.", reason="timeout")
