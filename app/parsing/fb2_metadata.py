"""What the description of an FB2 says about the book."""

from app.domain.books import Metadata, Series
from app.parsing.limits import LIMITS
from app.parsing.texts import annotation, isbn, language, line, number
from app.parsing.xml import Element, attribute, local, text_of


def read(root: Element, spare_title: str) -> Metadata:
    """*spare_title* is what the body calls the book, for files without a description."""
    description = _child(root, "description")
    about = _child(description, "title-info")
    published = _child(description, "publish-info")
    return Metadata(
        title=line(_text(about, "book-title")) or spare_title,
        authors=_people(about, "author"),
        translators=_people(about, "translator"),
        language=language(_text(about, "lang")),
        annotation=_annotation(_child(about, "annotation")),
        series=_series(about) or _series(published),
        publisher=line(_text(published, "publisher")) or None,
        published=line(_text(published, "year")) or _date(_child(about, "date")),
        isbn=isbn(_text(published, "isbn")),
        genres=tuple(
            dict.fromkeys(
                genre for one in _children(about, "genre") if (genre := line(text_of(one)))
            )
        )[: LIMITS.genres],
    )


def cover(root: Element) -> str:
    """The link to the cover's binary, "" where none is named."""
    page = _child(_child(_child(root, "description"), "title-info"), "coverpage")
    return next((href for one in _children(page, "image") if (href := attribute(one, "href"))), "")


def _children(parent: Element | None, name: str) -> list[Element]:
    if parent is None:
        return []
    return [child for child in parent if local(child.tag) == name]


def _child(parent: Element | None, name: str) -> Element | None:
    return next(iter(_children(parent, name)), None)


def _text(parent: Element | None, name: str) -> str:
    child = _child(parent, name)
    return "" if child is None else text_of(child)


def _people(about: Element | None, name: str) -> tuple[str, ...]:
    people = []
    for person in _children(about, name):
        parts = (_text(person, part) for part in ("first-name", "middle-name", "last-name"))
        people.append(line(" ".join(parts)) or line(_text(person, "nickname")))
    return tuple(dict.fromkeys(filter(None, people)))[: LIMITS.people]


def _annotation(element: Element | None) -> str | None:
    if element is None:
        return None
    lines = [text_of(child) for child in element] or [text_of(element)]
    return annotation("\n".join(lines).replace("<", "‹"))


def _series(parent: Element | None) -> Series | None:
    for sequence in _children(parent, "sequence"):
        if name := line(sequence.get("name") or ""):
            return Series(name, number(sequence.get("number") or ""))
    return None


def _date(element: Element | None) -> str | None:
    return (
        None
        if element is None
        else line(element.get("value") or "") or line(text_of(element)) or None
    )
