"""What a browser finds in canonical HTML, by the browsers' own parsing rules."""

import html5lib

from app.domain.books import ParsedBook, ParsedChapter


def blocks(html: str) -> list[str]:
    """`textContent` of the elements b0, b1, ... in document order."""
    root = html5lib.parseFragment(html, namespaceHTMLElements=False)
    found = [element for element in root.iter() if str(element.get("id") or "").startswith("b")]
    assert [element.get("id") for element in found] == [f"b{n}" for n in range(len(found))]
    return ["".join(element.itertext()) for element in found]


def loose_text(html: str) -> str:
    """Text that stands in no block."""
    root = html5lib.parseFragment(html, namespaceHTMLElements=False)
    inside = set()
    for element in root.iter():
        if element.get("id"):
            inside.update(element.iter())
    texts = []
    parents = {child: parent for parent in root.iter() for child in parent}
    for element in root.iter():
        if element not in inside:
            texts.append(element.text or "")
        if parents.get(element) is not None and parents[element] not in inside:
            texts.append(element.tail or "")
    return "".join(texts).strip()


def check(book: ParsedBook) -> None:
    for chapter in book.chapters:
        check_chapter(chapter)


def check_chapter(chapter: ParsedChapter) -> None:
    assert blocks(chapter.html) == list(chapter.blocks)
    assert loose_text(chapter.html) == ""
    assert len(chapter.sources) == len(chapter.blocks)
    for mark in chapter.note_marks:
        assert 0 <= mark.start < mark.end <= len(chapter.blocks[mark.block])
