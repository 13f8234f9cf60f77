"""What a reader changes in the visual bible of a book; every change answers with the new one."""

from collections.abc import Awaitable, Callable
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request, Response

from app.api import bible, brought
from app.api.conditional import tagged, versions
from app.api.deps import IsBounded, Reader, Resources, SignedLinks
from app.api.problems import responses
from app.api.schemas.bible import BibleOut
from app.api.schemas.bible_edits import (
    AddingEntity,
    AddingFact,
    EditingEntity,
    EditingFact,
    Merging,
    Splitting,
    Styling,
)
from app.db.work import ReadSession, UnitOfWork
from app.illustration import looks
from app.services import bringing, editing, stating
from app.services.editing import Desk

router = APIRouter(prefix="/books/{book_id}/bible", tags=["bible"])

_EDIT = responses(400, 401, 403, 404, 412, 413, 422, 503)

Edit = Callable[[UnitOfWork], Awaitable[None]]


class _Editing:
    """One request that edits: what it may change, and how it is answered."""

    def __init__(
        self,
        book_id: UUID,
        request: Request,
        resources: Resources,
        reader: Reader,
        links: SignedLinks,
        is_bounded: IsBounded,
        _if_match: Annotated[
            str | None,
            Header(alias="If-Match", description="the ETag of the bible as you know it: else 412"),
        ] = None,
    ) -> None:
        self.desk = Desk(reader, book_id, versions(request), is_bounded=is_bounded)
        self.resources = resources
        self._links = links

    async def answer(self, edit: Edit, *, status: int = 200) -> Response:
        """Edits, and answers with what came of it, in one transaction."""
        async with self.resources.begin() as work:
            await edit(work)
            return await self._told(ReadSession(work.session), status)

    async def answer_done(self) -> Response:
        async with self.resources.sessions() as session:
            return await self._told(ReadSession(session), 200)

    async def _told(self, session: ReadSession, status: int) -> Response:
        found = await bible.told(
            session,
            self.resources,
            self.desk.reader_id,
            self.desk.book_id,
            self._links,
            is_bounded=self.desk.is_bounded,
        )
        return tagged(found, label=bible.label(found), status=status)

    async def english(self, value: str) -> str | None:
        """Where our vocabulary has all of its words."""
        return await self.resources.compute.run(looks.render, value)


Editing = Annotated[_Editing, Depends(_Editing)]


@router.post(
    "/entities",
    status_code=201,
    response_model=BibleOut,
    summary="Add somebody or something to the bible",
    operation_id="add_bible_entity",
    responses=_EDIT,
)
async def add_entity(body: AddingEntity, editing_: Editing) -> Response:
    """Whoever was not found. It is in every passage that says one of its names."""
    return await editing_.answer(
        lambda work: editing.add_entity(
            work,
            editing_.desk,
            kind=body.kind,
            name=body.name,
            aliases=body.aliases,
            gender=body.gender,
        ),
        status=201,
    )


@router.patch(
    "/entities/{entity_id}",
    response_model=BibleOut,
    summary="Rename somebody, approve how it looks",
    operation_id="edit_bible_entity",
    responses=_EDIT,
)
async def edit_entity(entity_id: UUID, body: EditingEntity, editing_: Editing) -> Response:
    return await editing_.answer(
        lambda work: editing.edit_entity(work, editing_.desk, entity_id, body.changes())
    )


@router.delete(
    "/entities/{entity_id}",
    response_model=BibleOut,
    summary="Take out what is nobody",
    operation_id="remove_bible_entity",
    responses=_EDIT,
)
async def remove_entity(entity_id: UUID, editing_: Editing) -> Response:
    return await editing_.answer(lambda work: editing.remove_entity(work, editing_.desk, entity_id))


@router.post(
    "/entities/{entity_id}/merge",
    response_model=BibleOut,
    summary="Say that two are one",
    operation_id="merge_bible_entities",
    responses=_EDIT,
)
async def merge(entity_id: UUID, body: Merging, editing_: Editing) -> Response:
    """All names, mentions and facts of `from` are those of the one that stays."""
    into, other, pointer = entity_id, body.from_, "/from"
    if body.into is not None:
        into, other, pointer = body.into, entity_id, "/into"
    assert other is not None
    gone = other
    return await editing_.answer(
        lambda work: editing.merge(work, editing_.desk, into=into, other=gone, pointer=pointer)
    )


@router.post(
    "/entities/{entity_id}/split",
    status_code=201,
    response_model=BibleOut,
    summary="Say that one is two",
    operation_id="split_bible_entity",
    responses=_EDIT,
)
async def split(entity_id: UUID, body: Splitting, editing_: Editing) -> Response:
    """These names, the places that say them, and what is told of them there, are of somebody else."""
    return await editing_.answer(
        lambda work: editing.split(
            work, editing_.desk, entity_id, aliases=body.aliases, name=body.name
        ),
        status=201,
    )


@router.post(
    "/entities/{entity_id}/facts",
    status_code=201,
    response_model=BibleOut,
    summary="Say how somebody looks",
    operation_id="add_bible_fact",
    responses=_EDIT,
)
async def add_fact(entity_id: UUID, body: AddingFact, editing_: Editing) -> Response:
    """Stands for all the book says of the same; locked, it goes verbatim into every prompt."""
    value_en = body.value_en or await editing_.english(body.value)
    return await editing_.answer(
        lambda work: stating.add(
            work,
            editing_.desk,
            entity_id,
            attribute=body.attribute,
            value=body.value,
            value_en=value_en,
            valid_from=body.valid_from.told() if body.valid_from else None,
            valid_to=body.valid_to.told() if body.valid_to else None,
            is_locked=body.locked,
        ),
        status=201,
    )


@router.patch(
    "/facts/{fact_id}",
    response_model=BibleOut,
    summary="Put a fact right, or lock it",
    operation_id="edit_bible_fact",
    responses=_EDIT,
)
async def edit_fact(fact_id: UUID, body: EditingFact, editing_: Editing) -> Response:
    """What was put right is yours, with the book's words as its proof; what is only locked stays the book's."""
    changes = body.changes()
    for name in changes.keys() & {"valid_from", "valid_to"}:
        changes[name] = changes[name] and changes[name].told()
    if "locked" in changes:
        changes["is_locked"] = changes.pop("locked")
    if "value" in changes and not changes.get("value_en"):
        changes["value_en"] = await editing_.english(body.value)
    return await editing_.answer(lambda work: stating.edit(work, editing_.desk, fact_id, changes))


@router.delete(
    "/facts/{fact_id}",
    response_model=BibleOut,
    summary="Take out a fact",
    operation_id="remove_bible_fact",
    responses=_EDIT,
)
async def remove_fact(fact_id: UUID, editing_: Editing) -> Response:
    return await editing_.answer(lambda work: stating.remove(work, editing_.desk, fact_id))


@router.put(
    "/entities/{entity_id}/reference",
    response_model=BibleOut,
    summary="Choose the picture that shows how somebody looks",
    operation_id="set_bible_reference",
    openapi_extra=brought.BODY,
    responses={**_EDIT, **responses(409, 507)},
)
async def set_reference(entity_id: UUID, request: Request, editing_: Editing) -> Response:
    """
    A picture of this book, or one of your own: its pixels are kept, and nothing that stood beside them.

    It is sent along to providers that look at pictures, and how this one looks is approved.
    """
    picture = await brought.read(request)
    if isinstance(picture, UUID):
        chosen = picture
        return await editing_.answer(
            lambda work: bringing.choose(work, editing_.desk, entity_id, chosen)
        )
    its = editing_.resources
    await bringing.bring(
        its.begin,
        its.compute,
        its.storage,
        editing_.desk,
        entity_id=entity_id,
        data=picture,
    )
    return await editing_.answer_done()


@router.delete(
    "/entities/{entity_id}/reference",
    response_model=BibleOut,
    summary="No picture shows how somebody looks",
    operation_id="remove_bible_reference",
    responses=_EDIT,
)
async def remove_reference(entity_id: UUID, editing_: Editing) -> Response:
    return await editing_.answer(lambda work: bringing.forget(work, editing_.desk, entity_id))


@router.put(
    "/style",
    response_model=BibleOut,
    summary="Choose the style of a book",
    operation_id="set_bible_style",
    responses=_EDIT,
)
async def set_style(body: Styling, editing_: Editing) -> Response:
    """A preset, or a style in your own words. Pictures drawn before are stale, and stay."""
    return await editing_.answer(
        lambda work: editing.set_style(work, editing_.desk, style=body.style, words=body.words)
    )
