"""Names by pipelines of spaCy; most of it runs where the extra `spacy` is installed."""

import pytest

from app.domain.names import ChapterText, EntityKind
from app.errors import Misconfigured
from app.extraction.taggers import Tagger, check, spacy, spot

CHAPTER = ChapterText(4, ("Anna Grey came to Brindle.", "The Company paid her."), "en-GB")


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory):
    """A small one of our own: rules instead of a model, saved as those are."""
    real = pytest.importorskip("spacy", reason="the extra spacy is not installed")
    made = real.blank("en")
    ruler = made.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": "PERSON", "pattern": "Anna Grey"},
            {"label": "GPE", "pattern": "Brindle"},
            {"label": "ORG", "pattern": "Company"},
        ]
    )
    folder = tmp_path_factory.mktemp("pipelines") / "en_rules"
    made.to_disk(folder)
    return Tagger("spacy", (str(folder),))


def test_people_and_places_are_found_where_they_stand(pipeline):
    found = spot(pipeline, CHAPTER)

    assert [(each.mention.surface, each.kind) for each in found] == [
        ("Anna Grey", EntityKind.CHARACTER),
        ("Brindle", EntityKind.PLACE),
    ]
    for each in found:
        span = each.mention.span
        block = CHAPTER.blocks[span.start.block]
        assert block[span.start.offset : span.end.offset] == each.mention.surface


def test_a_language_without_a_pipeline_is_left_to_others(pipeline):
    assert spot(pipeline, ChapterText(1, ("Анна приехала.",), "ru")) == []


@pytest.mark.usefixtures("pipeline")
def test_a_pipeline_that_is_not_there_is_told_with_the_command_that_fetches_it():
    with pytest.raises(Misconfigured, match="python -m spacy download xx_nothing_sm"):
        check(Tagger("spacy", ("xx_nothing_sm",)))


def test_without_the_extra_the_command_that_installs_it_is_told(monkeypatch):
    spacy.loaded.cache_clear()
    monkeypatch.setattr(spacy, "find_spec", lambda _name: None)

    with pytest.raises(Misconfigured, match=r"pip install 'bookreader-ai\[spacy\]'"):
        spot(Tagger("spacy"), CHAPTER)
