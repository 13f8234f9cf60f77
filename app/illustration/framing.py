"""
How close a picture of each type stands to what it shows; the words go verbatim into the prompt.
"""

from app.domain.descriptions import DescriptionType

FRAMES: dict[str, str] = {
    DescriptionType.LOCATION.value: "Wide establishing view",
    DescriptionType.CHARACTER.value: "Half-length portrait, the face clearly lit",
    DescriptionType.ATMOSPHERE.value: "Wide evocative view, the air and light as the subject",
    DescriptionType.OBJECT.value: "Close still life, the object large in the middle",
    DescriptionType.ACTION.value: "Dynamic medium shot, caught in mid-movement",
}
