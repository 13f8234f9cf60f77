"""An alternative text is one line that somebody can listen to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.illustration.captions import MOST_CHARACTERS, alt

LONG = "The house stood at the end of the lane, grey and low, with moss upon its roof and ivy on its walls"


def test_a_short_quote_is_kept_in_one_line():
    assert alt("A castle\n  above\ta lake. ") == "A castle above a lake."


@pytest.mark.parametrize(
    ("quote", "expected"),
    [
        (f"{LONG}. {LONG}. {LONG}.", f"{LONG}. {LONG}."),
        (f"{LONG}! {LONG} and {LONG}.", f"{LONG}!"),
        (f"“{LONG}?” {LONG} and {LONG}.", f"“{LONG}?”"),
        (f"«{LONG.replace('the', 'дом')}…» — Он стоял {LONG} {LONG}", None),
        (f"{LONG}, where Mr. Smith lived. {LONG} {LONG}", f"{LONG}, where Mr. Smith lived."),
    ],
)
def test_a_long_one_ends_with_a_sentence(quote, expected):
    assert alt(quote) == (expected or quote[: quote.index("»") + 1])


@pytest.mark.parametrize(
    ("quote", "ending"),
    [
        (f"{LONG}, {LONG}, {LONG}, {LONG}", "ivy on its walls…"),
        (f"Yes. {LONG} of Mr. Smith {LONG}, {LONG}", "…"),
    ],
)
def test_where_no_sentence_ends_in_time_a_word_does(quote, ending):
    told = alt(quote)

    assert told.endswith("…")
    assert quote.startswith(told[:-1])
    assert not quote[len(told) - 1].isalnum()
    assert ending == "…" or len(told) <= MOST_CHARACTERS


def test_a_script_without_spaces_is_cut_as_well():
    assert alt("城" * 400) == "城" * (MOST_CHARACTERS - 1) + "…"


@given(st.text(alphabet=st.sampled_from("aAя. !?…\n\t«»“” ,-—(1"), max_size=700))
def test_it_is_always_one_line_of_bounded_length(quote):
    told = alt(quote)

    assert len(told) <= MOST_CHARACTERS
    assert told == " ".join(told.split())
    assert " ".join(quote.split()).startswith(told.removesuffix("…"))
