"""What the pages say, in the reader's language; the templates hold the English."""

from collections.abc import Mapping

from app.api.wording_russian import RUSSIAN

# Named by a key: the words depend on a value, or are many.
ENGLISH: Mapping[str, str] = {
    "consent given": (
        "Pictures are drawn by {provider}. For each of them its passage, the paragraph around it "
        "and the prompt made of them are sent there."
    ),
    "consent asked": (
        "Pictures are sketched on this server, and nothing leaves it. {provider} paints better "
        "ones; for each of them the passage, the paragraph around it and the prompt made of them "
        "would be sent there."
    ),
    "status received": "Waiting",
    "status parsing": "Reading the file",
    "status extracting": "Looking for scenes",
    "status illustrating": "Drawing",
    "status ready": "Ready",
    "status failed": "This book could not be prepared",
    "stage naming": "Looking who is in it",
    "stage extracting": "Looking for scenes",
    "stage assembling": "Noting how everybody looks",
}

_LANGUAGES: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "ru": RUSSIAN}


class Translation:
    """Called with English, says it in *language*; what has no translation stays English."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._words = _LANGUAGES[language]

    def __call__(self, text: str, **values: object) -> str:
        said = self._words.get(text, text)
        return said.format(**values) if values else said

    def language_of(self, text: str) -> str:
        return self._language if text in self._words else "en"


def translation(language: str) -> Translation:
    return Translation(language)


def language_of(accepted: str) -> str:
    """The best of our languages for an Accept-Language header; English if none fits."""
    wanted = []
    for part in accepted.split(","):
        tag, _, parameter = part.partition(";")
        wanted.append((_quality(parameter), tag.strip().partition("-")[0].lower()))
    known = [each for each in wanted if each[0] > 0 and each[1] in _LANGUAGES]
    return max(known, key=lambda each: each[0])[1] if known else "en"


def _quality(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0
