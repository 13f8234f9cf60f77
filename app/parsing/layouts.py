"""How a book wants to be laid out: direction, writing mode, fixed pages, sound beside the text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.parsing import xml
from app.parsing.archives import Archive
from app.parsing.package import Package
from app.parsing.xml import Element

_IBOOKS = "META-INF/com.apple.ibooks.display-options.xml"
_FIXED = "pre-paginated"
_PER_PAGE = "rendition:layout-"
# ISO 639 codes of languages whose usual script runs from right to left.
_RIGHT_TO_LEFT = frozenset(
    {
        "ar", "ara", "arc", "ckb", "dv", "div", "fa", "fas", "per", "he", "heb", "iw", "ps", "pus",
        "sd", "snd", "syr", "ug", "uig", "ur", "urd", "yi", "yid",
    }
)  # fmt: skip
# Of other books nobody's style sheets need to be read.
_MAY_BE_VERTICAL = frozenset({"ja", "jpn", "zh", "zho", "chi", "ko", "kor", "mn", "mon"})
_VERTICAL = re.compile(r"writing-mode\s*:\s*(vertical-rl|vertical-lr|tb-rl)", re.IGNORECASE)
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_COMMENT = re.compile(r"/\*.*?(?:\*/|$)", re.DOTALL)
_ROOT_SELECTOR = re.compile(r"(html|body|:root|\*)?((?:\.[\w-]+)*)")


@dataclass(slots=True)
class PageStyles:
    """What the documents of a book say of their root and body: classes, and styles of their own."""

    classes: set[str] = field(default_factory=set)
    inline: list[str] = field(default_factory=list)

    def note(self, root: Element) -> None:
        for element in (root, *root.iterchildren("{*}body")):
            self.classes.update((element.get("class") or "").split())
            if style := element.get("style"):
                self.inline.append(style)


def direction(package: Package, language: str, mode: str) -> str:
    """As the spine says; where it leaves that to us, as the writing mode and the language ask."""
    said = package.direction
    if said in {"ltr", "rtl"}:
        return said
    return "rtl" if mode == "vertical-rl" else direction_of(language)


def direction_of(language: str) -> str:
    return "rtl" if language.lower().partition("-")[0] in _RIGHT_TO_LEFT else "ltr"


def writing_mode(archive: Archive, package: Package, language: str, pages: PageStyles) -> str:
    """Vertical where the package or the style of the pages says so."""
    for element in xml.named(package.root, "meta"):
        if element.get("name") == "primary-writing-mode":
            said = (element.get("content") or "").strip().lower()
            return said if said in {"vertical-rl", "vertical-lr"} else "horizontal-tb"
    if package.direction == "rtl" or language.lower().partition("-")[0] in _MAY_BE_VERTICAL:
        for style in (*pages.inline, *_styles_of_pages(archive, package, pages.classes)):
            if found := _VERTICAL.search(style):
                mode = found[1].lower()
                return "vertical-rl" if mode == "tb-rl" else mode
    return "horizontal-tb"


def layout(archive: Archive, package: Package) -> str:
    """Fixed pages, declared as EPUB 3, Kindle and Apple do, for the book or for all its pages."""
    pages = [
        next((one for one in properties if one.startswith(_PER_PAGE)), "")
        for properties in package.page_properties
    ]
    if pages and all(pages):
        is_fixed = all(one == _PER_PAGE + _FIXED for one in pages)
    else:
        is_fixed = _is_fixed(package.root) or _is_fixed_for_apple(archive)
    return _FIXED if is_fixed else "reflowable"


def has_media_overlays(package: Package) -> bool:
    """Whether a document of the book is read aloud, that is, names a SMIL file in the manifest."""
    return any(
        element.get("media-overlay") in package.items for element in xml.named(package.root, "item")
    )


def _styles_of_pages(archive: Archive, package: Package, classes: set[str]) -> Iterator[str]:
    for item in package.items.values():
        if item.media_type != "text/css" or not item.member:
            continue
        text = archive.read(item.member, limit=archive.limits.markup).decode("utf-8", "replace")
        for selectors, style in _RULE.findall(_COMMENT.sub("", text)):
            if any(_names_page(one.strip(), classes) for one in selectors.split(",")):
                yield style


def _names_page(selector: str, classes: set[str]) -> bool:
    found = _ROOT_SELECTOR.fullmatch(selector)
    return bool(selector and found and set(filter(None, found[2].split("."))) <= classes)


def _is_fixed(root: Element) -> bool:
    for element in xml.named(root, "meta"):
        said = element.get("content") if element.get("name") else xml.text_of(element)
        name = element.get("name") or element.get("property")
        is_of_book = not element.get("refines")
        if is_of_book and (name, said) in {("rendition:layout", _FIXED), ("fixed-layout", "true")}:
            return True
    return False


def _is_fixed_for_apple(archive: Archive) -> bool:
    member = archive.find(_IBOOKS)
    if member is None:
        return False
    data = archive.read(member, limit=archive.limits.markup)
    root = xml.document(data, archive.limits, where=member).root
    return root is not None and any(
        option.get("name") == "fixed-layout" and xml.text_of(option) == "true"
        for option in xml.named(root, "option")
    )
