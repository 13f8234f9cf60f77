"""HEAD says what GET would, and costs nothing."""

from app import demo
from app.services import accounts
from tests.flows.test_upload_to_pictures import upload


async def test_head_has_the_headers_of_get_and_no_body(client, drain):
    book_id = (await upload(client, demo.books()[0], illustrate="none"))["book"]["id"]
    await drain()
    for path in (f"/api/v1/books/{book_id}/file", f"/api/v1/books/{book_id}", "/health/live"):
        got, headed = await client.get(path), await client.head(path)

        assert (headed.status_code, headed.content) == (200, b"")
        assert headed.headers.get("ETag") == got.headers.get("ETag")
        assert headed.headers["Content-Length"] == got.headers["Content-Length"]


async def test_head_never_uses_up_a_sign_in_link(anonymous, resources, reader):
    async with resources.begin() as work:
        link = f"/sign-in?token={await accounts.sign_in_link(work, reader)}"

    looked = await anonymous.head(link)
    followed = await anonymous.get(link)

    assert looked.status_code == 405
    assert followed.status_code == 303
