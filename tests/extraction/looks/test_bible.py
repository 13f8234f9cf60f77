"""What the visual bible promises of any text."""

import pickle
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.books import Address, Span
from app.domain.names import Alias, ChapterText, Entity, EntityKind, Gender, Mention
from app.extraction import find_bible
from tests.extraction.looks.tales import english

PIECES = [
    "Silver was a tall man with a red beard and pale blue eyes. ",
    "His face was as big as a ham. ",
    "She wore a long green dress; her hair was black. ",
    "“I saw him,” said Silver, “he had no beard.” ",
    "Базаров был высокий человек с длинным и худым лицом. ",
    "На ней было белое платье, волосы её были темны. ",
    "Это была женщина лет тридцати, Одинцова. ",
    "— Здравствуйте, — сказал он, поправляя очки. ",
    "In the year 1859 the house was long and low. ",
    "Дом был старый, с белыми колоннами, 20 мая 1859 года. ",
    "…",
    "'s -- « ",
    "\u2060\u0301—",
]
blocks = st.lists(st.sampled_from(PIECES) | st.text(max_size=40), max_size=6).map("".join)
books = st.lists(
    st.tuples(
        st.lists(blocks, max_size=4), st.sampled_from(["en", "ru", "ru-RU", "fr", "und", ""])
    ),
    max_size=3,
)


@st.composite
def tales(draw: st.DrawFn) -> tuple[list[ChapterText], list[Entity]]:
    """Chapters, and people and places at any words of them, be they names or not."""
    chapters = [
        ChapterText(ordinal, tuple(texts), language)
        for ordinal, (texts, language) in enumerate(draw(books), 1)
    ]
    spots = [
        (chapter.ordinal, number, start, min(start + 7, len(block)))
        for chapter in chapters
        for number, block in enumerate(chapter.blocks)
        for start in range(0, len(block), 9)
        if block[start : start + 7].strip()
    ]
    chosen = draw(st.lists(st.sampled_from(spots), max_size=5, unique=True)) if spots else []
    return chapters, [_entity(draw, chapters, spot) for spot in sorted(chosen)]


def _entity(
    draw: st.DrawFn, chapters: list[ChapterText], spot: tuple[int, int, int, int]
) -> Entity:
    chapter, number, start, end = spot
    surface = chapters[chapter - 1].blocks[number][start:end]
    span = Span(Address(chapter, number, start), Address(chapter, number, end))
    kind = draw(st.sampled_from([EntityKind.CHARACTER, EntityKind.PLACE, EntityKind.OBJECT]))
    gender = draw(st.sampled_from(Gender))
    alias = Alias(surface, span.start, 1)
    return Entity(kind, surface, (alias,), gender, 0.5, (Mention(span, surface),))


@settings(deadline=None, max_examples=150)
@given(tales())
def test_every_quote_is_the_text_at_its_span(tale):
    chapters, entities = tale

    bible = find_bible(chapters, entities)

    for proof in (*bible.facts, *bible.setting.evidence):
        start, end = proof.span.start, proof.span.end
        assert (start.chapter, start.block) == (end.chapter, end.block)
        block = chapters[start.chapter - 1].blocks[start.block]
        assert proof.quote == block[start.offset : end.offset]
        assert proof.quote


@settings(deadline=None, max_examples=60)
@given(tales())
def test_facts_are_of_the_given_entities_and_come_in_reading_order(tale):
    chapters, entities = tale

    facts = find_bible(chapters, entities).facts

    assert {fact.entity for fact in facts} <= {entity.key for entity in entities}
    assert [fact.span.start for fact in facts] == sorted(fact.span.start for fact in facts)
    for position, fact in enumerate(facts):
        assert 0 < fact.confidence <= 1
        assert fact.valid_to is None or fact.valid_from <= fact.valid_to
        assert fact.is_lasting == (fact.valid_to is None)
        assert all(position in facts[other].contradicts for other in fact.contradicts)


@settings(deadline=None, max_examples=30)
@given(tales())
def test_reading_twice_gives_the_same_bible_that_survives_a_process_pool(tale):
    bible = find_bible(*tale)

    assert find_bible(*tale) == bible
    assert pickle.loads(pickle.dumps(bible)) == bible


def test_no_text_and_nobody_give_an_empty_bible():
    bible = find_bible([], [])

    assert bible.facts == ()
    assert (bible.setting.era, bible.setting.label, bible.setting.evidence) == ("", "", ())
    assert find_bible([ChapterText(1, (), "en"), ChapterText(2, ("",), "ru")], []).facts == ()


@pytest.mark.parametrize(
    "text",
    ["Silver had a red beard and Anna had grey eyes and " * 6_000, "Silver had red hair. " * 6_000],
    ids=["one sentence", "one paragraph"],
)
def test_a_text_without_full_stops_or_paragraphs_is_read_in_reasonable_time(text):
    started = time.process_time()

    english(text, Silver=Gender.MALE, Anna=Gender.FEMALE)

    # Some seconds on a slow machine; minutes when everybody was looked for from every word.
    assert time.process_time() - started < 15
