"""What parsing found out about a book, as its page is told."""

from tests.parsing.builders import epub


async def test_a_book_says_how_it_is_laid_out_and_what_was_wrong_with_it(client, drain):
    data = epub(
        [("One", '<p>Text.</p><img src="gone.png"/>')],
        language="ja",
        metadata='<meta name="primary-writing-mode" content="vertical-rl"/>',
    )
    sent = await client.post("/api/v1/books/upload", files={"file": ("a.epub", data)})
    await drain()

    book = (await client.get(f"/api/v1/books/{sent.json()['book']['id']}")).json()

    assert (book["direction"], book["writing_mode"], book["layout"]) == (
        "rtl",
        "vertical-rl",
        "reflowable",
    )
    assert book["identifier"] == "urn:test"
    assert book["has_media_overlays"] is False
    assert book["warnings"] == [
        {"code": "missing-resource", "detail": "a picture is not there", "where": "gone.png"}
    ]
