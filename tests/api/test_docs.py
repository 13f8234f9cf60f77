"""The API can be looked at and tried with no other server asked."""

import re

from app.api.deps import SESSION_COOKIE
from app.api.docs import POLICY


async def test_the_docs_load_only_files_of_ours(anonymous):
    page = await anonymous.get("/docs")

    assert page.headers["Content-Security-Policy"] == POLICY
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(addresses) == 5
    for address in addresses:
        assert address.startswith("/")
        assert (await anonymous.get(address)).status_code == 200


async def test_the_docs_hold_no_inline_script(anonymous):
    page = (await anonymous.get("/docs")).text

    assert all(src for src in re.findall(r"<script([^>]*)></script>", page))
    assert page.count("<script") == page.count("></script>")


async def test_the_script_that_starts_the_docs_reads_our_openapi(anonymous):
    start = (await anonymous.get("/docs/static/start.js")).text

    assert 'url: "/openapi.json"' in start
    assert "persistAuthorization: true" in start


async def test_the_openapi_says_how_a_reader_signs_in(anonymous):
    openapi = (await anonymous.get("/openapi.json")).json()

    schemes = openapi["components"]["securitySchemes"]
    assert schemes["bearer"]["scheme"] == "bearer"
    assert schemes["session"]["name"] == SESSION_COOKIE
    assert openapi["paths"]["/api/v1/books"]["get"]["security"] == [{"bearer": []}, {"session": []}]
    assert "security" not in openapi["paths"]["/api/v1/auth/login"]["post"]


async def test_the_openapi_tells_of_no_page(anonymous):
    openapi = (await anonymous.get("/openapi.json")).json()

    assert not [path for path in openapi["paths"] if path.startswith(("/books", "/docs", "/sign"))]
