"""`bookreader illustrate`: an illustrated copy of a book file, without a server."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from app import logs
from app.cli import configuring, files, telling
from app.compute.pool import open_pool
from app.domain.illustrations import Quality
from app.errors import Conflict
from app.illustration.choosing import Budget
from app.limits import open_gate
from app.resources import bounds, paces, studio_of, tagger_of
from app.services import illustrating
from app.services.illustrating import Failure, Illustrated, Picture, Step, Tell
from app.services.illustrations import Order
from app.settings import Settings

commands = typer.Typer()

# About one for every chapter of a short novel; a guess.
_COUNT = 12
# No queue would try again: here a picture waits for its turn. A guess.
_PATIENCE_S = 60.0
_MOST = 500
_STAGES = {
    "reading": "Reading the book",
    "looking": "Looking for passages",
    "drawing": "Drawing",
    "binding": "Binding",
}


@dataclass(frozen=True, slots=True)
class _Wish:
    order: Order
    budget: Budget
    consent: bool


@commands.command()
@telling.told
def illustrate(
    book: files.BookFile,
    *,
    out: Annotated[
        Path | None,
        typer.Option("--out", "-o", help="The illustrated book; else BOOK.illustrated.EXT."),
    ] = None,
    count: Annotated[
        int | None, typer.Option(min=1, max=_MOST, help="Pictures, at most; else 12.")
    ] = None,
    per_1000_words: Annotated[
        float | None, typer.Option(min=0.01, max=5, help="Pictures by the length of the book.")
    ] = None,
    provider: Annotated[
        str | None,
        typer.Option(help="auto, or one of GET /providers; naming one lets passages go there."),
    ] = None,
    style: Annotated[str | None, typer.Option(help="One of the styles of GET /styles.")] = None,
    quality: Annotated[Quality, typer.Option(help="Size of the pictures.")] = Quality.STANDARD,
    remote: Annotated[
        bool, typer.Option("--remote", help="Let `auto` send passages to a remote provider.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace OUT.")] = False,
    as_json: telling.AsJson = False,
) -> None:
    """Draw the best passages of a book and write an illustrated copy of it."""
    settings = configuring.settings()
    logs.configure(level="WARNING")
    target = _target(book, out, may_replace=force)
    data = files.read(book, settings)
    knobs = settings.illustration
    wish = _Wish(
        order=Order(
            style=style,
            quality=quality,
            provider=provider or knobs.provider,
            house_style=knobs.style,
        ),
        budget=_budget(count, per_1000_words),
        # Whoever names a remote provider on the command line wants it to be asked.
        consent=remote or provider not in {None, "auto"} or knobs.remote_consent,
    )
    with _progress() as tell:
        done = asyncio.run(_illustrate(data, settings, wish, tell))
    files.write(target, done.data)
    if as_json:
        telling.say_json(_told(done, target))
    else:
        _show(done, target)


async def _illustrate(data: bytes, settings: Settings, wish: _Wish, tell: Tell) -> Illustrated:
    async with (
        open_pool(
            workers=settings.queue.cpu_slots,
            bounds=bounds(settings.compute),
            preload=(illustrating.__name__,),
        ) as compute,
        open_gate(paces=paces(settings, patience_s=_PATIENCE_S)) as gate,
    ):
        studio = studio_of(settings.illustration, compute, gate)
        return await illustrating.illustrate(
            data,
            compute,
            studio,
            wish.order,
            settings.limits.of_books(),
            tagger=tagger_of(settings.extraction),
            budget=wish.budget,
            consent=wish.consent,
            tell=tell,
        )


def _budget(count: int | None, per_thousand: float | None) -> Budget:
    if count is None and per_thousand is None:
        return Budget(count=_COUNT)
    return Budget(count=_MOST if count is None else count, per_thousand=per_thousand)


def _target(book: Path, out: Path | None, *, may_replace: bool) -> Path:
    """Never the book itself. `.fb2.zip` is one ending."""
    if out is None:
        endings = 2 if book.name.lower().endswith(".fb2.zip") else 1
        stem, ending = book.name, "".join(book.suffixes[-endings:])
        out = book.with_name(f"{stem.removesuffix(ending)}.illustrated{ending}")
    if out.exists() and book.exists() and out.samefile(book):
        raise Conflict(f"{out} is the book itself; choose another name with -o.")
    if out.exists() and not may_replace:
        raise Conflict(f"{out} is there already; choose another name with -o, or use --force.")
    return out


@contextmanager
def _progress() -> Iterator[Tell]:
    console = telling.messages()
    columns = (TextColumn("{task.description:21}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, console=console, transient=True, disable=not console.is_terminal
    ) as progress:
        tasks = {
            stage: progress.add_task(words, total=None, visible=False)
            for stage, words in _STAGES.items()
        }

        def tell(step: Step) -> None:
            progress.update(tasks[step.stage], completed=step.done, total=step.total, visible=True)

        yield tell


def _told(done: Illustrated, target: Path) -> dict[str, Any]:
    return {
        "title": done.title,
        "format": done.format,
        "out": str(target),
        "style": done.style,
        "pictures": [_picture(each) for each in done.pictures],
        "missed": [_place(each) for each in done.pictures if not each.is_placed],
        "failed": [{**_place(each), "problem": each.error.problem()} for each in done.failures],
    }


def _place(each: Picture | Failure) -> dict[str, Any]:
    span = each.chosen.span
    return {
        "chapter": span.start.chapter,
        "chapter_title": each.chosen.chapter.title,
        "block": span.start.block,
        "start": span.start.offset,
        "end_block": span.end.block,
        "end": span.end.offset,
        "type": each.chosen.type,
        "text": each.chosen.text,
        "seed": each.chosen.seed,
        "reasons": each.chosen.reasons,
    }


def _picture(each: Picture) -> dict[str, Any]:
    drawn = each.drawn
    return {
        **_place(each),
        "prompt": each.prompt,
        "provider": drawn.provider,
        "model": drawn.model,
        "preview": drawn.preview,
        "degraded": drawn.degraded
        and {
            "from": drawn.degraded.from_,
            "to": drawn.degraded.to,
            "reason": drawn.degraded.reason,
        },
        "width": drawn.width,
        "height": drawn.height,
        "cost": drawn.cost,
        "currency": drawn.currency,
        "duration_ms": drawn.latency_ms,
        "placed_after_block": each.chosen.span.end.block if each.is_placed else None,
    }


def _show(done: Illustrated, target: Path) -> None:
    console = telling.results()
    console.print(done.title, style="bold", markup=False)
    for each in done.pictures:
        drawn, chosen = each.drawn, each.chosen
        where = f"after block {chosen.span.end.block}" if each.is_placed else "not placed"
        kind = f"{drawn.provider}{' (preview)' if drawn.preview else ''}"
        console.print(
            f"  {chosen.span.start.chapter:>3}. {chosen.chapter.title}: {_first_words(chosen.words)}",
            markup=False,
            soft_wrap=True,
        )
        console.print(
            f"       {chosen.type}, {where}, {kind}, seed {chosen.seed}",
            style="dim",
            markup=False,
        )
    for failure in done.failures:
        words = _first_words(failure.chosen.words)
        console.print(f"  not drawn: {words}: {failure.error.detail}", style="red", markup=False)
    _show_fallback(done)
    console.print(f"{len(done.pictures)} pictures in {target}", markup=False, soft_wrap=True)


def _show_fallback(done: Illustrated) -> None:
    """Why these are sketches, and what would give paintings."""
    reasons = {each.drawn.degraded.reason for each in done.pictures if each.drawn.degraded}
    if "consent" in reasons:
        telling.messages().print(
            "Sketched on this machine: --remote lets passages be sent to the provider that is set up."
        )
    elif reasons:
        telling.messages().print(f"Sketched on this machine instead: {', '.join(sorted(reasons))}.")
    elif any(each.drawn.preview for each in done.pictures):
        telling.messages().print(
            "Sketches of the local painter. For paintings, set "
            "BOOKREADER_ILLUSTRATION__POLLINATIONS__KEY and use --provider pollinations."
        )


def _first_words(text: str, most: int = 60) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"
