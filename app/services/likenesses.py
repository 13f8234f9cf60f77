"""How everybody in one parsed file looks, without a server: by the rules of a bible nobody has edited."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from app.domain import bible
from app.domain.books import Address
from app.domain.figures import Called, Figure, Said
from app.domain.illustrations import Portrayed
from app.domain.names import ChapterText, Entity
from app.services import cast, overlay, portraying
from app.services.cast import Assembled

# Nobody asks a file for a fact by its id.
_NOBODY = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Likenesses:
    """*figures* by the key of their entity; *era* is "" where nothing tells."""

    figures: Mapping[str, Figure] = field(default_factory=dict)
    era: str = ""

    def cast(self, keys: Iterable[str], at: Address) -> tuple[Portrayed, ...]:
        """Those of *keys* in a passage that ends at *at*, the most important first."""
        known = [self.figures[key] for key in dict.fromkeys(keys) if key in self.figures]
        known.sort(key=lambda each: (-each.importance, each.first, each.key))
        return tuple(portraying.portrayed(each, at) for each in known)


def of(chapters: Sequence[ChapterText], entities: Sequence[Entity]) -> Likenesses:
    """*entities* are all that was found in *chapters*."""
    assembled = cast.of_everybody(chapters, entities)
    facts = _said(assembled)
    setting = assembled.bible.setting
    return Likenesses(
        figures={each.key: _figure(each, facts[each.key]) for each in entities},
        era=setting.label or setting.era,
    )


def _said(assembled: Assembled) -> Mapping[str, list[Said]]:
    facts = assembled.bible.facts
    identities = [_identity(fact) for fact in facts]
    said: defaultdict[str, list[Said]] = defaultdict(list)
    for fact, english, identity in zip(facts, assembled.english, identities, strict=True):
        said[fact.entity].append(
            Said(
                id=_NOBODY,
                identity=identity,
                attribute=fact.attribute,
                value=fact.value,
                value_en=english,
                quote=fact.quote,
                span=fact.span,
                confidence=fact.confidence,
                origin=fact.origin,
                is_lasting=fact.is_lasting,
                valid_from=fact.valid_from,
                valid_to=fact.valid_to,
                contradicts=tuple(sorted(identities[each] for each in fact.contradicts)),
            )
        )
    return said


def _identity(fact: bible.Fact) -> str:
    return overlay.identity(fact.entity, fact.attribute, fact.value, fact.span)


def _figure(entity: Entity, facts: Sequence[Said]) -> Figure:
    return Figure(
        ids=(_NOBODY,),
        keys=(entity.key,),
        kind=entity.kind,
        name=entity.name,
        names=tuple(
            Called(each.name, entity.key, each.first, each.mentions) for each in entity.aliases
        ),
        gender=entity.gender,
        importance=entity.importance,
        first=entity.first,
        facts=tuple(sorted(facts, key=lambda each: each.place)),
    )
