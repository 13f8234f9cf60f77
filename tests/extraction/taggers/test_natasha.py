"""Russian names by the tagger of slovnet; most of it runs where the extra `ru-ner` is installed."""

import sys
from importlib.util import find_spec

import pytest

from app.domain.names import ChapterText, EntityKind
from app.errors import Misconfigured
from app.extraction.taggers import Tagger, check, natasha, spot

CHAPTER = ChapterText(
    2,
    (
        "В Петербурге шёл дождь.",
        "",
        "Вошёл Аркадий Николаевич Кирсанов; Павел Петрович молчал.",
    ),
    "ru",
)
NATASHA = Tagger("natasha")


@pytest.fixture
def installed():
    if not all(find_spec(name) for name in natasha.PACKAGES):
        pytest.skip("the extra ru-ner is not installed")


def test_without_the_extra_the_command_that_installs_it_is_told(monkeypatch):
    natasha.tagger.cache_clear()
    monkeypatch.setattr(natasha, "find_spec", lambda _name: None)

    with pytest.raises(Misconfigured, match=r"pip install 'bookreader-ai\[ru-ner\]'"):
        spot(NATASHA, CHAPTER)


@pytest.mark.usefixtures("installed")
def test_people_and_places_are_found_where_they_stand():
    found = spot(NATASHA, CHAPTER)

    assert [(each.mention.surface, each.kind) for each in found] == [
        ("Петербурге", EntityKind.PLACE),
        ("Аркадий Николаевич Кирсанов", EntityKind.CHARACTER),
        ("Павел Петрович", EntityKind.CHARACTER),
    ]
    for each in found:
        span = each.mention.span
        block = CHAPTER.blocks[span.start.block]
        assert block[span.start.offset : span.end.offset] == each.mention.surface
        assert span.start.chapter == CHAPTER.ordinal


@pytest.mark.usefixtures("installed")
def test_it_works_without_the_package_that_new_machines_lack():
    check(NATASHA)

    # What natasha imports needs pkg_resources; only its files are wanted.
    assert "natasha" not in sys.modules
    assert "pymorphy2" not in sys.modules


def test_chapters_in_other_languages_are_left_to_others():
    assert spot(NATASHA, ChapterText(1, ("Anna came to London.",), "en-GB")) == []


def test_the_builtin_engine_asks_nobody():
    check(Tagger())

    assert spot(Tagger(), CHAPTER) == []
