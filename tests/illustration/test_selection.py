"""Which passages are shown and which are drawn."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.books import Address
from app.domain.descriptions import Candidate, DescriptionType
from app.illustration.selection import Ranked, choose, priority, select


def ranked(number, *, chapter=1, block=0, worth=0.5, kind=DescriptionType.LOCATION):
    shares = {kind: 1.0}
    return Ranked(UUID(int=number), chapter, block, 0, worth, shares, priority(worth, shares))


def candidate(block, worth, *, start=0, end=80):
    kind = DescriptionType.LOCATION
    return Candidate(block, start, block, end, "x" * (end - start), worth, kind, {kind: 1.0}, 1)


def test_a_certain_place_has_priority_100_and_an_action_40():
    assert priority(1.0, {DescriptionType.LOCATION: 1.0}) == 100
    assert priority(1.0, {DescriptionType.ACTION: 1.0}) == pytest.approx(40)


def test_the_type_never_stands_in_for_evidence():
    assert priority(0.0, {DescriptionType.LOCATION: 1.0}) == 0
    assert priority(0.9, {DescriptionType.ACTION: 1.0}) > priority(
        0.3, {DescriptionType.LOCATION: 1.0}
    )


def test_every_chapter_gets_its_best_before_any_gets_a_second():
    rich = [ranked(n, chapter=1, block=10 * n, worth=0.9 - n / 100) for n in range(5)]
    poor = ranked(9, chapter=2, worth=0.4)

    chosen = choose([*rich, poor], budget=2)

    assert {one.chapter for one in chosen} == {1, 2}


def test_two_pictures_of_a_chapter_stand_apart():
    near = [
        ranked(1, block=10, worth=0.9),
        ranked(2, block=11, worth=0.8),
        ranked(3, block=20, worth=0.7),
    ]

    chosen = choose(near, budget=2)

    assert [one.block for one in chosen] == [10, 20]


def test_a_second_picture_of_the_same_type_gives_way_to_another_type():
    places = [ranked(1, block=0, worth=0.9), ranked(2, block=10, worth=0.8)]
    person = ranked(3, block=20, worth=0.85, kind=DescriptionType.CHARACTER)

    chosen = choose([*places, person], budget=2)

    assert {one.type for one in chosen} == {DescriptionType.LOCATION, DescriptionType.CHARACTER}


def test_what_the_reader_may_see_already_is_drawn_first():
    early, late = ranked(1, chapter=1, worth=0.3), ranked(2, chapter=9, worth=0.9)

    chosen = choose([late, early], budget=2, within=Address(2, 0, 0))

    assert chosen == [early, late]


@given(
    st.lists(
        st.tuples(st.integers(1, 6), st.integers(0, 60), st.floats(0, 1)),
        max_size=40,
        unique_by=lambda one: one[:2],
    ),
    st.integers(0, 12),
)
def test_the_choice_keeps_budget_distance_and_never_repeats(places, budget):
    book = [
        ranked(n, chapter=chapter, block=block, worth=worth)
        for n, (chapter, block, worth) in enumerate(places)
    ]

    chosen = choose(book, budget=budget, blocks_apart=4)

    assert len(chosen) <= budget
    assert len({one.id for one in chosen}) == len(chosen)
    assert chosen == choose(list(reversed(book)), budget=budget, blocks_apart=4)
    for one in chosen:
        beside = [other for other in chosen if other.chapter == one.chapter and other is not one]
        assert all(abs(one.block - other.block) >= 4 for other in beside)


def test_a_thousand_words_show_at_most_five_descriptions_in_reading_order():
    many = [candidate(block, 0.9 - block / 1000) for block in range(30)]

    shown = select(many, word_count=1000)

    assert [one.block for one in shown] == [0, 1, 2, 3, 4]


def test_overlapping_candidates_are_shown_once_by_the_better():
    better, worse = candidate(3, 0.9, start=10, end=90), candidate(3, 0.8, start=0, end=50)

    assert select([worse, better], word_count=5000) == [better]


def test_a_plain_chapter_keeps_its_best_two_and_an_empty_one_nothing():
    assert len(select([candidate(n, 0.3) for n in range(9)], word_count=3000)) == 2
    assert select([candidate(n, 0.1) for n in range(9)], word_count=3000) == []
