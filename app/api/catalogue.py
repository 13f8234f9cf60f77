"""What can be asked for: providers and styles."""

from fastapi import APIRouter

from app.api.deps import Resources
from app.api.schemas.illustrations import ProviderOut, StyleOut
from app.api.schemas.pages import Listed
from app.illustration.styles import STYLES

router = APIRouter(tags=["illustrations"])


@router.get("/styles", summary="Styles that can be asked for", operation_id="list_styles")
async def styles() -> Listed[StyleOut]:
    return Listed(items=[StyleOut.model_validate(each) for each in STYLES])


@router.get("/providers", summary="Who can draw", operation_id="list_providers")
async def providers(resources: Resources) -> Listed[ProviderOut]:
    """`default` is who draws when nobody is named and consent is given."""
    found = resources.studio.capabilities()
    return Listed(items=[ProviderOut.model_validate(each) for each in found])
