"""What an OPF says about the book: titles, people, series, dates; every version since OEBPS 1.2."""

import re
from collections.abc import Iterable

from app.domain.books import Metadata, Series
from app.parsing import xml
from app.parsing.limits import LIMITS
from app.parsing.texts import annotation, isbn, language, line, number
from app.parsing.xml import Element, attribute, text_of

# Properties by name, of each id; a person may have several roles.
Refined = dict[str, dict[str, list[str]]]

_RELATORS = re.compile(r"^.*/relators/")


def read(root: Element) -> Metadata:
    refined = _refinements(root)
    title, subtitle = _titles(root, refined)
    creators = _people(root, "creator", refined)
    contributors = _people(root, "contributor", refined)
    return Metadata(
        title=title,
        subtitle=subtitle,
        authors=_unique(name for name, roles in creators if roles & {"", "aut"}),
        translators=_unique(name for name, roles in (*creators, *contributors) if "trl" in roles),
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
    return xml.named(root, name) or list(root.iter(f"dc:{name}", f"{{*}}{name.title()}"))


def _one(about: dict[str, list[str]], name: str) -> str:
    return next(iter(about.get(name, [])), "")


def _first(root: Element, name: str) -> str:
    return next(
        (
            text
            for element in _all(root, name)
            if (text := "".join(map(str, element.itertext())).strip())
        ),
        "",
    )


def _refinements(root: Element) -> Refined:
    """Properties by the id they refine."""
    refined: Refined = {}
    for element in xml.named(root, "meta"):
        about, name = element.get("refines"), element.get("property")
        if about and name:
            refined.setdefault(about.strip().lstrip("#"), {}).setdefault(name, []).append(
                text_of(element)
            )
    return refined


def _titles(root: Element, refined: Refined) -> tuple[str, str | None]:
    main: list[str] = []
    subtitle: list[str] = []
    plain: list[str] = []
    for element in _all(root, "title"):
        kind = _one(refined.get(element.get("id") or "", {}), "title-type")
        {"main": main, "subtitle": subtitle}.get(kind, plain).append(line(text_of(element)))
    title = next(filter(None, [*main, *plain, *subtitle]), "")
    return title, next((one for one in subtitle if one and one != title), None)


def _people(root: Element, name: str, refined: Refined) -> list[tuple[str, set[str]]]:
    """Names with their MARC roles, in the order of display-seq and else of the file."""
    found = []
    for element in _all(root, name):
        about = refined.get(element.get("id") or "", {})
        roles = about.get("role") or [attribute(element, "role") or ""]
        sequence = number(_one(about, "display-seq"))
        if person := line(text_of(element)):
            place = (sequence is None, sequence or 0)
            found.append(
                (place, person, {_RELATORS.sub("", role.strip().lower()) for role in roles})
            )
    found.sort(key=lambda one: one[0])
    return [(person, roles) for _, person, roles in found]


def _series(root: Element, refined: Refined) -> Series | None:
    named = {
        element.get("name"): element.get("content") or "" for element in xml.named(root, "meta")
    }
    for element in xml.named(root, "meta"):
        if element.get("property") != "belongs-to-collection":
            continue
        about = refined.get(element.get("id") or "", {})
        if _one(about, "collection-type") in {"", "series"} and (name := line(text_of(element))):
            return Series(name, number(_one(about, "group-position")))
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
