"""Every form in which an answer says when to ask again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.limits import answers

NOON = 1_795_176_000.0  # Fri, 20 Nov 2026 12:00:00 GMT


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry-after": "13"}, 13),
        ({"retry-after": " 2.5 "}, 2.5),
        ({"retry-after": "0"}, 1),
        ({"retry-after": "-1"}, 1),
        ({"retry-after": "1000000000"}, 3600),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({}, None),
        ({"retry-after-ms": "2500", "retry-after": "3"}, 2.5),
        ({"retry-after": "Fri, 20 Nov 2026 12:00:45 GMT"}, 45),
        ({"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}, 1),
        ({"retry-after": "Fri, 20 Nov 2026 14:00:00 +0200"}, 1),
        # Its clock is an hour ahead of ours; the span is what counts.
        ({"retry-after": "Fri, 20 Nov 2026 13:00:20 GMT", "date": "Fri, 20 Nov 2026 13:00:00 GMT"}, 20),
    ],
)  # fmt: skip
def test_retry_after_is_understood_in_all_its_forms(headers, seconds):
    assert answers.retry_after(headers, NOON) == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"ratelimit-remaining": "0", "ratelimit-reset": "30"}, 30),
        ({"ratelimit-remaining": "1", "ratelimit-reset": "30"}, 0),
        ({"x-ratelimit-remaining": "0", "x-ratelimit-reset": str(int(NOON) + 90)}, 90),
        ({"ratelimit": "limit=100, remaining=0, reset=50"}, 50),
        ({"ratelimit": '"default";r=0;t=12'}, 12),
        ({"ratelimit": '"burst";r=5;t=1, "day";r=0;t=600'}, 600),
        ({"ratelimit": '"default";r=7;t=12'}, 0),
        ({"x-ratelimit-remaining-requests": "0", "x-ratelimit-reset-requests": "1m30s"}, 90),
        ({"x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "250ms"}, 0.25),
        ({"x-ratelimit-remaining-requests": "0"}, 0),
        ({"x-ratelimit-remaining": "none", "x-ratelimit-reset": "10"}, 0),
        ({"ratelimit-remaining": "0", "ratelimit-reset": "9999999"}, 3600),
        ({}, 0),
    ],
)  # fmt: skip
def test_headers_that_say_that_nothing_is_left_ask_for_silence(headers, seconds):
    assert answers.quiet_s(headers, NOON) == pytest.approx(seconds)


NAMES = st.sampled_from(
    ["retry-after", "retry-after-ms", "date", "ratelimit", "ratelimit-remaining", "ratelimit-reset"]
)


@given(st.dictionaries(NAMES, st.text(max_size=60)))
def test_no_header_makes_us_wait_longer_than_an_hour_or_stumble(headers):
    wait = answers.retry_after(headers, NOON)

    assert wait is None or 1 <= wait <= 3600
    assert answers.quiet_s(headers, NOON) <= 3600
