"""A picture that a reader sends, or names."""

from uuid import UUID

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.datastructures import UploadFile

from app.api.schemas.bible_edits import Referring
from app.errors import InvalidInput, UploadTooLarge
from app.illustration.brought import MAX_BYTES
from app.storage.failures import told

BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": Referring.model_json_schema()},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "string",
                            "format": "binary",
                            "description": "a JPEG, PNG, WebP or AVIF of at most 20 MB",
                        }
                    },
                }
            },
        },
    }
}


async def read(request: Request) -> UUID | bytes:
    """The id of a picture of ours, or the bytes of the reader's own."""
    if not request.headers.get("Content-Type", "").lower().startswith("multipart/form-data"):
        return _named(await request.body())
    # A large file waits in the folder for temporary ones, whose disk may be full.
    with told():
        async with request.form(max_files=1, max_fields=1) as form:
            file = form.get("file")
            if not isinstance(file, UploadFile):
                raise InvalidInput("The part `file` is missing", pointer="/file")
            if (file.size or 0) > MAX_BYTES:
                raise UploadTooLarge(f"The limit is {MAX_BYTES} bytes", limit=MAX_BYTES)
            return await file.read()


def _named(body: bytes) -> UUID:
    try:
        return Referring.model_validate_json(body).illustration
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False)
        told_ = [{**each, "loc": ("body", *each["loc"])} for each in found]
        raise RequestValidationError(told_) from error
