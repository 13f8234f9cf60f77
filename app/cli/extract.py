"""`bookreader extract`: the passages of a book an illustrator could draw, without a server."""

from collections.abc import Iterator
from typing import Annotated, Any

import typer
from rich.progress import Progress

from app.cli import configuring, files, telling
from app.domain.books import ParsedBook, ParsedChapter
from app.domain.descriptions import Candidate
from app.extraction.taggers import Tagger
from app.illustration import selection
from app.resources import tagger_of
from app.services import languages, looking

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
    settings = configuring.settings()
    parsed = files.parsed(book, settings)
    for chapter, found in _passages(parsed, tagger_of(settings.extraction)):
        kept = found if every else _marked(found, chapter)
        if as_json:
            for each in kept:
                telling.say_json_line(_told(chapter, each))
        elif kept:
            _show(chapter, kept)


def _marked(found: list[Candidate], chapter: ParsedChapter) -> list[Candidate]:
    return [each.candidate for each in selection.select(found, word_count=chapter.word_count)]


def _passages(book: ParsedBook, tagger: Tagger) -> Iterator[tuple[ParsedChapter, list[Candidate]]]:
    body = looking.bodies(book, languages.of_chapters(book))
    body = looking.with_names(body, looking.people(body, tagger))
    console = telling.messages()
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        for each in progress.track(body, description="Looking for passages"):
            yield each.chapter, looking.candidates(each)


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
        "entities": [{"id": each.key, "name": each.name} for each in found.entities],
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
