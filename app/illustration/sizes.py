"""How large a picture of each type is, in pixels."""

from app.domain.descriptions import DescriptionType
from app.domain.illustrations import Quality

_LANDSCAPE = (1024, 768)
_PORTRAIT = (768, 1024)
_SQUARE = (1024, 1024)
_SHAPES = {
    DescriptionType.LOCATION: _LANDSCAPE,
    DescriptionType.ATMOSPHERE: _LANDSCAPE,
    DescriptionType.ACTION: _LANDSCAPE,
    DescriptionType.CHARACTER: _PORTRAIT,
    DescriptionType.OBJECT: _SQUARE,
}
# Multiples of 64 whatever the shape, which diffusion models want. 1.25 stays below the 2048 px that
# flux takes.
_SCALES = {Quality.DRAFT: 0.5, Quality.STANDARD: 1.0, Quality.HIGH: 1.25}


def size_for(kind: DescriptionType, quality: Quality = Quality.STANDARD) -> tuple[int, int]:
    width, height = _SHAPES[kind]
    scale = _SCALES[quality]
    return int(width * scale), int(height * scale)
