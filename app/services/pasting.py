"""The passages of a text that belongs to no book; pure, for it runs in child processes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app import extraction
from app.domain.descriptions import Candidate
from app.domain.names import ChapterText, Entity
from app.services import cast

_LINE_END = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class Pasted:
    """A text as a book of one chapter; *language* is a BCP 47 tag."""

    language: str
    blocks: Sequence[str]
    cast: Sequence[Entity]
    found: Sequence[Candidate]


def read(text: str, language: str | None = None) -> Pasted:
    """Every line of *text* that is not empty is a block; the best passages come first."""
    blocks = tuple(block for block in _LINE_END.split(text.strip()) if block)
    spoken = language or extraction.detect_language(text)
    named = extraction.find_names([ChapterText(1, blocks, spoken)])
    found = extraction.extract(blocks, spoken, cast.by_chapter(named)[1])
    return Pasted(spoken, blocks, named, sorted(found, key=lambda each: -each.worth))
