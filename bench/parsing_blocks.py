"""
Whether every block of every accepted book is what a browser finds: `python -m bench.parsing_blocks [SHARED]`.

A real Chromium parses each chapter twice, as it is stored and as it is served, and compares the
textContent of its blocks, their order, and that no text stands outside of them.
"""

import json
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast
from uuid import UUID

from playwright.sync_api import sync_playwright

from app.api.links import Links
from app.domain.books import ParsedBook
from app.errors import BookReaderError
from app.parsing import parse
from tests import browser

# Characters of markup handed over at once: a message of some megabytes.
_BATCH = 2_000_000
_BOOK = UUID("01999999-0000-7000-8000-000000000000")

# Neither way of parsing loads a picture or runs a script. The stored form is parsed as a fragment,
# as pages put it in; the served form as a document.
_CHECK = """
() => chapters.map(([stored, served, blocks]) => {
  const template = document.createElement('template');
  template.innerHTML = stored;
  const page = new DOMParser().parseFromString('<!doctype html><main>' + served + '</main>', 'text/html');
  const ink = text => text.replace(/\\s+/g, '').length;
  const wrong = root => {
    const found = [...root.querySelectorAll('[id]')];
    const bad = found.findIndex((e, n) => e.id !== 'b' + n || e.textContent !== blocks[n]);
    if (bad >= 0) return `block ${bad}: ${found[bad].outerHTML.slice(0, 200)}`;
    if (found.length !== blocks.length) return `${found.length} of ${blocks.length} blocks`;
    const loose = ink(root.textContent) - blocks.reduce((sum, text) => sum + ink(text), 0);
    return loose ? `${loose} characters in no block` : '';
  };
  return wrong(template.content) || wrong(page.querySelector('main'));
})
"""


@dataclass(slots=True)
class Checked:
    """What has been compared; *wrong* says what differs, a line for each chapter."""

    books: int = 0
    chapters: int = 0
    blocks: int = 0
    wrong: list[str] = field(default_factory=list)


def main(shared: Path) -> int:
    folder = shared / "books"
    entries = json.loads((folder / "manifest.json").read_text())
    checked = check(accepted(folder / entry["path"] for entry in entries))
    print("\n".join(checked.wrong))
    print(
        f"{checked.blocks:,} blocks of {checked.chapters:,} chapters of {checked.books} books, "
        f"stored and served; {len(checked.wrong)} chapters differ"
    )
    return 1 if checked.wrong else 0


def accepted(paths: Iterable[Path]) -> Iterator[tuple[str, ParsedBook]]:
    """The books among *paths* that we read, with their names."""
    for path in paths:
        with suppress(BookReaderError):
            yield path.name, parse(path.read_bytes())


def check(books: Iterable[tuple[str, ParsedBook]]) -> Checked:
    """All *books* in one browser."""
    checked = Checked()
    with _browser() as look:
        for name, book in books:
            checked.books += 1
            checked.chapters += len(book.chapters)
            checked.blocks += sum(len(chapter.blocks) for chapter in book.chapters)
            for batch in _batches(book):
                found = look(json.dumps([chapter for _, chapter in batch], ensure_ascii=False))
                checked.wrong += [
                    f"{name}, chapter {ordinal}: {what}"
                    for (ordinal, _), what in zip(batch, found, strict=True)
                    if what
                ]
    return checked


@contextmanager
def _browser() -> Iterator[Callable[[str], list[str]]]:
    """What the browser finds wrong with each chapter of some JSON, "" for nothing."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.path(), args=["--no-sandbox"])
        page, file = chromium.new_page(), Path(folder) / "chapters.html"

        def look(chapters: str) -> list[str]:
            # By way of a file: what goes through the driver costs more than all the rest.
            chapters = chapters.replace("</", "<\\/").replace("<!--", "<\\!--")
            file.write_text(f'<meta charset="utf-8"><script>const chapters = {chapters}</script>')
            page.goto(file.as_uri())
            return cast(list[str], page.evaluate(_CHECK))

        yield look
        chromium.close()


_Chapter = tuple[str, str, tuple[str, ...]]


def _batches(book: ParsedBook) -> Iterator[list[tuple[int, _Chapter]]]:
    links = Links("only for a bench", _BOOK)
    batch: list[tuple[int, _Chapter]] = []
    size = 0
    for chapter in book.chapters:
        served = links.served(_BOOK, chapter.html, chapter_path=f"/read/{_BOOK}/")
        batch.append((chapter.ordinal, (chapter.html, served, chapter.blocks)))
        size += len(chapter.html)
        if size > _BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "shared"))
