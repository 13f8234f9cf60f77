"""Pictures into an FB2, bare or zipped: images between blocks, binaries at the end."""

from base64 import encodebytes
from collections.abc import Sequence
from itertools import count
from xml.sax.saxutils import quoteattr

from app.binding.archives import Archive
from app.binding.markup import Outline
from app.binding.places import Bound, Place, locate, outcome, picture_name
from app.binding.repair import opened
from app.domain.books import ParsedBook
from app.domain.illustrations import Placement

_XLINK = "http://www.w3.org/1999/xlink"
# FictionBook 2.1: a section holds title, epigraphs, an image and an annotation in this order, and
# then either sections or blocks, among which images may stand; a body allows none behind its title.
_HOLDERS = {"section", "body"}
_HEADS = {"title", "epigraph", "annotation", "image"}


def bind(data: bytes, book: ParsedBook, placements: Sequence[Placement]) -> Bound:
    places = locate(book, placements)
    members = {place.member for place in places}
    if len(members) != 1:
        return outcome(data, placements, ())
    member = members.pop()
    if not member:
        markup, placed = _with_images(data, places)
        return outcome(markup, placements, placed)
    archive = Archive(data)
    if member not in archive.names:
        return outcome(data, placements, ())
    markup, placed = _with_images(archive.read(member), places)
    if not placed:
        return outcome(data, placements, ())
    return outcome(archive.rewritten(replaced={member: markup}, added={}), placements, placed)


def _with_images(data: bytes, places: list[Place]) -> tuple[bytes, list[Place]]:
    """The document with its pictures, and the places that were found in it."""
    document = opened(data, {place.element: place.text for place in places})
    if document is None:
        return data, []
    outline = document.outline
    last = outline.before_end(0)
    if last is None:
        return data, []
    stem = _free_stem(outline)
    pieces = []
    placed = []
    for place in places:
        spot = _spot(outline, place.element) if place.element in document.found else None
        if spot is not None:
            pieces.append((spot, _image(outline, place.placement, stem)))
            placed.append(place)
    binaries = {picture_name(place.placement.data): place.placement.data for place in placed}
    pieces += [(last, _binary(outline, stem + name, jpeg)) for name, jpeg in binaries.items()]
    return outline.document.with_inserted(pieces), placed


def _spot(outline: Outline, element: int) -> int | None:
    """Where the schema lets an image stand for *element*."""
    path = outline.path(element)
    holders = [at for at, e in enumerate(path) if outline.local_name(e) in _HOLDERS]
    if not holders:
        # A description or its annotation: the text behind it is the nearest place for a picture.
        return _first_block(outline, path[1] if len(path) > 1 else element)
    holder = path[holders[-1]]
    if holder == element:
        return outline.before_end(element)
    anchor = path[holders[-1] + 1]
    if outline.local_name(anchor) not in _HEADS - {"image"}:
        return outline.after(anchor)
    spot = _first_block(outline, anchor)
    end = outline.before_end(holder)
    return end if end is not None and (spot is None or spot > end) else spot


def _first_block(outline: Outline, head: int) -> int | None:
    """The start of the first block behind *head*, in whatever section that is."""
    for element in outline.following(head):
        is_held = outline.local_name(outline.parents[element]) in _HOLDERS
        if is_held and outline.local_name(element) not in _HEADS | _HOLDERS:
            return outline.starts[element]
    return None


def _image(outline: Outline, placement: Placement, stem: str) -> str:
    prefixes = [
        name.removeprefix("xmlns:")
        for name, value in outline.attributes.items()
        if name.startswith("xmlns:") and value == _XLINK
    ]
    link, declaration = (prefixes[0], "") if prefixes else ("l", f' xmlns:l="{_XLINK}"')
    href = f"#{stem}{picture_name(placement.data)}"
    alt = quoteattr(" ".join(placement.alt.split()))
    return f'<{outline.prefix(0)}image{declaration} {link}:href="{href}" alt={alt}/>'


def _binary(outline: Outline, name: str, jpeg: bytes) -> str:
    tag = f"{outline.prefix(0)}binary"
    return f'<{tag} id="{name}" content-type="image/jpeg">{encodebytes(jpeg).decode()}</{tag}>\n'


def _free_stem(outline: Outline) -> str:
    """The start of ids that nothing in the book uses."""
    stems = (f"bookreader-{number}-" for number in count(1))
    return next(stem for stem in stems if stem.encode() not in outline.document.body)
