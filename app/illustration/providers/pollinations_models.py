"""The models of Pollinations: what the service lists, and what was known of them when it does not answer."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

# When the table below was read from the service's public registry.
AS_OF = "2026-08"
# No list says whose seeds count. The hosts of these take none (their public request bodies).
_WITHOUT_SEEDS = ("kontext", "gptimage", "gpt-image", "nanobanana")


@dataclass(frozen=True, slots=True)
class Model:
    """*price* is in pollen for one image token; the plain models count one for a picture."""

    name: str
    aliases: tuple[str, ...] = ()
    references: int = 0
    price: Decimal | None = None

    @property
    def has_seeds(self) -> bool:
        return not any(
            each.rpartition("/")[2].startswith(_WITHOUT_SEEDS)
            for each in (self.name, *self.aliases)
        )


OFFLINE = (
    Model("flux", price=Decimal("0.002")),
    Model("zimage", ("z-image", "turbo"), price=Decimal("0.004")),
    Model("sana", ("dreamshaper",), price=Decimal("0.0001")),
    Model("klein", references=1),
    Model("kontext", references=1, price=Decimal("0.04")),
    Model("gptimage", ("gpt-image",), references=16),
    Model("gptimage-large", references=16),
    Model("gpt-image-2", references=16),
    Model("nanobanana", references=3),
    Model("seedream", references=10),
)


def named(models: Iterable[Model], name: str) -> Model | None:
    """By its name or an alias; letters' case and spaces around do not count, as they do not there."""
    bare = name.strip().lower()
    return next((each for each in models if bare in (each.name, *each.aliases)), None)


def read(body: bytes) -> tuple[Model, ...]:
    """From `GET /image/models`; empty where that is no list of models."""
    try:
        listed = json.loads(body)
    except (ValueError, RecursionError):
        return ()
    return tuple(_models(listed)) if isinstance(listed, list) else ()


def _models(listed: list[Any]) -> Iterator[Model]:
    for each in listed:
        if isinstance(each, str):
            yield named(OFFLINE, each) or Model(each.lower())
        elif isinstance(each, dict) and isinstance(each.get("name"), str):
            yield _model(each)


def _model(told: dict[str, Any]) -> Model:
    name = told["name"].lower()
    aliases = told.get("aliases")
    references = told.get("max_reference_images")
    known = named(OFFLINE, name)
    return Model(
        name,
        tuple(str(each).lower() for each in aliases) if isinstance(aliases, list) else (),
        references if isinstance(references, int) else known.references if known else 0,
        _price(told.get("pricing")) or (known.price if known else None),
    )


def _price(pricing: object) -> Decimal | None:
    if not isinstance(pricing, dict):
        return None
    try:
        price = Decimal(str(pricing.get("completionImageTokens")))
    except InvalidOperation:
        return None
    return price if price.is_finite() and price >= 0 else None
