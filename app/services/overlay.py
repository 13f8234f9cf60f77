"""
The bible of one version: what was extracted, with a reader's edits folded over it; pure.

Edits name extracted people by key and extracted facts by what they say and where, so they hold
when the book is extracted again; what is no longer there is passed over.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from app.domain.bible import Attribute, EditKind, Origin
from app.domain.books import Address, Span
from app.domain.figures import Called, Edit, Figure, Look, Said
from app.domain.names import EntityKind, Gender
from app.services import spellings
from app.services.presence import Folded


def fold(figures: Iterable[Figure], edits: Iterable[Edit]) -> Folded:
    """The bible after all of *edits*, in their order."""
    made = _Making({each.key: each for each in figures})
    for edit in edits:
        _FOLDS[edit.kind](made, edit)
    return Folded(made.figures)


def identity(key: str, attribute: Attribute, value: str, span: Span) -> str:
    """Of an extracted fact: what it says of whom, and where."""
    start, end = span.start, span.end
    where = f"{start.chapter}/{start.block}/{start.offset}-{end.block}/{end.offset}"
    return f"{key} {attribute} {where} {value}"


def told(at: Address | None) -> list[int] | None:
    """An address as an edit keeps it."""
    return None if at is None else [at.chapter, at.block, at.offset]


_NOWHERE = Address(0, 0, 0)


class _Making:
    def __init__(self, figures: dict[str, Figure]) -> None:
        self.figures = figures
        self.gone: set[str] = set()
        # Whose each fact is: looking through everybody for each of many edits takes a second.
        self.holders: dict[str, str] = {}
        for key, figure in figures.items():
            self.hold(key, figure.facts)

    def living(self, key: str) -> Figure | None:
        found = self.figures.get(key)
        return None if found is None or found.is_removed else found

    def change(self, key: str, **changes: Any) -> None:
        found = self.living(key)
        if found is not None:
            self.figures[key] = replace(found, **changes)

    def holder(self, fact: str) -> Figure | None:
        return self.living(self.holders.get(fact, ""))

    def hold(self, key: str, facts: Iterable[Said]) -> None:
        self.holders |= {fact.identity: key for fact in facts}


def own_fact(version: int) -> str:
    return f"own/{version}"


def own_key(kind: EntityKind, version: int) -> str:
    """Of whom a reader made: the same for the same edits, whoever's book it is."""
    return f"{kind}:own/{version}"


def _add_entity(made: _Making, edit: Edit) -> None:
    said = edit.payload
    kind = EntityKind(said["kind"])
    key = own_key(kind, edit.version)
    made.figures[key] = Figure(
        ids=(UUID(said["id"]),),
        keys=(key,),
        kind=kind,
        name=said["name"],
        names=tuple(Called(name) for name in dict.fromkeys([said["name"], *said["aliases"]])),
        gender=Gender(said["gender"]),
        importance=0.0,
        first=Address(*said["first"]),
        version=edit.version,
        is_renamed=True,
        is_gender_told=True,
    )


def _edit_entity(made: _Making, edit: Edit) -> None:
    said = edit.payload
    figure = made.living(said["entity"])
    if figure is None:
        return
    dropped, added = said.get("drop", ()), said.get("add", ())
    names = [
        replace(
            each, is_dropped=(each.is_dropped or each.name in dropped) and each.name not in added
        )
        for each in figure.names
        if each.source is not None or each.name not in dropped
    ]
    known = {each.name for each in names}
    names += [Called(name) for name in added if name not in known]
    changes: dict[str, Any] = {"names": tuple(names)}
    if "name" in said:
        changes |= {"name": said["name"], "is_renamed": True}
    if "gender" in said:
        changes |= {"gender": Gender(said["gender"]), "is_gender_told": True}
    if "importance" in said:
        changes |= {"importance": said["importance"], "is_importance_told": True}
    if "look" in said:
        changes["look"] = Look(said["look"])
    made.change(figure.key, **changes)


def _remove_entity(made: _Making, edit: Edit) -> None:
    made.change(edit.payload["entity"], is_removed=True)


def _merge(made: _Making, edit: Edit) -> None:
    into, other = made.living(edit.payload["into"]), made.living(edit.payload["from"])
    if into is None or other is None or into is other:
        return
    del made.figures[other.key]
    made.hold(into.key, other.facts)
    known = {(each.name, each.source) for each in into.names}
    names = [*into.names, *(each for each in other.names if (each.name, each.source) not in known)]
    made.change(
        into.key,
        ids=into.ids + other.ids,
        keys=into.keys + other.keys,
        names=tuple(sorted(names, key=lambda each: (each.first is None, each.first or _NOWHERE))),
        gender=other.gender if into.gender is Gender.UNKNOWN else into.gender,
        importance=max(into.importance, other.importance),
        first=min(into.first, other.first),
        facts=tuple(sorted(into.facts + other.facts, key=lambda fact: fact.place)),
        called_too=into.called_too
        + ((other.name, *other.called_too) if other.gender is into.gender else ()),
        reference=into.reference or other.reference,
        look=into.look or other.look,
    )


def _split(made: _Making, edit: Edit) -> None:
    said = edit.payload
    figure = made.living(said["entity"])
    moved = [each for each in figure.names if each.name in said["aliases"]] if figure else []
    if figure is None or not moved:
        return
    left = [each for each in figure.names if each not in moved]
    facts = {
        fact.identity: fact
        for fact in figure.facts
        if _is_of(fact, [each.name for each in moved], left)
    }
    key = own_key(figure.kind, edit.version)
    made.figures[key] = Figure(
        ids=(UUID(said["id"]),),
        keys=(key,),
        kind=figure.kind,
        name=said["name"],
        names=tuple(moved),
        gender=figure.gender,
        importance=0.0,
        first=min((each.first for each in moved if each.first), default=figure.first),
        facts=tuple(facts.values()),
        version=edit.version,
        is_renamed=True,
    )
    made.hold(key, facts.values())
    made.change(
        figure.key,
        names=tuple(left),
        facts=tuple(fact for fact in figure.facts if fact.identity not in facts),
    )


def _is_of(fact: Said, moved: Sequence[str], left: Sequence[Called]) -> bool:
    """Its proof names whom was split off, and not whom it was split from."""
    found, _left = spellings.without([*moved, *(each.name for each in left)], fact.quote or "")
    return bool(found & set(moved)) and not found - set(moved)


def _add_fact(made: _Making, edit: Edit) -> None:
    said = edit.payload
    figure = made.living(said["entity"])
    if figure is not None:
        fact = _said(said, identity_=own_fact(edit.version), version=edit.version)
        made.hold(figure.key, [fact])
        made.change(figure.key, facts=(*figure.facts, fact))


def _edit_fact(made: _Making, edit: Edit) -> None:
    """Found again or not: what the reader made of it stays, with the proof it had."""
    said = edit.payload
    name = said["fact"]
    figure = made.holder(name) or made.living(said["entity"])
    if figure is None or name in made.gone:
        return
    facts = list(figure.facts)
    place = next((n for n, fact in enumerate(facts) if fact.identity == name), len(facts))
    version = facts[place].version if place < len(facts) else edit.version
    facts[place : place + 1] = [_said(said, identity_=name, version=version)]
    made.hold(figure.key, [facts[place]])
    made.change(figure.key, facts=tuple(facts))


def _remove_fact(made: _Making, edit: Edit) -> None:
    name = edit.payload["fact"]
    made.gone.add(name)
    figure = made.holder(name)
    if figure is not None:
        left = tuple(fact for fact in figure.facts if fact.identity != name)
        made.change(figure.key, facts=left)


def _set_reference(made: _Making, edit: Edit) -> None:
    picture = UUID(edit.payload["illustration"])
    made.change(edit.payload["entity"], reference=picture, look=Look.APPROVED)


def _remove_reference(made: _Making, edit: Edit) -> None:
    made.change(edit.payload["entity"], reference=None)


def _keep(_made: _Making, _edit: Edit) -> None:
    """A style is of the whole book: `styling` reads it."""


_FOLDS: Mapping[EditKind, Callable[[_Making, Edit], None]] = {
    EditKind.ADD_ENTITY: _add_entity,
    EditKind.EDIT_ENTITY: _edit_entity,
    EditKind.REMOVE_ENTITY: _remove_entity,
    EditKind.MERGE_ENTITIES: _merge,
    EditKind.SPLIT_ENTITY: _split,
    EditKind.ADD_FACT: _add_fact,
    EditKind.EDIT_FACT: _edit_fact,
    EditKind.REMOVE_FACT: _remove_fact,
    EditKind.SET_REFERENCE: _set_reference,
    EditKind.REMOVE_REFERENCE: _remove_reference,
    EditKind.SET_STYLE: _keep,
}


def _said(said: Mapping[str, Any], *, identity_: str, version: int) -> Said:
    span = said["span"]
    return Said(
        id=UUID(said["id"]),
        identity=identity_,
        attribute=Attribute(said["attribute"]),
        value=said["value"],
        value_en=said["value_en"],
        quote=said["quote"],
        span=Span(Address(*span[:3]), Address(span[0], *span[3:])) if span else None,
        confidence=said["confidence"],
        origin=Origin(said["origin"]),
        is_lasting=said["is_lasting"],
        valid_from=_address(said["valid_from"]),
        valid_to=_address(said["valid_to"]),
        is_locked=said["is_locked"],
        contradicts=tuple(said["contradicts"]),
        version=version,
    )


def _address(said: Sequence[int] | None) -> Address | None:
    return None if said is None else Address(*said)
