"""Pictures into an EPUB: the chapters' XHTML, the manifest, and the files themselves."""

import posixpath
from collections.abc import Sequence
from itertools import chain, count, groupby
from urllib.parse import quote, unquote
from xml.sax.saxutils import quoteattr

from lxml import etree

from app.binding.archives import Archive
from app.binding.markup import Outline
from app.binding.places import Bound, Place, locate, outcome, picture_name
from app.binding.repair import opened
from app.domain.books import ParsedBook
from app.domain.illustrations import Placement

# A figure may stand in these; never inside a paragraph, a list, a table or a definition list.
_FLOW = {"body", "section", "div", "article", "main", "blockquote", "center"}
_FIGURE_STYLE = "margin: 1em 0; text-align: center; page-break-inside: avoid"
# The attributes keep the room while the picture loads; the style keeps it inside a small screen.
_IMAGE_STYLE = "max-width: 100%; height: auto"


def bind(data: bytes, book: ParsedBook, placements: Sequence[Placement]) -> Bound:
    archive = Archive(data)
    package = _package_path(archive)
    opf = _open_package(archive, package)
    manifest = _manifest(opf) if opf is not None else None
    if opf is None or manifest is None:
        return outcome(data, placements, ())
    folder = _free_folder(archive, posixpath.dirname(package))
    wrapper = "div" if opf.attributes.get("version", "").startswith(("1", "2")) else "figure"
    replaced: dict[str, bytes] = {}
    placed: list[Place] = []
    names = set(archive.names)
    for member, group in groupby(locate(book, placements), key=lambda place: place.member):
        if member not in names:
            continue
        markup, done = _with_figures(archive.read(member), member, list(group), folder, wrapper)
        if done:
            replaced[member] = markup
            placed += done
    if not placed:
        return outcome(data, placements, ())
    pictures = {
        posixpath.join(folder, picture_name(place.placement.data)): place.placement.data
        for place in placed
    }
    replaced[package] = _with_items(opf, manifest, package, sorted(pictures))
    added = {"mimetype": b"application/epub+zip"} if "mimetype" not in names else {}
    rebound = archive.rewritten(replaced=replaced, added=added | pictures, first="mimetype")
    return outcome(rebound, placements, placed)


def _with_figures(
    data: bytes, member: str, places: list[Place], folder: str, wrapper: str
) -> tuple[bytes, list[Place]]:
    """The document with its figures, and the places that were found in it."""
    document = opened(data, {place.element: place.text for place in places})
    if document is None:
        return data, []
    outline = document.outline
    pieces = []
    placed = []
    for place in places:
        spot = _spot(outline, place.element) if place.element in document.found else None
        if spot is not None:
            offset, prefix = spot
            source = posixpath.join(folder, picture_name(place.placement.data))
            href = _relative(source, member)
            pieces.append((offset, _figure(place.placement, href, prefix, wrapper)))
            placed.append(place)
    return outline.document.with_inserted(pieces), placed


def _spot(outline: Outline, element: int) -> tuple[int, str] | None:
    """Where a figure may stand, and the prefix of names there; None outside the body."""
    path = outline.path(element)
    body = next((at for at, e in enumerate(path) if outline.local_name(e) == "body"), None)
    if body is None:
        return None
    inside = path[body + 1 :]
    prefix = outline.prefix(path[body])
    if not inside:
        end = outline.before_end(element)
        return None if end is None else (end, prefix)
    anchor = next((e for e in inside if outline.local_name(e) not in _FLOW), element)
    return outline.after(anchor), prefix


def _figure(placement: Placement, href: str, prefix: str, wrapper: str) -> str:
    alt = quoteattr(" ".join(placement.alt.split()))
    return (
        f'<{prefix}{wrapper} class="bookreader" style="{_FIGURE_STYLE}">'
        f"<{prefix}img src={quoteattr(href)} alt={alt}"
        f' width="{placement.width}" height="{placement.height}" style="{_IMAGE_STYLE}"/>'
        f"</{prefix}{wrapper}>"
    )


def _with_items(opf: Outline, manifest: int, package: str, pictures: list[str]) -> bytes:
    prefix = opf.prefix(manifest)
    stem = next(
        stem
        for stem in (f"bookreader-{number}" for number in count(1))
        if stem.encode() not in opf.document.body
    )
    items = "".join(
        f'<{prefix}item id="{stem}-{number}" href={quoteattr(_relative(picture, package))}'
        ' media-type="image/jpeg"/>'
        for number, picture in enumerate(pictures, start=1)
    )
    return opf.document.with_inserted([(opf.ends[manifest], items)])


def _open_package(archive: Archive, package: str) -> Outline | None:
    document = opened(archive.read(package), {0: ""}) if package else None
    return document.outline if document is not None else None


def _manifest(opf: Outline) -> int | None:
    """The manifest, if it has an end tag before which items may be added."""
    manifest = next((e for e in range(len(opf)) if opf.local_name(e) == "manifest"), None)
    return None if manifest is None or opf.before_end(manifest) is None else manifest


def _package_path(archive: Archive) -> str:
    """The first root file that is there, else the first package document; "" without any."""
    names = {name.lower(): name for name in archive.names}
    for path in [*_root_files(archive), *(name for name in names if name.endswith(".opf"))]:
        for spelling in (path, unquote(path)):
            name = names.get(spelling.replace("\\", "/").lstrip("/").lower())
            if name is not None:
                return name
    return ""


def _root_files(archive: Archive) -> list[str]:
    container = next((n for n in archive.names if n.lower() == "meta-inf/container.xml"), None)
    if container is None:
        return []
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(archive.read(container), parser)
    except etree.XMLSyntaxError:
        return []
    if root is None:
        return []
    return [file.get("full-path", "") for file in root.iter("{*}rootfile")]


def _free_folder(archive: Archive, base: str) -> str:
    """A folder of our own beside the package document: nothing in the book is ever overwritten."""
    taken = {name.lower() for name in archive.names}
    names = chain(["bookreader-images"], (f"bookreader-images-{n}" for n in count(2)))
    folders = (posixpath.join(base, name) for name in names)
    return next(
        folder
        for folder in folders
        if not any(other.startswith(f"{folder.lower()}/") for other in taken)
    )


def _relative(target: str, document: str) -> str:
    return quote(posixpath.relpath(target, posixpath.dirname(document) or "."))
