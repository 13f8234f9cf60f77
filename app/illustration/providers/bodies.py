"""Pictures in the bodies of answers, and pictures in those of requests."""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from app.domain.illustrations import Reference
from app.errors import ProviderUnavailable


def told(body: bytes, name: str) -> Any:
    """The JSON of an answer; a body of any other shape is an error that looks like success."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        no_picture(name)


def decoded(encoded: object, name: str) -> bytes:
    """From base64, with or without the head of a data URI."""
    if not isinstance(encoded, str):
        no_picture(name)
    try:
        return base64.b64decode(encoded.rpartition(",")[2], validate=True)
    except binascii.Error:
        no_picture(name)


def no_picture(name: str) -> NoReturn:
    raise ProviderUnavailable(f"{name} answered, but not with a picture.", reason="no-picture")


def encoded(reference: Reference) -> str:
    return base64.b64encode(reference.data).decode()


def data_uri(reference: Reference) -> str:
    return f"data:{reference.media_type};base64,{encoded(reference)}"


def form(fields: Mapping[str, str], files: Sequence[tuple[str, Reference]]) -> tuple[str, bytes]:
    """Media type and body of a multipart form; the same fields and files give the same bytes."""
    seal = hashlib.sha256(repr(sorted(fields.items())).encode())
    for _, each in files:
        seal.update(each.data)
    boundary = f"bookreader{seal.hexdigest()[:32]}"
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for number, (name, each) in enumerate(files):
        ending = each.media_type.rpartition("/")[2]
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; '
            f'filename="reference{number}.{ending}"\r\nContent-Type: {each.media_type}\r\n\r\n'
        )
        parts += [head.encode(), each.data, b"\r\n"]
    body = b"".join([*parts, f"--{boundary}--\r\n".encode()])
    return f"multipart/form-data; boundary={boundary}", body
