"""The first start: a reader, two books to read, and a way to sign in."""

from app import demo, parsing
from app.db.models import Role
from app.db.work import ReadSession
from app.resources import Resources
from app.services import accounts, books

EMAIL = "reader@localhost"


async def welcome(resources: Resources, *, has_demo: bool) -> str | None:
    """The secret of a link for the first reader; None where others have made the accounts."""
    async with resources.begin() as work:
        is_first = await accounts.is_nobody_here(ReadSession(work.session))
    if is_first:
        await _settle_in(resources, has_demo=has_demo)
    async with resources.begin() as work:
        reader = await accounts.by_email(ReadSession(work.session), EMAIL)
        return None if reader is None else await accounts.sign_in_link(work, reader.id)


async def _settle_in(resources: Resources, *, has_demo: bool) -> None:
    """In one transaction: a start that is cut off leaves no reader without books."""
    files = [path.read_bytes() for path in demo.books()] if has_demo else []
    keys = [await resources.storage.put(data) for data in files]
    async with resources.begin() as work:
        # No password: who reads this machine's terminal has the link. Their machine, their server.
        reader = await accounts.add(work, email=EMAIL, password_hash=None, role=Role.ADMIN)
        for data, key in zip(files, keys, strict=True):
            await books.add(
                work,
                reader.id,
                sha256=key,
                format_=parsing.sniff(data, resources.settings.limits.of_books()),
                size_bytes=len(data),
                wanted=resources.settings.illustration.per_book,
            )
