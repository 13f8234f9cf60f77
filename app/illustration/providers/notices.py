"""Notices: what a service sends in the place of a picture, and calls a success."""

from app.errors import ProviderUnavailable


class NotThePicture(ProviderUnavailable):
    """By its own headers; *data* is the evidence as it came, *model* who is said to have drawn it."""

    def __init__(self, name: str, data: bytes, model: str | None) -> None:
        super().__init__(
            f"{name} sent its rate notice in the place of a picture.", reason="placeholder"
        )
        self.data = data
        self.model = model
