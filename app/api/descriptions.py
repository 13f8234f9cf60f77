"""Descriptions: the passages an illustrator could draw."""

import dataclasses
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from app.api.deps import IsBounded, Paging, Reader, Reading, Resources, SignedLinks, Work
from app.api.links import Links
from app.api.listing import listed
from app.api.problems import responses
from app.api.schemas import illustrations as pictures
from app.api.schemas.descriptions import DescriptionOut, Hiding, Marking
from app.api.schemas.jobs import JobOut
from app.api.schemas.keeping import changes
from app.api.schemas.pages import Listed
from app.db.work import ReadSession
from app.domain.descriptions import DescriptionType
from app.services import descriptions, illustrations, jobs, marking, regenerating

router = APIRouter(tags=["descriptions"])


@router.get(
    "/books/{book_id}/chapters/{ordinal}/descriptions",
    summary="The descriptions of one chapter",
    operation_id="list_chapter_descriptions",
    responses=responses(401, 404),
)
async def of_chapter(
    book_id: UUID, ordinal: int, session: Reading, reader: Reader, links: SignedLinks
) -> Listed[DescriptionOut]:
    """A chapter that is opened comes with all of its own; each with the picture now shown."""
    found = await descriptions.of_chapter(session, reader, book_id, ordinal)
    items = [DescriptionOut.of(each, book_id=book_id, links=links) for each in found]
    return Listed(items=items)


@router.get(
    "/books/{book_id}/descriptions",
    summary="The descriptions of a book, up to where I have read",
    operation_id="list_descriptions",
    responses=responses(401, 404, 422),
)
async def find(
    book_id: UUID,
    request: Request,
    response: Response,
    session: Reading,
    reader: Reader,
    links: SignedLinks,
    paging: Paging,
    is_bounded: IsBounded,
    type: DescriptionType | None = None,  # noqa: A002  # the name in the contract
    chapter: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
    min_priority: Annotated[float | None, Query(ge=0, le=100)] = None,
    illustrated: bool | None = None,
    entity: Annotated[UUID | None, Query(description="who is in it, by its id")] = None,
    sort: Literal["place", "priority"] = "place",
) -> Listed[DescriptionOut]:
    page = await descriptions.find(
        session,
        reader,
        book_id,
        paging,
        type_=type,
        chapter=chapter,
        min_priority=min_priority,
        is_illustrated=illustrated,
        entity_id=entity,
        is_bounded=is_bounded,
        by_priority=sort == "priority",
    )
    items = [DescriptionOut.of(each, book_id=book_id, links=links) for each in page.items]
    return listed(request, response, items, next_keys=page.next, total=page.total)


@router.get(
    "/descriptions/{description_id}",
    summary="One description, with the paragraph around it",
    operation_id="get_description",
    responses=responses(401, 404),
)
async def get(
    description_id: UUID, session: Reading, reader: Reader, links: SignedLinks
) -> DescriptionOut:
    return _shown(await descriptions.get(session, reader, description_id), links)


@router.post(
    "/books/{book_id}/descriptions",
    status_code=201,
    summary="Mark a passage of my own choice",
    operation_id="mark_passage",
    responses={
        200: {"model": DescriptionOut, "description": "This very passage is marked already"},
        **responses(400, 401, 403, 404, 413, 422, 503),
    },
)
async def mark(
    book_id: UUID,
    body: Marking,
    response: Response,
    resources: Resources,
    reader: Reader,
    links: SignedLinks,
) -> DescriptionOut:
    """Then a picture of it can be asked for, as of any other. Nobody else sees it."""
    marked, is_new = await marking.mark(
        resources.begin, resources.compute, reader, book_id, body.span.told()
    )
    if not is_new:
        response.status_code = 200
    async with resources.sessions() as session:
        return _shown(await descriptions.get(ReadSession(session), reader, marked), links)


@router.patch(
    "/descriptions/{description_id}",
    summary="Hide a passage, or show it again",
    operation_id="hide_passage",
    responses=responses(400, 401, 403, 404, 413, 422),
)
async def hide(
    description_id: UUID, body: Hiding, work: Work, reader: Reader, links: SignedLinks
) -> DescriptionOut:
    """Off the pages of this reader's book; nobody else's."""
    if body.hidden:
        await marking.hide(work, reader, description_id)
    else:
        await marking.show(work, reader, description_id)
    return _shown(await descriptions.get(ReadSession(work.session), reader, description_id), links)


def _shown(opened: descriptions.Opened, links: Links) -> DescriptionOut:
    return DescriptionOut.of(
        opened.seen, book_id=opened.book.id, links=links, context=opened.context
    )


@router.post(
    "/descriptions/{description_id}/illustrations",
    status_code=202,
    summary="Ask for a picture",
    operation_id="ask_for_illustration",
    responses=responses(400, 401, 403, 404, 413, 422, 503),
)
async def ask(
    description_id: UUID,
    body: pictures.Asking,
    response: Response,
    resources: Resources,
    reader: Reader,
    links: SignedLinks,
) -> pictures.Asked:
    """Asking again while one is under way answers with that one.

    With `variant_of` whatever is not named is as it was there; else it is what the book or we choose.
    """
    knobs = resources.settings.illustration
    named = changes(body, provider=knobs.provider)
    async with resources.begin() as work:
        if body.variant_of is None:
            plain = illustrations.Order(style=None, quality=body.quality, provider=knobs.provider)
            order = dataclasses.replace(plain, house_style=knobs.style, **named)
        else:
            order = await regenerating.like(
                work,
                reader,
                body.variant_of,
                named,
                description_id=description_id,
                house_style=knobs.style,
            )
        picture, job_id = await illustrations.ask(
            work,
            reader,
            description_id,
            order,
            operator_consent=knobs.remote_consent,
            count=body.count,
        )
    async with resources.sessions() as session:
        job = JobOut.of(await jobs.look(ReadSession(session), reader, job_id))
    response.headers["Location"] = f"/api/v1/jobs/{job.id}"
    return pictures.Asked(illustration=pictures.IllustrationOut.of(picture, links), job=job)
