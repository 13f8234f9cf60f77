"""Which facts cannot hold together: black hair and fair hair, tall and short."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from app.domain.bible import Attribute, Fact

# Each line names what excludes every other line of its group; stems, of both languages.
_HUES = (
    ("black", "jet", "чёрн", "черн"),
    ("brown", "chestnut", "auburn", "каштан", "кари", "карие"),
    ("fair", "blond", "golden", "yellow", "flaxen", "sandy", "белокур", "светл", "золотист"),
    ("red", "рыж"),
    ("gray", "grey", "white", "silver", "grizzled", "седы", "седо", "седа", "сери", "серы", "белы"),
    ("blue", "голуб", "син"),
    ("green", "зелен"),
)
_SIZES = (
    ("tall", "gigantic", "huge", "высок", "рослый", "огромн"),
    ("short", "small", "tiny", "little", "diminutive", "низк", "низеньк", "маленьк", "невысок"),
)
_WEIGHTS = (
    ("stout", "fat", "plump", "corpulent", "portly", "толст", "полн", "тучн"),
    ("thin", "lean", "slim", "slender", "gaunt", "худ", "тонк", "тоненьк", "сухо"),
)
_AGES = (("old", "elderly", "aged", "стар", "пожил"), ("young", "youthful", "молод", "юн"))
_GROUPS: dict[Attribute, tuple[tuple[tuple[str, ...], ...], ...]] = {
    Attribute.HAIR: (_HUES,),
    Attribute.FACIAL_HAIR: (_HUES,),
    Attribute.EYES: (_HUES,),
    Attribute.BUILD: (_SIZES, _WEIGHTS),
    Attribute.AGE: (_AGES,),
}


def find(facts: Sequence[Fact]) -> list[Fact]:
    """The same facts; each names the positions of those that speak against it."""
    against: dict[int, list[int]] = defaultdict(list)
    by_subject: dict[tuple[str, Attribute], list[int]] = defaultdict(list)
    for position, fact in enumerate(facts):
        if not fact.is_lasting or fact.attribute not in _GROUPS:
            continue
        rivals = by_subject[fact.entity, fact.attribute]
        for rival in rivals:
            if _exclude(fact, facts[rival]):
                against[position].append(rival)
                against[rival].append(position)
        rivals.append(position)
    return [
        replace(fact, contradicts=tuple(sorted(against[position]))) if against[position] else fact
        for position, fact in enumerate(facts)
    ]


def _exclude(one: Fact, other: Fact) -> bool:
    for group in _GROUPS[one.attribute]:
        mine, theirs = _lines(one.value, group), _lines(other.value, group)
        if mine and theirs and mine.isdisjoint(theirs) and _same_part(one, other):
            return True
    return False


def _same_part(one: Fact, other: Fact) -> bool:
    """A tall man has short fingers: sizes of parts speak against those of the same part only."""
    if one.attribute is not Attribute.BUILD:
        return True
    return " " not in one.value and " " not in other.value


def _lines(value: str, group: tuple[tuple[str, ...], ...]) -> set[int]:
    return {
        number
        for number, stems in enumerate(group)
        if any(word.startswith(stems) for word in value.replace("-", " ").split())
    }
