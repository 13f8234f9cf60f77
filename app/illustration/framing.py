"""
How a picture of each type, or each view of a series, looks at what it shows; the words go verbatim into the prompt.
"""

from app.domain.descriptions import DescriptionType
from app.illustration import clauses, looks, translation, unsaid

FRAMES: dict[str, str] = {
    DescriptionType.LOCATION.value: "Wide establishing view",
    DescriptionType.CHARACTER.value: "Half-length portrait, the face clearly lit",
    DescriptionType.ATMOSPHERE.value: "Wide evocative view, the air and light as the subject",
    DescriptionType.OBJECT.value: "Close still life, the object large in the middle",
    DescriptionType.ACTION.value: "Dynamic medium shot, caught in mid-movement",
}
VIEWS: dict[str, str] = {
    "portrait": "Head-and-shoulders portrait, three-quarter face, clearly lit",
    "profile": "Portrait in profile, the head seen from the side",
    "full_body": "Full-length figure, head to feet in view",
    "back": "Full-length figure seen from behind",
    "wide": "Wide establishing view, the whole in its surroundings",
    "medium": "Medium view, the subject filling half the picture",
    "detail": "Close view of one telling detail",
    "interior": "Interior view, the room seen from its doorway",
}
_LONGEST_VIEW = 12

_ALWAYS = ("text", "watermark", "signature", "logo", "border", "blurry", "low quality")
_OF_PEOPLE = ("extra fingers", "extra limbs", "deformed hands", "cropped head")
_FACES = ("distorted face", "crossed eyes", "duplicate face")
# What pictures of a type are better without.
AVOIDED: dict[DescriptionType, tuple[str, ...]] = {
    DescriptionType.LOCATION: (*_ALWAYS, "distorted perspective", "floating buildings"),
    DescriptionType.CHARACTER: (*_OF_PEOPLE, *_FACES, *_ALWAYS),
    DescriptionType.ATMOSPHERE: (*_ALWAYS, "harsh flash", "cluttered foreground"),
    DescriptionType.OBJECT: ("duplicate objects", "cropped object", "hands", *_ALWAYS),
    DescriptionType.ACTION: (*_OF_PEOPLE, "fused bodies", "stiff poses", *_ALWAYS),
}
# The same, said as what is there instead, for models without a negative prompt.
GUARDS: dict[DescriptionType, str] = {
    DescriptionType.LOCATION: "believable perspective, clean surfaces, the view fills the sheet",
    DescriptionType.CHARACTER: "natural anatomy, well-formed hands, clean surfaces",
    DescriptionType.ATMOSPHERE: "soft depth, clean surfaces, the view fills the sheet",
    DescriptionType.OBJECT: "one whole object, plain uncluttered background, clean surfaces",
    DescriptionType.ACTION: "natural anatomy, clear readable poses, clean surfaces",
}
# Where nothing is told of the light, and of a picture of which little else is told.
LIGHT = "lit by soft natural light from one side"
FINISH: dict[DescriptionType, tuple[str, ...]] = {
    DescriptionType.LOCATION: (
        "layered foreground, middle ground and distance",
        "worn textures of wood, stone and earth",
        "a small telling detail near the front",
    ),
    DescriptionType.CHARACTER: (
        "an expressive natural pose",
        "fine texture of cloth and hair",
        "a quiet background that sets off the figure",
    ),
    DescriptionType.ATMOSPHERE: (
        "subtle gradation of tone",
        "a strong simple composition",
        "fine texture of air, water and leaf",
    ),
    DescriptionType.OBJECT: (
        "tangible texture of every material",
        "a gentle shadow beneath",
        "small marks of long use",
    ),
    DescriptionType.ACTION: (
        "strong diagonal composition",
        "expressive gestures",
        "surroundings that show where it happens",
    ),
}
# Of a passage that shows nothing at all.
BARE: dict[DescriptionType, str] = {
    DescriptionType.LOCATION: "a quiet deserted place, an open foreground, distant shapes fading into soft half-light",
    DescriptionType.CHARACTER: "a solitary figure in thought, plainly dressed, against a softly shaded background",
    DescriptionType.ATMOSPHERE: "still air under a wide sky, a low horizon, faint light through drifting haze",
    DescriptionType.OBJECT: "a single object on a bare wooden table, a soft shadow beside it",
    DescriptionType.ACTION: "figures in movement, their gestures clear, dust and cloth stirred by haste",
}


def shot(kind: DescriptionType, view: str) -> tuple[str, str, tuple[str, ...]]:
    """The words for *view*, where they come from ("type" or "view"), and what of them was lost."""
    if not view:
        return FRAMES[kind.value], "type", ()
    if known := VIEWS.get(view.strip().lower().replace("-", "_").replace(" ", "_")):
        return known, "view", ()
    words, lost = unsaid.strip(view)
    parts = [part for part in words.split(",") if part.strip()]
    told = [_said(part) for part in parts if not clauses.is_denial(part)]
    told = [part for part in told if part and not clauses.is_denial(part)]
    free = ", ".join(told).split()
    lost += ("view: says what is not there",) if len(told) < len(parts) else ()
    if len(free) > _LONGEST_VIEW:
        lost += (f"view: {len(free) - _LONGEST_VIEW} words",)
    short = " ".join(free[:_LONGEST_VIEW]).strip(",")
    if not short:
        return FRAMES[kind.value], "type", (*lost, "view: nothing of it can be drawn")
    return f"{short[0].upper()}{short[1:]}", "view", lost


def _said(part: str) -> str:
    return clauses.plain(looks.worded(part)[0] if translation.is_russian(part) else part)
