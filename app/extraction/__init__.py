"""ENGINE 2: the text of a chapter in, the passages an illustrator could draw out; pure."""

from collections.abc import Sequence

from app.domain.descriptions import Candidate
from app.domain.names import Named
from app.extraction import features, passages, scoring
from app.extraction.chapter import ChapterText, Index
from app.extraction.languages import chapter_languages, detect_language
from app.extraction.looks import find_bible
from app.extraction.names import find_names

__all__ = [
    "EXTRACTOR_VERSION",
    "chapter_languages",
    "detect_language",
    "extract",
    "find_bible",
    "find_names",
]

# Grows whenever the same text may give other candidates, be it by features, weights or lexicons.
EXTRACTOR_VERSION: int = 2
# Below this a passage is noise to every selection, and a book has thousands of them.
LEAST_WORTH = 0.02


def extract(
    blocks: Sequence[str], language: str, names: Sequence[Named] | None = None
) -> list[Candidate]:
    """
    Every passage that is worth a thought, by position; none overlaps another.

    *blocks* are the texts of one chapter's blocks in order, *language* a BCP 47 tag, *names* who is
    named where in these blocks. Languages with a lexicon are read with it; of any other only length,
    punctuation and speech are known, and *worth* says so by staying low.
    """
    model, standard = scoring.model_for(language)
    counts = features.count(blocks, language)
    text = ChapterText.of(blocks)
    named = Index(text, names or ())
    return [
        _candidate(passage, counts, text, named)
        for passage in passages.find(counts, model, standard)
        if passage.worth >= LEAST_WORTH
    ]


def _candidate(
    passage: passages.Passage, counts: features.Counts, text: ChapterText, named: Index
) -> Candidate:
    window = passage.window
    first, last = counts.spans[window.first][0], counts.spans[window.last - 1][1]
    block, start = text.address(first)
    # The end is exclusive: the last character says in which block it is.
    end_block, end = text.address(last - 1)
    chances = [float(chance) for chance in passage.type_chances]
    return Candidate(
        block=block,
        start=start,
        end_block=end_block,
        end=end + 1,
        text=text.whole[first:last],
        worth=passage.worth,
        type=scoring.TYPES[chances.index(max(chances))],
        type_probabilities=dict(zip(scoring.TYPES, chances, strict=True)),
        features_version=EXTRACTOR_VERSION,
        entities=named.inside((first, last)),
    )
