"""A page is a template, the reader's language, and headers that let nothing foreign in."""

import time
from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined

from app.api import wording
from app.api.deps import SESSION_COOKIE
from app.api.pages import files

POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": POLICY,
    # Without a referrer a browser sends `Origin: null` with a form, and away from HTTPS that is all
    # we have to tell our own forms from another site's.
    "Referrer-Policy": "same-origin",
    "Cache-Control": "private, no-cache",
    "Vary": "Accept-Language, Cookie",
}

_templates = Environment(
    loader=PackageLoader("app.api"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.globals["stylesheet"] = files.address("page.css")
_templates.globals["icon"] = files.address("icon.svg")


class Renderer:
    """Renders in the language the browser asks for."""

    def __init__(self, request: Request) -> None:
        self._language = wording.language_of(request.headers.get("Accept-Language", ""))
        self._is_signed_in = SESSION_COOKIE in request.cookies

    def page(
        self,
        template: str,
        *,
        status: int = HTTPStatus.OK,
        headers: Mapping[str, str] | None = None,
        **content: Any,
    ) -> HTMLResponse:
        html = self.part(template, **{"refresh_s": None, **content})
        return HTMLResponse(html, status, {**_HEADERS, **(headers or {})})

    def part(self, template: str, **content: Any) -> str:
        """HTML that is only a piece of a page."""
        return _templates.get_template(template).render(
            {
                "language": self._language,
                "_": wording.translation(self._language),
                "is_signed_in": self._is_signed_in,
                "now_s": round(time.time()),
                **content,
            }
        )


Rendering = Annotated[Renderer, Depends(Renderer)]
