"""ENGINE 2: the text of a chapter in, the passages an illustrator could draw out; pure."""

from collections.abc import Sequence

from app.domain.descriptions import Candidate
from app.extraction import features, passages, scoring
from app.extraction.languages import detect_language

__all__ = ["EXTRACTOR_VERSION", "detect_language", "extract"]

# Grows whenever the same text may give other candidates, be it by features, weights or lexicons.
EXTRACTOR_VERSION: int = 1
# Below this a passage is noise to every selection, and a book has thousands of them.
LEAST_WORTH = 0.05


def extract(blocks: Sequence[str], language: str) -> list[Candidate]:
    """
    Every passage that is worth a thought, by position; none overlaps another.

    *blocks* are the texts of one chapter's blocks in order, *language* a BCP 47 tag. Russian and
    English are read with lexicons; of any other language only length, punctuation and speech are
    known, and *worth* says so by staying low.
    """
    model, standard = scoring.model_for(language)
    counts = features.count(blocks, language)
    found = passages.find(counts, model, standard)
    candidates = [
        _candidate(passage, counts, blocks) for passage in found if passage.worth >= LEAST_WORTH
    ]
    return sorted(candidates, key=lambda candidate: (candidate.block, candidate.start))


def _candidate(
    passage: passages.Passage, counts: features.Counts, blocks: Sequence[str]
) -> Candidate:
    block = counts.blocks[passage.first]
    start, end = counts.spans[passage.first][0], counts.spans[passage.last - 1][1]
    chances = [float(chance) for chance in passage.type_chances]
    return Candidate(
        block=block,
        start=start,
        end_block=block,
        end=end,
        text=blocks[block][start:end],
        worth=passage.worth,
        type=scoring.TYPES[chances.index(max(chances))],
        type_probabilities=dict(zip(scoring.TYPES, chances, strict=True)),
        features_version=EXTRACTOR_VERSION,
    )
