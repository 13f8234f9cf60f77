"""Drafts to chapters: order, kinds and numbers are settled, links led home, markup cleaned."""

from collections import Counter
from collections.abc import Iterable

import nh3

from app.domain.books import ChapterKind, NoteMark, ParsedChapter, ParseWarning, TocEntry
from app.domain.limits import Limits
from app.errors import BookTooLarge, EmptyBook
from app.parsing import contents, kinds, marks, notes, numbers, words
from app.parsing.contents import Entry
from app.parsing.drafts import Draft, Manuscript
from app.parsing.shelves import Shelf
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
# A second wall: whatever the writer may let through one day, this does not.
_WALL = nh3.Cleaner(
    tags=ALLOWED_TAGS,
    attributes=ALLOWED_ATTRIBUTES,
    url_schemes=ALLOWED_SCHEMES,
    link_rel=None,
    strip_comments=True,
)


def shelved(drafts: Iterable[Draft], book: Manuscript, limits: Limits) -> Shelf:
    """
    *drafts* without the empty ones, the notes found among them joined, in reading order.

    Raises `EmptyBook` if nothing remains, `BookTooLarge` if it is more text than any book's.
    """
    ordered = sorted(drafts, key=lambda draft: not draft.is_linear)
    if sum(len(block) for draft in ordered for block in draft.blocks) > limits.text:
        raise BookTooLarge("The book has more text than we take.", limit=limits.text)
    shelf = Shelf(ordered, book)
    _drop_empty(shelf)
    notes.declare(shelf.drafts, shelf.place)
    _join_notes(shelf)
    if not shelf.drafts:
        raise EmptyBook
    shelf.ordinals = {draft: ordinal for ordinal, draft in enumerate(shelf.drafts, 1)}
    return shelf


def chapters(shelf: Shelf, language: str) -> tuple[ParsedChapter, ...]:
    settled = _kinds(shelf.drafts)
    marked = marks.find(shelf)
    return tuple(
        _chapter(shelf, draft, kind, language, marked[draft])
        for draft, kind in zip(shelf.drafts, settled, strict=True)
    )


def printed(entries: Iterable[Entry], shelf: Shelf) -> list[Entry]:
    """*entries* without the notes that a converter listed as if they were chapters."""
    kept = []
    for entry in entries:
        found = _place(entry, shelf)
        if found is None or not (found[0].is_notes and notes.is_label(entry.title)):
            kept.append(entry)
    return kept


def table(entries: Iterable[Entry], shelf: Shelf) -> tuple[TocEntry, ...]:
    """The contents; an entry without a title is called like the chapter it opens, or left out."""
    kept: list[Entry] = []
    listed = list(entries)
    named = {found[0] for one in listed if one.title and (found := _place(one, shelf))}
    for entry in listed:
        found = _place(entry, shelf)
        if not entry.title and found and found[0] not in named:
            named.add(found[0])
            entry.title = found[0].title or opening_words(found[0])
        if entry.title:
            kept.append(entry)
    return contents.nested(
        kept, lambda entry: shelf.address(entry.target) if entry.target else None
    )


def _place(entry: Entry, shelf: Shelf) -> tuple[Draft, int] | None:
    return shelf.place(entry.target) if entry.target else None


def reported(warnings: Iterable[ParseWarning], limits: Limits) -> tuple[ParseWarning, ...]:
    """The first of each kind: who reads them needs to know what is wrong, not how often."""
    seen: Counter[str] = Counter()
    kept = []
    for warning in warnings:
        seen[warning.code] += 1
        if seen[warning.code] <= limits.warnings:
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


def _chapter(
    shelf: Shelf, draft: Draft, kind: ChapterKind, language: str, note_marks: list[NoteMark]
) -> ParsedChapter:
    _fill(shelf, draft)
    title = _title(draft, kind, language)
    html = _WALL.clean("".join(draft.pieces))
    draft.pieces.clear()  # The pieces of a long book are as much again as what is made of them.
    return ParsedChapter(
        ordinal=shelf.ordinals[draft],
        title=title,
        number=numbers.printed(title) if kind is ChapterKind.BODY and _is_titled(draft) else None,
        kind=kind,
        html=html,
        blocks=tuple(draft.blocks),
        word_count=words.count("\n".join(draft.blocks)),
        note_marks=tuple(note_marks),
        sources=tuple(draft.sources),
    )


def _is_titled(draft: Draft) -> bool:
    """Whether its title was printed as one, and is not how its text begins."""
    return bool(draft.title) or any(opening.name in _HEADINGS for opening in draft.openings)


def _title(draft: Draft, kind: ChapterKind, language: str) -> str:
    if draft.title and not (draft.is_notes and notes.is_label(draft.title)):
        return draft.title
    if kind is ChapterKind.NOTES:
        return _NOTES_TITLES.get(language[:2].lower(), "Notes")
    return opening_words(draft)


def _fill(shelf: Shelf, draft: Draft) -> None:
    for number, opening in enumerate(draft.openings):
        draft.pieces[opening.piece] = f'<{opening.name} id="b{number}"{opening.attributes}>'
    for link in draft.links:
        address = shelf.address(link.target)
        if address:
            draft.pieces[link.opening] = f'<a href="address:{address.chapter}/{address.block}">'
            draft.pieces[link.closing] = "</a>"
