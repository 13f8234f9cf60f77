"""The rules of one provider's gate, as pure steps from one state to the next."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.domain.gates import Pace

# A slot whose holder is silent for this long is free again: a killed worker gives nothing back.
LEASE_S = 10.0

# A provider rests after five failures in a row, or more than half of the last twenty; both a guess.
_IN_A_ROW = 5
_REMEMBERED = 20
# The first rest; every further one in a row is twice as long.
_REST_S = 15.0
_LONGEST_REST_S = 300.0
# A key that was refused is not sent more than once a minute; credit does not grow by the second.
_KEY_REST_S = 60.0
_CREDIT_REST_S = 900.0
# So many good answers earn back a slot that was lost to "too many at once".
_GOOD_FOR_A_SLOT = 10
# A guess; who is told to come again must not come at once.
_SLOT_WAIT_S = 1.0


class Reason(StrEnum):
    """Why somebody must wait."""

    SLOTS = "slots"
    RATE = "rate"
    TOLD = "told"
    RESTING = "resting"
    KEY = "key"
    CREDIT = "credit"


class Ending(StrEnum):
    """How a visit went, as far as the provider's health goes."""

    GOOD = "good"
    FAILED = "failed"
    KEY_REFUSED = "key-refused"
    NO_CREDIT = "no-credit"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Outcome:
    """*wait_s* is how long the provider wants to be left alone; *is_crowded* that we were too many."""

    ending: Ending
    wait_s: float = 0.0
    is_crowded: bool = False


@dataclass(frozen=True, slots=True)
class Wait:
    seconds: float
    reason: Reason


@dataclass(frozen=True, slots=True)
class State:
    """Times are seconds of one clock; *held* maps visits to the ends of their leases."""

    arrival: float = 0.0
    held: Mapping[str, float] = field(default_factory=dict)
    learnt_slots: int | None = None
    good: int = 0
    told_until: float = 0.0
    recent: str = ""
    rests: int = 0
    rest_until: float = 0.0
    rest_reason: str = ""
    probe: str = ""


def enter(state: State, pace: Pace, visit: str, now: float) -> tuple[State, Wait | None]:
    """A slot for *visit*, or how long to wait for one."""
    held = {each: until for each, until in state.held.items() if until > now}
    state = replace(state, held=held, probe=state.probe if state.probe in held else "")
    wait = _closed(state, now) or _crowded(state, pace) or _too_fast(state, pace, now)
    if wait is not None:
        return state, wait
    return replace(
        state,
        held={**held, visit: now + LEASE_S},
        arrival=max(state.arrival, now) + _interval(pace),
        probe=visit if state.rests else "",
    ), None


def renew(state: State, visit: str, now: float) -> State:
    if visit not in state.held:
        return state
    return replace(state, held={**state.held, visit: now + LEASE_S})


def leave(state: State, pace: Pace, visit: str, outcome: Outcome, now: float) -> State:
    slots = slots_of(state, pace)
    together = max(len(state.held), 1)
    state = replace(
        state,
        held={each: until for each, until in state.held.items() if each != visit},
        told_until=max(state.told_until, now + outcome.wait_s),
        probe="" if state.probe == visit else state.probe,
    )
    if outcome.is_crowded:
        state = replace(state, learnt_slots=max(1, min(slots, together) - 1), good=0)
    return _judge(state, pace, outcome.ending, now)


def slots_of(state: State, pace: Pace) -> int:
    return pace.slots if state.learnt_slots is None else min(pace.slots, state.learnt_slots)


def closed(state: State, now: float) -> Wait | None:
    """Why the provider is asked by nobody at all now, if so."""
    if state.rest_until > now:
        return Wait(state.rest_until - now, Reason(state.rest_reason))
    if state.told_until > now:
        return Wait(state.told_until - now, Reason.TOLD)
    return None


def _closed(state: State, now: float) -> Wait | None:
    wait = closed(state, now)
    if wait is None and state.rests and state.probe:
        # Somebody is finding out whether it is well again; one is enough.
        return Wait(_SLOT_WAIT_S, Reason.RESTING)
    return wait


def _crowded(state: State, pace: Pace) -> Wait | None:
    if len(state.held) < slots_of(state, pace):
        return None
    return Wait(_SLOT_WAIT_S, Reason.SLOTS)


def _too_fast(state: State, pace: Pace, now: float) -> Wait | None:
    """The generic cell rate algorithm: a token bucket that is one number."""
    wait = state.arrival - now - (pace.burst - 1) * _interval(pace)
    return Wait(wait, Reason.RATE) if wait > 0 else None


def _interval(pace: Pace) -> float:
    return 60 / pace.per_minute


def _judge(state: State, pace: Pace, ending: Ending, now: float) -> State:
    match ending:
        case Ending.GOOD:
            return _well(state, pace, now)
        case Ending.FAILED:
            return _failed(state, now)
        case Ending.KEY_REFUSED:
            return _resting(state, now + _KEY_REST_S, Reason.KEY)
        case Ending.NO_CREDIT:
            return _resting(state, now + _CREDIT_REST_S, Reason.CREDIT)
        case Ending.UNKNOWN:
            return state


def _well(state: State, pace: Pace, now: float) -> State:
    if state.rest_until > now:
        return state  # It was asked before the others failed.
    learnt, good = state.learnt_slots, state.good + 1
    if learnt is not None and good >= _GOOD_FOR_A_SLOT:
        learnt, good = (None if learnt + 1 >= pace.slots else learnt + 1), 0
    recent = "" if state.rests else _remembered(state.recent, "+")
    return replace(state, learnt_slots=learnt, good=good, recent=recent, rests=0, rest_reason="")


def _failed(state: State, now: float) -> State:
    recent = _remembered(state.recent, "-")
    is_down = (
        state.rests > 0
        or recent.endswith("-" * _IN_A_ROW)
        or (len(recent) == _REMEMBERED and recent.count("-") > _REMEMBERED / 2)
    )
    if not is_down or state.rest_until > now:
        return replace(state, recent=recent)
    rest_s = min(_LONGEST_REST_S, _REST_S * math.pow(2, min(state.rests, 10)))
    return _resting(state, now + rest_s, Reason.RESTING)


def _resting(state: State, until: float, reason: Reason) -> State:
    return replace(
        state, recent="", rests=state.rests + 1, rest_until=until, rest_reason=reason.value
    )


def _remembered(recent: str, sign: str) -> str:
    return (recent + sign)[-_REMEMBERED:]
