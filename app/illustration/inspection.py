"""Whether what was delivered is the picture that was asked for; what is probably a notice is kept as evidence."""

import hashlib
from collections.abc import Collection

import structlog

from app.domain.compute import Compute
from app.domain.illustrations import ImageRequest
from app.domain.suspects import Quarantine, Suspect
from app.errors import BookReaderError, ProviderUnavailable
from app.illustration import quality
from app.illustration.memory import Memory
from app.illustration.providers.notices import NotThePicture
from app.illustration.providers.provider import Delivered, ImageProvider
from app.illustration.quality import Verified

log = structlog.get_logger()

# Other faults are no notices: a page of HTML tells an admin nothing that its reason does not.
_SUSPICIOUS = frozenset({"placeholder", "duplicate", "aspect"})


class Inspection:
    """*placeholders* are SHA-256 digests of known notices; an admin's verdicts come on top of them."""

    def __init__(
        self, compute: Compute, placeholders: Collection[str], quarantine: Quarantine | None
    ) -> None:
        self._compute = compute
        self._placeholders = frozenset(placeholders)
        self._quarantine = quarantine
        self._memory = Memory()

    async def verified(
        self, provider: ImageProvider, request: ImageRequest, delivered: Delivered
    ) -> tuple[Verified, tuple[str, ...]]:
        """And what the provider did not keep to; raises `ProviderUnavailable` for what is not the picture."""
        try:
            verified = await self._compute.run(
                quality.verify,
                delivered.data,
                width=request.width,
                height=request.height,
                placeholders=await self._known(),
            )
            if not provider.capabilities.is_remote:
                return verified, ()
            return verified, await self._compared(provider, request, verified)
        except ProviderUnavailable as error:
            reason = str(error.facts.get("reason"))
            if reason in _SUSPICIOUS:
                await self._hold(provider, request, reason, delivered.data, delivered.model)
            raise

    async def hold_notice(
        self, provider: ImageProvider, request: ImageRequest, notice: NotThePicture
    ) -> None:
        """What the service itself marks as a notice."""
        await self._hold(provider, request, "placeholder", notice.data, notice.model)

    async def _compared(
        self, provider: ImageProvider, request: ImageRequest, verified: Verified
    ) -> tuple[str, ...]:
        """Beside what this process saw last, and beside what all of them stored."""
        try:
            losses = self._memory.compare(provider.name, request, verified)
        except ProviderUnavailable:
            if await self._is_cleared(provider, verified):
                return ()
            raise
        if await self._is_seen(provider, request, verified):
            raise ProviderUnavailable(
                "The provider sent one picture for two prompts.", reason="duplicate"
            )
        return losses

    async def _known(self) -> frozenset[str]:
        if self._quarantine is None:
            return self._placeholders
        try:
            return self._placeholders | await self._quarantine.known()
        except BookReaderError as error:
            log.warning("quarantine_not_asked", reason=error.detail)
            return self._placeholders

    async def _is_cleared(self, provider: ImageProvider, verified: Verified) -> bool:
        if self._quarantine is None:
            return False
        try:
            return await self._quarantine.cleared(provider.name, verified.digest)
        except BookReaderError as error:
            log.warning("quarantine_not_asked", reason=error.detail)
            return False

    async def _is_seen(
        self, provider: ImageProvider, request: ImageRequest, verified: Verified
    ) -> bool:
        if self._quarantine is None:
            return False
        try:
            return await self._quarantine.seen(
                provider.name, verified.digest, verified.dhash, request.prompt
            )
        except BookReaderError as error:
            # The picture may be paid for; it is not thrown away because nobody could be asked.
            log.warning("quarantine_not_asked", reason=error.detail)
            return False

    async def _hold(
        self,
        provider: ImageProvider,
        request: ImageRequest,
        reason: str,
        data: bytes,
        model: str | None,
    ) -> None:
        digest = hashlib.sha256(data).hexdigest()
        log.warning(
            "picture_suspected",
            provider=provider.name,
            model=model,
            reason=reason,
            digest=digest,
        )
        if self._quarantine is None:
            return
        suspect = Suspect(
            provider=provider.name,
            model=model,
            reason=reason,
            digest=digest,
            dhash=await self._compute.run(quality.look_of, data),
            data=data,
            media_type=quality.sniff(data),
            prompt=request.prompt,
        )
        try:
            await self._quarantine.hold(suspect)
        except BookReaderError as error:
            # What happened to the picture is told as it is, with or without the evidence.
            log.warning("suspect_not_kept", digest=digest, reason=error.detail)
