"""How a picture was made, told on its row: complete enough to make it again."""

import hashlib
import json
from dataclasses import asdict

from sqlalchemy import select

from app.db.base import Json
from app.db.models import Book, Description, Edition, Illustration
from app.db.work import ReadSession
from app.domain.books import Address
from app.domain.illustrations import (
    CompiledPrompt,
    Drawn,
    IllustrationState,
    ImageRequest,
    Renditions,
    Sights,
)
from app.illustration import casting, scoring
from app.illustration.providers import PROVIDERS
from app.illustration.scoring import Recipe
from app.services import illustrations
from app.services.briefing import Brief

# So many pictures of a book, the newest, say how its pictures are made.
_MOST_COMPARED = 500


def tell(
    row: Illustration, brief: Brief, prompt: CompiledPrompt, request: ImageRequest, drawn: Drawn
) -> None:
    row.prompt = drawn.prompt or prompt.text
    row.slots = [
        {"slot": each.name, "words": each.words, "source": each.source} for each in prompt.slots
    ]
    row.losses = [
        *({"of": "prompt", "what": loss} for loss in prompt.losses),
        *({"of": "series", "what": loss} for loss in brief.losses),
        *({"of": "provider", "what": loss} for loss in drawn.losses),
    ]
    row.references = list(drawn.references)
    row.request_hash = _hash(request, drawn.provider)
    row.provider, row.model, row.preview = drawn.provider, drawn.model, drawn.preview
    row.cost, row.currency, row.duration_ms = drawn.cost, drawn.currency, drawn.latency_ms
    row.digest = drawn.digest or None
    row.dhash = None if drawn.dhash is None else f"{drawn.dhash:016x}"
    row.degraded = (
        None
        if drawn.degraded is None
        else {
            "from": drawn.degraded.from_,
            "to": drawn.degraded.to,
            "reason": drawn.degraded.reason,
        }
    )


def put_files(row: Illustration, kept: Renditions, files: dict[str, str]) -> None:
    row.files = files
    row.width, row.height = kept.width, kept.height
    row.colour, row.blurhash = kept.colour, kept.blurhash


def coverage(brief: Brief, drawn: Drawn) -> float:
    """Of the prompt that was sent, 0-100; see `scoring`."""
    required = scoring.required(brief.passage, brief.style, override=brief.wanted_prompt)
    return scoring.coverage(drawn.prompt, required, PROVIDERS[drawn.provider].languages)


async def consistency(session: ReadSession, row: Illustration, brief: Brief) -> float:
    """How far the recipe of *row* agrees with those of the book's other pictures, 0-100."""
    book = await session.get_one(Book, row.book_id)
    edition = await session.get_one(Edition, book.edition_id)
    others = await session.scalars(
        select(Illustration)
        .where(
            Illustration.book_id == row.book_id,
            Illustration.id != row.id,
            Illustration.state == IllustrationState.READY,
            Illustration.provider == row.provider,
            Illustration.deleted_at.is_(None),
        )
        .order_by(Illustration.id.desc())
        .limit(_MOST_COMPARED)
    )
    own = _recipe(
        row, _locked(brief), is_seed_derived=await _is_derived(session, edition, row, brief)
    )
    # Of the others nothing is judged but what they share with this one.
    group = [_recipe(each, (), is_seed_derived=True) for each in others]
    return scoring.consistency_of(own, [own, *group])


def _locked(brief: Brief) -> tuple[str, ...]:
    return tuple(words for one in brief.passage.cast for words in casting.locked(one))


def _recipe(row: Illustration, locked: tuple[str, ...], *, is_seed_derived: bool) -> Recipe:
    return Recipe(
        prompt=row.prompt or "",
        locked=locked,
        has_reference=bool(row.references),
        style=row.style_words or row.style,
        model=row.model,
        bible_version=row.bible_version,
        seed=row.seed,
        is_seed_derived=is_seed_derived,
    )


async def _is_derived(
    session: ReadSession, edition: Edition, row: Illustration, brief: Brief
) -> bool:
    """Whether the seed is the one that follows from what is shown, and not a reader's own."""
    subject = await _subject(session, row, brief)
    derived = illustrations.seed_of(edition.sha256, subject, view=row.view, variant=row.variant)
    return derived == row.seed


async def _subject(
    session: ReadSession, row: Illustration, brief: Brief
) -> Description | illustrations.Sitter:
    if row.description_id is not None:
        return await session.get_one(Description, row.description_id)
    assert row.entity_id is not None
    one = brief.passage.cast[0]
    at = Address(row.chapter, row.start_block, row.start_offset)
    return illustrations.Sitter(row.entity_id, one.kind, one.key, at, row.quote)


def _hash(request: ImageRequest, provider: str) -> str:
    """Equal for requests that ask a provider for the same picture."""
    asked = [
        provider,
        request.model,
        request.prompt,
        request.negative,
        request.avoid,
        request.width,
        request.height,
        request.seed,
        request.quality,
        [hashlib.sha256(each.data).hexdigest() for each in request.references],
        # What the local painter reads instead of words.
        _shown(request.sights),
    ]
    return hashlib.sha256(json.dumps(asked, ensure_ascii=False).encode()).hexdigest()


def _shown(sights: Sights | None) -> Json | None:
    if sights is None:
        return None
    return {**asdict(sights), "absent": sorted(sights.absent)}
