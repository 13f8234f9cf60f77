"""
Labelled paragraphs, as texts and as the table of numbers that training reads.

    python -m bench.labels            rebuilds bench/gold/table.tsv.gz; needs the labelled texts

Other authors' texts stay where they are: the table holds what was counted in their sentences. Our
own paragraphs (own.jsonl) are here in full. Pages of whole books (pages.tsv) are labelled by
address, with the digests of book and paragraph.
"""

import gzip
import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from app import parsing
from app.extraction import features
from app.extraction.chapter import Span
from app.extraction.features import COLUMNS, Matrix

HERE = Path(__file__).parent / "gold"
TABLE = HERE / "table.tsv.gz"
OWN = HERE / "own.jsonl"
PAGES = HERE / "pages.tsv"
SHARED = Path(__file__).parents[1] / "../shared"
DEV = SHARED / "gold/dev.jsonl"
BOOKS = SHARED / "books"
# Whole pages of books teach how often there is a picture; paragraphs that were written or chosen
# teach only what one is.
WHOLE, WRITTEN, CHOSEN = "whole", "written", "chosen"


@dataclass(frozen=True)
class Labelled:
    """*picture* are the sentences of the labelled span, first and one past the last, if any."""

    id: str
    source: str
    lang: str
    work: str
    worth: int
    type: str
    picture: Span | None
    spans: list[Span]
    rows: Matrix


def read_texts(path: Path, source: str) -> list[Labelled]:
    """Labelled paragraphs of a .jsonl in the form of the shared gold."""
    return [_counted(row, source) for row in rows_of(path)]


def rows_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _counted(row: dict[str, Any], source: str) -> Labelled:
    counts = features.count([row["text"]], row["lang"])
    span = row["span_sentences"]
    return Labelled(
        id=row["id"],
        source=source,
        lang=row["lang"],
        work=row["work"],
        worth=row["worth"],
        type=row["type"].lower(),
        picture=(span[0] - 1, span[1]) if span else None,
        spans=counts.spans,
        rows=counts.rows,
    )


def read_pages() -> list[Labelled]:
    found = []
    for line in PAGES.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        book, work, lang, at, digest, worth, kind, span = line.split("\t")
        chapter, block = map(int, at.split("/"))
        text = _blocks(book)[chapter][block]
        if sha256(text.encode()) != digest:
            raise ValueError(f"{book} {at} is another text than the labelled one")
        found.append(
            _counted(
                {
                    "id": f"{lang}_{Path(book).name.split('.')[0]}-{chapter}-{block}",
                    "lang": lang,
                    "work": work,
                    "text": text,
                    "worth": int(worth),
                    "type": kind,
                    "span_sentences": [int(one) for one in span.split("-")] if span else None,
                },
                CHOSEN,
            )
        )
    return found


@cache
def _blocks(book: str) -> dict[int, Sequence[str]]:
    parsed = parsing.parse((BOOKS / book).read_bytes())
    return {chapter.ordinal: chapter.blocks for chapter in parsed.chapters}


def read_all() -> list[Labelled]:
    """Everything that is labelled, from the texts themselves, by id."""
    every = [*read_texts(DEV, WHOLE), *read_texts(OWN, WRITTEN), *read_pages()]
    return sorted(every, key=lambda one: one.id)


def read_table() -> list[Labelled]:
    lines = gzip.decompress(TABLE.read_bytes()).decode().splitlines()
    return [_parsed(line) for line in lines if not line.startswith("#")]


def table(labelled: Iterable[Labelled]) -> str:
    """One line for each paragraph: its labels, then for each sentence where it is and its counts."""
    lines = [f"# {' '.join(COLUMNS)}"]
    for one in labelled:
        span = f"{one.picture[0]}-{one.picture[1]}" if one.picture else ""
        sentences = [
            f"{start}-{end} " + " ".join(f"{i}:{row[i]:.0f}" for i in np.flatnonzero(row))
            for (start, end), row in zip(one.spans, one.rows, strict=True)
        ]
        labels = (one.id, one.source, one.lang, one.work, str(one.worth), one.type, span)
        lines.append("\t".join((*labels, *sentences)))
    return "\n".join(lines) + "\n"


def _parsed(line: str) -> Labelled:
    name, source, lang, work, worth, kind, span, *sentences = line.split("\t")
    spans, rows = [], np.zeros((len(sentences), len(COLUMNS)), np.float32)
    for number, sentence in enumerate(sentences):
        at, *counts = sentence.split()
        spans.append(_span(at))
        for count in counts:
            column, _, value = count.partition(":")
            rows[number, int(column)] = float(value)
    picture = _span(span) if span else None
    return Labelled(name, source, lang, work, int(worth), kind, picture, spans, rows)


def _span(written: str) -> Span:
    first, _, last = written.partition("-")
    return int(first), int(last)


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


if __name__ == "__main__":
    written = table(read_all()).encode()
    # No time stamp: the same labels give the same file.
    TABLE.write_bytes(gzip.compress(written, mtime=0))
    print(f"{TABLE.name}: {TABLE.stat().st_size / 1000:.0f} kB, sha256 {sha256(written)}")
