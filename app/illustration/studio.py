"""
Draws with whoever is asked, or the best that is allowed; every picture is verified, every
fallback is visible.
"""

import dataclasses
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType

import structlog

from app.domain.compute import Compute
from app.domain.illustrations import Degraded, Drawn, ImageRequest, Pending, Style, Tickets
from app.domain.suspects import Quarantine
from app.errors import (
    BookReaderError,
    InvalidInput,
    NotAllowed,
    ProviderMisconfigured,
    ProviderUnavailable,
    QuotaExceeded,
    Snoozed,
)
from app.illustration import styles
from app.illustration.commissions import Commissions, Rules
from app.illustration.providers import PROVIDERS
from app.illustration.providers.provider import Capabilities, ImageProvider
from app.illustration.providers.sketch import Sketch

log = structlog.get_logger()

AUTO = "auto"
# A reader rather has a sketch now than a picture in more than five minutes; the sketch can be
# redrawn later.
_LONGEST_WAIT_S = 300.0
# Nor does anybody wait for a provider that is out of order.
_RESTING = "resting"
_NOBODY: Mapping[str, str] = MappingProxyType({})


class Studio:
    """
    *providers* in the order in which `auto` prefers them; the sketch is always among them.

    *lenders* are those whom a reader's own key sets up, though the operator may have none for them.
    """

    def __init__(
        self,
        compute: Compute,
        providers: Mapping[str, ImageProvider],
        rules: Rules | None = None,
        *,
        lenders: Mapping[str, ImageProvider] | None = None,
        quarantine: Quarantine | None = None,
    ) -> None:
        self._providers = providers
        self._lenders = lenders or {}
        self._rules = rules or Rules()
        self._commissions = Commissions(compute, self._rules, quarantine)

    @property
    def styles(self) -> tuple[Style, ...]:
        return styles.STYLES

    def capabilities(self) -> dict[str, Capabilities]:
        """Of the providers that are set up, in order of preference."""
        return {name: provider.capabilities for name, provider in self._providers.items()}

    async def draw(
        self,
        request: ImageRequest,
        *,
        provider: str = AUTO,
        consent: bool = False,
        tickets: Tickets | None = None,
        keys: Mapping[str, str] = _NOBODY,
    ) -> Drawn:
        """Raises what the provider raised, where nobody may or can draw in its place."""
        providers = self._for(keys)
        if provider != AUTO:
            asked = _asked_for(provider, providers, consent=consent)
            return await self._commissions.drawn(asked, request, tickets)
        painters = [one for one in providers.values() if not one.capabilities.is_preview]
        if not painters:
            return await self._sketched(request)
        if not consent and painters[0].capabilities.is_remote:
            drawn = await self._sketched(request)
            return _degraded(drawn, painters[0].name, "consent")
        return await self._by_the_first_that_can(painters, request, tickets)

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

    async def take_back(self, pending: Pending, keys: Mapping[str, str] = _NOBODY) -> None:
        """
        An order that nobody waits for any more leaves the queue of its provider.

        Raises `Unavailable` where that may be tried again; an order nobody knows is no failure.
        """
        provider = self._for(keys).get(pending.provider)
        if provider is not None:
            await self._commissions.taken_back(provider, pending)

    async def credit(self, name: str) -> Decimal | None:
        """What is left on the account; None where its provider does not tell."""
        return await self._providers[name].credit()

    def _for(self, keys: Mapping[str, str]) -> dict[str, ImageProvider]:
        """Who can draw for the owner of *keys*; their own accounts come first, for that is what they are for."""
        own = {
            name: lender.with_key(keys[name])
            for name, lender in self._lenders.items()
            if name in keys
        }
        return {**own, **{name: one for name, one in self._providers.items() if name not in own}}

    async def _by_the_first_that_can(
        self, painters: list[ImageProvider], request: ImageRequest, tickets: Tickets | None
    ) -> Drawn:
        first = painters[0]
        reasons: list[str] = []
        for painter in painters if self._rules.fallback == "next" else painters[:1]:
            # The model that was named is the first one's.
            own = request if painter is first else dataclasses.replace(request, model=None)
            try:
                drawn = await self._commissions.drawn(painter, own, tickets)
            except BookReaderError as error:
                if self._rules.fallback == "never":
                    raise
                reason = _lasting(error)
                if reason is None:
                    raise
                reasons.append(reason if painter is first else f"{painter.name}: {reason}")
                log.info("picture_falls_back", provider=painter.name, reason=reason)
            else:
                return _degraded(drawn, first.name, "; ".join(reasons)) if reasons else drawn
        return _degraded(await self._sketched(request), first.name, "; ".join(reasons))

    async def _sketched(self, request: ImageRequest) -> Drawn:
        # The model named was the remote one's.
        local = dataclasses.replace(request, model=None)
        return await self._commissions.drawn(self._providers[Sketch.name], local, None)


def _asked_for(
    name: str, providers: Mapping[str, ImageProvider], *, consent: bool
) -> ImageProvider:
    if name not in PROVIDERS and name not in providers:
        raise InvalidInput(f"There is no provider named {name!r}.", pointer="/provider")
    if name not in providers:
        raise ProviderMisconfigured(f"{name} is not set up on this server.", reason="no-key")
    provider = providers[name]
    if provider.capabilities.is_remote and not consent:
        raise NotAllowed(f"Drawing with {name} sends words of the book away; allow that first.")
    return provider


def _degraded(drawn: Drawn, from_: str, reason: str) -> Drawn:
    log.info("picture_fell_back", from_=from_, to=drawn.provider, reason=reason)
    return dataclasses.replace(drawn, degraded=Degraded(from_, drawn.provider, reason))


def _lasting(error: BookReaderError) -> str | None:
    """Why somebody else is asked; None where the job had better wait, or where nobody may be asked."""
    match error:
        case Snoozed():
            is_ill = error.facts.get("reason") == _RESTING
            if not is_ill and (error.retry_after or 0) <= _LONGEST_WAIT_S:
                return None
            return f"{error.slug}: {_RESTING}" if is_ill else error.slug
        case QuotaExceeded() | ProviderMisconfigured() | ProviderUnavailable():
            cause = error.facts.get("reason")
            return f"{error.slug}: {cause}" if cause else error.slug
        case _:
            return None
