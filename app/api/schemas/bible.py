"""The visual bible."""

from decimal import Decimal
from typing import Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from app.api.links import Links
from app.api.schemas.addresses import Address, Span
from app.api.schemas.illustrations import IllustrationOut
from app.domain.bible import Attribute, Origin
from app.domain.figures import Look
from app.domain.illustrations import Style
from app.domain.names import EntityKind, Gender
from app.services.bible import Known, KnownEntity, KnownFact, Status
from app.services.staling import Stale

_EXAMPLE: JsonDict = {
    "version": 1,
    "status": "ready",
    "problem": None,
    "style": "watercolour-ink",
    "style_words": "Book illustration in loose watercolour and fine ink line",
    "stale": {"pictures": 0, "seconds": 0.0, "cost": "0", "currency": "USD"},
    "era": "Russia, 1860s",
    "setting": {
        "era": "1860s",
        "label": "Russia, 1860s",
        "confidence": 0.8,
        "evidence": [
            {
                "quote": "in the year 1863",
                "span": {
                    "start": {"chapter": 2, "block": 0, "offset": 4},
                    "end": {"chapter": 2, "block": 0, "offset": 20},
                },
            }
        ],
    },
    "entities": [],
}


class FactOut(BaseModel):
    """One thing the book says, with its proof; what cannot hold together stands side by side."""

    id: UUID
    attribute: Attribute
    value: str = Field(description="in the words of the book, or of its reader")
    value_en: str | None = Field(description="in English; null where we have no word for it")
    quote: str | None = Field(
        description="the text at *span*, letter by letter; null where only the reader says so"
    )
    span: Span | None
    confidence: float = Field(ge=0, le=1)
    origin: Origin
    lasting: bool = Field(description="false for what passes: wet, bloody, dressed for a journey")
    valid_from: Address
    valid_to: Address | None = Field(description="null where it lasts, as far as is known yet")
    contradicts: list[UUID] = Field(description="facts that cannot hold together with it")
    locked: bool = Field(default=False, description="goes verbatim into every prompt")

    @classmethod
    def of(cls, known: KnownFact) -> "FactOut":
        fact = known.fact
        return cls(
            id=fact.id,
            attribute=fact.attribute,
            value=fact.value,
            value_en=fact.value_en,
            quote=fact.quote,
            span=Span.of(fact.span) if fact.span is not None else None,
            confidence=round(fact.confidence, 3),
            origin=fact.origin,
            lasting=fact.is_lasting,
            valid_from=Address.of(known.since),
            valid_to=Address.of(known.until) if known.until is not None else None,
            contradicts=list(known.contradicts),
            locked=fact.is_locked,
        )


class EntityOut(BaseModel):
    id: UUID
    kind: EntityKind
    name: str = Field(description="by which it is known so far")
    aliases: list[str] = Field(description="in order of first use")
    gender: Gender = Field(description="unknown also where it would tell too much yet")
    importance: float = Field(
        ge=0, le=1, description="of its kind; up to where I have read, by mentions"
    )
    look: Look = Field(
        description="draft until something lasting is known of it; approved by its reader"
    )
    first: Address
    mentions: int = Field(description="of those that extraction found")
    facts: list[FactOut]
    reference: IllustrationOut | None = Field(
        None, description="the picture that shows how it looks"
    )

    @classmethod
    def of(cls, known: KnownEntity, links: Links) -> "EntityOut":
        figure = known.figure
        shown = known.reference
        return cls(
            id=figure.id,
            kind=figure.kind,
            name=known.name,
            aliases=list(known.aliases),
            gender=known.gender,
            importance=round(known.importance, 3),
            look=known.look,
            first=Address.of(figure.first),
            mentions=known.mentions,
            facts=[FactOut.of(each) for each in known.facts],
            reference=IllustrationOut.of(shown, links) if shown is not None else None,
        )


class EvidenceOut(BaseModel):
    quote: str
    span: Span


class SettingOut(BaseModel):
    """When and where a book takes place, for clothes and streets."""

    era: str
    label: str
    confidence: float = Field(ge=0, le=1)
    evidence: list[EvidenceOut]

    @classmethod
    def of(cls, found: dict[str, Any]) -> "SettingOut":
        return cls(
            era=found["era"],
            label=found["label"],
            confidence=round(found["confidence"], 3),
            evidence=[
                EvidenceOut(
                    quote=each["quote"],
                    span=Span(
                        start=Address(
                            chapter=each["chapter"],
                            block=each["start_block"],
                            offset=each["start_offset"],
                        ),
                        end=Address(
                            chapter=each["chapter"],
                            block=each["end_block"],
                            offset=each["end_offset"],
                        ),
                    ),
                )
                for each in found["evidence"]
            ],
        )


class StaleOut(BaseModel):
    """Pictures drawn before the bible was edited, and what drawing them again would take."""

    pictures: int
    seconds: float | None = Field(description="null where nobody can tell")
    cost: Decimal | None = Field(description="null where nobody knows the price")
    currency: str | None


class BibleOut(BaseModel):
    model_config = ConfigDict(json_schema_extra={"example": _EXAMPLE})

    version: int = Field(description="1 is what was extracted; every edit makes the next")
    status: Status = Field(
        description="pending until all is found; incomplete where something could not be"
    )
    problem: dict[str, Any] | None = Field(description="why it is incomplete")
    style: str = Field(description="the style pictures are drawn in where none is asked for")
    style_words: str = Field(description="the words of that style, as they go into every prompt")
    era: str | None = Field(description="null where nothing tells, as far as I have read")
    setting: SettingOut | None
    stale: StaleOut
    entities: list[EntityOut] = Field(description="the most important first")

    @classmethod
    def of(cls, known: Known, *, style: Style, stale: Stale, links: Links) -> "BibleOut":
        setting = SettingOut.of(known.setting) if known.setting is not None else None
        return cls(
            version=known.version,
            status=known.status,
            problem=known.problem,
            style=style.id,
            style_words=style.words,
            era=(setting.label or setting.era) if setting is not None else None,
            setting=setting,
            stale=StaleOut(
                pictures=stale.pictures,
                seconds=stale.seconds,
                cost=stale.cost,
                currency=stale.currency,
            ),
            entities=[EntityOut.of(each, links) for each in known.entities],
        )
