"""What act one of a drawing reads: what is to be shown, by whose rules, for whom."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import select

from app.db.models import Book, Chapter, Description, Edition, Illustration, Reader
from app.db.work import ReadSession
from app.domain.books import Address
from app.domain.descriptions import DescriptionType
from app.domain.illustrations import Anchor, IllustrationState, Passage, Quality, Style
from app.domain.names import EntityKind
from app.errors import InvalidInput
from app.illustration import styles
from app.illustration.providers.sketch import Sketch
from app.illustration.sizes import size_for
from app.services import illustrations, keys, portraying
from app.services.portraying import Portrayal, Referred

# What somebody of the bible is drawn as, where no passage says it.
_TYPES = {
    EntityKind.CHARACTER: DescriptionType.CHARACTER,
    EntityKind.PLACE: DescriptionType.LOCATION,
    EntityKind.OBJECT: DescriptionType.OBJECT,
}


@dataclass(frozen=True, slots=True)
class Brief:
    """
    Everything the recipe needs; *losses* tells what was meant to be looked at and is not there.

    *references* are pictures to send along, the anchor of a series first; *keys* are the reader's own,
    by provider.
    """

    passage: Passage
    genres: tuple[str, ...]
    style: Style
    wanted_prompt: str | None
    negative: str | None
    provider: str
    model: str | None
    quality: Quality
    seed: int
    width: int
    height: int
    references: tuple[Referred, ...]
    losses: tuple[str, ...]
    consent: bool
    # No log and no error prints them.
    keys: dict[str, str] = field(repr=False)
    series_id: UUID | None


async def of(
    session: ReadSession, picture: Illustration, *, operator_consent: bool, secret: str
) -> Brief:
    """By the version of the bible that the picture was ordered with."""
    book = await session.get_one(Book, picture.book_id)
    edition = await session.get_one(Edition, book.edition_id)
    reader = await session.get_one(Reader, book.owner_id)
    type_, portrayal = await _subject(session, book, picture)
    anchor, losses = await _anchor(session, picture)
    width, height = size_for(type_, picture.quality)
    return Brief(
        passage=await _passage(session, book, picture, type_, portrayal),
        genres=tuple(edition.genres),
        style=_style(picture),
        wanted_prompt=picture.wanted_prompt,
        negative=picture.negative,
        provider=picture.wanted_provider,
        model=picture.wanted_model,
        quality=picture.quality,
        seed=picture.seed,
        width=picture.wanted_width or width,
        height=picture.wanted_height or height,
        references=_unlike([*anchor, *portrayal.references]),
        losses=losses,
        consent=operator_consent or reader.remote_consent_at is not None,
        # A key that cannot be opened any more is no trouble of the local painter's.
        keys={}
        if picture.wanted_provider == Sketch.name
        else await keys.of(session, reader.id, secret),
        series_id=picture.series_id,
    )


async def _subject(
    session: ReadSession, book: Book, picture: Illustration
) -> tuple[DescriptionType, Portrayal]:
    at = Address(picture.chapter, picture.end_block, picture.end_offset)
    version = picture.bible_version
    if picture.description_id is None:
        if picture.entity_id is None:
            raise InvalidInput("This picture shows neither a passage nor anybody of the bible")
        portrayal = await portraying.of_entity(session, book, version, picture.entity_id, at)
        return _TYPES[portrayal.cast[0].kind], portrayal
    description = await session.get_one(Description, picture.description_id)
    return description.type, await portraying.of_passage(
        session, book, version, description.entities, at, text=description.text
    )


async def _passage(
    session: ReadSession,
    book: Book,
    picture: Illustration,
    type_: DescriptionType,
    portrayal: Portrayal,
) -> Passage:
    language, around = await _around(session, book, picture)
    is_scene = picture.description_id is not None
    return Passage(
        # A portrait shows what the bible knows, not the words that happen to stand there.
        text=picture.quote if is_scene else "",
        language=language,
        type=type_,
        context="\n".join(around) if is_scene else "",
        cast=portrayal.cast,
        era=portrayal.era,
        view="" if picture.view == illustrations.SCENE else picture.view,
    )


async def _around(
    session: ReadSession, book: Book, picture: Illustration
) -> tuple[str, Sequence[str]]:
    row = (
        await session.execute(
            select(
                Chapter.language, Chapter.blocks[picture.start_block + 1 : picture.end_block + 1]
            ).where(Chapter.edition_id == book.edition_id, Chapter.ordinal == picture.chapter)
        )
    ).first()
    if row is not None:
        return row[0], row[1]
    # A later parser has left the chapter out: the picture keeps its own words.
    edition = await session.get_one(Edition, book.edition_id)
    return edition.language, []


def _style(picture: Illustration) -> Style:
    if picture.style_words is not None:
        return Style(picture.style, picture.style, picture.style_words)
    # Ordered before the words were kept.
    style = styles.by_id(picture.style)
    if style is None:
        raise InvalidInput(f"There is no style {picture.style!r} any more", pointer="/style")
    return style


async def _anchor(
    session: ReadSession, picture: Illustration
) -> tuple[tuple[Referred, ...], tuple[str, ...]]:
    """The picture that all views of a series look at: a star, for a chain drifts."""
    if picture.anchor_id is None:
        return (), ()
    anchor = await session.get(Illustration, picture.anchor_id)
    if anchor is None or anchor.state is not IllustrationState.READY or not anchor.files:
        return (), ("anchor: it is not drawn",)
    return (Referred(anchor.id, dict(anchor.files), f"{Anchor.FIRST}: {anchor.view}"),), ()


def _unlike(referred: Sequence[Referred]) -> tuple[Referred, ...]:
    return tuple({each.illustration_id: each for each in referred}.values())
