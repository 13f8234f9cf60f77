"""What can be asked for."""

from typing import Self

from pydantic import BaseModel, Field

from app.api import samples
from app.domain.illustrations import Style
from app.illustration import genres
from app.illustration.providers.provider import Capabilities


class SampleOut(BaseModel):
    url: str = Field(description="for anybody, without signing in")
    width: int
    height: int


class StyleOut(BaseModel):
    id: str
    name: str
    words: str = Field(description="they go into every prompt as they are")
    genres: list[str] = Field(
        description="a book of these gets this style where nobody has chosen one; * is any ending"
    )
    sample: SampleOut = Field(description="the same scene in every style, by our own painter")

    @classmethod
    def of(cls, style: Style) -> Self:
        return cls(
            id=style.id,
            name=style.name,
            words=style.words,
            genres=genres.of(style.id),
            sample=SampleOut(
                url=samples.address(style.id), width=samples.WIDTH, height=samples.HEIGHT
            ),
        )


class ProviderOut(BaseModel):
    name: str
    available: bool = Field(description="set up on this server")
    default: bool = Field(description="who draws when nobody is named and consent is given")
    remote: bool = Field(description="words of the book leave the server")
    preview: bool = Field(description="draws sketches, not pictures to keep")
    takes_key: bool = Field(description="draws on an account of one's own, too: /me/provider-keys")
    seeds: str
    negative: bool
    languages: list[str]
    max_side: int
    summary: str

    @classmethod
    def of(cls, name: str, can: Capabilities, *, available: bool, default: bool) -> Self:
        return cls(
            name=name,
            available=available,
            default=default,
            remote=can.is_remote,
            preview=can.is_preview,
            takes_key=can.takes_key,
            seeds=can.seeds,
            negative=can.has_negative,
            languages=sorted(can.languages),
            max_side=can.max_side,
            summary=can.summary,
        )
