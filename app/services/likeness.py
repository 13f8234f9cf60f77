"""How far the pictures of a series were asked for alike."""

from collections.abc import Sequence

from app.db.models import Book, Description, Edition, Illustration
from app.db.work import ReadSession
from app.domain.books import Address
from app.domain.illustrations import IllustrationState
from app.illustration import casting, scoring, seeds
from app.illustration.scoring import Recipe
from app.services import illustrations, portraying
from app.services.portraying import Portrayal


async def of(session: ReadSession, pictures: Sequence[Illustration]) -> float | None:
    """0-100, see `scoring.consistency`; None before one of them is drawn."""
    drawn = [each for each in pictures if each.state is IllustrationState.READY]
    if not drawn:
        return None
    book = await session.get_one(Book, drawn[0].book_id)
    edition = await session.get_one(Edition, book.edition_id)
    shown: dict[int, Portrayal] = {}
    for picture in drawn:
        if picture.bible_version not in shown:
            shown[picture.bible_version] = await _portrayal(session, book, picture)
    return scoring.consistency(
        [_recipe(each, shown[each.bible_version], edition.sha256) for each in drawn]
    )


async def _portrayal(session: ReadSession, book: Book, picture: Illustration) -> Portrayal:
    at = Address(picture.chapter, picture.end_block, picture.end_offset)
    version = picture.bible_version
    if picture.entity_id is not None:
        return await portraying.of_entity(session, book, version, picture.entity_id, at)
    description = await session.get_one(Description, picture.description_id)
    return await portraying.of_passage(
        session, book, version, description.entities, at, text=description.text
    )


def _recipe(row: Illustration, shown: Portrayal, edition_sha: str) -> Recipe:
    return Recipe(
        prompt=row.prompt or "",
        locked=tuple(words for one in shown.cast for words in casting.locked(one)),
        has_reference=bool(row.references),
        style=row.style_words or row.style,
        model=row.model,
        bible_version=row.bible_version,
        seed=row.seed,
        is_seed_derived=row.seed == _derived(row, shown, edition_sha),
    )


def _derived(row: Illustration, shown: Portrayal, edition_sha: str) -> int:
    if row.entity_id is None:
        at = Address(row.chapter, row.start_block, row.start_offset)
        return illustrations.scene_seed(edition_sha, at, view=row.view, variant=row.variant)
    sitter = shown.cast[0]
    return seeds.seed(
        edition_sha=edition_sha,
        family=sitter.kind,
        entity=sitter.key,
        view=row.view,
        variant=row.variant,
    )
