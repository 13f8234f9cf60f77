"""Keys of one's own for image providers: who has one draws on an account of their own."""

from typing import Annotated

from fastapi import APIRouter, Path

from app.api.deps import Reader, Reading, Resources, Work
from app.api.problems import responses
from app.api.schemas.keys import KeyIn, KeyOut
from app.api.schemas.pages import Listed
from app.services import keys

router = APIRouter(tags=["accounts"])

Provider = Annotated[
    str, Path(max_length=64, description="one whose `takes_key` of GET /providers is true")
]


@router.get(
    "/me/provider-keys",
    summary="For whom I have left a key",
    operation_id="list_provider_keys",
    responses=responses(401),
)
async def find(session: Reading, reader: Reader, resources: Resources) -> Listed[KeyOut]:
    """Never the keys themselves: nobody gets them back, not even their owner."""
    found = await keys.find(session, reader, resources.secret)
    return Listed(items=[KeyOut.of(row, usable=is_usable) for row, is_usable in found])


@router.put(
    "/me/provider-keys/{provider}",
    summary="Draw on an account of my own",
    operation_id="put_provider_key",
    responses=responses(400, 401, 403, 413),
)
async def put(
    provider: Provider, body: KeyIn, work: Work, reader: Reader, resources: Resources
) -> KeyOut:
    """
    Takes the place of the former key. It is used for my pictures alone.

    A key is no consent: nothing is sent to a remote provider before `PUT /me/consent`.
    """
    row = await keys.put(
        work, reader, resources.secret, provider=provider, key=body.key.get_secret_value()
    )
    return KeyOut.of(row)


@router.delete(
    "/me/provider-keys/{provider}",
    status_code=204,
    summary="Take my key away",
    operation_id="remove_provider_key",
    responses=responses(401, 403),
)
async def remove(provider: Provider, work: Work, reader: Reader) -> None:
    """It is gone at once. There may have been none."""
    await keys.remove(work, reader, provider=provider)
