"""Which passages of a chapter are marked, and what each is worth."""

import pytest

from app.domain.descriptions import Candidate, DescriptionType, Reason
from app.illustration.selection import priority, select


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


def test_a_thousand_words_show_at_most_five_descriptions_in_reading_order():
    many = [candidate(block, 0.9 - block / 1000) for block in range(30)]

    shown = select(many, word_count=1000)

    assert [each.candidate.block for each in shown] == [0, 1, 2, 3, 4]


def test_overlapping_candidates_are_shown_once_by_the_better():
    better, worse = candidate(3, 0.9, start=10, end=90), candidate(3, 0.8, start=0, end=50)

    shown = select([worse, better], word_count=5000)

    assert [each.candidate for each in shown] == [better]


def test_a_plain_chapter_keeps_its_best_two_and_an_empty_one_nothing():
    assert len(select([candidate(n, 0.3) for n in range(9)], word_count=3000)) == 2
    assert select([candidate(n, 0.1) for n in range(9)], word_count=3000) == []


def test_a_mark_says_why_it_is_there():
    vivid, plain, weak = candidate(0, 0.9), candidate(5, 0.5), candidate(9, 0.3)

    shown = select([vivid, plain], word_count=1000)
    poor = select([weak], word_count=1000)

    assert shown[0].reasons == (Reason.VIVID, Reason.BEST_OF_CHAPTER)
    assert shown[1].reasons == (Reason.BEST_LEFT,)
    assert poor[0].reasons == (Reason.BEST_OF_CHAPTER,)
