"""Puts the people, the place and the thing of a passage into words, as the bible knows them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.domain.bible import Attribute
from app.domain.descriptions import DescriptionType
from app.domain.illustrations import Portrayed, Slot, Trait
from app.domain.names import EntityKind, Gender
from app.illustration import clauses, looks, negatives, safety, translation, unsaid

# More faces than these no model keeps apart.
_MOST = {EntityKind.CHARACTER: 3, EntityKind.PLACE: 1, EntityKind.OBJECT: 1}
# Words, and traits, that are not locked: of the first in a picture, the second, the third.
_SHARES = ((24, 6), (12, 2), (6, 1))
# Where a place, an hour or a thing is the subject, people are small in the picture.
_SMALL_SHARES = ((12, 2), (8, 2), (6, 1))
_OF_PEOPLE = frozenset({DescriptionType.CHARACTER, DescriptionType.ACTION})
_PLACE_SHARE = (12, 3)
_NOUNS = {Gender.MALE: ("a man", "a boy"), Gender.FEMALE: ("a woman", "a girl")}
_OF_PLACES = frozenset({DescriptionType.LOCATION, DescriptionType.ATMOSPHERE})
_TRAIT = {"entity": "trait"}
_UNKNOWN = ("a person", "a child")
_QUOTES = re.compile(r"[«»“”„\"‹›]|(?<!\w)['‘’]|['‘’](?!\w)")
# Letters of Latin alphabets stay as they were written; what no model knows goes.
_FOREIGN = re.compile(r"[^\x20-\u024f’‘–—]")


@dataclass(frozen=True, slots=True)
class Said:
    """Words fit for a prompt; *loss* is "" where they are the very words that were given."""

    words: str
    loss: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One of the cast as the prompt has it: who it is, and what is said of it whatever the room."""

    one: Portrayed
    head: Slot
    locked: tuple[Slot, ...]
    losses: tuple[str, ...]

    @property
    def words(self) -> int:
        return count((self.head, *self.locked))


def parts(cast: Sequence[Portrayed], kind: DescriptionType) -> tuple[list[Part], tuple[str, ...]]:
    """
    Those there is room for in a picture of *kind*, and the names of the others as a loss.

    Where a place is not the subject it stands behind it.
    """
    left = dict(_MOST)
    taken, out = [], []
    for one in cast:
        if left[one.kind]:
            left[one.kind] -= 1
            is_behind = one.kind is EntityKind.PLACE and kind not in _OF_PLACES
            taken.append(_behind(_part(one)) if is_behind else _part(one))
        else:
            out.append(name_of(one))
    if kind in _OF_PLACES:
        taken.sort(key=lambda part: part.one.kind is not EntityKind.PLACE)
    return taken, (f"cast: {', '.join(out)}",) if out else ()


def lead(parts: Sequence[Part], kind: DescriptionType) -> bool:
    """Whether a picture of *kind* begins with who is in it, or with what the passage shows."""
    return kind in _OF_PEOPLE or any(
        part.one.kind is EntityKind.PLACE and kind in _OF_PLACES for part in parts
    )


def further(
    part: Part, rank: int, kind: DescriptionType, room: int, told: Iterable[str]
) -> tuple[list[Slot], int]:
    """
    What else is said of the *rank*-th of the cast in at most *room* words, and how much was left out.

    What stands among the words already *told* is not said twice.
    """
    is_person = part.one.kind is EntityKind.CHARACTER
    shares = _SHARES if kind in _OF_PEOPLE else _SMALL_SHARES
    words, number = shares[min(rank, len(shares) - 1)] if is_person else _PLACE_SHARE
    room, known = min(room, words), {each.casefold() for each in told}
    slots: list[Slot] = []
    left_out = 0
    for trait in part.one.traits:
        said = painted(trait.words)
        is_barred = safety.is_minor(part.one) and safety.is_exposing(said.words)
        if not said.words or said.words.casefold() in known or is_barred:
            left_out += is_barred or not said.words
            continue
        slot = Slot(_TRAIT.get(part.head.name, part.head.name), said.words, trait.source)
        if len(slots) < number and count([slot]) <= room:
            slots.append(slot)
            known.add(said.words.casefold())
            room -= count([slot])
        else:
            left_out += 1
    return slots, left_out


def locked(one: Portrayed) -> tuple[str, ...]:
    """What every prompt that shows *one* holds letter by letter, in this order."""
    return tuple(slot.words for slot in _part(one).locked)


def painted(words: str) -> Said:
    """The same words for the same words, always: no Cyrillic, no quotes, no denial, no order to a model."""
    plain = " ".join(_QUOTES.sub("", unsaid.strip(words)[0]).split())
    loss = "" if plain == words else f"trait: {words!r} said as {plain!r}"
    if translation.is_russian(plain):
        english, is_english = looks.worded(plain)
        loss = f"trait: {words!r} {'translated' if is_english else 'written'} as {english!r}"
        plain = english
    if _FOREIGN.search(plain):
        plain = " ".join(_FOREIGN.sub(" ", plain).split())
        loss = f"trait: {words!r} said as {plain!r}"
    if clauses.is_denial(plain):
        plain = ", ".join(negatives.positively(plain)[0])
        loss = f"trait: {words!r} denies; said as {plain!r}"
    return Said(plain, loss)


def name_of(one: Portrayed) -> str:
    name = translation.latin(" ".join(_QUOTES.sub("", unsaid.strip(one.name)[0]).split()))
    # Somebody called No or Neither would deny the rest of the prompt.
    told = [word for word in clauses.plain(name).split() if not clauses.is_denial(word)]
    return " ".join(told)


def count(slots: Iterable[Slot]) -> int:
    return sum(len(slot.words.split()) for slot in slots)


def _part(one: Portrayed) -> Part:
    told = [(trait, painted(trait.words)) for trait in one.locked]
    is_child = safety.is_minor(one)
    slots, losses = [], []
    for trait, said in told:
        if said.loss:
            losses.append(said.loss)
        if is_child and safety.is_exposing(said.words):
            losses.append(f"safety: a trait of {name_of(one)}")
        elif said.words:
            slots.append(Slot("trait", said.words, trait.source))
    return Part(one, Slot("entity", _head(one), one.key), tuple(slots), tuple(losses))


def _behind(part: Part) -> Part:
    words = f"at {part.head.words}" if part.head.words else ""
    head = replace(part.head, name="place", words=words)
    return replace(
        part, head=head, locked=tuple(replace(slot, name="place") for slot in part.locked)
    )


def _head(one: Portrayed) -> str:
    name = name_of(one)
    is_told = any(_names_kind(trait) for trait in (*one.locked, *one.traits))
    if one.kind is not EntityKind.CHARACTER or is_told:
        return name
    noun = _NOUNS.get(one.gender, _UNKNOWN)[safety.is_minor(one)]
    return f"{name}, {noun}" if name else noun


def _names_kind(trait: Trait) -> bool:
    """A horse is a horse, and no "man"."""
    return trait.attribute is Attribute.SPECIES
