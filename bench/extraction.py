"""
How good the extraction is on labelled paragraphs.

    python -m bench.extraction ../shared/gold/dev.jsonl             each work by weights trained without it
    python -m bench.extraction --shipped ../shared/gold/dev.jsonl   by the shipped weights

AP and AUC rank paragraphs by "worth at least 2", P@3 and P@5 look at the best of each part, IoU at
what the labelled and the found span share, F1 at the types, ECE and Brier at worth as a chance. The
keyword baseline stands beside. A passage over several paragraphs counts for each of them.
"""

import argparse
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from app.extraction import features, passages, scoring
from bench import extraction_cost, keywords, labels, measures, train_extraction
from bench.measures import Found, Judged, Row

ModelOf = Callable[[str], scoring.Model]


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("gold", type=Path)
    asked.add_argument("--shipped", action="store_true")
    order = asked.parse_args()
    rows = labels.rows_of(order.gold)
    found = judge(rows, _shipped if order.shipped else without_the_work())
    for language in ("ru", "en", "all"):
        own = [row for row in rows if language in (row["lang"], "all")]
        if own:
            show(language, Judged(own, [found[row["id"]] for row in own]))
    for language in sorted({row["lang"] for row in rows}):
        texts = [row["text"] for row in rows if row["lang"] == language]
        print(f"{language}  {extraction_cost.told([texts], language)}")


def _shipped(_: str) -> scoring.Model:
    return scoring.shipped()["lexical"]


def without_the_work() -> ModelOf:
    gold = train_extraction.Gold.of(labels.read_table())

    def model_of(work: str) -> scoring.Model:
        others = [i for i, row in enumerate(gold.rows) if row.work != work]
        return scoring.Model.load(train_extraction.fit(gold.pick(others), "lexical"))

    return model_of


def judge(rows: Sequence[Row], model_of: ModelOf) -> dict[str, Found]:
    found: dict[str, Found] = {}
    for work in sorted({row["work"] for row in rows}):
        model = model_of(work)
        for part in parts([row for row in rows if row["work"] == work]):
            found |= judge_part(part, model)
    return found


def parts(rows: Iterable[Row]) -> list[list[Row]]:
    """Paragraphs that follow one another, as the blocks of a chapter do."""
    grouped: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row["part"], row["paragraph_index"])):
        grouped.setdefault(row["part"], []).append(row)
    return list(grouped.values())


def judge_part(part: list[Row], model: scoring.Model) -> dict[str, Found]:
    language = part[0]["lang"]
    blocks = [row["text"] for row in part]
    counts = features.count(blocks, language)
    found = {row["id"]: Found(0.0) for row in part}
    for passage in passages.find(counts, model, language):
        kinds = tuple(scoring.TYPES[i] for i in (-passage.type_chances).argsort())
        for block, span in _pieces(passage.window, counts, blocks):
            name = part[block]["id"]
            if passage.worth > found[name].worth:
                found[name] = Found(passage.worth, span, kinds)
    return found


def _pieces(
    window: passages.Window, counts: features.Counts, blocks: Sequence[str]
) -> list[tuple[int, tuple[int, int]]]:
    """What of a window lies in each block."""
    first, start = counts.chapter.address(counts.spans[window.first][0])
    last, end = counts.chapter.address(counts.spans[window.last - 1][1] - 1)
    return [
        (block, (start if block == first else 0, end + 1 if block == last else len(blocks[block])))
        for block in range(first, last + 1)
    ]


def show(language: str, judged: Judged) -> None:
    print(f"{language:3} keywords   {measures.ranking(baseline(judged.rows))}")
    print(f"{language:3} extraction {measures.ranking(judged)}")
    for measure in (measures.spans, measures.types, measures.calibration):
        print(f"{language:3}            {measure(judged)}")


def baseline(rows: list[Row]) -> Judged:
    return Judged(rows, [Found(keywords.score(row)) for row in rows])


if __name__ == "__main__":
    main()
