"""Who can draw on this server, as a plan needs to know it."""

from decimal import Decimal

from app.illustration.providers.fal import Fal
from app.illustration.providers.openai import OpenAi
from app.illustration.providers.pollinations import Pollinations
from app.illustration.providers.pollinations_legacy import PollinationsLegacy
from app.illustration.providers.pollinations_models import OFFLINE, named
from app.illustration.providers.sketch import Sketch
from app.resources import Resources, paces
from app.services.planning import Painter
from app.settings import IllustrationSettings

_DOLLARS = "USD"
_POLLEN = "pollen"


def set_up(resources: Resources, *, model: str | None = None) -> list[Painter]:
    """
    In the order in which `auto` asks them, each with what one worker draws at a time.

    *model* is the one that was asked for: it has a price of its own.
    """
    knobs = resources.settings.queue
    asked = paces(resources.settings)
    found = []
    for name, can in resources.studio.capabilities().items():
        pace = asked.get(name)
        price, currency = _price(resources.settings.illustration, name, model)
        found.append(
            Painter(
                name,
                # The sketch is drawn by our own processors, the others wait for an answer.
                min(knobs.network_slots, pace.slots if pace else knobs.cpu_slots),
                is_remote=can.is_remote,
                is_preview=can.is_preview,
                per_minute=pace.per_minute if pace else None,
                price=price,
                currency=currency,
            )
        )
    return found


def _price(
    knobs: IllustrationSettings, name: str, model: str | None
) -> tuple[Decimal | None, str | None]:
    """Of one picture, as declared: by us, by the operator, or by what is known of the service."""
    if name in (Sketch.name, PollinationsLegacy.name):
        return Decimal(0), None
    if name == Pollinations.name:
        known = named(OFFLINE, model or knobs.pollinations.model)
        return (None if known is None else known.price), _POLLEN
    # The operator's price is that of the operator's model.
    declared = {
        OpenAi.name: (knobs.openai.price, knobs.openai.model),
        Fal.name: (knobs.fal.price, knobs.fal.model),
    }
    price, own = declared.get(name, (None, None))
    return (price, _DOLLARS) if model in (None, own) else (None, None)
