"""Errors as RFC 9457 has them."""

from pydantic import BaseModel, ConfigDict


class FieldProblem(BaseModel):
    pointer: str
    detail: str
    code: str


class Problem(BaseModel):
    """Some problems carry more members, such as `detected`, `limit` or `scheme`."""

    model_config = ConfigDict(
        extra="allow",
        json_schema_extra={
            "example": {
                "type": "/problems/not-found",
                "title": "There is nothing here",
                "status": 404,
                "detail": "No such book",
                "instance": "/api/v1/books/0199-...",
                "code": "not-found",
                "remedy": "Check the address; what belongs to another reader is not shown either.",
                "request_id": "5f0c6d1e9a",
            }
        },
    )

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    remedy: str
    request_id: str | None
    errors: list[FieldProblem] | None = None
