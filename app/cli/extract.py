"""`bookreader extract`: the passages of a book an illustrator could draw, without a server."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer
from rich.progress import Progress

from app import extraction, parsing
from app.cli import configuring, files, telling
from app.domain.books import ChapterKind, ParsedBook, ParsedChapter
from app.domain.descriptions import Candidate
from app.illustration import selection
from app.services import editions, illustrating

commands = typer.Typer()


@commands.command()
@telling.told
def extract(
    book: files.BookFile,
    *,
    every: Annotated[
        bool, typer.Option("--all", help="Every candidate, before any selection.")
    ] = False,
    as_json: telling.AsJson = False,
) -> None:
    """List the passages of a book that can be drawn; with --json one line of JSON for each."""
    parsed = parsing.parse(files.read(book, configuring.settings()))
    for chapter, found in _passages(parsed):
        kept = found if every else selection.select(found, word_count=chapter.word_count)
        if as_json:
            for each in kept:
                telling.say_json_line(_told(chapter, each))
        elif kept:
            _show(chapter, kept)


def _passages(book: ParsedBook) -> Iterator[tuple[ParsedChapter, list[Candidate]]]:
    body = [chapter for chapter in book.chapters if chapter.kind is ChapterKind.BODY]
    language = book.metadata.language or extraction.detect_language(editions.sample(book))
    console = telling.messages()
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        for chapter in progress.track(body, description="Looking for passages"):
            yield chapter, illustrating.candidates(chapter, language)


def _told(chapter: ParsedChapter, found: Candidate) -> dict[str, Any]:
    return {
        "chapter": chapter.ordinal,
        "block": found.block,
        "start": found.start,
        "end_block": found.end_block,
        "end": found.end,
        "text": found.text,
        "type": found.type,
        "type_probabilities": found.type_probabilities,
        "worth": found.worth,
        # Names are not found yet; the key is here so that readers of this format need not change.
        "entities": [],
    }


def _show(chapter: ParsedChapter, kept: list[Candidate]) -> None:
    console = telling.results()
    console.print(f"\n{chapter.ordinal}. {chapter.title}", style="bold", markup=False)
    for each in kept:
        console.print(
            f"  {each.worth:.2f} {each.type:10} b{each.block}  {' '.join(each.text.split())}",
            markup=False,
            soft_wrap=True,
        )
