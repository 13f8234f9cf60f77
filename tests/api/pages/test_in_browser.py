"""The pages in a real browser: no script, a narrow screen, nothing from elsewhere."""

import asyncio

import pytest
import uvicorn
from playwright.async_api import async_playwright

from app import demo
from app.main import create_app
from app.services import accounts
from tests import browser as browsers
from tests.conftest import bearer

NARROW = {"width": 320, "height": 640}


@pytest.fixture
async def address(resources):
    """The application on a real port, with the resources of the test."""
    app = create_app(resources.settings)

    async def with_resources(scope, receive, send):
        scope.setdefault("state", {})["resources"] = resources
        await app(scope, receive, send)

    server = uvicorn.Server(
        uvicorn.Config(with_resources, port=0, lifespan="off", log_config=None, ws="none")
    )
    running = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110  # uvicorn offers no event
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await running


@pytest.fixture
async def chromium():
    path = browsers.path()
    assert path is not None, "run `python -m tests.browser`"
    async with async_playwright() as playwright:
        opened = await playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        await opened.close()


async def watched(context):
    """A page of *context*, what it complains of, and where its requests go."""
    page = await context.new_page()
    said, asked = [], []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: asked.append(request.url))
    return page, said, asked


async def test_a_reader_without_scripts_uploads_reads_and_asks_for_a_picture(
    chromium, address, resources, reader, drain
):
    context = await chromium.new_context(java_script_enabled=False, viewport=NARROW)
    page, said, asked = await watched(context)
    async with resources.begin() as work:
        secret = await accounts.sign_in_link(work, reader)

    await page.goto(f"{address}/sign-in?token={secret}")
    await page.set_input_files("input[type=file]", demo.books()[0])
    await page.select_option("select", "none")
    await page.get_by_role("button", name="Add to the shelf").click()
    await page.get_by_text("Waiting").wait_for()
    await drain()
    await page.goto(address)
    await fits(page)
    await page.get_by_role("link", name="The Orchard on the Viaduct").click()
    await fits(page)
    await page.get_by_role("link", name="Start reading").click()
    await fits(page)
    await page.get_by_role("button", name="Draw this").first.click()
    await page.get_by_text("Waiting to be drawn").wait_for()
    await drain()
    # The page asks again by itself.
    await page.get_by_role("img", name="Illustration").wait_for(timeout=10_000)
    await fits(page)

    assert said == []
    assert {url.split("/")[2] for url in asked} == {address.split("/")[2]}
    await context.close()


async def fits(page):
    assert await page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


async def test_the_docs_send_the_bearer_token_they_were_given(chromium, address, resources, reader):
    context = await chromium.new_context()
    page, said, asked = await watched(context)
    token = bearer(resources, reader)["Authorization"].removeprefix("Bearer ")

    await page.goto(f"{address}/docs")
    await page.locator(".auth-wrapper .authorize").click()
    await page.get_by_label("auth-bearer-value").fill(token)
    await page.get_by_role("button", name="Apply credentials").first.click()
    await page.locator(".btn-done").first.click()
    await page.locator("#operations-accounts-me .opblock-summary").click()
    async with page.expect_response("**/api/v1/auth/me") as answer:
        await page.locator("#operations-accounts-me .execute").click()

    assert (await answer.value).status == 200
    assert said == []
    assert {url.split("/")[2] for url in asked if not url.startswith("data:")} == {
        address.split("/")[2]
    }
    await context.close()
