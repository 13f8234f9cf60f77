"""How those in a picture look at that place of the book, by the version it was ordered with."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.db.base import Json
from app.db.models import Book, Edition, Illustration
from app.db.work import ReadSession
from app.domain.bible import Attribute, Origin
from app.domain.books import Address
from app.domain.figures import Figure, Said
from app.domain.illustrations import IllustrationState, Portrayed, Trait
from app.errors import NotFound
from app.illustration import looks, translation
from app.services import figures, illustrations, names

# A wrong face is worse than a missing trait: of facts this sure 559 of 608 that were read are right, of
# the others 37 of 48 (`python -m bench.bible --judged`). A language model's have 0.6.
SURE_ENOUGH = 0.7
# A look that may be come by: told later, it need not have been there before.
_COME_BY = frozenset({Attribute.AGE, Attribute.MARKS, Attribute.SPECIES, Attribute.STATE})
_ORDER = {attribute: number for number, attribute in enumerate(Attribute)}


@dataclass(frozen=True, slots=True)
class Referred:
    """A picture to send along; *files* as a row keeps them, *role* says whose it is."""

    illustration_id: UUID
    files: Json
    role: str


@dataclass(frozen=True, slots=True)
class Portrayal:
    """*cast* is in order of importance; *references* are the pictures of those who have one."""

    cast: tuple[Portrayed, ...]
    era: str
    references: tuple[Referred, ...]


async def of_passage(
    session: ReadSession,
    book: Book,
    version: int,
    entities: Sequence[Json],
    at: Address,
    *,
    text: str = "",
) -> Portrayal:
    """
    Everybody in a passage that ends at *at*.

    *entities* are as its description keeps them; *text*, its words, tells
    those the reader has names for.
    """
    keys = [each["key"] for each in entities]
    folded = await figures.of(session, book, version, keys=keys)
    cast = sorted(
        folded.present(keys, text), key=lambda each: (-each.importance, each.first, each.key)
    )
    return await _portrayal(session, book, [(each, _in_force(each, at)) for each in cast], at)


async def of_entity(
    session: ReadSession, book: Book, version: int, entity_id: UUID, at: Address | None
) -> Portrayal:
    """
    One of the bible for its own sake: how it looks as a rule, and not in passing.

    *at* None is the whole book. Raises `NotFound` for whom that version does not know.
    """
    figure = await _one(session, book, version, entity_id)
    return await _portrayal(session, book, [(figure, _lasting(figure, at))], at)


async def sitter(
    session: ReadSession, book: Book, version: int, entity_id: UUID, bound: Address | None
) -> illustrations.Sitter:
    """
    Who is to be drawn for their own sake, by what is known of them before *bound*.

    Raises `NotFound` for whom that version does not know, or the reader not yet.
    """
    figure = await _one(session, book, version, entity_id)
    name = names.known_name(figure, bound)
    if name is None:
        raise NotFound("Nobody like that in the bible of this book, as far as you have read")
    told = [_since(fact, figure) for fact in _lasting(figure, bound)]
    # What was otherwise before then must not come back in its picture.
    ended = [
        fact.valid_to
        for fact in figure.facts
        if fact.valid_to is not None
        and fact.origin is Origin.USER
        and (bound is None or fact.valid_to <= bound)
    ]
    return illustrations.Sitter(
        entity_id=figure.id,
        kind=figure.kind,
        key=figure.key,
        at=max([figure.first, *told, *ended]),
        name=name,
    )


def portrayed(figure: Figure, at: Address) -> Portrayed:
    """One whom nobody has given a reference, as the book says by *at*."""
    return _portrayed(figure, _in_force(figure, at), at, has_reference=False)


async def _one(session: ReadSession, book: Book, version: int, entity_id: UUID) -> Figure:
    folded = await figures.of(session, book, version)
    figure = folded.by_id(entity_id)
    if figure is None:
        raise NotFound("Nobody like that in the bible of this book")
    return figure


async def _portrayal(
    session: ReadSession,
    book: Book,
    cast: Sequence[tuple[Figure, Sequence[Said]]],
    at: Address | None,
) -> Portrayal:
    edition = await session.get_one(Edition, book.edition_id)
    setting = edition.setting or {}
    shown = await _references(session, book, [figure for figure, _ in cast])
    portrayed = [
        _portrayed(figure, facts, at, has_reference=figure.key in shown) for figure, facts in cast
    ]
    return Portrayal(
        cast=tuple(portrayed),
        era=setting.get("label") or setting.get("era") or "",
        references=tuple(
            Referred(shown[each.key].id, dict(shown[each.key].files or {}), _role(each))
            for each in portrayed
            if each.has_reference
        ),
    )


async def _references(
    session: ReadSession, book: Book, cast: Sequence[Figure]
) -> dict[str, Illustration]:
    """By key; a picture that was thrown away shows nobody."""
    found = {}
    for figure in cast:
        if figure.reference is None:
            continue
        picture = await session.get(Illustration, figure.reference)
        if (
            picture is not None
            and picture.book_id == book.id
            and picture.state is IllustrationState.READY
            and picture.deleted_at is None
            and picture.files
        ):
            found[figure.key] = picture
    return found


def _role(each: Portrayed) -> str:
    return f"{each.kind}: {each.name}"


def _in_force(figure: Figure, at: Address) -> list[Said]:
    """What holds at *at*."""
    return [
        fact
        for fact in figure.facts
        if _since(fact, figure) <= at and (fact.valid_to is None or at < fact.valid_to)
    ]


def _lasting(figure: Figure, at: Address | None) -> list[Said]:
    """What holds as a rule, and of what the reader says only for a while what holds at *at*."""
    lasting = [fact for fact in figure.facts if fact.is_lasting or fact.origin is Origin.USER]
    if at is None:
        return [fact for fact in lasting if fact.valid_to is None]
    return [fact for fact in _in_force(figure, at) if fact in lasting]


def _since(fact: Said, figure: Figure) -> Address:
    since = fact.valid_from or figure.first
    if fact.origin is not Origin.USER and fact.attribute in _COME_BY and fact.span is not None:
        return max(since, fact.span.end)
    return since


def _portrayed(
    figure: Figure, facts: Sequence[Said], at: Address | None, *, has_reference: bool
) -> Portrayed:
    name = names.known_name(figure, at) or figure.name
    chosen = _chosen(facts)
    return Portrayed(
        key=figure.key,
        kind=figure.kind,
        name=_latin(name),
        gender=names.known_gender(figure, at),
        locked=_traits(sorted((each for each in chosen if each.is_locked), key=_as_listed)),
        traits=_traits(sorted((each for each in chosen if not each.is_locked), key=_best_first)),
        has_reference=has_reference,
    )


def _chosen(facts: Sequence[Said]) -> list[Said]:
    """
    What a painter may be told.

    What a reader says stands for all the book says of the same, unless that is locked; what cannot
    hold together is left out, both of it, unless one is the reader's choice.
    """
    sure = {fact.identity for fact in facts if _is_ruled(fact) or fact.confidence >= SURE_ENOUGH}
    ruled = {fact.identity for fact in facts if _is_ruled(fact)}
    told = {fact.attribute for fact in facts if fact.origin is Origin.USER}
    return [
        fact
        for fact in facts
        if fact.identity in ruled
        or (
            fact.attribute not in told
            and fact.identity in sure
            and not sure & set(fact.contradicts)
        )
    ]


def _is_ruled(fact: Said) -> bool:
    """By the reader."""
    return fact.is_locked or fact.origin is Origin.USER


def _as_listed(fact: Said) -> tuple[object, ...]:
    return (_ORDER[fact.attribute], fact.place)


def _best_first(fact: Said) -> tuple[object, ...]:
    return (not _is_ruled(fact), -fact.confidence, _ORDER[fact.attribute], fact.place)


def _traits(facts: Sequence[Said]) -> tuple[Trait, ...]:
    """In English; a locked value without it stands as it is, for the reader wants these words."""
    traits: dict[tuple[Attribute, str], Trait] = {}
    for fact in facts:
        words = fact.value_en or looks.render(fact.value) or (fact.value if fact.is_locked else "")
        if words:
            trait = Trait(fact.attribute, words, f"fact:{fact.id}")
            traits.setdefault((fact.attribute, words), trait)
    return tuple(traits.values())


def _latin(name: str) -> str:
    if not translation.is_russian(name):
        return name
    return " ".join(translation.transliterate(word) for word in name.split())
