"""
Every real book through the whole service over HTTP: `python -m bench.real_books [../shared/books]`.

Prints a line per file (chapters, words, descriptions, pictures, seconds) and what differs from the
manifest in title, authors, language and cover.
"""

import json
import sys
import time
from pathlib import Path
from typing import Any

import httpx

from bench.server import running

_PATIENCE_S = 300
_WORDS_OFF = 0.02


def main(folder: Path) -> int:
    manifest = json.loads((folder / "manifest.json").read_text())
    books = [each for each in manifest if each["kind"].startswith("real")]
    wrong = 0
    with running("--no-demo") as server:
        client = server.client()
        print(
            f"{'file':58} {'status':8} {'ch':>4} {'words':>7} {'desc':>5} {'pic':>3} {'s':>6}  differs"
        )
        for each in books:
            started = time.perf_counter()
            book = upload(client, folder / each["path"])
            differs = compare(book, each)
            wrong += bool(differs)
            print(
                f"{each['path'][-58:]:58} {book['status']:8} {book['chapter_count']:4} "
                f"{book['word_count']:7} {book['description_count']:5} "
                f"{book['illustration_count']:3} {time.perf_counter() - started:6.1f}  "
                f"{'; '.join(differs) or '-'}",
                flush=True,
            )
    print(f"{len(books)} files, {wrong} differ from the manifest")
    return wrong


def upload(client: httpx.Client, path: Path) -> dict[str, Any]:
    answer = client.post("/api/v1/books/upload", files={"file": (path.name, path.read_bytes())})
    if answer.is_error:
        problem = answer.json()
        return {"status": problem["code"], "problem": problem} | dict.fromkeys(
            ("chapter_count", "word_count", "description_count", "illustration_count"), 0
        )
    uploaded = answer.json()
    end = time.monotonic() + _PATIENCE_S
    while uploaded["job"] is not None and time.monotonic() < end:
        job = client.get(f"/api/v1/jobs/{uploaded['job']['id']}").json()
        if job["state"] not in {"queued", "running"}:
            break
        time.sleep(0.1)
    book: dict[str, Any] = client.get(f"/api/v1/books/{uploaded['book']['id']}").json()
    return book


def compare(book: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    """What the manifest says otherwise; see the README of the books."""
    must = expected["must_hold"]
    if expected["outcome"] != "accept" or "title" not in book:
        is_right = expected["outcome"] != "accept"
        return [] if is_right else [f"refused: {book['problem']['detail']}"]
    found = []
    if must.get("title") is not None and book["title"] != must["title"]:
        found.append(f"title {book['title']!r} not {must['title']!r}")
    if must.get("authors") is not None and book["authors"] != must["authors"]:
        found.append(f"authors {book['authors']} not {must['authors']}")
    if must.get("language") and not _is_same_language(book["language"], must["language"]):
        found.append(f"language {book['language']!r} not {must['language']!r}")
    if must.get("cover") is not None and bool(book["cover"]) != must["cover"]:
        found.append(f"cover {bool(book['cover'])} not {must['cover']}")
    if must.get("words"):
        off = abs(book["word_count"] - must["words"]) / must["words"]
        if off > (must.get("words_tol") or _WORDS_OFF):
            found.append(f"words {book['word_count']} not {must['words']}")
    return found


def _is_same_language(found: str, expected: str) -> bool:
    three_letters = {"rus": "ru", "eng": "en"}
    return three_letters.get(found.lower(), found.lower()) == three_letters.get(
        expected.lower(), expected.lower()
    )


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/books")) > 0)
