"""Which language a parsed book is written in, and each of its chapters."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app import extraction
from app.domain.books import ChapterKind, ParsedBook
from app.domain.compute import Compute


@dataclass(frozen=True, slots=True)
class Languages:
    """BCP 47 tags; *chapters* in reading order, front and back matter too."""

    book: str
    chapters: Sequence[str]


async def of(parsed: ParsedBook, compute: Compute) -> Languages:
    declared = parsed.metadata.language
    found = await compute.run(extraction.chapter_languages, _texts(parsed), declared)
    return Languages(declared or _of_most_words(parsed, found), found)


def of_book(parsed: ParsedBook) -> str:
    """What the book says of itself, or else what most of its words are written in."""
    return parsed.metadata.language or _of_most_words(parsed, of_chapters(parsed))


def of_chapters(parsed: ParsedBook) -> list[str]:
    return extraction.chapter_languages(_texts(parsed), parsed.metadata.language)


def _texts(parsed: ParsedBook) -> list[str]:
    return ["\n".join(chapter.blocks) for chapter in parsed.chapters]


def _of_most_words(parsed: ParsedBook, found: Sequence[str]) -> str:
    words: Counter[str] = Counter()
    for chapter, language in zip(parsed.chapters, found, strict=True):
        if chapter.kind is ChapterKind.BODY:
            words[language] += chapter.word_count
    return words.most_common(1)[0][0] if words else ""
