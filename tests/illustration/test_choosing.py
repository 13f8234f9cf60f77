"""Which descriptions of a book are drawn when there are pictures for a few only."""

from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.books import Address
from app.domain.descriptions import DescriptionType, Reason
from app.illustration.choosing import Budget, Ranked, choose
from app.illustration.selection import priority

PLACE, PERSON, THING = (
    DescriptionType.LOCATION,
    DescriptionType.CHARACTER,
    DescriptionType.OBJECT,
)


def ranked(words, *, chapter=1, worth=0.5, kind=PLACE, named=None, is_verse=False):
    """A passage after *words* words of the book; its id is that number."""
    shares = {kind: 1.0}
    return Ranked(
        id=UUID(int=words),
        at=Address(chapter, words, 0),
        words_before=words,
        worth=worth,
        type_probabilities=shares,
        priority=priority(worth, shares),
        named=named or {},
        is_verse=is_verse,
    )


def places(choices):
    return [each.one.words_before for each in choices]


def test_pictures_are_spread_by_words_whatever_the_chapters():
    # One long chapter of equal passages, and ten short ones at its end.
    long = [ranked(n * 1000, chapter=1, worth=0.6) for n in range(90)]
    short = [ranked(90_000 + n * 1000, chapter=2 + n, worth=0.62) for n in range(10)]

    chosen = choose([*long, *short], budget=10)

    assert sum(words < 90_000 for words in places(chosen)) >= 8
    gaps = [b - a for a, b in pairwise(sorted(places(chosen)))]
    assert min(gaps) >= 5_000
    assert max(gaps) <= 20_000


def test_two_pictures_never_stand_on_one_page():
    near = [ranked(1000, worth=0.9), ranked(1100, worth=0.89), ranked(5000, worth=0.3)]

    assert sorted(places(choose(near, budget=3))) == [1000, 5000]


def test_the_same_face_does_not_come_twice_in_a_row():
    face = {"character:1/2/3": 0.2}
    book = [
        ranked(1000, worth=0.9, kind=PERSON, named=face),
        ranked(40_000, worth=0.8, kind=PERSON, named=face),
        ranked(40_500, worth=0.7, kind=PERSON, named={"character:9/9/9": 0.2}),
    ]

    chosen = choose(book, budget=2)

    assert places(chosen) == [1000, 40_500]


def test_whom_the_book_is_about_comes_before_an_equal_stranger():
    stranger = ranked(1000, worth=0.6, kind=PERSON, named={"character:1/0/0": 0.05})
    hero = ranked(9000, worth=0.6, kind=PERSON, named={"character:1/5/0": 1.0})

    chosen = choose([stranger, hero], budget=1)

    assert places(chosen) == [9000]
    assert Reason.MAIN_CHARACTER in chosen[0].reasons
    assert Reason.NEW_FACE in chosen[0].reasons


def test_types_are_mixed_where_the_worth_allows():
    book = [ranked(n * 4000, worth=0.8) for n in range(8)]
    book += [ranked(n * 4000 + 2000, worth=0.8, kind=PERSON) for n in range(8)]

    chosen = choose(book, budget=6)

    assert 2 <= sum(each.one.type is PERSON for each in chosen) <= 4


def test_what_the_reader_may_see_already_is_drawn_first():
    early = [ranked(n * 300, chapter=1, worth=0.4) for n in range(9)]
    late = [ranked(50_000 + n * 300, chapter=9, worth=0.9) for n in range(9)]

    chosen = choose([*late, *early], budget=4, within=Address(2, 0, 0))

    assert [each.one.at.chapter for each in chosen] == [1, 1, 1, 9]
    assert [Reason.READABLE_NOW in each.reasons for each in chosen] == [True, True, True, False]


def test_verse_is_drawn_only_where_there_is_nothing_else():
    verse = [ranked(n * 1000, worth=0.9, is_verse=True) for n in range(3)]
    prose = ranked(9000, worth=0.3)

    assert places(choose([*verse, prose], budget=3)) == [9000]
    assert len(choose(verse, budget=3)) == 3


def test_a_budget_is_a_count_or_a_measure_of_words():
    assert Budget(count=7).of(100_000) == 7
    assert Budget(per_thousand=0.25).of(100_000) == 25
    assert Budget(count=7, per_thousand=0.25).of(100_000) == 7
    assert Budget(per_thousand=0.25).of(10) == 1


@given(
    st.lists(
        st.tuples(
            st.integers(0, 40_000),
            st.floats(0.05, 1),
            st.sampled_from([PLACE, PERSON, THING]),
            st.sampled_from(["character:1/1/1", "place:2/2/2", ""]),
        ),
        max_size=40,
        unique_by=lambda one: one[0],
    ),
    st.integers(0, 12),
)
def test_the_choice_keeps_budget_and_distance_never_repeats_and_has_reasons(passages, budget):
    book = [
        ranked(
            words,
            chapter=1 + words // 5000,
            worth=worth,
            kind=kind,
            named={who: 0.7} if who else {},
        )
        for words, worth, kind, who in passages
    ]

    chosen = choose(book, budget=budget)

    assert len(chosen) <= budget
    assert chosen == choose(list(reversed(book)), budget=budget)
    assert all(each.reasons for each in chosen)
    assert all(b - a >= 150 for a, b in pairwise(sorted(places(chosen))))


@pytest.mark.parametrize("budget", [0, -1])
def test_no_budget_draws_nothing(budget):
    assert choose([ranked(1)], budget=budget) == []
