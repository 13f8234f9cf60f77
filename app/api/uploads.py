"""A book file on its way in: counted while it comes, on disk until it is looked at."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from uuid import UUID

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.requests import ClientDisconnect
from starlette.types import Message

from app import parsing
from app.domain.books import BookFormat
from app.errors import EmptyFile, InvalidInput, UploadTooLarge
from app.resources import Resources
from app.services import books
from app.settings import LimitSettings
from app.storage import Storage
from app.storage.failures import told

_CHUNK = 1 << 20
# The boundaries and headers of a multipart body (a guess, generous).
_ENVELOPE = 64 * 1024
_NUMBER = re.compile(r"[0-9]{1,3}")
_MOST = 100
# A file is whole in memory while its kind is told: so many at a time, however many come.
_LOOKING = asyncio.Semaphore(2)

BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "string",
                            "format": "binary",
                            "description": "an EPUB, FB2, .fb2.zip or .fbz",
                        },
                        "illustrate": {
                            "type": "string",
                            "default": "auto",
                            "pattern": "^(none|auto|[0-9]{1,3})$",
                            "description": "pictures to draw at once: none, auto or a number",
                        },
                    },
                }
            }
        },
    }
}


@dataclass(frozen=True, slots=True)
class _Received:
    sha256: str
    size_bytes: int
    format: BookFormat
    wanted: int
    file_name: str | None


async def shelve(request: Request, resources: Resources, reader: UUID) -> books.Added:
    """The uploaded file is a book of *reader* from now on; raises what a bad upload is."""
    received = await _receive(
        request,
        resources.storage,
        knobs=resources.settings.limits,
        per_book=resources.settings.illustration.per_book,
    )
    async with resources.begin() as work:
        return await books.add(
            work,
            reader,
            sha256=received.sha256,
            format_=received.format,
            size_bytes=received.size_bytes,
            wanted=received.wanted,
            file_name=received.file_name,
        )


async def _receive(
    request: Request, storage: Storage, *, knobs: LimitSettings, per_book: int
) -> _Received:
    """Store the uploaded file and say what it is; raises what a bad upload is."""
    limit = knobs.upload
    declared = request.headers.get("Content-Length", "")
    if declared.isdigit() and int(declared) > limit + _ENVELOPE:
        raise UploadTooLarge(f"The limit is {limit} bytes", limit=limit)
    if not request.headers.get("Content-Type", "").lower().startswith("multipart/form-data"):
        raise InvalidInput("Send the book as multipart/form-data", pointer="/file")
    counted = Request(request.scope, _Counting(request, limit + _ENVELOPE))
    async with _form(counted) as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            raise InvalidInput("The part `file` is missing", pointer="/file")
        wanted = _wanted(form.get("illustrate"), per_book)
        async with storage.receive(limit=limit) as upload:
            while chunk := await file.read(_CHUNK):
                await upload.write(chunk)
            if upload.size == 0:
                raise EmptyFile
            # In a thread: the list of an archive of ten thousand files takes a while to read.
            await file.seek(0)
            async with _LOOKING:
                data = await file.read()
                format_ = await asyncio.to_thread(parsing.check, data, knobs.of_books())
            sha256 = await upload.finish()
    return _Received(sha256, upload.size, format_, wanted, _title_of(file.filename))


def _title_of(file_name: str | None) -> str | None:
    """What to call a book until its own title is known; never a path, and never used as one."""
    name = re.split(r"[/\\]", file_name or "")[-1]
    name = "".join(char for char in name if char.isprintable())
    return re.sub(r"(\.fb2)?\.(epub|fb2|fbz|zip)$", "", name, flags=re.IGNORECASE)[:200] or None


@asynccontextmanager
async def _form(request: Request) -> AsyncIterator[FormData]:
    try:
        # A large file waits in the folder for temporary ones, whose disk may be full as well.
        with told():
            form = await request.form(max_files=1, max_fields=4)
    except ClientDisconnect as error:
        raise InvalidInput("The upload broke off before its end", pointer="/file") from error
    try:
        yield form
    finally:
        await form.close()


def _wanted(value: object, per_book: int) -> int:
    if value is None or value == "auto":
        return per_book
    if value == "none":
        return 0
    if isinstance(value, str) and _NUMBER.fullmatch(value) and int(value) <= _MOST:
        return int(value)
    raise InvalidInput(f"none, auto or a number up to {_MOST}", pointer="/illustrate")


class _Counting:
    """Stops reading at the limit, also where no length was declared."""

    def __init__(self, request: Request, limit: int) -> None:
        self._receive = request.receive
        self._limit = limit
        self._size = 0

    async def __call__(self) -> Message:
        message = await self._receive()
        self._size += len(message.get("body", b""))
        if self._size > self._limit:
            raise UploadTooLarge(f"The limit is {self._limit - _ENVELOPE} bytes")
        return message
