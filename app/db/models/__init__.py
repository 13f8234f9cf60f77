"""All tables, so that Alembic and the tests see them."""

from app.db.models.bible import BibleEdit
from app.db.models.book import Book, BookState, Progress, ReadingSession
from app.db.models.description import Description, HiddenDescription
from app.db.models.edition import Asset, Chapter, Edition, EditionState, TocEntry
from app.db.models.entity import Entity, Fact, Mention
from app.db.models.export import Export
from app.db.models.illustration import Illustration
from app.db.models.job import Job
from app.db.models.key import ProviderKey
from app.db.models.reader import Reader, Role, Token, TokenKind
from app.db.models.series import Batch, Series
from app.db.models.suspect import SuspectPicture

__all__ = [
    "Asset",
    "Batch",
    "BibleEdit",
    "Book",
    "BookState",
    "Chapter",
    "Description",
    "Edition",
    "EditionState",
    "Entity",
    "Export",
    "Fact",
    "HiddenDescription",
    "Illustration",
    "Job",
    "Mention",
    "Progress",
    "ProviderKey",
    "Reader",
    "ReadingSession",
    "Role",
    "Series",
    "SuspectPicture",
    "TocEntry",
    "Token",
    "TokenKind",
]
