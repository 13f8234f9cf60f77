"""Extraction as a service: the passages of a text that belongs to no book."""

from fastapi import APIRouter

from app.api.deps import Reader, Resources
from app.api.problems import responses
from app.api.schemas.extract import ExtractedOut, Pasting
from app.services import pasting

router = APIRouter(tags=["descriptions"])


@router.post(
    "/extract",
    summary="The passages of a pasted text that an illustrator could draw",
    operation_id="extract_text",
    responses=responses(400, 401, 403, 413, 422, 503),
)
async def extract(body: Pasting, resources: Resources, _: Reader) -> ExtractedOut:
    """Every line is a block of chapter 1. Nothing of the text is kept."""
    return ExtractedOut.of(await resources.compute.run(pasting.read, body.text, body.language))
