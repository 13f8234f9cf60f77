"""How a verdict moves what the linear engine thought."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.descriptions import DescriptionType
from app.language import blending
from app.language.verdicts import Verdict
from tests.language.conftest import candidate

WORTHS = st.floats(0, 1)
VERDICTS = st.builds(Verdict, st.sampled_from([0, 1, 2, 3]), st.sampled_from(DescriptionType))


@given(WORTHS, VERDICTS)
def test_worth_stays_a_probability_and_types_sum_to_one(worth, verdict):
    (blended,) = blending.blend([candidate(0, "text", worth)], {0: verdict})

    assert 0 < blended.worth < 1
    assert sum(blended.type_probabilities.values()) == pytest.approx(1)
    assert blended.type_probabilities[blended.type] == max(blended.type_probabilities.values())


@given(WORTHS, WORTHS, VERDICTS)
def test_of_two_passages_with_one_verdict_the_order_stays(one, other, verdict):
    pair = [candidate(0, "text", one), candidate(1, "text", other)]

    first, second = blending.blend(pair, {0: verdict, 1: verdict})

    assert (first.worth <= second.worth) == (one <= other) or first.worth == second.worth


@given(WORTHS)
def test_a_better_verdict_is_never_worth_less(worth):
    worths = [
        blending.blend([candidate(0, "text", worth)], {0: Verdict(n, DescriptionType.ACTION)})[
            0
        ].worth
        for n in range(4)
    ]

    assert worths == sorted(worths)


def test_a_verdict_alone_does_not_overrule_a_sure_engine():
    praised, dismissed = blending.blend(
        [candidate(0, "text", 0.02), candidate(1, "text", 0.98)],
        {0: Verdict(3, DescriptionType.OBJECT), 1: Verdict(0, DescriptionType.OBJECT)},
    )

    assert praised.worth < 0.2
    assert dismissed.worth > 0.8
