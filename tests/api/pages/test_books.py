"""The title page of a book."""

from uuid import UUID, uuid4

from app.domain.books import Address
from app.services import accounts, reading


async def test_the_title_page_tells_of_the_book_and_leads_into_it(browser, put_on_shelf, drain):
    book = await put_on_shelf(illustrate="2")
    await drain()

    page = (await browser.get(book)).text

    assert "The Orchard on the Viaduct" in page
    assert "Start reading" in page
    assert f'href="{book}/chapters/2"' in page
    assert "The Signal Box" in page


async def test_the_gallery_keeps_back_what_lies_ahead(
    browser, put_on_shelf, drain, resources, reader
):
    book = await put_on_shelf(illustrate="100")
    await drain()
    book_id = UUID(book.rsplit("/", 1)[1])

    before = (await browser.get(book)).text.count("chapters/5#b")
    async with resources.begin() as work:
        await reading.save(work, reader, book_id, Address(5, 22, 0))
    after = (await browser.get(book)).text.count("chapters/5#b")

    assert before == 0
    assert after > before


async def test_the_cast_keeps_back_who_lies_ahead(browser, put_on_shelf, drain, resources, reader):
    book = await put_on_shelf(illustrate="none")
    await drain()
    book_id = UUID(book.rsplit("/", 1)[1])

    before = (await browser.get(book)).text.partition('id="cast"')[2].partition("</section>")[0]
    async with resources.begin() as work:
        await reading.save(work, reader, book_id, Address(5, 22, 0))
    after = (await browser.get(book)).text.partition('id="cast"')[2].partition("</section>")[0]

    assert "Ines" in before
    assert "chapters/4#b" not in before
    assert after.count("<dt>") > before.count("<dt>") > 0


async def test_nobody_sees_the_pages_of_another_readers_book(
    put_on_shelf, drain, visitor, resources, stranger
):
    book = await put_on_shelf(illustrate="none")
    await drain()
    visitor.cookies.clear()
    async with resources.begin() as work:
        secret = await accounts.sign_in_link(work, stranger)
    await visitor.get(f"/sign-in?token={secret}")

    for path in (book, f"{book}/chapters/2", f"/books/{uuid4()}", "/books/no-id"):
        answer = await visitor.get(path)
        assert answer.status_code == 404
        assert "There is nothing here" in answer.text
