"""The API, to look at and to try: Swagger UI from an installed package, with no other server asked."""

import json
from html import escape
from importlib.resources import files

from fastapi import FastAPI, Request, Response
from fastapi.responses import HTMLResponse

from app.api.conditional import answered

# Swagger UI sets styles on elements; nothing of it is inline script.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; form-action 'none'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_PACKAGED = {
    "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
    "swagger-ui.css": "text/css; charset=utf-8",
    "favicon-32x32.png": "image/png",
}
_PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · API</title>
<link rel="stylesheet" href="/docs/static/swagger-ui.css">
<link rel="icon" href="/docs/static/favicon-32x32.png">
</head>
<body>
<div id="swagger-ui"></div>
<noscript><p>This page needs a script; <a href="{openapi}">the OpenAPI document</a> does not.</p></noscript>
<script src="/docs/static/swagger-ui-bundle.js"></script>
<script src="/docs/static/start.js"></script>
</body>
</html>
"""
_START = """window.ui = SwaggerUIBundle({
  url: "%s",
  dom_id: "#swagger-ui",
  deepLinking: true,
  persistAuthorization: true,
  tryItOutEnabled: true,
  filter: true,
  displayRequestDuration: true,
  presets: [SwaggerUIBundle.presets.apis, SwaggerUIBundle.SwaggerUIStandalonePreset],
});
"""


def install(app: FastAPI) -> None:
    address = "/openapi.json"
    page = _PAGE.format(title=escape(app.title), openapi=escape(address))
    folder = files("fastapi_swagger") / "resources"

    @app.get(address, include_in_schema=False)
    async def openapi(request: Request) -> Response:
        return answered(request, json.dumps(app.openapi(), ensure_ascii=False).encode())

    @app.get("/docs", include_in_schema=False)
    async def docs() -> HTMLResponse:
        return HTMLResponse(page, headers={"Content-Security-Policy": POLICY})

    @app.get("/docs/static/start.js", include_in_schema=False)
    async def start() -> Response:
        return Response(_START % address, media_type="text/javascript; charset=utf-8")

    for name, media_type in _PACKAGED.items():
        _serve(app, name, folder.joinpath(name).read_bytes(), media_type)


def _serve(app: FastAPI, name: str, data: bytes, media_type: str) -> None:
    @app.get(f"/docs/static/{name}", include_in_schema=False)
    async def packaged() -> Response:
        # Not for good: another version of the package has the same names.
        headers = {"Cache-Control": "public, max-age=3600"}
        return Response(data, headers=headers, media_type=media_type)
