"""Assembles the HTTP application: `uvicorn --factory app.main:create_app`."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware

from app import logs
from app.api import docs, problems, router
from app.api.middleware import BodyLimit, HeadIsGet, RequestContext
from app.resources import Resources, open_resources
from app.settings import Settings

_DESCRIPTION = """
A novel goes in; an illustrated novel comes out.

Upload an EPUB or FB2, watch its job, read its chapters with their descriptions, ask for pictures.
Errors are `application/problem+json` everywhere. Places in a text are addresses: chapter ordinal,
block (the element with id `b{n}`), offset in Unicode code points.
"""


def create_app(settings: Settings | None = None) -> FastAPI:
    settings = settings or Settings()
    logs.configure(level=settings.log.level.upper())

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[dict[str, Resources]]:
        async with open_resources(settings) as resources:
            yield {"resources": resources}

    app = FastAPI(
        title="BookReader AI",
        version="0.1.0",
        description=_DESCRIPTION,
        license_info={"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
    )
    app.include_router(router)
    docs.install(app)
    problems.install(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(HeadIsGet)
    if settings.http.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.http.origins,
            allow_methods=["*"],
            allow_headers=["Authorization", "Content-Type", "If-Match", "If-None-Match", "Range"],
            expose_headers=["ETag", "Link", "Location", "Retry-After", "X-Request-ID"],
        )
    app.add_middleware(RequestContext)
    return app
