"""Whatever a model answers: nothing stumbles, and only what is proven counts."""

from hypothesis import given
from hypothesis import strategies as st

from app.domain.engines import Witness
from app.domain.names import NamedEntity
from app.language import looks, verdicts
from tests.language.conftest import TEXTS, candidate

BATCH = [candidate(number, text) for number, text in enumerate(TEXTS[:3])]
ANNA, PYOTR = NamedEntity("character:1/0/0", "Anna"), NamedEntity("character:1/4/7", "Пётр")
WITNESSES = [Witness(1, 3, TEXTS[0], (ANNA,)), Witness(2, 5, TEXTS[2], (ANNA, PYOTR))]

PIECES = st.sampled_from(
    [text[at : at + size] for text in TEXTS[:3] for at in (0, 9) for size in (5, 30)]
)
WORDS = st.one_of(st.text(max_size=20), PIECES)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORDS, inner, max_size=4),
)


def nearly(**fields):
    """Objects of the right shape and seldom the right content, or with one field of anything."""
    right = st.fixed_dictionaries(fields)
    broken = st.tuples(right, st.sampled_from(sorted(fields)), ANYTHING).map(
        lambda drawn: {**drawn[0], drawn[1]: drawn[2]}
    )
    return right | broken


VERDICTS = nearly(
    id=st.sampled_from(["p1", "p2", "p3", "p4"]),
    worth=st.integers(-1, 4),
    type=st.sampled_from(["location", "object", "poem"]),
    quote=PIECES,
)
FACTS = nearly(
    passage=st.sampled_from(["p1", "p2", "p3"]),
    entity=st.sampled_from(["e1", "e2", "e3"]),
    attribute=st.sampled_from(["hair", "state", "soul"]),
    quote=PIECES,
    value=PIECES,
    is_lasting=st.booleans(),
)


def answers(name, items):
    told = st.lists(items, max_size=6) | st.lists(items | ANYTHING, max_size=6)
    return st.fixed_dictionaries({name: told}) | st.dictionaries(WORDS, ANYTHING, max_size=2)


@given(answers("passages", VERDICTS))
def test_a_verdict_is_of_a_passage_that_was_asked_about_and_quotes_it(answer):
    good, dropped = verdicts.read(answer, BATCH)

    assert set(good) <= set(range(len(BATCH)))
    assert all(0 <= verdict.worth <= 3 for verdict in good.values())
    told = answer.get("passages")
    assert len(good) + dropped == (len(told) if isinstance(told, list) else 0)
    for number in good:
        quotes = [each["quote"] for each in told if isinstance(each, dict) and "quote" in each]
        assert any(isinstance(q, str) and q.strip() in BATCH[number].text for q in quotes)


@given(answers("facts", FACTS))
def test_a_fact_stands_where_it_says_and_is_of_somebody_named_there(answer):
    facts, dropped = looks.read(answer, WITNESSES)

    told = answer.get("facts")
    assert len(facts) + dropped == (len(told) if isinstance(told, list) else 0)
    texts = {(each.chapter, each.block): each for each in WITNESSES}
    for fact in facts:
        start, end = fact.span.start, fact.span.end
        witness = texts[start.chapter, start.block]
        assert witness.text[start.offset : end.offset] == fact.quote
        assert fact.value in fact.quote
        assert fact.entity in {each.key for each in witness.entities}
