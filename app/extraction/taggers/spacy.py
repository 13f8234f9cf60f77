"""Names by the pipelines of spaCy that the operator has installed."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from app.domain.books import Address, Span
from app.domain.names import ChapterText, EntityKind, Mention, Spotted
from app.errors import Misconfigured
from app.extraction.languages import primary

PACKAGES = ("spacy",)
# Pipelines were trained on texts with different labels for the same.
_KINDS = {
    "PER": EntityKind.CHARACTER,
    "PERSON": EntityKind.CHARACTER,
    "LOC": EntityKind.PLACE,
    "GPE": EntityKind.PLACE,
    "FAC": EntityKind.PLACE,
}


def spot(chapter: ChapterText, pipelines: tuple[str, ...]) -> list[Spotted]:
    pipeline = loaded(pipelines).get(primary(chapter.language))
    if pipeline is None:
        return []
    return [
        _spotted(chapter, block, found)
        for block, document in enumerate(pipeline.pipe(chapter.blocks))
        for found in document.ents
        if found.label_ in _KINDS
    ]


@cache
def loaded(pipelines: tuple[str, ...]) -> Mapping[str, Any]:
    """By language; the last of a language counts."""
    if find_spec("spacy") is None:
        raise Misconfigured(
            "For BOOKREADER_EXTRACTION__NAMES=spacy it must be installed: "
            "pip install 'bookreader-ai[spacy]'"
        )
    ready = [_loaded(name) for name in pipelines]
    return {pipeline.lang: pipeline for pipeline in ready}


def _loaded(name: str) -> Any:
    try:
        return import_module("spacy").load(name)
    except OSError:
        raise Misconfigured(
            f"There is no pipeline {name!r} of spaCy here (BOOKREADER_EXTRACTION__SPACY_PIPELINES): "
            f"python -m spacy download {name}"
        ) from None


def _spotted(chapter: ChapterText, block: int, found: Any) -> Spotted:
    start = Address(chapter.ordinal, block, found.start_char)
    end = Address(chapter.ordinal, block, found.end_char)
    return Spotted(Mention(Span(start, end), found.text), _KINDS[found.label_])
