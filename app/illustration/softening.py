"""Other words for what safety filters stumble over: the aftermath and the mood instead of the wound."""

import re

# Whole words only; each is what a novelist's illustrator would draw instead.
_SOFTER = {
    "blood": "dark stains",
    "bloody": "stained",
    "bleeding": "pale",
    "gore": "disorder",
    "corpse": "still figure",
    "corpses": "still figures",
    "dead body": "still figure",
    "murder": "quarrel",
    "murdered": "fallen",
    "killed": "fallen",
    "kill": "confront",
    "killing": "confrontation",
    "stabbed": "struck",
    "slaughter": "battle's aftermath",
    "wound": "bandage",
    "wounds": "bandages",
    "wounded": "bandaged",
    "severed": "lost",
    "hanged": "condemned",
    "suicide": "despair",
    "torture": "ordeal",
    "naked": "robed",
    "nude": "robed",
    "undressed": "robed",
    "bare breast": "shawl",
    "gun": "object in hand",
    "pistol": "object in hand",
}
_HARD = re.compile(
    r"\b(" + "|".join(sorted(_SOFTER, key=len, reverse=True)) + r")\b", re.IGNORECASE
)


def softened(prompt: str) -> tuple[str, tuple[str, ...]]:
    """The prompt in softer words, and which words were replaced; none where there is nothing to soften."""
    replaced = tuple(dict.fromkeys(found.lower() for found in _HARD.findall(prompt)))
    return _HARD.sub(lambda found: _SOFTER[found[0].lower()], prompt), replaced
