"""Drafts in reading order, and where everything in them that can be linked to has gone."""

from dataclasses import dataclass, field

from app.domain.books import Address
from app.parsing.drafts import Draft, Manuscript, Target


@dataclass(slots=True)
class Shelf:
    """*moved* says where a draft went that is none any more: into another, that many blocks on."""

    drafts: list[Draft]
    book: Manuscript
    moved: dict[Draft, tuple[Draft, int]] = field(default_factory=dict)
    ordinals: dict[Draft, int] = field(default_factory=dict)

    def place(self, target: Target) -> tuple[Draft, int] | None:
        """Where *target* is, or the beginning of its document."""
        return self.exact(target) or self.exact((target[0], ""))

    def exact(self, target: Target) -> tuple[Draft, int] | None:
        """Where *target* is, None if the document does not hold it."""
        found = self.book.places.get(target)
        if found is None:
            return None
        draft, block = self._moved(*found)
        return draft, min(block, max(0, len(draft.blocks) - 1))

    def end(self, target: Target) -> int:
        """The block after the element that *target* names, 0 if that holds no whole block."""
        draft, start = self.book.places[target]
        end = self.book.ends.get(target, 0)
        return self._moved(draft, end)[1] if end > start else 0

    def address(self, target: Target) -> Address | None:
        found = self.place(target)
        if found is None or found[0] not in self.ordinals:
            return None
        return Address(self.ordinals[found[0]], found[1], 0)

    def _moved(self, draft: Draft, block: int) -> tuple[Draft, int]:
        while draft in self.moved:
            draft, offset = self.moved[draft]
            block += offset
        return draft, block
