"""What an OPF says about the book: titles, people, series, dates; every version since OEBPS 1.2."""

import re
from collections.abc import Iterable

from lxml import etree

from app.domain.books import Metadata, ParseWarning, Series
from app.domain.limits import Limits
from app.parsing import xml
from app.parsing.texts import annotation, cuts, isbn, language, line, number
from app.parsing.xml import Element, attribute, text_of

# Properties by name, of each id; a person may have several roles.
Refined = dict[str, dict[str, list[str]]]

_ISSUED = "dcterms:issued"
_NO_DATE = "0101-01-01"  # what calibre writes for a date it does not know
_RELATORS = re.compile(r"^.*/relators/")


def read(root: Element, limits: Limits, warnings: list[ParseWarning]) -> Metadata:
    """What is cut to a limit is added to *warnings*."""
    warnings += cuts(
        limits,
        titles=map(text_of, (*_all(root, "title"), *_all(root, "creator"))),
        people=len(_all(root, "creator")),
        genres=len(_all(root, "subject")),
        annotation=_first(root, "description"),
    )
    refined = _refinements(root)
    title, subtitle = _titles(root, refined, limits)
    creators = _people(root, "creator", refined, limits)
    contributors = _people(root, "contributor", refined, limits)
    return Metadata(
        title=title,
        subtitle=subtitle,
        authors=_unique(name for name, roles in creators if roles & {"", "aut"})[: limits.people],
        translators=_unique(name for name, roles in (*creators, *contributors) if "trl" in roles)[
            : limits.people
        ],
        language=language(_first(root, "language")),
        annotation=annotation(_first(root, "description"), limits.annotation),
        series=_series(root, refined, limits),
        publisher=line(_first(root, "publisher"), limits.title) or None,
        published=_published(root, limits),
        isbn=_isbn(root),
        identifier=_identifier(root, limits),
        genres=_unique(line(text_of(element), limits.title) for element in _all(root, "subject"))[
            : limits.genres
        ],
    )


def _all(root: Element, name: str) -> list[Element]:
    return xml.named(root, name) or list(root.iter(f"dc:{name}", f"{{*}}{name.title()}"))


def _one(about: dict[str, list[str]], name: str) -> str:
    return next(iter(about.get(name, [])), "")


def _first(root: Element, name: str) -> str:
    return next((text for element in _all(root, name) if (text := _markup(element))), "")


def _markup(element: Element) -> str:
    """The text, with its tags where a publisher put elements into it."""
    if len(element):
        return (element.text or "") + "".join(
            etree.tostring(child, encoding="unicode") for child in element
        )
    return (element.text or "").strip()


def _refinements(root: Element) -> Refined:
    """Properties by the id they refine."""
    refined: Refined = {}
    for element in xml.named(root, "meta"):
        about, name = element.get("refines"), element.get("property")
        if about and name:
            refined.setdefault(about.strip().rpartition("#")[2], {}).setdefault(name, []).append(
                text_of(element)
            )
    return refined


def _titles(root: Element, refined: Refined, limits: Limits) -> tuple[str, str | None]:
    titles: dict[str, list[str]] = {}
    for element in _all(root, "title"):
        kind = _one(refined.get(element.get("id") or "", {}), "title-type")
        if title := line(text_of(element), limits.title):
            titles.setdefault(kind, []).append(title)
    # The first title is the main one unless another is said to be (EPUB 3.3, 5.5.3.1.2).
    known = [*titles.get("main", ()), *titles.get("", ())]
    title = next(iter([*known, *(one for each in titles.values() for one in each)]), "")
    return title, next((one for one in titles.get("subtitle", ()) if one != title), None)


def _people(
    root: Element, name: str, refined: Refined, limits: Limits
) -> list[tuple[str, set[str]]]:
    """Names with their MARC roles, in the order of display-seq and else of the file."""
    found = []
    for element in _all(root, name):
        about = refined.get(element.get("id") or "", {})
        roles = about.get("role") or [attribute(element, "role") or ""]
        sequence = number(_one(about, "display-seq"))
        if person := line(text_of(element), limits.title):
            place = (sequence is None, sequence or 0)
            found.append(
                (place, person, {_RELATORS.sub("", role.strip().lower()) for role in roles})
            )
    found.sort(key=lambda one: one[0])
    return [(person, roles) for _, person, roles in found]


def _series(root: Element, refined: Refined, limits: Limits) -> Series | None:
    named = {
        element.get("name") or element.get("property"): element.get("content") or text_of(element)
        for element in xml.named(root, "meta")
    }
    for element in xml.named(root, "meta"):
        if element.get("property") != "belongs-to-collection":
            continue
        about = refined.get(element.get("id") or "", {})
        if _one(about, "collection-type") in {"", "series"} and (
            name := line(text_of(element), limits.title)
        ):
            return Series(name, number(_one(about, "group-position")))
    if name := line(named.get("calibre:series", ""), limits.title):
        return Series(name, number(named.get("calibre:series_index", "")))
    return None


def _published(root: Element, limits: Limits) -> str | None:
    dates: dict[str, str] = {}
    for element in _all(root, "date"):
        date = line(text_of(element), limits.title)
        if date and not date.startswith(_NO_DATE):
            dates.setdefault((attribute(element, "event") or "").lower(), date)
    issued = [text_of(one) for one in xml.named(root, "meta") if one.get("property") == _ISSUED]
    known = [dates.get("publication"), dates.get(""), *issued, dates.get("original-publication")]
    return next(filter(None, known), None)


def _isbn(root: Element) -> str | None:
    sources = (element for name in ("identifier", "source") for element in _all(root, name))
    return next(filter(None, (isbn(text_of(element)) for element in sources)), None)


def _identifier(root: Element, limits: Limits) -> str | None:
    """The one the package calls unique, else the first."""
    unique = root.get("unique-identifier")
    elements = _all(root, "identifier")
    elements.sort(key=lambda element: unique is None or element.get("id") != unique)
    return next(filter(None, (line(text_of(one), limits.title) for one in elements)), None)


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
