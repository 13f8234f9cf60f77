"""Where chapters begin inside a document: at what the contents name, or else at its headings."""

from collections import Counter
from collections.abc import Mapping

from lxml import etree

from app.parsing.drafts import Draft
from app.parsing.tags import PASSED, XHTML_ROLES, Kind
from app.parsing.xml import Element, local, text_of, tokens

_LEVELS = {"h1": 1, "h2": 2, "h3": 3}
# Headings in these are not those of chapters.
_ASIDE = frozenset({"aside", "blockquote", "nav", "table", "figure", "li"})


def at_targets(
    root: Element, fragments: Mapping[str, Draft]
) -> tuple[dict[Element, Draft], set[Draft]]:
    """
    The elements named by *fragments*, or the blocks around them: no chapter begins in one.

    And the drafts whose name was found; where two begin in one block, it opens the deeper one.
    """
    cuts: dict[Element, Draft] = {}
    placed: set[Draft] = set()
    for element in root.iter(etree.Element):
        if not element.keys():
            continue
        for name in (element.get("id") or "", element.get("name") or ""):
            draft = fragments.get(name)
            if draft is None or draft in placed:
                continue
            first = cuts.setdefault(_outermost_block(element), draft)
            if draft.level > first.level:
                first.title = draft.title
            placed.add(draft)
    return cuts, placed


def at_headings(root: Element, *, is_alone: bool) -> dict[Element, Draft]:
    """
    A draft for each heading of the topmost level, if there are several.

    Where all of a book is one document (*is_alone*) its single title may stand over them. Headings
    in a row are one. Empty where the headings divide nothing.
    """
    headings = _headings(root)
    counts = Counter(_LEVELS[local(heading.tag)] for heading, _ in headings)
    top = min(counts, default=0)
    level = top
    if is_alone and counts[top] == 1:
        level = next((one for one in sorted(counts) if counts[one] > 1), top)
    if counts[level] < 2:  # noqa: PLR2004 - one heading divides nothing
        return {}
    return {
        _outermost_block(heading): Draft(title=title, level=int(_LEVELS[local(heading.tag)] > top))
        for heading, title in headings
        if _LEVELS[local(heading.tag)] in {top, level}
    }


def _headings(root: Element) -> list[tuple[Element, str]]:
    found: list[tuple[Element, str]] = []
    for heading in root.iter("{*}h1", "{*}h2", "{*}h3"):
        title = text_of(heading)
        if not title or any(_is_aside(ancestor) for ancestor in heading.iterancestors()):
            continue
        before = heading.getprevious()
        if found and before is found[-1][0] and local(before.tag) == local(heading.tag):
            found[-1] = (found[-1][0], f"{found[-1][1]} {title}")
        else:
            found.append((heading, title))
    return found


def _is_aside(element: Element) -> bool:
    return local(element.tag) in _ASIDE or bool(tokens(element) & {"toc", "footnotes", "endnotes"})


def _outermost_block(element: Element) -> Element:
    outermost = element
    for ancestor in element.iterancestors():
        if XHTML_ROLES.get(ancestor.tag, PASSED).kind is Kind.BLOCK:
            outermost = ancestor
    return outermost
