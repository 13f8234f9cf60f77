"""Book files on this machine, which a command was given."""

from pathlib import Path
from typing import Annotated

import typer

from app import parsing
from app.compute import single
from app.domain.books import ParsedBook
from app.domain.limits import bounds
from app.errors import NoSuchFile, Refused, UploadTooLarge
from app.settings import Settings

BookFile = Annotated[Path, typer.Argument(metavar="BOOK", help="An EPUB or FB2 file.")]


def read(path: Path, settings: Settings) -> bytes:
    """Raises `NoSuchFile`, `Refused`, and `UploadTooLarge` beyond what the server takes too."""
    limit = settings.limits.upload
    try:
        if path.stat().st_size > limit:
            raise UploadTooLarge(f"{path} is larger than {limit:,} bytes.", limit_bytes=limit)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise NoSuchFile(f"There is no file {path}.") from error
    except IsADirectoryError as error:
        raise Refused(f"{path} is a folder; name one book in it.") from error
    except OSError as error:
        raise Refused(f"{path} cannot be read: {error.strerror}.") from error


def parsed(path: Path, settings: Settings) -> ParsedBook:
    """In a child with the server's limits: a book made to do harm costs no more here."""
    data, limits = read(path, settings), settings.limits.of_books()
    return single.run(bounds(limits), parsing.parse, data, limits)


def write(path: Path, data: bytes) -> None:
    """Under another name first, so that no half a book is left behind."""
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.write_bytes(data)
        unfinished.replace(path)
    except OSError as error:
        raise Refused(f"{path} cannot be written: {error.strerror}.") from error
