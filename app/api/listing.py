"""Lists as every client finds them: items, the cursor of the next page, and a Link to it."""

from collections.abc import Sequence
from typing import TypeVar

from fastapi import Request, Response

from app.api.cursors import encode
from app.api.schemas.pages import Listed
from app.db.paging import Keys

Item = TypeVar("Item")


def listed(
    request: Request,
    response: Response,
    items: Sequence[Item],
    *,
    next_keys: Keys | None,
    total: int | None,
) -> Listed[Item]:
    cursor = encode(next_keys) if next_keys is not None else None
    if cursor is not None:
        # A path and query: whoever stands in front of us knows our host better than we do.
        url = request.url.include_query_params(cursor=cursor)
        response.headers["Link"] = f'<{url.path}?{url.query}>; rel="next"'
    return Listed(items=list(items), next=cursor, total=total)
