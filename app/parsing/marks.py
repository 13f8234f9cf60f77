"""Note marks: which links of a text are one, and from where to where the note of each runs."""

from bisect import bisect_right

from app.domain.books import Address, NoteMark, Span
from app.parsing import notes
from app.parsing.drafts import Draft, Link
from app.parsing.shelves import Shelf

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def find(shelf: Shelf) -> dict[Draft, list[NoteMark]]:
    """The note marks of each draft, in order."""
    found = {
        draft: [link for link in draft.links if _is_mark(shelf, draft, link)]
        for draft in shelf.drafts
    }
    starts: dict[Draft, set[int]] = {}
    for link in (link for links in found.values() for link in links):
        if place := shelf.exact(link.target):
            starts.setdefault(place[0], set()).add(place[1])
    ordered = {draft: sorted(blocks) for draft, blocks in starts.items()}
    return {
        draft: [
            NoteMark(link.block, link.start, link.end, _note(shelf, link, ordered))
            for link in links
        ]
        for draft, links in found.items()
    }


def _is_mark(shelf: Shelf, draft: Draft, link: Link) -> bool:
    if link.start >= link.end:
        return False
    if link.is_note:
        return True
    found = shelf.place(link.target)
    return (
        found is not None
        and found[0].is_notes
        and not draft.is_notes
        and notes.is_mark(draft, link)
    )


def _note(shelf: Shelf, link: Link, starts: dict[Draft, list[int]]) -> Span | None:
    place = shelf.exact(link.target)
    if place is None or place[0] not in shelf.ordinals or not place[0].blocks:
        return None
    draft, start = place
    end = shelf.end(link.target)
    if not end or all(notes.is_label(block) for block in draft.blocks[start:end]):
        # Only the number of the note carries the name: its text goes on to the next note.
        end = _next(draft, start, starts[draft])
    if end > start + 1 and notes.is_label(draft.blocks[start]):
        start += 1
    ordinal = shelf.ordinals[draft]
    return Span(Address(ordinal, start, 0), Address(ordinal, min(end, len(draft.blocks)), 0))


def _next(draft: Draft, start: int, starts: list[int]) -> int:
    if not draft.is_notes:
        return start + 1
    following = bisect_right(starts, start)
    end = starts[following] if following < len(starts) else len(draft.blocks)
    headings = (n for n in range(start + 1, end) if draft.openings[n].name in _HEADINGS)
    return next((n for n in headings if not notes.is_label(draft.blocks[n - 1])), end)
