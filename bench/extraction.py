"""
How good the extraction is: every work is judged by weights that were trained without it.

    python -m bench.extraction ../shared/gold/dev.jsonl

AP and AUC rank paragraphs by "worth at least 2", P@5 looks at the five best of each part, IoU at
what the labelled and the found span share, F1 at the types. Two controls stand beside it.
"""

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import average_precision_score, f1_score, roc_auc_score

from app.extraction import english, features, passages, russian, scoring
from bench import train_extraction as training

Row = dict[str, Any]

# What a first attempt would do: look for pieces of telling words, anywhere.
KEYWORDS = {
    "ru": """
дом замок комнат зал дворец церк лес поле гор рек озер мор сад парк город деревн улиц площад
мост башн стен дорог окн двор лиц глаз волос рук плать плащ рубаш шляп бород ус брови губ щек
стар молод высок стройн красив девушк старик женщин мужчин туман дожд снег ветер солнц лун звезд
утро вечер ночь рассвет закат тишин мрак свет темн холод тень меч кинжал стол стул кресл кровать
шкаф сундук зеркал книг лошад карет корабл лодк свеч ламп картин золот серебр битв сраж бой бежа
скака схват удар упал бросил стреля крич подня махал
""",
    "en": """
house castle room hall palace church forest field hill river lake sea garden park city town
village street square bridge tower wall road window yard face eyes hair hand dress cloak coat
hat beard moustache brow lips cheek old young tall slender beautiful girl man woman fog mist
rain snow wind sun moon star morning evening night dawn sunset silence dark light cold shadow
gloom sword knife table chair bed chest mirror book horse carriage ship boat candle lamp picture
gold silver gun letter battle fight ran rode seized struck fell threw shot cried raised rushed
charge leap
""",
}


@dataclass(frozen=True)
class Found:
    """What was found of one labelled paragraph; no type and no span if nothing was."""

    worth: float
    span: tuple[int, int] | None = None
    type: str | None = None


def main(path: Path) -> None:
    gold = training.read(path)
    found: dict[str, Found] = {}
    for train, test in training.folds(gold):
        stored = training.fit(gold.of(train), "lexical")
        model = scoring.Model.load(stored)
        for part in parts([gold.rows[i] for i in test]):
            found |= judge(part, model)
    for language in ("ru", "en", "all"):
        rows = [row for row in gold.rows if language in (row["lang"], "all")]
        show(f"{language} extraction", rows, [found[row["id"]] for row in rows])
        show(f"{language} keywords", rows, [Found(keyword_score(row)) for row in rows])
        show(f"{language} length", rows, [Found(len(row["text"])) for row in rows])
    for language in ("ru", "en"):
        print(f"{language} {words_per_second(gold.rows, language):,.0f} words/s on one core, cold")


def parts(rows: Sequence[Row]) -> list[list[Row]]:
    """Paragraphs that follow one another, as the blocks of a chapter do."""
    grouped: dict[str, list[Row]] = {}
    for row in sorted(rows, key=lambda row: (row["part"], row["paragraph_index"])):
        grouped.setdefault(row["part"], []).append(row)
    return list(grouped.values())


def judge(part: list[Row], model: scoring.Model) -> dict[str, Found]:
    language = part[0]["lang"]
    counts = features.count([row["text"] for row in part], language)
    found = {row["id"]: Found(0.0) for row in part}
    for passage in passages.find(counts, model, language):
        row = part[counts.blocks[passage.first]]
        if passage.worth > found[row["id"]].worth:
            span = (counts.spans[passage.first][0], counts.spans[passage.last - 1][1])
            kind = scoring.TYPES[int(passage.type_chances.argmax())]
            found[row["id"]] = Found(passage.worth, span, kind)
    return found


def show(name: str, rows: list[Row], found: list[Found]) -> None:
    worth = np.array([one.worth for one in found])
    is_good = np.array([row["worth"] >= 2 for row in rows])
    line = (
        f"{name:14s} AP {average_precision_score(is_good, worth):.3f}"
        f" AUC {roc_auc_score(is_good, worth):.3f} P@5 {precision_at(5, rows, worth):.2f}"
        f" of {precision_at(5, rows, is_good.astype(float)):.2f}"
    )
    good = [(row, one) for row, one in zip(rows, found, strict=True) if row["worth"] >= 2]
    if any(one.span for _, one in good):
        shared = [overlap(one.span, row["span_chars"]) for row, one in good]
        types = [row["type"].lower() for row, _ in good]
        guesses = [one.type or "" for _, one in good]
        macro = f1_score(types, guesses, labels=list(scoring.TYPES), average="macro")
        right = np.mean([one == two for one, two in zip(types, guesses, strict=True)])
        line += f" IoU {np.mean(shared):.3f} types F1 {macro:.3f} right {right:.2f}"
        line += f" Brier {np.mean((worth - is_good) ** 2):.3f}"
    print(line)


def precision_at(depth: int, rows: list[Row], worth: np.ndarray) -> float:
    shares = []
    for part in sorted({row["part"] for row in rows}):
        own = [i for i, row in enumerate(rows) if row["part"] == part]
        best = sorted(own, key=lambda i: -worth[i])[:depth]
        shares.append(np.mean([rows[i]["worth"] >= 2 for i in best]))
    return float(np.mean(shares))


def overlap(one: tuple[int, int] | None, two: Sequence[int]) -> float:
    if one is None:
        return 0.0
    shared = max(0, min(one[1], two[1]) - max(one[0], two[0]))
    return shared / (one[1] - one[0] + two[1] - two[0] - shared)


def keyword_score(row: Row) -> float:
    """Density of the hits, a little for their number, a little against dialogue."""
    text = row["text"].lower()
    hits = sum(text.count(word) for word in KEYWORDS[row["lang"]].split())
    is_dialogue = text.startswith(("-", "–", "—", '"', "“", "«"))
    return 10 * hits / (len(text.split()) + 20) + min(hits, 5) / 10 - is_dialogue / 2


def words_per_second(rows: Sequence[Row], language: str) -> float:
    """Lexicons are loaded, but no word has been read yet."""
    blocks = [row["text"] for row in rows if row["lang"] == language]
    model, standard = scoring.model_for(language)
    features.count(blocks[:1], language)
    read: Callable[[str], object] = {"ru": russian.read, "en": english.read}[language]
    read.cache_clear()  # type: ignore[attr-defined]  # It is an lru_cache.
    began = time.process_time()
    passages.find(features.count(blocks, language), model, standard)
    return sum(len(block.split()) for block in blocks) / (time.process_time() - began)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
