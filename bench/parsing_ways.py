"""
One way of reading a book, in a process of its own: `python -m bench.parsing_ways WAY FILE [TIMES]`.

Prints JSON: seconds of CPU for the imports and for reading the file once, and the words found.
"""

import io
import json
import re
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

Way = Callable[[bytes], int]

_MARKUP = (".xhtml", ".html", ".htm")


def ours() -> Way:
    """Metadata, contents, chapters, blocks, sanitised HTML, words, pictures."""
    from app.parsing import parse  # noqa: PLC0415 - imports are measured too, each way its own

    return lambda data: parse(data).word_count


def limit() -> Way:
    """Inflate what holds text, and let lxml parse it: nothing that is built on them is faster."""
    from lxml import etree  # noqa: PLC0415

    def parsed(data: bytes) -> int:
        if not data.startswith(b"PK"):
            etree.fromstring(data)
            return 0
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            for name in book.namelist():
                if name.endswith(_MARKUP):
                    etree.fromstring(book.read(name))
        return 0

    return parsed


def ebooklib() -> Way:
    """Its `read_epub`, then the words of each document's body; no contents, nothing sanitised."""
    import ebooklib as library  # noqa: PLC0415
    from ebooklib import epub  # noqa: PLC0415
    from lxml import html  # noqa: PLC0415

    word = re.compile(r"[^\W_]+(?:[-\u2011'\u2019][^\W_]+)*")
    parser = html.HTMLParser(encoding="utf-8")

    def read(data: bytes) -> int:
        book = epub.read_epub(io.BytesIO(data))
        bodies = (item.get_body_content() for item in book.get_items_of_type(library.ITEM_DOCUMENT))
        trees = (html.fromstring(body, parser=parser) for body in bodies if body)
        return sum(len(word.findall("".join(map(str, tree.itertext())))) for tree in trees)

    return read


WAYS: dict[str, Callable[[], Way]] = {"ours": ours, "limit": limit, "ebooklib": ebooklib}


def main(name: str, path: Path, times: int) -> dict[str, Any]:
    started = time.process_time()
    way = WAYS[name]()
    imported = time.process_time()
    words = 0
    for _ in range(times):
        words = way(path.read_bytes())
    seconds = (time.process_time() - imported) / times
    return {"import_s": imported - started, "file_s": seconds, "words": words}


if __name__ == "__main__":
    told = main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
    print(json.dumps(told))
