"""Good books whose archives say something that is not so."""

from dataclasses import replace

from tests.parsing.builders import epub
from tests.parsing.hostile.cases import ACCEPTED
from tests.parsing.hostile.zips import Member, members_of, packed

MIB = 1 << 20

DAMAGED = ("corrupt-archive", ACCEPTED)

NO_BOOK = "unsupported-format"


def changed(name: str, **fields) -> bytes:
    """A good EPUB in which the headers of one member lie."""
    members = members_of(epub())
    return packed([replace(m, **fields) if m.name == name.encode() else m for m in members])


def added(*extra: Member, **fields) -> bytes:
    return packed([*members_of(epub()), *extra], **fields)


CHAPTER = "OEBPS/c1.xhtml"
