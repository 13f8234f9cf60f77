"""What the description of an FB2 says about the book."""

from lxml import etree

from app.domain.books import Metadata, ParseWarning, Series
from app.domain.limits import Limits
from app.parsing.texts import annotation, cuts, isbn, language, line, number
from app.parsing.xml import Element, attribute, local, text_of

_LINES = frozenset({"p", "v", "subtitle", "text-author", "tr", "empty-line", "title"})


def read(root: Element, spare_title: str, limits: Limits, warnings: list[ParseWarning]) -> Metadata:
    """
    What is cut to a limit is added to *warnings*.

    *spare_title* is what the body calls the book, for files without a description.
    """
    description = _child(root, "description")
    about = _child(description, "title-info")
    if about is None:
        # Better what the original was called than nothing.
        about = _child(description, "src-title-info")
    published = _child(description, "publish-info")
    title = _text(about, "book-title") or _text(published, "book-name")
    told = _annotation(_child(about, "annotation"))
    warnings += cuts(
        limits,
        titles=(title, *map(text_of, _children(about, "author"))),
        people=len(_children(about, "author")),
        genres=len(_children(about, "genre")),
        annotation=told,
    )
    return Metadata(
        title=line(title, limits.title) or spare_title,
        authors=_people(about, "author", limits),
        translators=_people(about, "translator", limits),
        language=language(_text(about, "lang")),
        annotation=annotation(told.replace("<", "‹"), limits.annotation),
        series=_series(about, limits) or _series(published, limits),
        publisher=line(_text(published, "publisher"), limits.title) or None,
        published=line(_text(published, "year"), limits.title)
        or _date(_child(about, "date"), limits),
        isbn=isbn(f"ISBN {_text(published, 'isbn')}"),
        identifier=line(_text(_child(description, "document-info"), "id"), limits.title) or None,
        genres=tuple(
            dict.fromkeys(
                genre
                for one in _children(about, "genre")
                if (genre := line(text_of(one), limits.title))
            )
        )[: limits.genres],
    )


def covers(root: Element) -> list[str]:
    """The links to binaries that the description calls covers."""
    description = _child(root, "description")
    parts = (_child(description, name) for name in ("title-info", "src-title-info"))
    pages = [page for part in parts for page in _children(part, "coverpage")]
    images = (image for page in pages for image in page.iter() if local(image.tag) == "image")
    return [href for image in images if (href := attribute(image, "href"))]


def _children(parent: Element | None, name: str) -> list[Element]:
    if parent is None:
        return []
    return [child for child in parent if local(child.tag) == name]


def _child(parent: Element | None, name: str) -> Element | None:
    return next(iter(_children(parent, name)), None)


def _text(parent: Element | None, name: str) -> str:
    child = _child(parent, name)
    return "" if child is None else text_of(child)


def _people(about: Element | None, name: str, limits: Limits) -> tuple[str, ...]:
    people = []
    for person in _children(about, name):
        parts = (_text(person, part) for part in ("first-name", "middle-name", "last-name"))
        names = (" ".join(parts), _text(person, "nickname"), person.text or "")
        people.append(next(filter(None, (line(name, limits.title) for name in names)), ""))
    return tuple(dict.fromkeys(filter(None, people)))[: limits.people]


def _annotation(element: Element | None) -> str:
    """Its text, a line for each paragraph and verse."""
    if element is None:
        return ""
    pieces = []
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if event == "start":
            pieces.append(" ".join((inner.text or "").split("\n")))
            continue
        if local(inner.tag) in _LINES:
            pieces.append("\n")
        if inner is not element:
            pieces.append(" ".join((inner.tail or "").split("\n")))
    return "".join(pieces)


def _series(parent: Element | None, limits: Limits) -> Series | None:
    for sequence in _children(parent, "sequence"):
        if name := line(sequence.get("name") or "", limits.title):
            return Series(name, number(sequence.get("number") or ""))
    return None


def _date(element: Element | None, limits: Limits) -> str | None:
    return (
        None
        if element is None
        else line(element.get("value") or "", limits.title)
        or line(text_of(element), limits.title)
        or None
    )
