"""What stands after a block: the pictures of the passages that end there, or an offer to draw them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from app.api.links import Links
from app.api.marks import Mark
from app.api.schemas.illustrations import IllustrationOut
from app.db.models import Description, Illustration
from app.domain.illustrations import IllustrationState
from app.services.illustrations import UNDER_WAY


@dataclass(frozen=True, slots=True)
class Scene:
    """A passage and the picture to show of it: the one chosen, else the newest attempt, else none."""

    description_id: UUID
    quote: str
    picture: IllustrationOut | None

    @property
    def picture_id(self) -> UUID | None:
        return self.picture.id if self.picture is not None else None

    @property
    def is_drawn(self) -> bool:
        return self.picture is not None and self.picture.image is not None

    @property
    def is_under_way(self) -> bool:
        return self.picture is not None and self.picture.state in UNDER_WAY


def by_block(
    passages: Iterable[Description], pictures: Iterable[Illustration], links: Links
) -> Mapping[int, Sequence[Scene]]:
    """Scenes by the block they stand after, in the order of the text."""
    best: dict[UUID, Illustration] = {}
    for each in pictures:
        # Portraits stand in the gallery and in the bible.
        if each.description_id is None:
            continue
        known = best.get(each.description_id)
        if known is None or _rank(each) >= _rank(known):
            best[each.description_id] = each
    ends = {each.id: (each.end_block, each.text) for each in passages}
    for description_id, each in best.items():
        # A picture outlives a passage that a later extractor no longer finds.
        if each.state is IllustrationState.READY:
            ends.setdefault(description_id, (each.end_block, each.quote))
    found: dict[int, list[Scene]] = {}
    for description_id, (block, quote) in ends.items():
        row = best.get(description_id)
        picture = IllustrationOut.of(row, links) if row is not None else None
        found.setdefault(block, []).append(Scene(description_id, quote, picture))
    return found


def marks_of(passages: Iterable[Description]) -> list[Mark]:
    return [
        Mark(
            str(each.id),
            each.type,
            (each.start_block, each.start_offset),
            (each.end_block, each.end_offset),
        )
        for each in passages
    ]


def _rank(picture: Illustration) -> tuple[bool, bool, int]:
    return picture.shown, picture.state in UNDER_WAY, picture.variant
