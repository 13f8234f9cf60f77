"""`bookreader reprocess`: books that an older version of the program has worked out, once more."""

import asyncio
from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated
from uuid import UUID

import typer

from app import logs
from app.cli import configuring, telling
from app.db.work import ReadSession
from app.errors import NotFound
from app.resources import open_resources
from app.services import reprocessing
from app.services.reprocessing import Outdated
from app.settings import Settings

commands = typer.Typer()


@commands.command()
@telling.told
def reprocess(
    *,
    before_version: Annotated[
        int | None, typer.Option(min=1, help="Only what was extracted before this version.")
    ] = None,
    book: Annotated[UUID | None, typer.Option(help="Only this book, whatever its version.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list them.")] = False,
    data: configuring.Data = None,
    as_json: telling.AsJson = False,
) -> None:
    """Have the workers parse and extract again what this version would find otherwise."""
    settings = configuring.connected(data)
    logs.configure(level="WARNING")
    found = asyncio.run(_reprocess(settings, before_version, book, is_dry=dry_run))
    if as_json:
        telling.say_json({"dry_run": dry_run, "editions": [asdict(each) for each in found]})
        return
    for each in found:
        versions = f"parser {each.parser_version}, extractor {each.extractor_version}"
        telling.results().print(f"{each.id} {each.title} ({versions})", markup=False)
    said = "would be worked out again" if dry_run else "are worked out again by the workers"
    telling.messages().print(f"{len(found)} {said}.", markup=False)


async def _reprocess(
    settings: Settings, before_version: int | None, book_id: UUID | None, *, is_dry: bool
) -> Sequence[Outdated]:
    async with open_resources(settings) as resources:
        async with resources.sessions() as session:
            found = await reprocessing.outdated(
                ReadSession(session), before_version=before_version, book_id=book_id
            )
        if book_id is not None and not found:
            raise NotFound(f"There is no book {book_id} that is ready.")
        if not is_dry:
            for each in found:
                async with resources.begin() as work:
                    await reprocessing.renew(work, each.id)
        return found
