"""Operations: is this process alive, is it ready."""

from fastapi import APIRouter, Response
from pydantic import BaseModel

from app.api.deps import Resources
from app.broker import Broker
from app.services import health

router = APIRouter(prefix="/health", tags=["operations"])


class Live(BaseModel):
    status: str


class Ready(BaseModel):
    status: str
    checks: dict[str, str]


@router.get("/live", summary="The process answers", operation_id="live")
async def live() -> Live:
    return Live(status="ok")


@router.get(
    "/ready",
    summary="Each dependency by name",
    operation_id="ready",
    responses={503: {"model": Ready, "description": "Not ready"}},
)
async def ready(resources: Resources, response: Response) -> Ready:
    """Redis is reported but not demanded: without it jobs are accepted and start a little later."""
    checks = await health.check(resources.begin, resources.storage, Broker(resources.redis).ping)
    is_ready = (
        checks["database"] == "ok" and checks["migrations"] == "ok" and checks["storage"] == "ok"
    )
    if not is_ready:
        response.status_code = 503
    return Ready(status="ok" if is_ready else "not ready", checks=checks)


@router.get("/startup", summary="The process has started", operation_id="startup")
async def startup() -> Live:
    return Live(status="ok")
