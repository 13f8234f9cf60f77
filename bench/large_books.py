"""
Books of any length, made of the sentences of our demo books: `python -m bench.large_books WORDS FILE`.

The name ends in .fb2 (Russian) or .epub (English); the same number of words gives the same bytes.
"""

import io
import random
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from ebooklib import epub

from app import demo
from bench import demo_books

# Two million words in 491 chapters, as in the largest FB2 seen.
CHAPTER_WORDS = 4_074
_WRITTEN = datetime(2026, 11, 20, tzinfo=UTC)
_SENTENCE_END = re.compile(r"(?<=[.!?…»”])\s+")
# 34 words to a paragraph, as in Anna Karenina.
_PARAGRAPH_SENTENCES = (1, 6)
# One paragraph in twelve has an emphasis, as in the novels at hand; one in forty ends a scene.
_EMPHASIS, _SCENE = 12, 40
_FB2_HEAD = """<?xml version="1.0" encoding="utf-8"?>
<FictionBook xmlns="http://www.gribuser.ru/xml/fictionbook/2.0" xmlns:l="http://www.w3.org/1999/xlink">
<description><title-info><genre>prose_contemporary</genre>
<author><nickname>BookReader AI</nickname></author><book-title>Длинная почта</book-title>
<lang>ru</lang></title-info></description>
<body><title><p>Длинная почта</p></title>
"""


def make(words: int, suffix: str) -> bytes:
    """A book of about *words* words, at most a paragraph more; *suffix* is `.fb2` or `.epub`."""
    return {".fb2": fb2, ".epub": as_epub}[suffix](words)


def fb2(words: int) -> bytes:
    _, russian = demo.books()
    out = io.StringIO()
    out.write(_FB2_HEAD)
    for number, paragraphs in enumerate(_chapters(russian, words), 1):
        out.write(f"<section><title><p>Глава {number}</p></title>\n")
        for paragraph in paragraphs:
            out.write("<subtitle>* * *</subtitle>\n" if not paragraph else f"<p>{paragraph}</p>\n")
        out.write("</section>\n")
    out.write("</body></FictionBook>\n")
    return out.getvalue().replace("em>", "emphasis>").encode()


def as_epub(words: int) -> bytes:
    english, _ = demo.books()
    book = epub.EpubBook()
    book.set_identifier("urn:uuid:6a1f1c7e-4f0b-5d0c-9a55-0b6b3c1d7e20")
    book.set_title("The Long Orchard")
    book.set_language("en")
    book.add_author("BookReader AI")
    for number, paragraphs in enumerate(_chapters(english, words), 1):
        page = epub.EpubHtml(title=f"Chapter {number}", file_name=f"chapter-{number}.xhtml")
        text = "\n".join(f"<p>{each}</p>" if each else "<hr/>" for each in paragraphs)
        page.content = f"<section><h2>Chapter {number}</h2>\n{text}</section>"
        book.add_item(page)
        book.toc.append(page)
        book.spine.append(page)
    book.add_item(epub.EpubNav(title="Contents"))
    book.add_item(epub.EpubNcx())
    out = io.BytesIO()
    epub.write_epub(out, book, {"mtime": _WRITTEN, "raise_exceptions": True})
    return out.getvalue()


def main(words: int, path: Path) -> None:
    path.write_bytes(make(words, path.suffix))


def _chapters(story: Path, words: int) -> Iterator[list[str]]:
    """Paragraphs as markup, "" where a scene ends; no two chapters are alike."""
    source = Path(demo.__file__).parent / "source" / f"{story.stem}.md"
    sentences = [
        escape(sentence, quote=False)
        for _, paragraphs in demo_books.read(source).chapters
        for paragraph in paragraphs
        for sentence in _SENTENCE_END.split(paragraph)
    ]
    dice = random.Random(491)
    while words > 0:
        chapter: list[str] = []
        left = min(words, CHAPTER_WORDS)
        words -= left
        while left > 0:
            chosen = dice.choices(sentences, k=dice.randint(*_PARAGRAPH_SENTENCES))
            left -= sum(map(_words, chosen))
            if not dice.randrange(_EMPHASIS):
                chosen[0] = f"<em>{chosen[0]}</em>"
            chapter.append(" ".join(chosen))
            if not dice.randrange(_SCENE):
                chapter.append("")
        yield chapter


def _words(sentence: str) -> int:
    return sum(any(map(str.isalnum, word)) for word in sentence.split())


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
