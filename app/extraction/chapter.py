"""The blocks of a chapter as one text, and which of them are read as one paragraph."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby

from app.domain.names import Named, NamedEntity

Span = tuple[int, int]

# A line of verse has some sixteen syllables at most; longer lines wrap on paper (a guess).
LONGEST_LINE = 80
# So many lines of a song, at least, end where no sentence does (a guess).
LEAST_SHARE_RUNNING_ON = 0.25
ENDED = re.compile(r"[.!?…:][\"”’'»)\]]*\s*$")
SPEECH = re.compile(r"\s*(?:--|[—–―«“\"„]|-\s)")


@dataclass(frozen=True)
class ChapterText:
    """*whole* is the blocks joined with newlines; block number i begins at `starts[i]`."""

    whole: str
    starts: list[int]

    @classmethod
    def of(cls, blocks: Sequence[str]) -> "ChapterText":
        sizes = (len(block) + 1 for block in blocks)
        return cls("\n".join(blocks), list(accumulate(sizes, initial=0))[:-1])

    def address(self, offset: int) -> tuple[int, int]:
        """The block a character stands in, and where in that block."""
        block = bisect_right(self.starts, offset) - 1
        return block, offset - self.starts[block]


class Index:
    """Who is named where in a chapter."""

    def __init__(self, chapter: ChapterText, names: Iterable[Named]) -> None:
        self._mentions = sorted(
            (chapter.starts[each.block] + each.start, chapter.starts[each.block] + each.end, each)
            for each in names
        )

    def inside(self, span: Span) -> tuple[NamedEntity, ...]:
        """Whoever is named wholly inside *span*, once each, in order of mention."""
        first = bisect_left(self._mentions, span[0], key=lambda mention: mention[0])
        last = bisect_left(self._mentions, span[1], key=lambda mention: mention[0])
        named = (each for _, end, each in self._mentions[first:last] if end <= span[1])
        return tuple({each.key: NamedEntity(each.key, each.name) for each in named}.values())


def paragraphs(blocks: Sequence[str]) -> list[Span]:
    """
    The blocks (first, one past the last) of each paragraph; in prose that is one block.

    Lines of verse, whose sentences run on from block to block, are one paragraph together.
    """
    found: list[Span] = []
    for is_line, numbers in groupby(range(len(blocks)), lambda number: _is_line(blocks[number])):
        run = list(numbers)
        if is_line and _runs_on([blocks[number] for number in run]):
            found.append((run[0], run[-1] + 1))
        else:
            found += [(number, number + 1) for number in run]
    return found


def _is_line(block: str) -> bool:
    """A short block that is neither speech nor a heading in capitals or figures."""
    is_short = len(block) <= LONGEST_LINE and any(letter.islower() for letter in block)
    return is_short and SPEECH.match(block) is None


def _runs_on(lines: Sequence[str]) -> bool:
    # Where the last line ends says nothing: after it there is no line to run on to.
    before = lines[:-1]
    return sum(ENDED.search(line) is None for line in before) > LEAST_SHARE_RUNNING_ON * len(before)
