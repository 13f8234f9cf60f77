"""What a reader does with pictures: one at a time, or many at once."""

from uuid import UUID

from fastapi import APIRouter, Response

from app.api.deps import Reader, Resources, SignedLinks, Work
from app.api.problems import responses
from app.api.schemas import keeping as shapes
from app.api.schemas.illustrations import Asked, IllustrationOut
from app.api.schemas.jobs import JobOut
from app.db.work import ReadSession
from app.services import bulk, jobs, keeping, regenerating

router = APIRouter(prefix="/illustrations", tags=["illustrations"])


@router.post(
    "/bulk",
    summary="Do one thing to many pictures",
    operation_id="act_on_illustrations",
    responses=responses(400, 401, 403, 413, 422, 503),
)
async def act(
    body: shapes.Acting, resources: Resources, reader: Reader, links: SignedLinks
) -> shapes.Outcomes:
    """A result for each id, in their order; what fails for one stops none of the others."""
    knobs = resources.settings.illustration
    outcomes = await bulk.act(
        resources.begin,
        reader,
        body.action,
        body.ids,
        house_style=knobs.style,
        operator_consent=knobs.remote_consent,
    )
    items = [shapes.OutcomeOut.of(each, links) for each in outcomes]
    done = sum(each.done for each in items)
    return shapes.Outcomes(items=items, done=done, failed=len(items) - done)


@router.post(
    "/{illustration_id}/regenerate",
    status_code=202,
    summary="Draw it once more",
    operation_id="regenerate_illustration",
    responses=responses(400, 401, 403, 404, 409, 413, 422, 503),
)
async def regenerate(
    illustration_id: UUID,
    body: shapes.Redrawing,
    response: Response,
    resources: Resources,
    reader: Reader,
    links: SignedLinks,
) -> Asked:
    """A new variant; the picture itself stays, and stays in the text until I choose the other.

    Asking again while one is under way answers with that one.
    """
    knobs = resources.settings.illustration
    async with resources.begin() as work:
        picture, job_id = await regenerating.regenerate(
            work,
            reader,
            illustration_id,
            shapes.changes(body, provider=knobs.provider),
            keeps_seed=body.seed == "same",
            house_style=knobs.style,
            operator_consent=knobs.remote_consent,
        )
    async with resources.sessions() as session:
        job = JobOut.of(await jobs.look(ReadSession(session), reader, job_id))
    response.headers["Location"] = f"/api/v1/jobs/{job.id}"
    return Asked(illustration=IllustrationOut.of(picture, links), job=job)


@router.delete(
    "/{illustration_id}",
    status_code=204,
    summary="Throw a picture away",
    operation_id="delete_illustration",
    responses=responses(401, 403, 404),
)
async def remove(illustration_id: UUID, work: Work, reader: Reader) -> None:
    """It can be restored for 7 days. If it was the one shown, the newest other variant is."""
    await keeping.remove(work, reader, illustration_id)


@router.post(
    "/{illustration_id}/restore",
    summary="Take back a picture",
    operation_id="restore_illustration",
    responses=responses(401, 403, 404),
)
async def restore(
    illustration_id: UUID, work: Work, reader: Reader, links: SignedLinks
) -> IllustrationOut:
    return IllustrationOut.of(await keeping.restore(work, reader, illustration_id), links)


@router.put(
    "/{illustration_id}/favourite",
    summary="Keep among the favourites",
    operation_id="add_favourite",
    responses=responses(401, 403, 404),
)
async def add_favourite(
    illustration_id: UUID, work: Work, reader: Reader, links: SignedLinks
) -> IllustrationOut:
    picture = await keeping.favour(work, reader, illustration_id, is_favourite=True)
    return IllustrationOut.of(picture, links)


@router.delete(
    "/{illustration_id}/favourite",
    summary="No longer a favourite",
    operation_id="remove_favourite",
    responses=responses(401, 403, 404),
)
async def remove_favourite(
    illustration_id: UUID, work: Work, reader: Reader, links: SignedLinks
) -> IllustrationOut:
    picture = await keeping.favour(work, reader, illustration_id, is_favourite=False)
    return IllustrationOut.of(picture, links)


@router.put(
    "/{illustration_id}/rating",
    summary="Say how good it is",
    operation_id="rate_illustration",
    responses=responses(400, 401, 403, 404, 413, 422),
)
async def rate(
    illustration_id: UUID, body: shapes.Rating, work: Work, reader: Reader, links: SignedLinks
) -> IllustrationOut:
    """What was said before is replaced, the reason too."""
    picture = await keeping.rate(
        work, reader, illustration_id, value=body.value, reason=body.reason
    )
    return IllustrationOut.of(picture, links)


@router.delete(
    "/{illustration_id}/rating",
    summary="Take a rating back",
    operation_id="unrate_illustration",
    responses=responses(401, 403, 404),
)
async def unrate(
    illustration_id: UUID, work: Work, reader: Reader, links: SignedLinks
) -> IllustrationOut:
    return IllustrationOut.of(await keeping.unrate(work, reader, illustration_id), links)


@router.put(
    "/{illustration_id}/shown",
    summary="Show this variant in the text",
    operation_id="show_illustration",
    responses=responses(401, 403, 404, 409),
)
async def show(
    illustration_id: UUID, work: Work, reader: Reader, links: SignedLinks
) -> IllustrationOut:
    return IllustrationOut.of(await keeping.show(work, reader, illustration_id), links)
