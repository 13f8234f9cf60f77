"""What something is only likened to: a man "as broad as a cupboard" is drawn beside one."""

import re

_ALWAYS = re.compile(
    r",\s*(?:как\s+будто|как\s+бы|словно|будто|точно|подобно)(?:\s+бы)?\s+[^,.;:!?…—()\n]+"
    r"|,?\s*\bas\s+(?:if|though)\b[^,.;:!?…—()\n]+",
    re.IGNORECASE,
)
# «Видел, как садилось солнце» is no simile: what has a verb is left alone.
_SHORT = re.compile(
    r",\s*как\s+(?!раз\b|только\b|можно\b)(?!(?:[а-яё-]+\s+){0,3}?[а-яё-]+(?:л|ла|ло|ли|лся|лась|лось|лись|ет|ит|ут|ют|ат|ят|"
    r"ется|ится|утся|ются|атся|ятся)\b)[а-яё-]+(?:\s+[а-яё-]+){0,3}\s*(?=[,.;:!?…—()\n]|$)",
    re.IGNORECASE,
)


def strip(text: str) -> tuple[str, int]:
    """*text* without them, and how many there were."""
    text, always = _ALWAYS.subn(" ", text)
    text, short = _SHORT.subn(" ", text)
    return text, always + short
