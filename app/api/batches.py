"""Many pictures of a book at once: planned, asked for, watched."""

from uuid import UUID

from fastapi import APIRouter, Response

from app.api import painters
from app.api.deps import IsBounded, Reader, Reading, Resources, SignedLinks
from app.api.problems import responses
from app.api.schemas import batches as shapes
from app.api.schemas.illustrations import IllustrationOut
from app.api.schemas.jobs import JobOut
from app.db.work import ReadSession
from app.services import batches, illustrations, jobs

router = APIRouter(tags=["illustrations"])


@router.post(
    "/books/{book_id}/illustrations/batch",
    status_code=202,
    response_model=shapes.BatchAsked,
    summary="Ask for many pictures at once, or what they would be",
    operation_id="illustrate_batch",
    responses={
        200: {"model": shapes.PlanOut, "description": "With `dry_run`: what would be drawn"},
        **responses(400, 401, 403, 404, 409, 413, 422, 503),
    },
)
async def ask(
    book_id: UUID,
    body: shapes.BatchAsking,
    response: Response,
    resources: Resources,
    reader: Reader,
    links: SignedLinks,
    is_bounded: IsBounded,
) -> shapes.BatchAsked | Response:
    """
    The whole book is chosen from. What is read now is drawn first, then the next chapter, then the rest;
    passages that have a picture are left out unless they are named or stale. Each picture succeeds or
    fails for itself. A dry run shows passages up to where I have read, and counts all.
    """
    knobs = resources.settings.illustration
    order = illustrations.Order(
        style=body.style,
        house_style=knobs.style,
        quality=body.quality,
        provider=body.provider or knobs.provider,
        model=body.model,
        negative=body.negative,
    )
    if body.dry_run:
        preview = await batches.preview(
            resources.begin,
            resources.compute,
            reader,
            book_id,
            body.told(),
            order=order,
            most=knobs.per_batch,
            painters=painters.set_up(resources, model=body.model),
            operator_consent=knobs.remote_consent,
            is_bounded=is_bounded,
        )
        plan = shapes.PlanOut.of(preview, book_id=book_id, links=links)
        return Response(plan.model_dump_json(by_alias=True), media_type="application/json")
    batch, job_id = await batches.ask(
        resources.begin,
        resources.compute,
        reader,
        book_id,
        body.told(),
        order=order,
        most=knobs.per_batch,
        operator_consent=knobs.remote_consent,
    )
    async with resources.sessions() as plain:
        session = ReadSession(plain)
        told = await batches.tell(session, batch)
        job = JobOut.of(await jobs.look(session, reader, job_id))
    response.headers["Location"] = f"/api/v1/jobs/{job.id}"
    return shapes.BatchAsked(batch=shapes.BatchOut.of(told), job=job)


@router.get(
    "/batches/{batch_id}",
    summary="What became of a batch",
    operation_id="get_batch",
    responses=responses(401, 404, 422),
)
async def get(
    batch_id: UUID, session: Reading, reader: Reader, links: SignedLinks, is_bounded: IsBounded
) -> shapes.BatchDetail:
    """The counts are of all its pictures; those listed are up to where I have read."""
    found = await batches.look(session, reader, batch_id, is_bounded=is_bounded)
    job = None if found.job is None else JobOut.of(await jobs.watch(session, found.job))
    pictures = [IllustrationOut.of(each, links) for each in found.pictures]
    return shapes.BatchDetail.of_all(found.told, job, pictures)
