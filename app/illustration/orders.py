"""One picture ordered and waited for, whoever has to go on with the order."""

import asyncio
import hashlib
import time
from contextlib import suppress

import structlog

from app.domain.illustrations import ImageRequest, Pending, Tickets
from app.errors import BookReaderError, ProviderUnavailable, Snoozed
from app.illustration.providers.provider import Delivered, ImageProvider, Ticket

log = structlog.get_logger()

_COME_AGAIN_S = 5.0
# What says nothing of the order itself: it may go on, and is asked after again.
_PASSING = ("network", "timeout", "status-", "encoding")


class Orders:
    """*deadline_s* is from an order to its picture, *patience_s* how long we stay where a ticket is kept."""

    def __init__(self, deadline_s: float, patience_s: float) -> None:
        self._deadline_s = deadline_s
        self._patience_s = patience_s

    async def delivered(
        self, provider: ImageProvider, request: ImageRequest, tickets: Tickets | None
    ) -> Delivered:
        if tickets is None:
            return await self._waited_for(provider, request)
        digest = digest_of(provider.account, request)
        pending = await tickets.kept()
        if pending is None or (pending.provider, pending.digest) != (provider.name, digest):
            ticket = await _placed(provider, request)
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
        ticket = await _placed(provider, request)
        try:
            async with asyncio.timeout(self._deadline_s):
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
        # Cancelled here, the order lives: a worker that stops leaves it to the next one. One that its
        # reader cancels is taken back by whoever finds its ticket; see `Studio.take_back`.
        ticket = Ticket(pending.id, notes=pending.notes)
        ends_at = time.monotonic() + self._patience_s
        pause_s = first_s
        while True:
            await asyncio.sleep(pause_s)
            try:
                ticket = await provider.poll(ticket)
            except BookReaderError as error:
                if not is_passing(error) or self._is_late(pending):
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
        return time.time() > pending.begun_at + self._deadline_s


def digest_of(account: str, request: ImageRequest) -> str:
    """Equal for requests that ask for the same picture on the same account."""
    references = [hashlib.sha256(each.data).hexdigest() for each in request.references]
    asked = [
        account,
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


def is_passing(error: BookReaderError) -> bool:
    """Whether the same question may be answered in a while."""
    if isinstance(error, Snoozed):
        return True
    reason = str(error.facts.get("reason"))
    return isinstance(error, ProviderUnavailable) and reason.startswith(_PASSING)


async def _placed(provider: ImageProvider, request: ImageRequest) -> Ticket:
    log.info(
        "picture_sent",
        provider=provider.name,
        model=request.model,
        seed=request.seed,
        size=f"{request.width}x{request.height}",
        characters=len(request.prompt),
        references=len(request.references),
    )
    return await provider.submit(request)


async def _cancelled(provider: ImageProvider, ticket: Ticket) -> None:
    """As far as the provider lets us: what it draws now nobody will fetch."""
    with suppress(BookReaderError):
        await provider.cancel(ticket)


def _late(provider: ImageProvider) -> ProviderUnavailable:
    return ProviderUnavailable(f"The provider {provider.name} took too long.", reason="timeout")
