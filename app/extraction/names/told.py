"""What another engine takes for names, as evidence beside that of the book's own statistics."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from app.domain.names import ChapterText, EntityKind, Spotted
from app.extraction.names.tokens import WORD, plain

# Of what such an engine takes for a name once in a book, a tenth is none ("Гм", "Прикажите"); of what
# it takes for one twice, a hundredth (measured on 539 names by the tagger of slovnet).
LEAST_TIMES = 2


class Told:
    """*forms* are the words told often enough, in plain letters."""

    def __init__(self, chapters: Sequence[ChapterText], spotted: Sequence[Spotted]) -> None:
        numbers = {chapter.ordinal: number for number, chapter in enumerate(chapters)}
        times: Counter[str] = Counter()
        self._kinds: dict[tuple[int, int], list[tuple[int, int, EntityKind]]] = defaultdict(list)
        for each in spotted:
            start, end = each.mention.span.start, each.mention.span.end
            if start.chapter not in numbers:
                continue
            place = (numbers[start.chapter], start.block)
            self._kinds[place].append((start.offset, end.offset, each.kind))
            times.update(
                plain(word) for word in WORD.findall(each.mention.surface) if word[0].isupper()
            )
        self.forms = frozenset(form for form, count in times.items() if count >= LEAST_TIMES)

    def kind(self, chapter: int, block: int, start: int, end: int) -> EntityKind | None:
        """Of the name that stands there, by the chapter's index; None where nobody told."""
        return next(
            (
                kind
                for first, last, kind in self._kinds.get((chapter, block), ())
                if first < end and start < last
            ),
            None,
        )
