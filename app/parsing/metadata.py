"""What an OPF says about the book: titles, people, series, dates; every version since OEBPS 1.2."""

import re
from collections.abc import Iterable

from app.domain.books import Metadata, Series
from app.parsing import package as packages
from app.parsing.limits import LIMITS
from app.parsing.texts import annotation, isbn, language, line, number
from app.parsing.xml import Element, attribute, text_of

_RELATORS = re.compile(r"^.*/relators/")


def read(root: Element) -> Metadata:
    refined = _refinements(root)
    title, subtitle = _titles(root, refined)
    creators = _people(root, "creator", refined)
    contributors = _people(root, "contributor", refined)
    return Metadata(
        title=title,
        subtitle=subtitle,
        authors=_unique(name for name, role in creators if role in {"", "aut"}),
        translators=_unique(name for name, role in (*creators, *contributors) if role == "trl"),
        language=language(_first(root, "language")),
        annotation=annotation(_first(root, "description")),
        series=_series(root, refined),
        publisher=line(_first(root, "publisher")) or None,
        published=_published(root),
        isbn=next(
            filter(None, (isbn(text_of(element)) for element in _all(root, "identifier"))), None
        ),
        genres=_unique(line(text_of(element)) for element in _all(root, "subject"))[
            : LIMITS.genres
        ],
    )


def _all(root: Element, name: str) -> list[Element]:
    return packages.all_named(root, name) or list(root.iter(f"dc:{name}", f"{{*}}{name.title()}"))


def _first(root: Element, name: str) -> str:
    return next(
        (text for element in _all(root, name) if (text := "".join(element.itertext()).strip())), ""
    )


def _refinements(root: Element) -> dict[str, dict[str, str]]:
    """Properties by the id they refine; the first of each counts."""
    refined: dict[str, dict[str, str]] = {}
    for element in packages.all_named(root, "meta"):
        about, name = element.get("refines"), element.get("property")
        if about and name:
            refined.setdefault(about.strip().lstrip("#"), {}).setdefault(name, text_of(element))
    return refined


def _titles(root: Element, refined: dict[str, dict[str, str]]) -> tuple[str, str | None]:
    main, subtitle, plain = [], [], []
    for element in _all(root, "title"):
        kind = refined.get(element.get("id") or "", {}).get("title-type", "")
        {"main": main, "subtitle": subtitle}.get(kind, plain).append(line(text_of(element)))
    title = next(filter(None, [*main, *plain, *subtitle]), "")
    return title, next((one for one in subtitle if one and one != title), None)


def _people(root: Element, name: str, refined: dict[str, dict[str, str]]) -> list[tuple[str, str]]:
    """Names with their MARC roles, in the order of display-seq and else of the file."""
    found = []
    for element in _all(root, name):
        about = refined.get(element.get("id") or "", {})
        role = about.get("role") or attribute(element, "role") or ""
        sequence = number(about.get("display-seq", ""))
        person = line(text_of(element))
        if person:
            found.append(
                (sequence is None, sequence or 0, person, _RELATORS.sub("", role.strip().lower()))
            )
    found.sort(key=lambda one: one[:2])
    return [(person, role) for _, _, person, role in found]


def _series(root: Element, refined: dict[str, dict[str, str]]) -> Series | None:
    named = {
        element.get("name"): element.get("content") or ""
        for element in packages.all_named(root, "meta")
    }
    for element in packages.all_named(root, "meta"):
        if element.get("property") != "belongs-to-collection":
            continue
        about = refined.get(element.get("id") or "", {})
        if about.get("collection-type", "series") == "series" and (name := line(text_of(element))):
            return Series(name, number(about.get("group-position", "")))
    if name := line(named.get("calibre:series", "")):
        return Series(name, number(named.get("calibre:series_index", "")))
    return None


def _published(root: Element) -> str | None:
    dates = {
        (attribute(element, "event") or "").lower(): line(text_of(element))
        for element in reversed(_all(root, "date"))
    }
    return dates.get("publication") or dates.get("") or None


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))[: LIMITS.people]
