"""Names as other engines see them, where their packages are installed; loaded when first asked."""

from dataclasses import dataclass

from app.domain.names import ChapterText, Spotted
from app.extraction.taggers import natasha, spacy


@dataclass(frozen=True, slots=True)
class Tagger:
    """*name* is "builtin" (the book's own statistics are enough), "natasha" or "spacy"."""

    name: str = "builtin"
    pipelines: tuple[str, ...] = ()

    @property
    def is_builtin(self) -> bool:
        return self.name == "builtin"


def spot(tagger: Tagger, chapter: ChapterText) -> list[Spotted]:
    """
    What *tagger* takes for names in one chapter; nothing where it does not know its language.

    Raises `Misconfigured` with the command that installs what is missing.
    """
    if tagger.name == "natasha":
        return natasha.spot(chapter)
    if tagger.name == "spacy":
        return spacy.spot(chapter, tagger.pipelines)
    return []


def check(tagger: Tagger) -> None:
    """Raises `Misconfigured` where *tagger* cannot work."""
    if tagger.name == "natasha":
        natasha.tagger()
    if tagger.name == "spacy":
        spacy.loaded(tagger.pipelines)
