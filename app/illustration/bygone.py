"""Weather that a text says is over: a model draws whatever it is told of."""

import re

_ENGLISH = re.compile(
    r"(?:\bthe\s+(?:[a-z]+\s+){0,2}?)?\b(?P<what>mists?|fog|haze|rain|drizzle|snow|storm|thunderstorm|blizzard|"
    r"wind|gale|smoke|clouds?)\s+"
    r"(?:(?:had|has|have|was|were|is|are)\s+(?:(?:already|now|at\s+last|all|quite|[a-z]+ly)\s+)?"
    r"(?:gone|lifted|cleared|stopped|ceased|passed|vanished|dispersed|melted|over|died\s+(?:away|down))|"
    r"(?:lifted|cleared|stopped|ceased|dispersed|died\s+(?:away|down)))\b(?:\s+(?:away|off))?"
    # Smoke that "had gone up" is there, and a storm may be "over the village".
    r"(?!\s+(?:up|on|down|in|into|to|over|through|from|the|a|an|their|his|her)\b)",
    re.IGNORECASE,
)
_RUSSIAN_WHAT = (
    r"(?P<what>туман|дымка|мгла|дождь|дождик|ливень|гроза|буря|метель|вьюга|снегопад|ветер|тучи)"
)
_RUSSIAN_END = (
    r"(?:рассеял(?:ся|ась|ись)|прекратил(?:ся|ась)|кончил(?:ся|ась)|перестал[аи]?|(?:у|с|за|при)тих(?:ла|ли)?|"
    r"улегл(?:ась|ись)|ул[её]гся|разошлись|разош[её]лся)"
)
_RUSSIAN = (
    re.compile(
        rf"\b{_RUSSIAN_WHAT}\s+(?:(?:уже|наконец|совсем|давно)\s+)?(?:{_RUSSIAN_END}|прош[её]л|прошла)\b",
        re.IGNORECASE,
    ),
    re.compile(rf"\b{_RUSSIAN_END}\s+{_RUSSIAN_WHAT}\b", re.IGNORECASE),
)


def strip(text: str) -> tuple[str, tuple[str, ...]]:
    """*text* without what it says is over, and each of that as a denial in the words of the text."""
    gone: list[str] = []
    for pattern, denial in ((_ENGLISH, "no"), *((each, "без") for each in _RUSSIAN)):
        gone += [f"{denial} {found['what'].lower()}" for found in pattern.finditer(text)]
        text = pattern.sub(" ", text)
    return text, tuple(gone)
