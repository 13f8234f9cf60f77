"""`bookreader parse`: what a book file holds, without a server."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import typer
from rich.table import Table
from rich.text import Text

from app.cli import configuring, files, telling
from app.domain.books import Asset, ParsedBook, TocEntry

commands = typer.Typer()


@commands.command()
@telling.told
def parse(book: files.BookFile, *, as_json: telling.AsJson = False) -> None:
    """Show what a book file holds: metadata, chapters, contents, pictures."""
    parsed = files.parsed(book, configuring.settings())
    if as_json:
        telling.say_json(_told(parsed))
    else:
        _show(parsed)


def _told(book: ParsedBook) -> dict[str, Any]:
    about = book.metadata
    return {
        "format": book.format,
        "metadata": {
            "title": about.title,
            "subtitle": about.subtitle,
            "authors": about.authors,
            "translators": about.translators,
            "language": _language(book),
            "annotation": about.annotation,
            "series": about.series and {"name": about.series.name, "number": about.series.number},
            "publisher": about.publisher,
            "published": about.published,
            "isbn": about.isbn,
            "genres": about.genres,
            "identifier": about.identifier,
        },
        "direction": book.direction,
        "writing_mode": book.writing_mode,
        "layout": book.layout,
        "has_media_overlays": book.has_media_overlays,
        "cover": book.cover and _file(book.cover),
        "contents": _tree(book.contents),
        "chapters": [
            {
                "ordinal": chapter.ordinal,
                "title": chapter.title,
                "number": chapter.number,
                "kind": chapter.kind,
                "word_count": chapter.word_count,
                "blocks": chapter.blocks,
            }
            for chapter in book.chapters
        ],
        "images": [_file(asset) for asset in book.assets],
        "warnings": [asdict(each) for each in book.warnings],
    }


def _file(asset: Asset) -> dict[str, Any]:
    return {
        "digest": asset.digest,
        "media_type": asset.media_type,
        "width": asset.width,
        "height": asset.height,
    }


def _tree(entries: Sequence[TocEntry]) -> list[dict[str, Any]]:
    return [
        {
            "title": entry.title,
            "chapter": entry.target and entry.target.chapter,
            "block": entry.target and entry.target.block,
            "children": _tree(entry.children),
        }
        for entry in entries
    ]


def _language(book: ParsedBook) -> str:
    if book.metadata.language:
        return book.metadata.language
    # To import what tells languages takes half as long as reading a novel, and is seldom needed.
    from app.services import languages  # noqa: PLC0415

    return languages.of_book(book)


def _show(book: ParsedBook) -> None:
    about = book.metadata
    console = telling.results()
    console.print(about.title, style="bold", markup=False)
    facts = [
        ", ".join(about.authors),
        _language(book),
        book.format.upper(),
        f"{book.word_count:,} words",
        f"{len(book.assets)} pictures",
        "with a cover" if book.cover else "no cover",
    ]
    console.print(" · ".join(fact for fact in facts if fact), markup=False)
    table = Table(box=None, header_style="dim")
    table.add_column("#", justify="right")
    table.add_column("Chapter")
    table.add_column("Kind")
    table.add_column("Words", justify="right")
    for chapter in book.chapters:
        table.add_row(
            str(chapter.ordinal), Text(chapter.title), chapter.kind.value, f"{chapter.word_count:,}"
        )
    console.print(table)
    for warning in book.warnings:
        told = f"{warning.code}: {warning.detail}"
        place = f" ({warning.where})" if warning.where else ""
        console.print(told + place, style="yellow", markup=False)
