"""The rules of a gate: slots, rates, rests; with a clock that only the test turns."""

import pytest

from app.domain.gates import Pace
from app.limits import turnstile
from app.limits.turnstile import LEASE_S, Ending, Outcome, Reason, State

PACE = Pace(slots=2, per_minute=60, burst=100)
GOOD, FAILED = Outcome(Ending.GOOD), Outcome(Ending.FAILED)
CROWDED = Outcome(Ending.UNKNOWN, 1.0, is_crowded=True)


class Provider:
    """A gate in use: visitors come and go."""

    def __init__(self, pace=PACE):
        self.pace, self.state, self.now, self.visits = pace, State(), 1000.0, 0

    def enter(self):
        self.visits += 1
        name = f"visit {self.visits}"
        self.state, wait = turnstile.enter(self.state, self.pace, name, self.now)
        return wait or name

    def leave(self, name, outcome=GOOD):
        self.state = turnstile.leave(self.state, self.pace, name, outcome, self.now)

    def visit(self, outcome=GOOD):
        self.leave(self.enter(), outcome)


def test_no_more_visitors_at_a_time_than_slots():
    provider = Provider()
    first, _ = provider.enter(), provider.enter()

    assert provider.enter().reason is Reason.SLOTS
    provider.leave(first)
    assert isinstance(provider.enter(), str)


def test_a_slot_whose_holder_is_silent_is_free_again_after_the_lease():
    provider = Provider()
    dead, alive = provider.enter(), provider.enter()
    provider.now += LEASE_S - 1
    provider.state = turnstile.renew(provider.state, alive, provider.now)

    provider.now += 2

    assert isinstance(provider.enter(), str)
    assert provider.enter().reason is Reason.SLOTS
    assert dead not in provider.state.held


def test_a_lost_slot_is_not_won_back_by_renewing():
    provider = Provider()
    late = provider.enter()
    provider.now += LEASE_S + 1
    others = [provider.enter(), provider.enter()]

    provider.state = turnstile.renew(provider.state, late, provider.now)

    assert set(provider.state.held) == set(others)


def test_a_minute_has_no_more_requests_than_it_may_after_the_first_burst():
    provider = Provider(Pace(slots=100, per_minute=60, burst=5))
    granted = 0
    for _ in range(600):
        provider.now += 0.1
        entered = provider.enter()
        if isinstance(entered, str):
            granted += 1
            provider.leave(entered)
        else:
            assert (entered.reason, entered.seconds <= 1) == (Reason.RATE, True)

    assert granted == 60 + 4


def test_who_comes_again_when_told_is_let_in():
    provider = Provider(Pace(slots=9, per_minute=6, burst=1))
    provider.visit()
    wait = provider.enter()

    provider.now += wait.seconds

    assert isinstance(provider.enter(), str)


def test_a_provider_that_asks_for_silence_is_asked_by_nobody_meanwhile():
    provider = Provider()
    provider.visit(Outcome(Ending.UNKNOWN, 30.0))

    wait = provider.enter()
    provider.now += 30.1

    assert (wait.reason, wait.seconds) == (Reason.TOLD, 30.0)
    assert isinstance(provider.enter(), str)


def test_four_failures_in_a_row_are_bad_luck_and_five_are_an_outage():
    provider = Provider()
    for _ in range(4):
        provider.visit(FAILED)
    provider.visit(GOOD)
    for _ in range(4):
        provider.visit(FAILED)
    well = provider.enter()
    assert isinstance(well, str)

    provider.leave(well, FAILED)

    assert provider.enter().reason is Reason.RESTING


def test_more_than_half_of_twenty_are_an_outage_too():
    provider = Provider(Pace(slots=9, per_minute=6000, burst=1000))
    outcomes = [GOOD] * 9 + [FAILED, FAILED, GOOD] * 8

    rested_after = None
    for number, outcome in enumerate(outcomes):
        entered = provider.enter()
        if not isinstance(entered, str):
            rested_after = number
            break
        provider.leave(entered, outcome)

    window = outcomes[rested_after - 20 : rested_after]
    assert window.count(FAILED) > 10


def rested(provider):
    for _ in range(5):
        provider.visit(FAILED)
    return provider.enter().seconds


def test_after_a_rest_one_visitor_looks_whether_it_is_well():
    provider = Provider()
    provider.now += rested(provider) + 0.1
    probe = provider.enter()

    assert provider.enter().reason is Reason.RESTING
    provider.leave(probe, GOOD)
    assert isinstance(provider.enter(), str)
    assert isinstance(provider.enter(), str)


def test_a_probe_that_dies_is_followed_by_another():
    provider = Provider()
    provider.now += rested(provider) + 0.1
    provider.enter()

    provider.now += LEASE_S + 0.1

    assert isinstance(provider.enter(), str)


def test_rests_grow_while_it_stays_ill_but_not_for_ever():
    provider = Provider()
    seconds = [rested(provider)]
    for _ in range(8):
        provider.now += seconds[-1] + 0.1
        provider.visit(FAILED)
        seconds.append(provider.enter().seconds)

    assert seconds[:4] == pytest.approx([15, 30, 60, 120])
    assert seconds[-1] == pytest.approx(300)


def test_what_was_asked_before_the_outage_does_not_end_the_rest():
    provider = Provider(Pace(slots=9, per_minute=6000, burst=1000))
    early = provider.enter()
    rested(provider)

    provider.leave(early, GOOD)

    assert provider.enter().reason is Reason.RESTING


def test_a_refused_key_is_sent_once_a_minute():
    provider = Provider(Pace(slots=9, per_minute=6000, burst=1000))
    asked = 0
    for _ in range(600):
        entered = provider.enter()
        if isinstance(entered, str):
            asked += 1
            provider.leave(entered, Outcome(Ending.KEY_REFUSED))
        else:
            assert entered.reason is Reason.KEY
        provider.now += 1

    assert asked <= 10


def test_used_up_credit_is_looked_at_again_after_a_quarter_of_an_hour():
    provider = Provider()
    provider.visit(Outcome(Ending.NO_CREDIT))

    assert (provider.enter().reason, provider.enter().seconds) == (Reason.CREDIT, 900)


def test_b6_the_number_of_slots_is_learnt_from_refusals_and_earned_back_by_good_answers():
    provider = Provider(Pace(slots=4, per_minute=6000, burst=1000))
    together = [provider.enter() for _ in range(4)]
    for refused in together[1:]:
        provider.leave(refused, CROWDED)
    provider.leave(together[0], GOOD)
    provider.now += 2

    assert turnstile.slots_of(provider.state, provider.pace) == 1
    for slots in (2, 3, 4):
        for _ in range(10):
            provider.visit(GOOD)
        assert turnstile.slots_of(provider.state, provider.pace) == slots
