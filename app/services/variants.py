"""Pictures of one and the same subject: which are variants of which, and of which only one is shown."""

from sqlalchemy import ColumnElement, and_

from app.db.models import Illustration


def of(picture: Illustration) -> ColumnElement[bool]:
    """Pictures of the same subject in the same view, *picture* among them."""
    return and_(_of_subject(picture), Illustration.view == picture.view)


def rivals(picture: Illustration) -> ColumnElement[bool]:
    """
    Those of which one is shown, *picture* among them.

    All pictures of a passage, for it has one place in the text; of a portrait the variants of its view.
    """
    return _of_subject(picture) if picture.description_id is not None else of(picture)


def _of_subject(picture: Illustration) -> ColumnElement[bool]:
    is_subject = (
        Illustration.description_id == picture.description_id
        if picture.description_id is not None
        else Illustration.entity_id == picture.entity_id
    )
    return and_(Illustration.book_id == picture.book_id, is_subject)
