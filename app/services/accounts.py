"""Readers: how they come, sign in, stay signed in, and leave a session."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import compare_digest
from typing import Literal
from uuid import UUID

from sqlalchemy import func, or_, select, update

from app import security
from app.db.base import new_id, utc_now
from app.db.models import Reader, Role, Token, TokenKind
from app.db.work import Begin, ReadSession, UnitOfWork
from app.errors import Conflict, NotAllowed, NotSignedIn

# Argon2 takes 20-100 ms of a core and 19-64 MiB: more at once than this helps nobody.
_HASHING = asyncio.Semaphore(2)
# A reply can be lost on its way; the same old token is taken again for this long.
_GRACE = timedelta(seconds=10)
_LINK_LIFETIME = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Registration:
    """Who may make an account: anybody, those with the code, or nobody."""

    mode: Literal["open", "invite", "closed"]
    invite_code: str | None = None

    def check(self, invite: str | None) -> None:
        if self.mode == "closed":
            raise NotAllowed("This server takes no new readers")
        if self.mode == "invite" and (
            self.invite_code is None
            or not compare_digest((invite or "").encode(), self.invite_code.encode())
        ):
            raise NotAllowed("This server takes new readers by invitation; the code is wrong")


async def register(
    begin: Begin,
    registration: Registration,
    *,
    email: str,
    password: str,
    full_name: str | None,
    invite: str | None,
) -> Reader:
    registration.check(invite)
    async with _HASHING:
        password_hash = await asyncio.to_thread(security.password_hash, password)
    async with begin() as work:
        # Two at once with one address: the second waits here for the first.
        await work.session.execute(select(func.pg_advisory_xact_lock(func.hashtext(email.lower()))))
        taken = await work.session.scalar(select(Reader.id).where(Reader.email == email.lower()))
        if taken is not None:
            raise Conflict("There is an account with this address already")
        return await add(work, email=email, password_hash=password_hash, full_name=full_name)


async def add(
    work: UnitOfWork,
    *,
    email: str,
    password_hash: str | None,
    full_name: str | None = None,
    role: Role = Role.USER,
) -> Reader:
    reader = Reader(
        email=email.lower(), password_hash=password_hash, full_name=full_name, role=role
    )
    work.session.add(reader)
    await work.session.flush()
    await work.session.refresh(reader)
    return reader


async def check_admin(session: ReadSession, reader_id: UUID) -> None:
    """Raises `NotAllowed` for everybody else. Looked up each time: a role is taken away at once."""
    role = await session.scalar(select(Reader.role).where(Reader.id == reader_id))
    if role is not Role.ADMIN:
        raise NotAllowed("This is for admins of this server")


async def check_password(begin: Begin, *, email: str, password: str) -> Reader:
    async with begin() as work:
        reader = await work.session.scalar(select(Reader).where(Reader.email == email.lower()))
    # An unknown address costs the same time, so that nobody learns who is a reader here.
    known = reader.password_hash if reader is not None else None
    async with _HASHING:
        is_right, renewed = await asyncio.to_thread(security.check_password, password, known)
    if reader is None or not is_right:
        raise NotSignedIn("The address or the password is wrong")
    if renewed is not None:
        async with begin() as work:
            (await work.session.get_one(Reader, reader.id)).password_hash = renewed
    return reader


async def get(session: ReadSession, reader_id: UUID) -> Reader:
    reader = await session.get(Reader, reader_id)
    if reader is None:
        raise NotSignedIn("This account is gone")
    return reader


async def by_email(session: ReadSession, email: str) -> Reader | None:
    return await session.scalar(select(Reader).where(Reader.email == email.lower()))


async def is_nobody_here(session: ReadSession) -> bool:
    """True on a server that nobody has used yet."""
    return not await session.scalar(select(select(Reader.id).exists()))


async def grant(
    work: UnitOfWork,
    reader_id: UUID,
    kind: TokenKind,
    *,
    lifetime: timedelta,
    family: UUID | None = None,
) -> str:
    """A new secret for the reader to hold; we keep its digest."""
    secret = security.opaque_token()
    work.session.add(
        Token(
            reader_id=reader_id,
            kind=kind,
            family=family or new_id(),
            digest=security.fingerprint(secret),
            expires_at=utc_now() + lifetime,
        )
    )
    await work.session.flush()
    return secret


@dataclass(frozen=True, slots=True)
class Rotated:
    reader_id: UUID
    family: UUID
    secret: str


async def rotate(begin: Begin, secret: str, *, lifetime: timedelta) -> Rotated:
    """
    A new refresh token for an old one.

    An old one that comes back after its grace was stolen from somebody: the whole family ends.
    """
    async with begin() as work:
        token = await _find(work, secret, TokenKind.REFRESH)
        if token.used_at is None or utc_now() - token.used_at < _GRACE:
            token.used_at = token.used_at or utc_now()
            fresh = await grant(
                work, token.reader_id, TokenKind.REFRESH, lifetime=lifetime, family=token.family
            )
            return Rotated(token.reader_id, token.family, fresh)
        await _revoke(work, token.family)
    raise NotSignedIn("This refresh token was used before; sign in again")


async def sign_in_link(work: UnitOfWork, reader_id: UUID) -> str:
    """The secret of a link that signs in once."""
    return await grant(work, reader_id, TokenKind.LINK, lifetime=_LINK_LIFETIME)


async def follow_link(begin: Begin, secret: str, *, lifetime: timedelta) -> str:
    """Trade a one-time link for a session of the page."""
    async with begin() as work:
        token = await _find(work, secret, TokenKind.LINK)
        if token.used_at is not None:
            raise NotSignedIn("This link has been used; ask for a new one")
        token.used_at = utc_now()
        return await grant(work, token.reader_id, TokenKind.PAGE, lifetime=lifetime)


async def reader_of_session(session: ReadSession, secret: str) -> UUID:
    reader_id = await session.scalar(
        select(Token.reader_id).where(
            Token.digest == security.fingerprint(secret),
            Token.kind == TokenKind.PAGE,
            Token.revoked_at.is_(None),
            Token.expires_at > func.now(),
        )
    )
    if reader_id is None:
        raise NotSignedIn("The session is over")
    return reader_id


async def sign_out(begin: Begin, secret: str) -> None:
    """Ends the session or the family of refresh tokens; an unknown secret is signed out already."""
    async with begin() as work:
        family = await work.session.scalar(
            select(Token.family).where(Token.digest == security.fingerprint(secret))
        )
        if family is not None:
            await _revoke(work, family)


async def consent(work: UnitOfWork, reader_id: UUID, *, is_given: bool) -> datetime | None:
    """Whether this reader's passages may be sent to a remote provider of pictures."""
    reader = await work.session.get_one(Reader, reader_id)
    reader.remote_consent_at = (reader.remote_consent_at or utc_now()) if is_given else None
    return reader.remote_consent_at


async def forget_old_tokens(begin: Begin) -> None:
    async with begin() as work:
        old = or_(Token.expires_at < func.now(), Token.revoked_at < func.now() - timedelta(days=7))
        for token in await work.session.scalars(select(Token).where(old).limit(1000)):
            await work.session.delete(token)


async def _find(work: UnitOfWork, secret: str, kind: TokenKind) -> Token:
    token = await work.session.scalar(
        select(Token)
        .where(
            Token.digest == security.fingerprint(secret),
            Token.kind == kind,
            Token.revoked_at.is_(None),
            Token.expires_at > func.now(),
        )
        .with_for_update()
    )
    if token is None:
        raise NotSignedIn("This token is unknown, expired or revoked")
    return token


async def _revoke(work: UnitOfWork, family: UUID) -> None:
    await work.session.execute(
        update(Token).where(Token.family == family).values(revoked_at=func.now())
    )
