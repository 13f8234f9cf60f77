"""
Russian names by the tagger of slovnet, with the models that the wheel of natasha brings.

Natasha itself is never imported, for its dictionaries need a package that new machines lack; only
its files are used.
"""

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from app.domain.books import Address, Span
from app.domain.names import ChapterText, EntityKind, Mention, Spotted
from app.errors import Misconfigured
from app.extraction.languages import primary

PACKAGES = ("natasha", "navec", "slovnet")
_VECTORS = "data/emb/navec_news_v1_1B_250K_300d_100q.tar"
_MODEL = "data/model/slovnet_ner_news_v1.tar"
# Of news: it knows organisations, too, which are nobody to draw.
_KINDS = {"PER": EntityKind.CHARACTER, "LOC": EntityKind.PLACE}

Tagger = Callable[[list[str]], Iterator[Any]]


def spot(chapter: ChapterText) -> list[Spotted]:
    if primary(chapter.language) != "ru":
        return []
    return [
        _spotted(chapter, block, span)
        for block, markup in enumerate(tagger()(list(chapter.blocks)))
        for span in markup.spans
        if span.type in _KINDS
    ]


@cache
def tagger() -> Tagger:
    """Reads texts one after another; loaded once in a process: a second, and 200 MB (measured)."""
    if missing := [name for name in PACKAGES if find_spec(name) is None]:
        raise Misconfigured(
            f"For BOOKREADER_EXTRACTION__NAMES=natasha {', '.join(missing)} must be installed: "
            "pip install 'bookreader-ai[ru-ner]'"
        )
    spec = find_spec("natasha")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    folder = Path(spec.submodule_search_locations[0])
    vectors = import_module("navec").Navec.load(folder / _VECTORS)
    model = import_module("slovnet").NER.load(folder / _MODEL)
    model.navec(vectors)
    read: Tagger = model.map
    return read


def _spotted(chapter: ChapterText, block: int, span: Any) -> Spotted:
    start = Address(chapter.ordinal, block, span.start)
    end = Address(chapter.ordinal, block, span.stop)
    mention = Mention(Span(start, end), chapter.blocks[block][span.start : span.stop])
    return Spotted(mention, _KINDS[span.type])
