"""Coming in and going out: a session of the page lives in a cookie no script can read."""

import re
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from app.api.deps import SESSION_COOKIE, Resources, reader_of, refuse_other_sites
from app.api.pages.routes import PageRoute, sign_in_page
from app.api.schemas.accounts import Registering, SigningIn
from app.db.models import TokenKind
from app.errors import NotSignedIn
from app.resources import Resources as AppResources
from app.services import accounts

# Without this another site could sign a reader in to an account of its own.
router = APIRouter(route_class=PageRoute, dependencies=[Depends(refuse_other_sites)])

# An address of ours: "//host" and "/\host" lead elsewhere.
_OURS = re.compile(r"/(?![/\\])[!-~]*")


class SignInForm(SigningIn):
    next: str = "/"


class RegisterForm(Registering):
    next: str = "/"


async def _visitor(request: Request, resources: Resources) -> UUID | None:
    try:
        return await reader_of(request, resources)
    except NotSignedIn:
        return None


Visitor = Annotated[UUID | None, Depends(_visitor)]


@router.get("/sign-in")
async def follow(
    request: Request, resources: Resources, visitor: Visitor, token: str | None = None
) -> Response:
    """With a token, a one-time link; without one, the form."""
    if visitor is not None:
        return RedirectResponse("/", 303)
    if token is None:
        return sign_in_page(request)
    lifetime = resources.settings.accounts.refresh_lifetime
    secret = await accounts.follow_link(resources.begin, token, lifetime=lifetime)
    return _in(resources, secret, "/")


@router.post("/sign-in")
async def sign_in(form: Annotated[SignInForm, Form()], resources: Resources) -> Response:
    reader = await accounts.check_password(
        resources.begin, email=form.email, password=form.password
    )
    return await _remembered(resources, reader.id, form.next)


@router.post("/register")
async def register(form: Annotated[RegisterForm, Form()], resources: Resources) -> Response:
    knobs = resources.settings.accounts
    code = knobs.invite_code.get_secret_value() if knobs.invite_code else None
    reader = await accounts.register(
        resources.begin,
        accounts.Registration(knobs.registration, code),
        email=form.email,
        password=form.password,
        full_name=form.full_name,
        invite=form.invite,
    )
    return await _remembered(resources, reader.id, form.next)


@router.post("/sign-out")
async def sign_out(request: Request, resources: Resources) -> Response:
    secret = request.cookies.get(SESSION_COOKIE)
    if secret:
        await accounts.sign_out(resources.begin, secret)
    answer = RedirectResponse("/", 303)
    answer.delete_cookie(SESSION_COOKIE)
    return answer


async def _remembered(resources: AppResources, reader_id: UUID, following: str) -> Response:
    async with resources.begin() as work:
        secret = await accounts.grant(
            work,
            reader_id,
            TokenKind.PAGE,
            lifetime=resources.settings.accounts.refresh_lifetime,
        )
    return _in(resources, secret, following if _OURS.fullmatch(following) else "/")


def _in(resources: AppResources, secret: str, following: str) -> Response:
    answer = RedirectResponse(following, 303)
    answer.set_cookie(
        SESSION_COOKIE,
        secret,
        max_age=round(resources.settings.accounts.refresh_lifetime.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=resources.settings.http.secure_cookies,
    )
    return answer
