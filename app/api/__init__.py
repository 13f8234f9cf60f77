"""The first door: HTTP."""

from fastapi import APIRouter

from app.api import (
    admin,
    auth,
    batches,
    bible,
    books,
    catalogue,
    chapters,
    descriptions,
    extract,
    health,
    illustrations,
    jobs,
    keeping,
    keys,
    pages,
)

router = APIRouter()
for noun in (
    auth,
    keys,
    books,
    chapters,
    descriptions,
    extract,
    bible,
    illustrations,
    keeping,
    batches,
    catalogue,
    jobs,
    admin,
):
    router.include_router(noun.router, prefix="/api/v1")
router.include_router(health.router)
router.include_router(pages.router)
