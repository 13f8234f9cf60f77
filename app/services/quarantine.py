"""Suspected pictures in the database: what all processes together know of them, and the evidence."""

import time
from datetime import timedelta

import structlog
from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from app.db.base import new_id
from app.db.models import Illustration, SuspectPicture
from app.db.work import Begin, UnitOfWork
from app.domain.illustrations import Verdict
from app.domain.suspects import Quarantine, Suspect
from app.storage import Storage

log = structlog.get_logger()

# An admin's verdict holds everywhere within so long; a guess.
_KNOWN_FOR_S = 10.0
# A service sends its notice to everybody within a day; the protocol says so, too.
_RECENT = timedelta(hours=24)
# Evidence nobody has judged: so much of it, and for so long. Guesses.
MOST = 500
KEPT = timedelta(days=30)


class StoredQuarantine(Quarantine):
    """Bytes by their digest in *storage*, one row for each provider and digest, *most* that wait for an admin."""

    def __init__(self, begin: Begin, storage: Storage, *, most: int = MOST) -> None:
        self._begin = begin
        self._storage = storage
        self._most = most
        self._known: frozenset[str] = frozenset()
        self._until = 0.0

    async def hold(self, suspect: Suspect) -> None:
        """When there is as much evidence as an admin could look at, new notices are only logged."""
        same = (SuspectPicture.provider == suspect.provider) & (
            SuspectPicture.digest == suspect.digest
        )
        async with self._begin() as work:
            is_held = await work.session.scalar(select(SuspectPicture.id).where(same))
            waiting = await work.session.scalar(
                select(func.count()).where(SuspectPicture.verdict == Verdict.SUSPECTED)
            )
        if is_held is None and (waiting or 0) >= self._most:
            log.warning("quarantine_full", waiting=waiting, digest=suspect.digest)
            return
        await self._storage.put(suspect.data)
        async with self._begin() as work:
            first = (
                select(Illustration.id)
                .where(
                    Illustration.provider == suspect.provider,
                    Illustration.digest == suspect.digest,
                )
                .order_by(Illustration.id)
                .limit(1)
                .scalar_subquery()
            )
            row = {
                "id": new_id(),
                "provider": suspect.provider,
                "model": suspect.model,
                "reason": suspect.reason,
                "digest": suspect.digest,
                "dhash": None if suspect.dhash is None else f"{suspect.dhash:016x}",
                "media_type": suspect.media_type,
                "verdict": Verdict.SUSPECTED,
                "times": 1,
                "illustration_id": first,
            }
            await work.session.execute(
                insert(SuspectPicture)
                .values(row)
                .on_conflict_do_update(
                    index_elements=["provider", "digest"],
                    set_={"times": SuspectPicture.times + 1},
                )
            )

    async def known(self) -> frozenset[str]:
        if time.monotonic() >= self._until:
            async with self._begin() as work:
                digests = await work.session.scalars(
                    select(SuspectPicture.digest).where(SuspectPicture.verdict == Verdict.CONFIRMED)
                )
                self._known = frozenset(digests)
            self._until = time.monotonic() + _KNOWN_FOR_S
        return self._known

    async def seen(self, provider: str, digest: str, dhash: int, prompt: str) -> bool:
        async with self._begin() as work:
            before = await work.session.scalar(
                select(Illustration.id)
                .where(
                    Illustration.provider == provider,
                    Illustration.digest == digest,
                    Illustration.prompt != prompt,
                    Illustration.created_at > func.now() - _RECENT,
                )
                .limit(1)
            )
            if before is None:
                return False
            is_cleared = await _is_cleared(work, provider, digest)
        if not is_cleared:
            log.info("same_bytes_again", provider=provider, look=f"{dhash:016x}", id=str(before))
        return not is_cleared

    async def cleared(self, provider: str, digest: str) -> bool:
        async with self._begin() as work:
            return await _is_cleared(work, provider, digest)


async def _is_cleared(work: UnitOfWork, provider: str, digest: str) -> bool:
    found = await work.session.scalar(
        select(SuspectPicture.id).where(
            SuspectPicture.provider == provider,
            SuspectPicture.digest == digest,
            SuspectPicture.verdict == Verdict.CLEARED,
        )
    )
    return found is not None


async def forget_old(work: UnitOfWork, *, most: int = MOST) -> set[str]:
    """
    Evidence that nobody has judged goes by age and, beyond *most*, by number; verdicts stay.

    Answers digests whose bytes may go, where no other row names them.
    """
    newest = (
        select(SuspectPicture.id)
        .where(SuspectPicture.verdict == Verdict.SUSPECTED)
        .order_by(SuspectPicture.id.desc())
        .limit(most)
    )
    gone = await work.session.scalars(
        delete(SuspectPicture)
        .where(
            SuspectPicture.verdict == Verdict.SUSPECTED,
            or_(
                SuspectPicture.created_at < func.now() - KEPT,
                SuspectPicture.id.not_in(newest),
            ),
        )
        .returning(SuspectPicture.digest)
    )
    return set(gone)
