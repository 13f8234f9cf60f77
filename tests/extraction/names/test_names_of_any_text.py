"""What finding names promises of any text at all."""

import itertools
import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.names import ChapterText, EntityKind
from app.extraction import find_names
from tests.extraction.names.tales import ENGLISH, ENGLISH_CHAPTERS, RUSSIAN, RUSSIAN_CHAPTERS

pieces = st.sampled_from(
    [
        *(block for tale in (RUSSIAN, ENGLISH) for chapter in tale for block in chapter),
        *("Mr.", "de", "von", "De", "Анна", "Anna", "O’Brien", "d'Artagnan", "Dr. J. H.", "И́ва"),
        *("Ёлкин-", "Mrs. Mrs.", "St. ", "XIV", "А", "ß", "İ", "ǅ", "Ａnna", "王小明", "דוד", "ъ"),
    ]
)
marks = st.sampled_from(list(" \u00a0.,;!?…«»“”'’-—\n\t\u0301\u00ad\u200d"))
texts = st.lists(pieces | marks | st.text(max_size=8), max_size=8).map("".join)
chapters = st.lists(
    st.tuples(
        st.lists(texts, max_size=4), st.sampled_from(["ru", "en", "en-GB", "de", "zh", "und", ""])
    ),
    max_size=4,
).map(
    lambda drawn: [
        ChapterText(number, tuple(blocks), language)
        for number, (blocks, language) in enumerate(drawn, start=1)
    ]
)


@settings(deadline=None)
@given(chapters)
def test_every_mention_is_the_text_at_its_address(drawn: list[ChapterText]) -> None:
    by_ordinal = {chapter.ordinal: chapter for chapter in drawn}
    for entity in find_names(drawn):
        for mention in entity.mentions:
            start, end = mention.span.start, mention.span.end
            assert (start.chapter, start.block) == (end.chapter, end.block)
            block = by_ordinal[start.chapter].blocks[start.block]
            assert block[start.offset : end.offset] == mention.surface != ""


@settings(deadline=None)
@given(chapters)
def test_mentions_are_in_reading_order_and_none_overlaps_another(drawn: list[ChapterText]) -> None:
    found = find_names(drawn)

    for entity in found:
        starts = [mention.span.start for mention in entity.mentions]
        assert starts == sorted(starts)
    spans = sorted(
        (mention.span for entity in found for mention in entity.mentions),
        key=lambda span: span.start,
    )
    assert all(one.end <= two.start for one, two in itertools.pairwise(spans))


@settings(deadline=None)
@given(chapters)
def test_aliases_count_the_mentions_and_the_first_comes_first(drawn: list[ChapterText]) -> None:
    for entity in find_names(drawn):
        assert sum(alias.mentions for alias in entity.aliases) == len(entity.mentions)
        assert entity.name in {alias.name for alias in entity.aliases}
        firsts = [alias.first for alias in entity.aliases]
        assert firsts == sorted(firsts)
        assert firsts[0] == entity.first


@settings(deadline=None)
@given(chapters)
def test_the_same_book_has_the_same_names(drawn: list[ChapterText]) -> None:
    assert find_names(drawn) == find_names(drawn)


@settings(deadline=None)
@given(chapters)
def test_importance_falls_from_one_within_each_kind(drawn: list[ChapterText]) -> None:
    found = find_names(drawn)

    for kind in EntityKind:
        own = [entity.importance for entity in found if entity.kind is kind]
        assert own == sorted(own, reverse=True)
        assert all(0 < importance <= 1 for importance in own)


def test_no_chapters_and_empty_chapters_have_no_names() -> None:
    assert find_names([]) == []
    assert find_names([ChapterText(1, (), "ru"), ChapterText(2, ("", " "), "en")]) == []


def test_names_travel_between_processes() -> None:
    found = find_names(RUSSIAN_CHAPTERS)

    assert pickle.loads(pickle.dumps(find_names))(RUSSIAN_CHAPTERS) == found
    assert pickle.loads(pickle.dumps(found)) == found


def test_chapters_of_a_book_may_be_in_different_languages() -> None:
    book = [
        *RUSSIAN_CHAPTERS,
        *(
            ChapterText(chapter.ordinal + 10, chapter.blocks, chapter.language)
            for chapter in ENGLISH_CHAPTERS
        ),
    ]

    found = {alias.name for entity in find_names(book) for alias in entity.aliases}

    assert {"Аркадий", "Передонова", "Bill", "Gull Island"} <= found


@pytest.mark.parametrize("language", ["fr", "it", "und"])
def test_a_language_without_lists_is_read_by_its_capitals(language: str) -> None:
    blocks = (
        (
            "Hier matin, Solange et Firmin marchaient vers la ville. Alors Solange regarda Firmin. "
            "Puis Solange dit que Firmin avait raison. Les arbres de la route avaient des feuilles "
            "jaunes, et le vent du nord poussait la pluie contre les murs de la petite maison."
        ),
    )

    found = {entity.name for entity in find_names([ChapterText(1, blocks, language)])}

    assert found == {"Solange", "Firmin"}


def test_where_every_noun_is_written_large_a_capital_is_no_sign() -> None:
    blocks = (
        (
            "Der Mann ging mit Anna durch den Wald. Im Wald stand ein Haus, und vor dem Haus saß ein "
            "Hund. Der Hund sah den Mann an, und Anna lachte. Herr Krause kam aus dem Haus."
        ),
    )

    found = {entity.name for entity in find_names([ChapterText(1, blocks, "de")])}

    assert found == {"Anna", "Herr Krause"}
