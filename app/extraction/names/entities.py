"""Characters and places made of the names that are theirs."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from math import log1p

from app.domain.books import Address, Span
from app.domain.names import Alias, ChapterText, Entity, EntityKind, Gender, Mention
from app.extraction.names.genders import Signs
from app.extraction.names.runs import Run

Group = tuple[EntityKind, Sequence[Run]]
# More digits of an importance say nothing.
DIGITS = 6


def of(groups: Sequence[Group], chapters: Sequence[ChapterText], signs: Signs) -> list[Entity]:
    """In no order yet, and with an importance that is no share yet: `ranked` sees to both."""
    counts = [Counter(_name(run, chapters) for run in group) for _, group in groups]
    owners: dict[str, int] = {}
    for number, names in enumerate(counts):
        for name, times in names.items():
            if name not in owners or times > counts[owners[name]][name]:
                owners[name] = number
    return [
        _entity(kind, group, chapters, signs, {name for name in names if owners[name] == number})
        for number, ((kind, group), names) in enumerate(zip(groups, counts, strict=True))
    ]


def ranked(found: Sequence[Entity]) -> list[Entity]:
    """The most important first; the first of its kind has an importance of 1."""
    most = {
        kind: max((each.importance for each in found if each.kind is kind), default=1.0)
        for kind in EntityKind
    }
    shares = [
        replace(each, importance=round(each.importance / most[each.kind], DIGITS)) for each in found
    ]
    return sorted(shares, key=lambda each: (-each.importance, each.first))


def _entity(
    kind: EntityKind,
    group: Sequence[Run],
    chapters: Sequence[ChapterText],
    signs: Signs,
    own_names: set[str],
) -> Entity:
    names = [_name(run, chapters) for run in group]
    counts = Counter(names)
    # The name to show is one that nobody else is called by more often.
    shown = max(own_names or counts, key=lambda name: (counts[name], name))
    return Entity(
        kind=kind,
        name=shown,
        aliases=tuple(
            Alias(name, _address(group[names.index(name)], chapters), counts[name])
            for name in dict.fromkeys(names)
        ),
        gender=signs.of(group) if kind is EntityKind.CHARACTER else Gender.UNKNOWN,
        importance=_weight(group),
        mentions=tuple(_mention(run, chapters) for run in group),
    )


def _weight(group: Sequence[Run]) -> float:
    """Mentions count less and less; being met in many chapters counts as much."""
    return log1p(len(group)) * log1p(len({run.chapter for run in group}))


def _name(run: Run, chapters: Sequence[ChapterText]) -> str:
    """In the nominative; what is not declined, as it is written."""
    if all(word.key < "а" for word in run.lexemes):
        return " ".join(_surface(run, chapters).split())
    title = [run.title.name] if run.title and run.title.is_part else []
    return " ".join([*title, *(word.name for word in run.lexemes)])


def _surface(run: Run, chapters: Sequence[ChapterText]) -> str:
    return chapters[run.chapter].blocks[run.block][run.start : run.end]


def _address(run: Run, chapters: Sequence[ChapterText]) -> Address:
    return Address(chapters[run.chapter].ordinal, run.block, run.start)


def _mention(run: Run, chapters: Sequence[ChapterText]) -> Mention:
    start = _address(run, chapters)
    return Mention(Span(start, replace(start, offset=run.end)), _surface(run, chapters))
