"""What each problem means and what to do: the pages that the `type` of an error leads to."""

from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus

from fastapi import APIRouter, Response

from app.api.pages.rendering import Rendering
from app.api.pages.routes import PageRoute
from app.api.problems import FRAMEWORK, status_of
from app.errors import BookReaderError, NotFound, TooManyRequests, Unavailable

router = APIRouter(prefix="/problems", route_class=PageRoute)


@dataclass(frozen=True, slots=True)
class Kind:
    slug: str
    title: str
    remedy: str
    status: HTTPStatus
    may_succeed_later: bool = False


def _tree(error: type[BookReaderError]) -> Iterator[Kind]:
    yield Kind(
        error.slug,
        error.title,
        error.remedy,
        status_of(error),
        issubclass(error, (Unavailable, TooManyRequests)),
    )
    for each in error.__subclasses__():
        yield from _tree(each)


def _kinds() -> dict[str, Kind]:
    # A kind without a slug of its own is its parent to the outside, so the first one stays.
    kinds: dict[str, Kind] = {}
    for each in _tree(BookReaderError):
        kinds.setdefault(each.slug, each)
    for status, (slug, title, remedy) in FRAMEWORK.items():
        kinds.setdefault(slug, Kind(slug, title, remedy, HTTPStatus(status)))
    return kinds


KINDS = _kinds()


@router.get("")
async def find(rendering: Rendering) -> Response:
    return rendering.page("problems.html", kinds=KINDS.values())


@router.get("/{slug}")
async def get(slug: str, rendering: Rendering) -> Response:
    if slug not in KINDS:
        raise NotFound("There is no such problem")
    return rendering.page("problem_kind.html", kind=KINDS[slug])
