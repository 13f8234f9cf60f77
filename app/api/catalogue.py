"""What can be asked for: providers and styles."""

from fastapi import APIRouter

from app.api.deps import Resources
from app.api.schemas.catalogue import ProviderOut, StyleOut
from app.api.schemas.pages import Listed
from app.illustration.providers import PROVIDERS
from app.illustration.styles import STYLES

router = APIRouter(tags=["illustrations"])


@router.get("/styles", summary="Styles that can be asked for", operation_id="list_styles")
async def styles() -> Listed[StyleOut]:
    return Listed(items=[StyleOut.of(each) for each in STYLES])


@router.get("/providers", summary="Who can draw", operation_id="list_providers")
async def providers(resources: Resources) -> Listed[ProviderOut]:
    set_up = resources.studio.capabilities()
    wanted = resources.settings.illustration.provider
    default = next(iter(set_up)) if wanted == "auto" else wanted
    return Listed(
        items=[
            ProviderOut.of(name, can, available=name in set_up, default=name == default)
            for name, can in PROVIDERS.items()
        ]
    )
