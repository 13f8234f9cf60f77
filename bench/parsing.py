"""
How well books are read whose right values are known, and how fast: `python -m bench.parsing [SHARED]`.

A line for each file of the manifest with what differs, a table by kind, and times beside others.
"""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.domain.books import BookFormat, ChapterKind, ParsedBook, TocEntry
from app.errors import BookReaderError
from app.parsing import parse

ALIASES = {"rus": "ru", "eng": "en"}
SLOW_S = 5.0  # of the processor: a machine may be busy with other things
# Where we differ and mean to: the value, and why.
KNOWN = {
    "epub/idpf/svg-in-spine.epub": ("cover", "its cover is drawn in SVG without a raster picture"),
    "fb2/real/tika_test.fb2": ("words", "the expected count leaves out the text inside <style>"),
}


@dataclass
class Verdict:
    """What one file came to; *wrong* names the values that differ."""

    path: str
    kind: str
    outcome: str
    seconds: float
    wrong: list[str] = field(default_factory=list)
    known: str = ""


def main() -> int:
    shared = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[2] / "shared"
    folder = shared / "books"
    verdicts = [
        judged(folder, entry) for entry in json.loads((folder / "manifest.json").read_text())
    ]
    for verdict in verdicts:
        note = "; ".join(verdict.wrong) or verdict.known or "ok"
        print(f"{verdict.path:75} {verdict.outcome:24} {verdict.seconds:6.2f} s  {note}")
    right = Counter(verdict.kind for verdict in verdicts if not verdict.wrong)
    total = Counter(verdict.kind for verdict in verdicts)
    print()
    for kind in sorted(total):
        print(f"{kind:24} {right[kind]:4} of {total[kind]}")
    known = sum(bool(verdict.known) for verdict in verdicts)
    print(
        f"{'all':24} {right.total():4} of {total.total()}, {known} of them with a difference we mean"
    )
    sys.stdout.flush()
    # In a process of its own: the memory of this one would count as that of those it starts.
    subprocess.run([sys.executable, "-m", "bench.parsing_speed", str(shared)], check=True)
    return 0 if right.total() == total.total() else 1


def judged(folder: Path, entry: dict[str, Any]) -> Verdict:
    data = (folder / entry["path"]).read_bytes()
    started = time.process_time()
    try:
        book: ParsedBook | None = parse(data)
        outcome, error = "accepted", None
    except BookReaderError as refused:
        book, outcome, error = None, refused.slug, refused
    seconds = time.process_time() - started
    verdict = Verdict(entry["path"], entry["kind"].split("/")[0], outcome, seconds)
    if seconds > SLOW_S:
        verdict.wrong.append("slow")
    if book is None and entry["outcome"] == "accept":
        verdict.wrong.append(f"refused: {error}")
    elif book and entry["outcome"] == "reject":
        verdict.wrong.append(f"accepted, not {entry['problem']}")
    elif book and "title" in entry["must_hold"]:
        verdict.wrong += differences(book, entry["must_hold"])
    elif book is None and entry["outcome"] == "reject":
        verdict.wrong += refusal_differences(error, entry)
    if book and (leak := entry["must_hold"].get("leak")) and leak in repr(book):
        verdict.wrong.append("leaked")
    if book:
        markup = "".join(chapter.html for chapter in book.chapters)
        verdict.wrong += [
            f"leaked {one}" for one in entry["must_hold"].get("leak_tokens", []) if one in markup
        ]
    value, reason = KNOWN.get(entry["path"], ("", ""))
    if value and any(one.startswith(value) for one in verdict.wrong):
        verdict.wrong = [one for one in verdict.wrong if not one.startswith(value)]
        verdict.known = f"known: {reason}"
    return verdict


def refusal_differences(error: BookReaderError | None, entry: dict[str, Any]) -> list[str]:
    wrong = []
    if error and error.slug != entry["problem"]:
        wrong.append(f"not {entry['problem']}")
    detected = entry["must_hold"].get("detected")
    if error and detected and error.facts.get("detected") != detected:
        wrong.append(f"detected {error.facts.get('detected')}, not {detected}")
    return wrong


def differences(book: ParsedBook, expected: dict[str, Any]) -> list[str]:
    wrong = []
    about = book.metadata
    if expected["title"] is not None and about.title.casefold() != expected["title"].casefold():
        wrong.append(f"title {about.title!r}")
    if [name.casefold() for name in about.authors] != [
        name.casefold() for name in expected["authors"]
    ]:
        wrong.append(f"authors {about.authors}")
    language = ALIASES.get(about.language.lower(), about.language.lower())
    if (
        expected["language"]
        and not expected.get("language_detected")
        and language != expected["language"].lower()
    ):
        wrong.append(f"language {about.language!r}")
    wrong += (
        cover_differences(book, expected)
        + word_differences(book, expected)
        + toc_differences(book, expected)
    )
    for name, value in (("subtitle", about.subtitle), ("translators", list(about.translators))):
        if name in expected and value != expected[name]:
            wrong.append(f"{name} {value!r}")
    if series := expected.get("series"):
        found = (about.series.name, about.series.number) if about.series else None
        if found != (series[0], float(series[1])):
            wrong.append(f"series {found}")
    codes = {warning.code for warning in book.warnings}
    wrong += [f"no warning {code}" for code in expected.get("warnings", []) if code not in codes]
    texts = "\n".join(
        block for c in book.chapters if c.kind is ChapterKind.NOTES for block in c.blocks
    )
    wrong += [f"no note {text!r}" for text in expected.get("note_texts", []) if text not in texts]
    whole = "\n".join(block for chapter in book.chapters for block in chapter.blocks)
    wrong += [f"lost {text!r}" for text in expected.get("must_contain", []) if text not in whole]
    if expected.get("layout", book.layout) != book.layout:
        wrong.append(f"layout {book.layout}")
    if (expected.get("direction") or book.direction) != book.direction:
        wrong.append(f"direction {book.direction}")
    return wrong


def cover_differences(book: ParsedBook, expected: dict[str, Any]) -> list[str]:
    if expected["cover"] is not None and expected["cover"] != (book.cover is not None):
        return [f"cover {book.cover is not None}"]
    size = expected.get("cover_size")
    if size and book.cover and [book.cover.width, book.cover.height] != size:
        return [f"cover {book.cover.width}x{book.cover.height}"]
    return []


def word_differences(book: ParsedBook, expected: dict[str, Any]) -> list[str]:
    is_counted = book.format is BookFormat.EPUB
    words = sum(
        c.word_count for c in book.chapters if is_counted or c.kind is not ChapterKind.NOTES
    )
    tolerance = expected.get("words_tol", 0.02)
    wrong = []
    if abs(words - expected["words"]) > max(tolerance * expected["words"], 1):
        wrong.append(f"words {words}, not {expected['words']}")
    if counts := expected.get("chapter_words"):
        found = [c.word_count for c in book.chapters if c.kind is ChapterKind.BODY]
        if len(found) != len(counts) or any(
            abs(a - b) > 2 for a, b in zip(found, counts, strict=True)
        ):
            wrong.append(f"chapter words {found}")
    return wrong


def toc_differences(book: ParsedBook, expected: dict[str, Any]) -> list[str]:
    found = [(level, squeezed(title)) for level, title in flat(book.contents)]
    wanted = [(level, squeezed(title)) for level, title in expected["toc"]]
    if any(not title for _, title in wanted) or "toc_any" in expected:
        # Where the book prints no title we give one of our own, so only the printed ones can be compared.
        wanted = [
            one for one in (expected.get("toc_any") or expected["toc"]) if one[1] not in {"", "*"}
        ]
        titles = [title for _, title in found]
        missing = [title for _, title in wanted if squeezed(title) not in titles]
        return [f"contents without {missing[:3]}"] if missing else []
    # Notes that a converter listed as chapters are right to be left out.
    chapters = [one for one in wanted if not one[1].isdecimal()]
    if found not in (wanted, chapters):
        pairs = zip(found, wanted, strict=False)
        odd = next(((a, b) for a, b in pairs if a != b), None)
        return [f"contents {len(found)} of {len(wanted)}, first odd {odd}"]
    return []


def squeezed(title: str) -> str:
    # Blanks before note marks depend on the reader, so titles are compared without any.
    return "".join(title.split()).casefold()


def flat(entries: Iterable[TocEntry], level: int = 0) -> Iterable[tuple[int, str]]:
    for entry in entries:
        yield level, entry.title
        yield from flat(entry.children, level + 1)


if __name__ == "__main__":
    sys.exit(main())
