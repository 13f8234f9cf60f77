"""The printed table of contents of an EPUB: the navigation document, or the NCX of older books."""

import posixpath
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from app.domain.books import Address, ParseWarning, TocEntry
from app.errors import BookTooLarge
from app.parsing import package as packages
from app.parsing import xml
from app.parsing.archives import Archive
from app.parsing.drafts import Target
from app.parsing.package import Item, Package
from app.parsing.texts import line
from app.parsing.xml import Element, attribute, local, tokens

_NCX = "application/x-dtbncx+xml"


_Reader = Callable[[Element], list["Entry"]]


@dataclass(slots=True)
class Entry:
    """*level* counts from 0; *href* is as written, *target* what it leads to."""

    level: int
    title: str = ""
    href: str | None = None
    target: Target | None = None
    label: list[str] = field(default_factory=list)
    spare_label: str = ""


def read(archive: Archive, package: Package, warnings: list[ParseWarning]) -> list[Entry]:
    """Entries in order of print; empty where the book has no contents that lead anywhere."""
    alone = _alone_of_their_name(package)
    for item, reader in _sources(package):
        if item.member is None:
            continue
        found = xml.document(
            archive.read(item.member, limit=archive.limits.markup),
            archive.limits,
            where=item.member,
            is_html=reader is _nav,
        )
        warnings += found.warnings
        if found.root is None:
            continue
        entries = reader(found.root)
        if len(entries) > archive.limits.contents:
            raise BookTooLarge(
                "The table of contents is longer than that of any book.",
                limit=archive.limits.contents,
            )
        for entry in entries:
            _settle(entry, archive, item.member, alone, warnings)
        entries = [entry for entry in entries if entry.title or entry.target]
        if any(entry.target for entry in entries):
            return entries
    return []


def landmarks(archive: Archive, package: Package) -> dict[str, set[str]]:
    """What the landmarks, and the guide of older books, call each document."""
    marks: dict[str, set[str]] = {}
    for kind, href in package.guide:
        member, fragment = packages.resolve(archive, package.base, href)
        if member and not fragment:
            marks.setdefault(member, set()).add(_GUIDE.get(kind, kind))
    for item in package.items.values():
        if "nav" not in item.properties or not item.member:
            continue
        root = xml.document(
            archive.read(item.member, limit=archive.limits.markup), archive.limits, is_html=True
        ).root
        base = posixpath.dirname(item.member)
        for nav in [] if root is None else xml.named(root, "nav"):
            for link in xml.named(nav, "a") if "landmarks" in tokens(nav) else []:
                member, fragment = packages.resolve(archive, base, link.get("href") or "")
                if member and not fragment:
                    marks.setdefault(member, set()).update(tokens(link))
    return marks


def nested(
    entries: list[Entry], address: Callable[[Entry], Address | None]
) -> tuple[TocEntry, ...]:
    """*entries* as a tree, without recursion: from the last on, each takes what stands deeper."""
    pending: list[tuple[int, TocEntry]] = []
    for entry in reversed(entries):
        children: list[TocEntry] = []
        while pending and pending[-1][0] > entry.level:
            children.append(pending.pop()[1])
        pending.append((entry.level, TocEntry(entry.title, address(entry), tuple(children))))
    return tuple(entry for _, entry in reversed(pending))


_GUIDE = {
    "title-page": "titlepage",
    "text": "bodymatter",
    "start": "bodymatter",
    "acknowledgements": "acknowledgments",
}


def _sources(package: Package) -> list[tuple[Item, _Reader]]:
    items = list(package.items.values())
    navs = [item for item in items if "nav" in item.properties]
    named = [package.items[package.toc_id]] if package.toc_id in package.items else []
    typed = [item for item in items if item.media_type == _NCX]
    spelled = [item for item in items if item.href.lower().endswith(".ncx")]
    older = dict.fromkeys((*named, *typed, *spelled))
    return [*((item, _nav) for item in navs), *((item, _ncx) for item in older)]


def _alone_of_their_name(package: Package) -> dict[str, str]:
    """The documents of the reading order that no other shares its file name with, by that name."""
    members = {each.item.member for each in package.spine if each.item.member}
    named = [(posixpath.basename(member), member) for member in members]
    counts = Counter(name for name, _ in named)
    return {name: member for name, member in named if counts[name] == 1}


def _settle(
    entry: Entry,
    archive: Archive,
    where: str,
    alone: dict[str, str],
    warnings: list[ParseWarning],
) -> None:
    deepest = archive.limits.contents_depth - 1
    if entry.level > deepest:
        warnings.append(ParseWarning("contents-cut", f"only {deepest + 1} levels are kept", where))
    entry.level = min(entry.level, deepest)
    entry.title = line("".join(entry.label), archive.limits.title) or line(
        entry.spare_label, archive.limits.title
    )
    if entry.href is None:
        return
    member, fragment = packages.resolve(archive, posixpath.dirname(where), entry.href)
    if member is None and not packages.is_remote(entry.href):
        # Some programs forget the folder of what they list.
        member = alone.get(posixpath.basename(unquote(entry.href.strip().partition("#")[0])))
    if member:
        entry.target = (member, fragment)
    else:
        what = f"“{entry.title[:80]}” leads nowhere"
        warnings.append(ParseWarning("dangling-contents", what, where))


def _nav(root: Element) -> list[Entry]:
    navs = xml.named(root, "nav")
    chosen = [nav for nav in navs if "toc" in tokens(nav)] or [
        nav for nav in navs if not tokens(nav)
    ]
    return _listed(chosen[0]) if chosen else []


def _listed(nav: Element) -> list[Entry]:
    entries: list[Entry] = []
    path: list[Entry] = []
    lists = 0
    for event, element in etree.iterwalk(nav, events=("start", "end")):
        name = local(element.tag)
        if event == "start":
            lists += name in {"ol", "ul"}
            if name == "li":
                path.append(Entry(max(0, lists - 1)))
                entries.append(path[-1])
            elif path:
                _read_label(path[-1], element, name)
            if path and element.text and name not in {"ol", "ul"}:
                path[-1].label.append(element.text)
            continue
        lists -= name in {"ol", "ul"}
        if name == "li" and path:
            path.pop()
        if path and element.tail and name != "li":
            path[-1].label.append(element.tail)
    return entries


def _read_label(entry: Entry, element: Element, name: str) -> None:
    if name == "a" and entry.href is None:
        entry.href = element.get("href")
    spare = element.get("alt") or element.get("title") or ""
    entry.spare_label = entry.spare_label or spare


def _ncx(root: Element) -> list[Entry]:
    entries: list[Entry] = []
    path: list[Entry] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        name = local(element.tag)
        if name == "navpoint":
            if event == "end":
                path.pop()
                continue
            path.append(Entry(len(path)))
            entries.append(path[-1])
        elif path and event == "start":
            if name == "text" and not path[-1].label:
                path[-1].label.append(xml.text_of(element))
            elif name == "content" and path[-1].href is None:
                path[-1].href = attribute(element, "src")
    return entries
