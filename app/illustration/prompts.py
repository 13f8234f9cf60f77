"""
Compiles a passage into the words a picture is asked for with: the same passage and style give the
same prompt.
"""

import re
from collections.abc import Iterable, Sequence

from app.domain.descriptions import DescriptionType
from app.domain.illustrations import CompiledPrompt, Passage, Slot, Style
from app.illustration import ambience, clauses, sights
from app.illustration.clauses import Clause, Reading
from app.illustration.framing import FRAMES
from app.illustration.lexicons import NOUNS

# FLUX.1 schnell reads 256 T5 tokens; 110 words are about 160, and short prompts leave the model to
# invent.
_MOST_WORDS = 110
_FEWEST_WORDS = 60

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
# A quota for each slot instead of greed: with one budget, the traits of two people crowd out what
# they do.
_QUOTAS = {"subject": 36, "action": 18, "place": 18}
# Below one sight in seven words a clause tells more than it shows.
_DENSE_ENOUGH = 0.13
_SOURCES = {"style": "style", "shot": "type"}


def compile(  # noqa: A001 (read as prompts.compile)
    passage: Passage, style: Style, *, override: str | None = None
) -> CompiledPrompt:
    """
    *override* is drawn instead of the passage, in the reader's own words.

    `passage.context` (the text around, in the same language) lends its hour, weather and place
    where the passage names none. Denials, speech and words without a translation are left out
    and named in the losses.
    """
    own = clauses.read(override if override is not None else passage.text)
    around = clauses.read("" if override is not None else passage.context)
    slots = [("style", style.words), ("shot", FRAMES[passage.type.value])]
    room = _MOST_WORDS - _count(slots)
    mood = ambience.describe(_text(own.clauses), _text(around.clauses))
    room -= _count(mood)
    if override is not None:
        scenes = _in_order(own.clauses, room)
    else:
        scenes = _sights(own.clauses, around.clauses, passage.type, room, _FEWEST_WORDS)
    slots += [*scenes, *mood]
    used = {words for _, words in slots}
    seen = sights.of(own, mood, passage.type, style.id)
    told = tuple(Slot(name, words, _SOURCES.get(name, "passage")) for name, words in slots)
    return CompiledPrompt(_sentences(slots), told, _losses(own, used), seen)


def _sights(
    own: Sequence[Clause], around: Sequence[Clause], kind: DescriptionType, room: int, wanted: int
) -> list[tuple[str, str]]:
    """The best clauses of every slot, then others while the prompt is short."""
    left = [clause for clause in own if clause.kinds.keys() & NOUNS]
    chosen: list[tuple[str, Clause]] = []
    for slot, kinds in (("subject", _SUBJECTS[kind]), ("action", _ACTIONS), ("place", _PLACES)):
        quota = min(_QUOTAS[slot], room)
        for clause in sorted(left, key=lambda one: (-_about(one, kinds), one.order)):
            if _about(clause, kinds) and clause.words <= quota:
                chosen.append((slot, clause))
                left.remove(clause)
                quota -= clause.words
                room -= clause.words
    for clause in sorted(left, key=lambda one: (-one.density, one.order)):
        is_short = sum(one.words for _, one in chosen) < wanted
        if is_short and clause.density >= _DENSE_ENOUGH and clause.words <= room:
            chosen.append(("detail", clause))
            room -= clause.words
    if not any(slot == "place" or clause.kinds["place"] for slot, clause in chosen):
        for clause in sorted(around, key=lambda one: (-_about(one, _PLACES), one.order))[:1]:
            if _about(clause, _PLACES) and clause.words <= min(room, _QUOTAS["place"]):
                chosen += [("place", clause)]
    order = ("subject", "action", "place", "detail")
    chosen.sort(key=lambda one: (order.index(one[0]), one[1].order))
    # A passage that shows nothing we know is still drawn after its own first words, never after
    # nothing.
    return [(slot, clause.text) for slot, clause in chosen] or _in_order(own, min(room, 40))


def _in_order(found: Iterable[Clause], room: int) -> list[tuple[str, str]]:
    kept = []
    for clause in found:
        if clause.words <= room:
            kept += [("subject", clause.text)]
            room -= clause.words
    return kept


def _about(clause: Clause, kinds: frozenset[str]) -> float:
    """How much of *kinds* a clause shows; its adjectives make it worth more."""
    hits = sum(clause.kinds[kind] for kind in kinds)
    return (hits + 0.5 * clause.kinds["adjective"]) / (clause.words + 4) if hits else 0.0


def _losses(own: Reading, used: set[str]) -> tuple[str, ...]:
    cut = sum(clause.text not in used for clause in own.clauses)
    return (*own.losses, f"clauses: {cut}") if cut else own.losses


def _count(slots: Iterable[tuple[str, str]]) -> int:
    return sum(len(words.split()) for _, words in slots)


def _text(found: Iterable[Clause]) -> str:
    return ". ".join(clause.text for clause in found)


def _sentences(slots: Sequence[tuple[str, str]]) -> str:
    """
    Style as a sentence; the shot introduces the subject; slots of one name are joined by commas.
    """
    sentences: list[str] = []
    previous = ""
    for name, words in slots:
        if name == previous:
            sentences[-1] += f", {words}"
        elif previous == "shot":
            sentences[-1] += f": {words}"
        else:
            sentences.append(words)
        previous = name
    text = ". ".join(sentence[0].upper() + sentence[1:] for sentence in sentences)
    return re.sub(r"\s+", " ", text) + "."
