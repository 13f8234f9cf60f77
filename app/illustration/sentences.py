"""Joins the slots of a prompt into its text."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.domain.illustrations import Slot
from app.illustration import lexicons, translation

CAST = frozenset({"entity", "trait"})
_AFTER = "place detail time light weather mood era guard"
_SMALL_WORDS = """
    a an the of in on at by to with from into upon over under above below behind before beside between through
    down up his her their its my our your this that these those it he she they we there here one two three some
    all each every so such as now then once just still only
"""
_COMMON = frozenset(_SMALL_WORDS.split())
_OURS = frozenset({"passage", "context", "reader", "type", "guard"})
# Letters of no Latin alphabet: what models of English were never taught.
_FOREIGN = re.compile("[\u0370-\u1dff\u2c00-\uffff]")


def latin(slots: Iterable[Slot]) -> tuple[list[Slot], list[str]]:
    """The last look: whatever came this far in other letters is written in ours, or goes."""
    kept, losses = [], []
    for slot in slots:
        words = slot.words
        if _FOREIGN.search(words):
            words = " ".join(_FOREIGN.sub(" ", translation.latin(words)).split())
            losses.append(f"letters: {slot.words!r} written as {words!r}")
        if words:
            kept.append(replace(slot, words=words))
    return kept, losses


def in_order(
    slots: Iterable[Slot], *, is_cast_first: bool, is_action_first: bool
) -> tuple[Slot, ...]:
    """
    As they stand in the prompt.

    *is_cast_first* where who is there comes before what the passage, or its reader, says,
    *is_action_first* where what happens is told before what is there.
    """
    told = "action subject" if is_action_first else "subject action"
    middle = f"cast {told}" if is_cast_first else f"{told} cast"
    order = f"style shot {middle} {_AFTER}".split()
    return tuple(
        sorted(slots, key=lambda slot: order.index("cast" if slot.name in CAST else slot.name))
    )


def join(slots: Sequence[Slot]) -> str:
    """
    Style as a sentence; the shot introduces the subject; slots of one name are joined by commas,
    whoever is shown by semicolons.
    """
    sentences: list[str] = []
    before = ""
    for slot in slots:
        if slot.name in CAST and before in CAST:
            sentences[-1] += f"{', ' if slot.name == 'trait' else '; '}{slot.words}"
        elif slot.name == before:
            sentences[-1] += f", {_within(slot)}"
        elif before == "shot":
            sentences[-1] += f": {_within(slot)}"
        else:
            sentences.append(slot.words)
        before = slot.name
    text = ". ".join(sentence[0].upper() + sentence[1:] for sentence in sentences)
    return re.sub(r"\s+", " ", text) + "."


def _within(slot: Slot) -> str:
    """As its words stand within a sentence; names, and what is locked, keep their capitals."""
    first, space, rest = slot.words.partition(" ")
    low = first.lower()
    is_common = low in _COMMON or lexicons.english().get(low) is not None
    return f"{low}{space}{rest}" if is_common and slot.source in _OURS else slot.words
