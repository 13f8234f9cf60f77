"""Facts that a language model reads out of a book: only with words that stand there."""

import pytest

from app.domain.bible import Attribute, Origin
from app.domain.engines import Witness
from app.domain.illustrations import Degraded
from app.domain.names import NamedEntity
from app.language import Linear

ANNA = NamedEntity("character:1/0/0", "Anna")
PYOTR = NamedEntity("character:1/4/7", "Пётр")
WITNESSES = (
    Witness(1, 3, "Anna had fair hair and a grey dress.", (ANNA,)),
    Witness(2, 8, "Вошёл Пётр, и седые волосы его блестели.", (PYOTR,)),
    Witness(2, 9, "Пётр молчал; Anna shook her red hair.", (PYOTR, ANNA)),
    Witness(3, 0, "Nobody was there.", (ANNA,)),
)


async def test_facts_have_a_quote_that_stands_where_they_say(llm):
    told = await llm.testify(WITNESSES[:2], has_consent=True)

    assert [(each.entity, each.attribute, each.value) for each in told.facts] == [
        (ANNA.key, Attribute.HAIR, "fair hair"),
        (PYOTR.key, Attribute.HAIR, "седые волосы"),
    ]
    for fact, witness in zip(told.facts, WITNESSES[:2], strict=True):
        span = fact.span
        assert witness.text[span.start.offset : span.end.offset] == fact.quote
        assert (span.start.chapter, span.start.block) == (witness.chapter, witness.block)
        assert (fact.origin, fact.is_lasting) == (Origin.EXTRACTED, True)


@pytest.mark.parametrize(
    "lie",
    [
        "invented ids", "wrong quotes", "empty quotes", "extra keys", "somebody else's fact", "invented value",
        "unknown attribute", "strings for objects", "another object",
    ],
)  # fmt: skip
async def test_facts_that_are_not_proven_are_dropped(service, llm_with, lie):
    service.script(lie)
    # Of other shapes than a fact's: whatever comes, nothing is believed.
    told = await llm_with(batch=9).testify(WITNESSES, has_consent=True)

    assert told.facts == ()


async def test_errors_are_told_and_leave_what_was_found(service, llm_with):
    service.script("500")

    told = await llm_with(batch=9).testify(WITNESSES, has_consent=True)

    assert told.facts == ()
    assert told.degraded == Degraded("llm", "linear", "provider-unavailable: status-500")


async def test_without_consent_no_block_leaves_this_machine(service, llm):
    told = await llm.testify(WITNESSES, has_consent=False)

    assert (told.facts, told.degraded.reason) == ((), "consent")
    assert service.requests == []


async def test_the_linear_engine_knows_nothing_more():
    assert (await Linear().testify(WITNESSES, has_consent=True)).facts == ()
