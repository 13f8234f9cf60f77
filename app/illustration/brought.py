"""Pictures that a reader brings, looked at as strictly as a provider's; pure functions of bytes."""

from app.domain.illustrations import Renditions
from app.errors import InvalidInput, ProviderUnavailable
from app.illustration import quality, renditions

MAX_BYTES = quality.MAX_BYTES
_LEAST_SIDE = 64
_SAID = {
    "empty": "The file is empty.",
    "placeholder": "This is a notice, not a picture.",
    "aspect": "The picture has no sensible shape.",
    "too-many-bytes": "The file is larger than 20 MB.",
    "not-a-picture": "This is no JPEG, PNG, WebP or AVIF picture.",
    "too-many-pixels": "The picture has more than 16 million pixels.",
    "animated": "The picture moves; a still one is needed.",
    "undecodable": "The picture is damaged or cut short.",
    "tiny": "The picture has less than 64 pixels on a side.",
    "blank": "The picture is blank.",
    "noise": "The picture is noise.",
}


def taken(data: bytes) -> Renditions:
    """
    What is kept of it: pixels only, for others may have put places and names beside them.

    Raises `InvalidInput` with a `reason` for what is no picture to look at.
    """
    try:
        picture = quality.decode(data)
        if min(picture.size) < _LEAST_SIDE:
            raise _refused("tiny")
        quality.verify(data, width=picture.width, height=picture.height)
        return renditions.make(data, source=None)
    except ProviderUnavailable as error:
        raise _refused(str(error.facts.get("reason"))) from error


def _refused(reason: str) -> InvalidInput:
    return InvalidInput(_SAID[reason], pointer="/file", reason=reason)
