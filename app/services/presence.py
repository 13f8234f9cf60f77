"""Who is in a passage, by one version of a bible; pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from app.domain.figures import Figure
from app.services import spellings


@dataclass(frozen=True)
class Folded:
    """*figures* by key; those removed are among them, so that their mentions go to nobody else."""

    figures: Mapping[str, Figure]

    @property
    def living(self) -> Sequence[Figure]:
        return [each for each in self.figures.values() if not each.is_removed]

    @property
    def keys(self) -> Sequence[str]:
        """Of all that was extracted, whoever answers to them now."""
        return sorted(self._holders)

    def by_id(self, entity_id: UUID) -> Figure | None:
        return next((each for each in self.living if each.id == entity_id), None)

    def present(self, keys: Iterable[str], text: str) -> list[Figure]:
        """Who is in a passage: whom extraction found there (*keys*), and whom the reader's names say."""
        found: dict[str, Figure] = {}
        for key in keys:
            found |= {each.key: each for each in self._named(key, text)}
        own = [
            (called.name, each)
            for each in self.figures.values()
            for called in each.names
            if called.source is None
        ]
        said = spellings.those((name for name, _ in own), text)
        found |= {each.key: each for name, each in own if name in said}
        return [each for each in found.values() if not each.is_removed]

    def holder(self, key: str) -> Figure | None:
        """Who answers to an extracted key now, unless a name was split off."""
        return next((each for each in self._holders.get(key, ()) if key in each.keys), None)

    def is_split(self, key: str) -> bool:
        return len(self._holders.get(key, ())) > 1

    def of_surface(self, key: str, surface: str) -> Figure | None:
        """Whom a mention of *key* that reads *surface* is of."""
        return next(iter(self._named(key, surface)), None)

    def _named(self, key: str, text: str) -> list[Figure]:
        whole = self.holder(key)
        holders = self._holders.get(key, ())
        if len(holders) > 1:
            names = {called.name: each for each in holders for called in each.names}
            spelled, _ = spellings.without(names, text)
            if spelled:
                return list({names[name].key: names[name] for name in sorted(spelled)}.values())
        return [whole] if whole is not None else []

    @cached_property
    def _holders(self) -> Mapping[str, Sequence[Figure]]:
        """Who has the mentions of a key: more than one where a name was split off."""
        held: defaultdict[str, list[Figure]] = defaultdict(list)
        for each in self.figures.values():
            sources = (called.source for called in each.names if called.source is not None)
            for key in dict.fromkeys([*each.keys, *sources]):
                held[key].append(each)
        return held
