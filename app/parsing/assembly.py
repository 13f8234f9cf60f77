"""Drafts to chapters: order, kinds and numbers are settled, links led home, markup cleaned."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import nh3

from app.domain.books import Address, ChapterKind, NoteMark, ParsedChapter, ParseWarning, TocEntry
from app.errors import EmptyBook
from app.parsing import contents, kinds, notes, numbers, words
from app.parsing.contents import Entry
from app.parsing.drafts import Draft, Link, Target
from app.parsing.limits import LIMITS
from app.parsing.tags import ALLOWED_ATTRIBUTES, ALLOWED_SCHEMES, ALLOWED_TAGS

_NOTES_TITLES = {
    "ru": "Примечания",
    "uk": "Примітки",
    "de": "Anmerkungen",
    "fr": "Notes",
    "es": "Notas",
}
_HEADINGS = frozenset({"h1", "h2", "h3"})
# Where more than a tenth of the book lies before its beginning, the mark is wrong; a guess.
_FRONT_SHARE = 10
_OPENING_WORDS = 60  # characters of an untitled chapter's beginning that name it


@dataclass(slots=True)
class Shelf:
    """Drafts in reading order, and where everything that can be linked to has gone."""

    drafts: list[Draft]
    places: dict[Target, tuple[Draft, int]]
    moved: dict[Draft, tuple[Draft, int]]
    ordinals: dict[Draft, int]

    def place(self, target: Target) -> tuple[Draft, int] | None:
        found = self.places.get(target) or self.places.get((target[0], ""))
        if found is None:
            return None
        draft, block = found
        while draft in self.moved:
            draft, offset = self.moved[draft]
            block += offset
        return draft, min(block, max(0, len(draft.blocks) - 1))

    def address(self, target: Target) -> Address | None:
        found = self.place(target)
        if found is None or found[0] not in self.ordinals:
            return None
        return Address(self.ordinals[found[0]], found[1], 0)


def shelved(drafts: Iterable[Draft], places: dict[Target, tuple[Draft, int]]) -> Shelf:
    """
    *drafts* without the empty ones, the notes found among them joined, in reading order.

    Raises `EmptyBook` if nothing remains.
    """
    ordered = sorted(drafts, key=lambda draft: not draft.is_linear)
    shelf = Shelf(ordered, places, {}, {})
    _drop_empty(shelf)
    notes.declare(shelf.drafts, shelf.place)
    _join_notes(shelf)
    if not shelf.drafts:
        raise EmptyBook
    shelf.ordinals = {draft: ordinal for ordinal, draft in enumerate(shelf.drafts, 1)}
    return shelf


def chapters(shelf: Shelf, language: str) -> tuple[ParsedChapter, ...]:
    settled = _kinds(shelf.drafts)
    return tuple(
        _chapter(shelf, draft, kind, language)
        for draft, kind in zip(shelf.drafts, settled, strict=True)
    )


def table(entries: Iterable[Entry], shelf: Shelf) -> tuple[TocEntry, ...]:
    """The contents; an entry without a title is called like the chapter it opens, or left out."""
    kept: list[Entry] = []
    for entry in entries:
        found = shelf.place(entry.target) if entry.target else None
        if not entry.title and found and found[1] == 0 and not found[0].title:
            entry.title = opening_words(found[0])
        if entry.title:
            kept.append(entry)
    return contents.nested(
        kept, lambda entry: shelf.address(entry.target) if entry.target else None
    )


def reported(warnings: Iterable[ParseWarning]) -> tuple[ParseWarning, ...]:
    """The first of each kind: who reads them needs to know what is wrong, not how often."""
    seen: Counter[str] = Counter()
    kept = []
    for warning in warnings:
        seen[warning.code] += 1
        if seen[warning.code] <= LIMITS.warnings:
            kept.append(warning)
    return tuple(kept)


def opening_words(draft: Draft) -> str:
    """The first heading, or how the text begins."""
    for opening, block in zip(draft.openings, draft.blocks, strict=True):
        if opening.name in _HEADINGS:
            return " ".join(block.split())
    text = " ".join(draft.blocks[0].split()) if draft.blocks else ""
    if len(text) <= _OPENING_WORDS:
        return text
    return text[:_OPENING_WORDS].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"


def _drop_empty(shelf: Shelf) -> None:
    kept: list[Draft] = []
    following: Draft | None = None
    for draft in reversed(shelf.drafts):
        if not draft.is_empty:
            following = draft
            kept.append(draft)
        elif following is not None:
            shelf.moved[draft] = (following, 0)
    shelf.drafts = kept[::-1]


def _join_notes(shelf: Shelf) -> None:
    """Notes that a converter made a file each of become one chapter, with the heading before them."""
    kept: list[Draft] = []
    gathering: Draft | None = None
    for draft in shelf.drafts:
        if not (draft.is_notes and notes.is_label(draft.title)):
            gathering = None
            kept.append(draft)
            continue
        if gathering is None and kept and _is_heading(kept[-1]):
            gathering = kept[-1]
            gathering.is_notes = True
        if gathering is None:
            gathering = draft
            kept.append(draft)
        else:
            shelf.moved[draft] = (gathering, gathering.absorb(draft)[1])
    shelf.drafts = kept


def _is_heading(draft: Draft) -> bool:
    return len(draft.blocks) == 1 and draft.openings[0].name in _HEADINGS


def _kinds(drafts: list[Draft]) -> list[ChapterKind]:
    said = [ChapterKind.NOTES if draft.is_notes else kinds.of(draft.types) for draft in drafts]
    opening = _before_body(drafts)
    found = [
        kind or (ChapterKind.FRONT if draft in opening else _by_position(draft))
        for kind, draft in zip(said, drafts, strict=True)
    ]
    if ChapterKind.BODY in found:
        return found
    # A book must have a body: what is not said to be something else is it, or else all is.
    is_said = all(said)
    return [
        kind if kind is ChapterKind.NOTES or (told and not is_said) else ChapterKind.BODY
        for kind, told in zip(found, said, strict=True)
    ]


def _before_body(drafts: list[Draft]) -> set[Draft]:
    """The short drafts before the place where the book says that its body begins."""
    start = next((n for n, draft in enumerate(drafts) if "bodymatter" in draft.types), 0)
    before = sum(len(draft.blocks) for draft in drafts[:start])
    total = sum(len(draft.blocks) for draft in drafts)
    return set(drafts[:start]) if _FRONT_SHARE * before <= total else set()


def _by_position(draft: Draft) -> ChapterKind:
    if not draft.is_linear:
        return ChapterKind.BACK
    return ChapterKind.FRONT if draft.is_front else ChapterKind.BODY


def _chapter(shelf: Shelf, draft: Draft, kind: ChapterKind, language: str) -> ParsedChapter:
    note_marks = _fill(shelf, draft)
    title = _title(draft, kind, language)
    return ParsedChapter(
        ordinal=shelf.ordinals[draft],
        title=title,
        number=numbers.printed(title) if kind is ChapterKind.BODY else None,
        kind=kind,
        html=_clean("".join(draft.pieces)),
        blocks=tuple(draft.blocks),
        word_count=words.count("\n".join(draft.blocks)),
        note_marks=tuple(note_marks),
        sources=tuple(draft.sources),
    )


def _title(draft: Draft, kind: ChapterKind, language: str) -> str:
    if draft.title and not (draft.is_notes and notes.is_label(draft.title)):
        return draft.title
    if kind is ChapterKind.NOTES:
        return _NOTES_TITLES.get(language[:2].lower(), "Notes")
    return opening_words(draft)


def _fill(shelf: Shelf, draft: Draft) -> list[NoteMark]:
    for number, opening in enumerate(draft.openings):
        draft.pieces[opening.piece] = f'<{opening.name} id="b{number}"{opening.attributes}>'
    marks = []
    for link in draft.links:
        address = shelf.address(link.target)
        if address:
            draft.pieces[link.opening] = f'<a href="address:{address.chapter}/{address.block}">'
            draft.pieces[link.closing] = "</a>"
        if link.start < link.end and _is_note_mark(shelf, draft, link):
            marks.append(NoteMark(link.block, link.start, link.end))
    return marks


def _is_note_mark(shelf: Shelf, draft: Draft, link: Link) -> bool:
    if link.is_note:
        return True
    found = shelf.place(link.target)
    return (
        found is not None
        and found[0].is_notes
        and not draft.is_notes
        and notes.is_mark(draft, link)
    )


def _clean(markup: str) -> str:
    # A second wall: whatever the writer may let through one day, this does not.
    return nh3.clean(
        markup,
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        url_schemes=ALLOWED_SCHEMES,
        link_rel=None,
        strip_comments=True,
    )
