"""`bookreader names`: who and what a book speaks of, without a server."""

from typing import Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from app.cli import configuring, files, telling
from app.domain.books import Address
from app.domain.names import Entity, EntityKind
from app.resources import tagger_of
from app.services import languages, looking

commands = typer.Typer()

# Of a name's forms so many are shown to people; --json tells all.
_SHOWN = 8
# Named once, most are of no importance to a reader; --json tells them too.
_LEAST_MENTIONS = 2


@commands.command()
@telling.told
def names(
    book: files.BookFile,
    *,
    mentions: Annotated[
        bool, typer.Option("--mentions", help="With --json: where every name stands.")
    ] = False,
    as_json: telling.AsJson = False,
) -> None:
    """List the characters and places of a book under all their names."""
    settings = configuring.settings()
    parsed = files.parsed(book, settings)
    spoken = languages.of_chapters(parsed)
    found = looking.people(looking.bodies(parsed, spoken), tagger_of(settings.extraction))
    if as_json:
        language = parsed.metadata.language or max(spoken, key=spoken.count, default="")
        entities = [_told(entity, with_mentions=mentions) for entity in found]
        telling.say_json({"language": language, "entities": entities})
    else:
        _show(found)


def _told(entity: Entity, *, with_mentions: bool) -> dict[str, Any]:
    told: dict[str, Any] = {
        "kind": entity.kind,
        "name": entity.name,
        "aliases": [
            {"name": alias.name, "first": _place(alias.first), "mentions": alias.mentions}
            for alias in entity.aliases
        ],
        "gender": entity.gender,
        "importance": entity.importance,
        "first": _place(entity.first),
        "mentions": len(entity.mentions),
    }
    if with_mentions:
        told["spans"] = [
            {
                **_place(mention.span.start),
                "end": mention.span.end.offset,
                "surface": mention.surface,
            }
            for mention in entity.mentions
        ]
    return told


def _place(address: Address) -> dict[str, int]:
    return {"chapter": address.chapter, "block": address.block, "offset": address.offset}


def _show(found: list[Entity]) -> None:
    console = telling.results()
    for kind, heading in (
        (EntityKind.CHARACTER, "Character"),
        (EntityKind.PLACE, "Place"),
        (EntityKind.OBJECT, "Thing"),
    ):
        own = [each for each in found if each.kind is kind]
        named_often = [each for each in own if len(each.mentions) >= _LEAST_MENTIONS]
        if not named_often:
            continue
        table = Table(box=None, header_style="dim")
        table.add_column(heading)
        table.add_column("Importance", justify="right")
        table.add_column("Mentions", justify="right")
        table.add_column("Gender")
        table.add_column("Also")
        for each in named_often:
            others = sorted(each.aliases, key=lambda alias: -alias.mentions)
            also = [alias.name for alias in others if alias.name != each.name]
            table.add_row(
                Text(each.name),
                f"{each.importance:.2f}",
                f"{len(each.mentions):,}",
                each.gender.value,
                Text(", ".join(also[:_SHOWN])),
            )
        console.print(table)
        console.print(f"and {len(own) - len(named_often)} named once\n", style="dim")
