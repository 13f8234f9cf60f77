"""Accounts: register, sign in, stay signed in."""

from typing import Annotated

from fastapi import APIRouter, Cookie, Response

from app import security
from app.api.deps import SESSION_COOKIE, Reader, Reading, Resources, Work
from app.api.problems import responses
from app.api.schemas import accounts as shapes
from app.db.base import new_id
from app.db.models import Reader as ReaderRow
from app.db.models import TokenKind
from app.resources import Resources as AppResources
from app.services import accounts

router = APIRouter(tags=["accounts"])


@router.post(
    "/auth/register",
    status_code=201,
    summary="Make an account",
    operation_id="register",
    responses=responses(400, 403, 409, 413, 422),
)
async def register(body: shapes.Registering, resources: Resources) -> shapes.SignedIn:
    knobs = resources.settings.accounts
    code = knobs.invite_code.get_secret_value() if knobs.invite_code else None
    reader = await accounts.register(
        resources.begin,
        accounts.Registration(knobs.registration, code),
        email=body.email,
        password=body.password,
        full_name=body.full_name,
        invite=body.invite,
    )
    return await _signed_in(resources, reader)


@router.post(
    "/auth/login", summary="Sign in", operation_id="login", responses=responses(400, 401, 413, 422)
)
async def login(body: shapes.SigningIn, resources: Resources) -> shapes.SignedIn:
    reader = await accounts.check_password(
        resources.begin, email=body.email, password=body.password
    )
    return await _signed_in(resources, reader)


@router.post(
    "/auth/refresh",
    summary="Trade a refresh token for new tokens",
    operation_id="refresh",
    responses=responses(400, 401, 413, 422),
)
async def refresh(body: shapes.Refreshing, resources: Resources) -> shapes.Refreshed:
    """Each refresh token works once; an old one that comes back ends the whole sign-in."""
    lifetime = resources.settings.accounts.refresh_lifetime
    fresh = await accounts.rotate(resources.begin, body.refresh_token, lifetime=lifetime)
    access = security.access_token(
        resources.secret,
        fresh.reader_id,
        fresh.family,
        lifetime=resources.settings.accounts.access_lifetime,
    )
    return shapes.Refreshed(tokens=_tokens(resources, access, fresh.secret))


@router.post(
    "/auth/logout",
    status_code=204,
    summary="Sign out",
    operation_id="logout",
    responses=responses(400, 401, 413, 422),
)
async def logout(
    resources: Resources,
    reader: Reader,  # noqa: ARG001  # whoever is signed in may sign out
    response: Response,
    body: shapes.Refreshing | None = None,
    session: Annotated[str | None, Cookie(alias=SESSION_COOKIE, include_in_schema=False)] = None,
) -> None:
    """Ends the session of the page, or the sign-in of the refresh token in the body."""
    for secret in (session, body.refresh_token if body else None):
        if secret:
            await accounts.sign_out(resources.begin, secret)
    response.delete_cookie(SESSION_COOKIE)


@router.get("/auth/me", summary="Who am I", operation_id="me", responses=responses(401))
async def me(session: Reading, reader: Reader) -> shapes.Me:
    return shapes.Me(user=shapes.User.model_validate(await accounts.get(session, reader)))


@router.put(
    "/me/consent",
    summary="Allow or forbid remote image providers",
    operation_id="set_consent",
    responses=responses(400, 401, 413, 422),
)
async def set_consent(body: shapes.Consent, work: Work, reader: Reader) -> shapes.ConsentOut:
    """Passages (a paragraph each, and the prompt made of it) leave this server only after this."""
    since = await accounts.consent(work, reader, is_given=body.remote_providers)
    return shapes.ConsentOut(remote_providers=since is not None, since=since)


async def _signed_in(resources: AppResources, reader: ReaderRow) -> shapes.SignedIn:
    knobs = resources.settings.accounts
    family = new_id()
    async with resources.begin() as work:
        secret = await accounts.grant(
            work, reader.id, TokenKind.REFRESH, lifetime=knobs.refresh_lifetime, family=family
        )
    access = security.access_token(
        resources.secret, reader.id, family, lifetime=knobs.access_lifetime
    )
    return shapes.SignedIn(
        user=shapes.User.model_validate(reader), tokens=_tokens(resources, access, secret)
    )


def _tokens(resources: AppResources, access: str, refresh_token: str) -> shapes.Tokens:
    return shapes.Tokens(
        access_token=access,
        refresh_token=refresh_token,
        expires_in=round(resources.settings.accounts.access_lifetime.total_seconds()),
    )
