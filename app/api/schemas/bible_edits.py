"""What a reader may change in a visual bible."""

import unicodedata
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, model_validator

from app.api.schemas.accounts import Input
from app.api.schemas.addresses import Address
from app.domain.bible import Attribute
from app.domain.figures import Look
from app.domain.names import EntityKind, Gender
from app.illustration import translation, views

# Joiners are letters of some scripts; all else without a shape hides something in a text.
_JOINERS = "\u200c\u200d"
_SHAPELESS = {"Cc", "Cf", "Cs", "Co", "Cn"}


def _clean(text: str) -> str:
    """In one line and one way to write each letter."""
    folded = " ".join(unicodedata.normalize("NFC", text).split())
    if any(_is_shapeless(each) for each in text):
        raise ValueError("It has characters that cannot be seen.")
    if not folded:
        raise ValueError("It is empty.")
    return folded


def _is_shapeless(letter: str) -> bool:
    is_joined = letter in _JOINERS
    return letter in views.BLANK or (unicodedata.category(letter) in _SHAPELESS and not is_joined)


def _in_english(text: str) -> str:
    if translation.is_russian(text):
        raise ValueError("It is to be in English: painters read nothing else.")
    return text


Name = Annotated[str, Field(min_length=1, max_length=100), AfterValidator(_clean)]
Words = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(_clean)]
English = Annotated[Words, AfterValidator(_in_english)]
Names = Annotated[list[Name], Field(max_length=50)]


class _Changing(Input):
    """What is not named stays as it is."""

    @model_validator(mode="after")
    def _names_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("Name what is to change.")
        return self

    def changes(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.model_fields_set}


class AddingEntity(Input):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "example": {"kind": "character", "name": "Polkan", "aliases": ["the dog"]}
        },
    )

    kind: EntityKind
    name: Name
    aliases: Names = Field([], description="wherever the book says one of them, it is meant")
    gender: Gender = Gender.UNKNOWN


class EditingEntity(_Changing):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"look": "approved"}})

    name: Name = ""
    aliases: Names = Field([], description="all of them; those not told yet stay")
    gender: Gender = Gender.UNKNOWN
    importance: float = Field(0.0, ge=0, le=1)
    look: Look = Look.READY


class Merging(Input):
    """One of the two: who is merged into this one, or whom this one is merged into."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"from": "0192f0c1-8f3e-7d40-a1b2-3c4d5e6f7a8b"}},
    )

    from_: UUID | None = Field(None, alias="from")
    into: UUID | None = None

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if (self.from_ is None) == (self.into is None):
            raise ValueError("Name one: `from` or `into`.")
        return self


class Splitting(Input):
    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"example": {"aliases": ["old Karamazov"]}}
    )

    aliases: Annotated[list[Name], Field(min_length=1, max_length=50)]
    name: Name | None = Field(None, description="else the commonest of them")


class AddingFact(Input):
    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"attribute": "eyes", "value": "one blue, one brown"}},
    )

    attribute: Attribute
    value: Words
    value_en: English | None = Field(None, description="else ours, where we have the words")
    valid_from: Address | None = Field(None, description="null from the beginning")
    valid_to: Address | None = Field(None, description="null for good")
    locked: bool = Field(default=True, description="goes verbatim into every prompt")


class EditingFact(_Changing):
    model_config = ConfigDict(extra="forbid", json_schema_extra={"example": {"locked": True}})

    attribute: Attribute = Attribute.FACE
    value: Words = ""
    value_en: English | None = None
    valid_from: Address | None = None
    valid_to: Address | None = None
    locked: bool = False


class Referring(Input):
    illustration: UUID = Field(description="a picture of this book that is drawn")


class Styling(Input):
    """A preset, or your own words."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"example": {"words": "Ink and wash on rice paper, wide empty skies"}},
    )

    style: str | None = Field(None, max_length=64, description="see GET /styles")
    words: Annotated[English, Field(min_length=3)] | None = Field(
        None, description="go verbatim into every prompt"
    )

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if self.style is None and self.words is None:
            raise ValueError("Name a style, or describe one.")
        return self
