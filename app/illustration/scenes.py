"""Chooses what of a passage is drawn: what happens, who and what is shown, and where."""

from collections.abc import Iterable, Sequence

from app.domain.descriptions import DescriptionType
from app.domain.illustrations import Slot
from app.illustration import framing, lexicons
from app.illustration.clauses import Clause
from app.illustration.lexicons import NOUNS

# Which kinds of sights make a clause the subject of a picture of each type.
_SUBJECTS: dict[DescriptionType, frozenset[str]] = {
    DescriptionType.LOCATION: frozenset({"place", "nature"}),
    DescriptionType.CHARACTER: frozenset({"person", "body", "clothing"}),
    DescriptionType.ATMOSPHERE: frozenset({"nature", "light", "weather", "time"}),
    DescriptionType.OBJECT: frozenset({"thing", "clothing"}),
    DescriptionType.ACTION: frozenset({"verb", "person", "animal"}),
}
_PLACES = frozenset({"place", "nature"})
_ACTIONS = frozenset({"verb"})
# A quota for each slot instead of greed.
_QUOTAS = {"subject": 36, "action": 18, "place": 18}
# Below one sight in seven words a clause tells more than it shows.
_DENSE_ENOUGH = 0.13
# Of which this share stands in the prompt already, a clause says nothing new.
_SAID_BEFORE = 0.75
# A clause that names somebody who is in the picture tells what they do.
_FOR_A_NAME = 0.25
_MOST_AROUND = 3
_RANK = {"subject": 0, "place": 1, "detail": 2}
SHOWING = frozenset({"subject", "action", "place", "detail"})


def action(own: Sequence[Clause], room: int, names: Sequence[str]) -> list[Clause]:
    """The one clause that tells best what happens; none where nothing does."""
    found = [one for one in own if one.kinds["verb"] and one.words <= min(room, _QUOTAS["action"])]
    # What is done to something, or by somebody we know, before what is merely done.
    found.sort(
        key=lambda one: (
            not (one.kinds.keys() & NOUNS or _named(one, names)),
            -about(one, _ACTIONS) - _FOR_A_NAME * len(_named(one, names)),
            one.order,
        )
    )
    return found[:1]


def scene(
    own: Sequence[Clause],
    near: Sequence[Clause],
    kind: DescriptionType,
    told: Sequence[Slot],
    *,
    room: int,
    wanted: int,
) -> list[Slot]:
    """The best clauses of every slot, then others while the prompt is shorter than *wanted*."""
    known = _lemmas(slot.words for slot in told if slot.name not in {"style", "shot"})
    left = [clause for clause in own if clause.kinds.keys() & NOUNS]
    chosen: list[tuple[str, Clause]] = []
    for slot, kinds in (("subject", _SUBJECTS[kind]), ("place", _PLACES)):
        quota = min(_QUOTAS[slot], room)
        for clause in sorted(left, key=lambda one: (-about(one, kinds), one.order)):
            if about(clause, kinds) and clause.words <= quota and _is_new(clause, known):
                chosen.append((slot, clause))
                left.remove(clause)
                known |= _lemmas([clause.text])
                quota -= clause.words
                room -= clause.words
    for clause in sorted(left, key=lambda one: (-one.density, one.order)):
        is_short = sum(one.words for _, one in chosen) < wanted
        is_worth = clause.density >= _DENSE_ENOUGH and _is_new(clause, known)
        if is_short and is_worth and clause.words <= room:
            chosen.append(("detail", clause))
            known |= _lemmas([clause.text])
            room -= clause.words
    chosen.sort(key=lambda one: (_RANK[one[0]], one[1].order))
    slots = [Slot(name, clause.text) for name, clause in chosen]
    is_somewhere = any(name == "place" or clause.kinds["place"] for name, clause in chosen)
    if not is_somewhere and not any(slot.source.startswith("place:") for slot in told):
        slots += _background(near, known, min(room, _QUOTAS["place"]))
    return slots


def is_before(
    one: Clause, own: Sequence[Clause], told: Sequence[Slot], kind: DescriptionType
) -> bool:
    """Whether *one* shows the subject too, and the text tells it before all else that is *told* of it."""
    subjects = {slot.words for slot in told if slot.name == "subject"}
    return about(one, _SUBJECTS[kind]) > 0 and all(
        one.order < each.order for each in own if each.text in subjects
    )


def around(near: Sequence[Clause], told: Sequence[Slot], *, room: int) -> list[Slot]:
    """What stands in the text around a short passage, as its background."""
    known = _lemmas(slot.words for slot in told)
    slots: list[Slot] = []
    for clause in sorted(near, key=lambda one: (-about(one, _PLACES), one.order)):
        is_fit = clause.words <= room and _is_new(clause, known)
        if len(slots) < _MOST_AROUND and is_fit and about(clause, _PLACES):
            slots.append(Slot("detail", clause.text, "context"))
            known |= _lemmas([clause.text])
            room -= clause.words
    return slots


def in_order(found: Iterable[Clause], room: int, source: str) -> list[Slot]:
    kept = []
    for clause in found:
        if clause.words <= room:
            kept.append(Slot("subject", clause.text, source))
            room -= clause.words
    return kept


def bare(kind: DescriptionType) -> list[Slot]:
    """A passage that shows nothing is still a picture of its type."""
    return [Slot("subject", framing.BARE[kind], "type")]


def about(clause: Clause, kinds: frozenset[str]) -> float:
    """How much of *kinds* a clause shows; its adjectives make it worth more."""
    hits = sum(clause.kinds[kind] for kind in kinds)
    return (hits + 0.5 * clause.kinds["adjective"]) / (clause.words + 4) if hits else 0.0


def finished(kind: DescriptionType, told: Sequence[Slot], words: int) -> list[Slot]:
    """How a picture of *kind* is made well, until so many *words* are said: a short prompt leaves a model to invent."""
    slots: list[Slot] = []
    if words > 0 and not any(slot.name == "light" for slot in told):
        slots.append(Slot("light", framing.LIGHT, "type"))
    for said in framing.FINISH[kind]:
        if sum(len(slot.words.split()) for slot in slots) < words:
            slots.append(Slot("guard", said, "type"))
    return slots


def subjects(kind: DescriptionType) -> frozenset[str]:
    """The kinds of sights a picture of *kind* is about."""
    return _SUBJECTS[kind]


def _background(near: Sequence[Clause], known: set[str], room: int) -> list[Slot]:
    found = [one for one in near if about(one, _PLACES) and _is_new(one, known)]
    found.sort(key=lambda one: (-about(one, _PLACES), one.order))
    return [Slot("place", one.text, "context") for one in found[:1] if one.words <= room]


def _is_new(clause: Clause, known: set[str]) -> bool:
    table = lexicons.english()
    seen = {word for word in _lemmas([clause.text]) if word in table}
    return len(seen & known) < _SAID_BEFORE * len(seen) if seen else bool(clause.text)


def _lemmas(texts: Iterable[str]) -> set[str]:
    return {
        lexicons.lemma(word.strip(",").lower(), "en") for text in texts for word in text.split()
    }


def _named(clause: Clause, names: Sequence[str]) -> set[str]:
    words = set(clause.text.lower().replace(",", "").split())
    return {name for name in names if words & set(name.lower().split())}
