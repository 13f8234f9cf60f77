"""One picture from one provider: fitted to it, waited for, verified, and softened once where it is refused."""

import asyncio
import dataclasses
import time
from dataclasses import dataclass
from typing import Literal

import structlog

from app.domain.compute import Compute
from app.domain.illustrations import Degraded, Drawn, ImageRequest, Pending, Tickets
from app.domain.suspects import Quarantine
from app.errors import BookReaderError, PictureRefused, ProviderUnavailable
from app.illustration import softening
from app.illustration.adapting import adapt
from app.illustration.inspection import Inspection
from app.illustration.orders import Orders, is_passing
from app.illustration.providers.exchanges import RETRY_WAIT_S
from app.illustration.providers.notices import NotThePicture
from app.illustration.providers.provider import Capabilities, Delivered, ImageProvider, Ticket
from app.illustration.quality import Verified

log = structlog.get_logger()

# So long a picture that is on its way is waited for where its ticket is kept: a quick one needs no second
# start of its job, a slow one leaves the worker to others. Then it is looked at again. A guess.
_PATIENCE_S = 10.0


@dataclass(frozen=True, slots=True)
class Rules:
    """
    *fallback* says who draws when the first cannot, *other_models* whether a picture by another model than
    asked for is kept; *deadline_s* is from an order to its picture, *placeholders* are SHA-256 digests of
    known notices, *retry_wait_s* is before a picture that was none is asked for once more.
    """

    fallback: Literal["next", "sketch", "never"] = "next"
    other_models: Literal["keep", "refuse"] = "keep"
    deadline_s: float = 900
    patience_s: float = _PATIENCE_S
    placeholders: frozenset[str] = frozenset()
    retry_wait_s: float = RETRY_WAIT_S


class Commissions:
    def __init__(self, compute: Compute, rules: Rules, quarantine: Quarantine | None) -> None:
        self._rules = rules
        self._orders = Orders(rules.deadline_s, rules.patience_s)
        self._inspection = Inspection(compute, rules.placeholders, quarantine)

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

    async def taken_back(self, provider: ImageProvider, pending: Pending) -> None:
        """
        Out of the provider's queue, as far as it lets us.

        Raises what may pass: `Snoozed`, `ProviderUnavailable`. An order it does not know is not there.
        """
        try:
            await provider.cancel(Ticket(pending.id, notes=pending.notes))
        except BookReaderError as error:
            if is_passing(error):
                raise
            reason = error.facts.get("reason")
            log.info("picture_order_not_taken_back", provider=provider.name, reason=reason)
        else:
            log.info("picture_order_taken_back", provider=provider.name, request_id=pending.id)

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
        delivered, verified, seen = await self._believed(provider, can, fitted, tickets)
        latency_ms = round((time.monotonic() - start) * 1000)
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

    async def _believed(
        self,
        provider: ImageProvider,
        can: Capabilities,
        request: ImageRequest,
        tickets: Tickets | None,
    ) -> tuple[Delivered, Verified, tuple[str, ...]]:
        """Bytes that are no picture are asked for once more, where that costs nothing."""
        is_last = not can.repeats
        while True:
            delivered = await self._delivered(provider, request, tickets)
            try:
                return delivered, *await self._inspection.verified(provider, request, delivered)
            except ProviderUnavailable as error:
                if is_last:
                    raise
                reason = error.facts.get("reason")
                log.info("picture_asked_again", provider=provider.name, reason=reason)
            is_last = True
            await asyncio.sleep(self._rules.retry_wait_s)

    async def _delivered(
        self, provider: ImageProvider, request: ImageRequest, tickets: Tickets | None
    ) -> Delivered:
        try:
            return await self._orders.delivered(provider, request, tickets)
        except NotThePicture as notice:
            await self._inspection.hold_notice(provider, request, notice)
            raise

    def _check_model(self, delivered: Delivered) -> None:
        if delivered.instead_of is not None and self._rules.other_models == "refuse":
            raise ProviderUnavailable(
                f"{delivered.model} drew instead of {delivered.instead_of}.", reason="model"
            )


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
        references=tuple(each.role for each in request.references),
        digest=verified.digest,
        dhash=verified.dhash,
    )
