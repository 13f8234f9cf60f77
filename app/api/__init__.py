"""The first door: HTTP."""

from fastapi import APIRouter

from app.api import (
    admin,
    auth,
    batches,
    bible,
    bible_edits,
    books,
    catalogue,
    chapters,
    descriptions,
    exports,
    extract,
    health,
    illustrations,
    jobs,
    keeping,
    keys,
    pages,
    series,
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
    bible_edits,
    illustrations,
    keeping,
    batches,
    exports,
    series,
    catalogue,
    jobs,
    admin,
):
    router.include_router(noun.router, prefix="/api/v1")
router.include_router(health.router)
router.include_router(pages.router)
