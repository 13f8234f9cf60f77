"""Plain pages, rendered here: they need no script and work in any browser."""

from fastapi import APIRouter

from app.api import samples
from app.api.pages import books, chapters, files, problems, sessions, shelf

router = APIRouter(include_in_schema=False)
for noun in (sessions, shelf, books, chapters, problems, files, samples):
    router.include_router(noun.router)
