"""Pollinations, against a stand-in that speaks and fails like the real one."""

import logging

import pytest

from app.errors import (
    BookReaderError,
    PictureRefused,
    ProviderMisconfigured,
    ProviderUnavailable,
    QuotaExceeded,
    Snoozed,
)
from app.illustration.providers.pollinations import Pollinations, PollinationsOptions
from tests.illustration.conftest import request_for
from tests.standin import FAULTS

MEANINGS: dict[str, tuple[type[BookReaderError], str]] = {
    "401 without a valid key": (ProviderMisconfigured, "status-401"),
    "402 balance": (QuotaExceeded, "status-402"),
    "402 full queue": (Snoozed, "status-402"),
    "403 model": (ProviderMisconfigured, "status-403"),
    "400 request": (ProviderMisconfigured, "status-400"),
    "400 safety": (PictureRefused, "moderation"),
    "400 moderation": (PictureRefused, "moderation"),
    "422 moderation": (PictureRefused, "moderation"),
    "429 interval": (Snoozed, "status-429"),
    "429 without a time": (Snoozed, "status-429"),
    "429 concurrency": (Snoozed, "status-429"),
    "429 time in the body": (Snoozed, "status-429"),
    "429 ten minutes": (Snoozed, "status-429"),
    "429 absurd": (Snoozed, "status-429"),
    "429 date in the past": (Snoozed, "status-429"),
    "429 nonsense": (Snoozed, "status-429"),
    "500": (ProviderUnavailable, "status-500"),
    "502 html": (ProviderUnavailable, "status-502"),
    "503": (ProviderUnavailable, "status-503"),
    "504": (ProviderUnavailable, "status-504"),
    "524 html": (ProviderUnavailable, "status-524"),
    "530 text": (ProviderUnavailable, "status-530"),
    "302 into the network": (ProviderUnavailable, "status-302"),
    "200 html": (ProviderUnavailable, "no-picture"),
    "200 html called jpeg": (ProviderUnavailable, "no-picture"),
    "200 error": (ProviderUnavailable, "no-picture"),
    "200 no data": (ProviderUnavailable, "no-picture"),
    "200 url only": (ProviderUnavailable, "no-picture"),
    "200 list": (ProviderUnavailable, "no-picture"),
    "200 broken base64": (ProviderUnavailable, "no-picture"),
    "200 deep json": (ProviderUnavailable, "no-picture"),
    "200 empty": (ProviderUnavailable, "no-picture"),
    "placeholder by header": (ProviderUnavailable, "placeholder"),
    "placeholder fallback": (ProviderUnavailable, "placeholder"),
    "picture is html": (ProviderUnavailable, "not-a-picture"),
    "picture is svg": (ProviderUnavailable, "not-a-picture"),
    "picture is empty": (ProviderUnavailable, "empty"),
    "picture is cut": (ProviderUnavailable, "undecodable"),
    "picture is blank": (ProviderUnavailable, "blank"),
    "picture is a bomb": (ProviderUnavailable, "too-many-pixels"),
    "picture is square": (ProviderUnavailable, "aspect"),
    "hang": (ProviderUnavailable, "timeout"),
    "drip": (ProviderUnavailable, "timeout"),
    "close without a word": (ProviderUnavailable, "network-RemoteProtocolError"),
    "reset": (ProviderUnavailable, "network-ReadError"),
    "reset midway": (ProviderUnavailable, "network-ReadError"),
    "truncated": (ProviderUnavailable, "network-RemoteProtocolError"),
    "truncated chunks": (ProviderUnavailable, "network-RemoteProtocolError"),
    "endless": (ProviderUnavailable, "too-many-bytes"),
    "declared huge": (ProviderUnavailable, "network-RemoteProtocolError"),
    "gzip bomb": (ProviderUnavailable, "encoding"),
}
PICTURES_AFTER_ALL = {
    "always the same picture",
    "model swap",
    "fallback target",
    "seed ignored",
    # Only the old service says so of its notice.
    "placeholder not to be kept",
    "picture and nothing left",
    "png",
}


@pytest.mark.parametrize("fault", MEANINGS)
async def test_c_every_fault_is_told_by_its_kind_and_reason(service, studio, fault):
    service.script(fault, times=2)

    with pytest.raises(BookReaderError) as told:
        await studio.draw(request_for(), provider="pollinations", consent=True)

    kind, reason = MEANINGS[fault]
    assert isinstance(told.value, kind)
    assert told.value.facts["reason"] == reason
    assert "sk_secret" not in f"{told.value} {told.value.facts} {told.value.__cause__!r}"


def test_no_fault_of_the_stand_in_goes_untested():
    assert set(MEANINGS) | PICTURES_AFTER_ALL == set(FAULTS)


@pytest.mark.parametrize(
    ("fault", "seconds"),
    [("429 interval", 2), ("429 without a time", 10), ("429 concurrency", 1), ("429 time in the body", 12.34),
     ("429 absurd", 3600), ("429 date in the past", 1), ("429 nonsense", 10)],
)  # fmt: skip
async def test_a_busy_service_is_asked_again_when_it_says(service, studio, fault, seconds):
    service.script(fault)

    with pytest.raises(Snoozed) as told:
        await studio.draw(request_for(), provider="pollinations", consent=True)

    assert told.value.retry_after == seconds


async def test_a_request_names_model_seed_and_size_and_carries_the_key_in_the_header_only(
    service, studio
):
    await studio.draw(request_for(seed=12345), provider="pollinations", consent=True)

    (sent,) = service.requests
    assert sent.method == "POST"
    assert "key" not in sent.target
    assert sent.headers["authorization"] == "Bearer sk_secret"
    assert sent.headers["accept-encoding"] == "identity"
    assert sent.wish["model"] == "flux"
    assert sent.wish["seed"] == 12345
    assert sent.wish["size"] == "256x192"
    assert sent.wish["response_format"] == "b64_json"


async def test_a_fault_that_passes_is_not_noticed_and_the_same_bytes_are_sent_again(
    service, studio
):
    service.script("502 html")

    drawn = await studio.draw(request_for(), provider="pollinations", consent=True)

    first, second = service.requests
    assert first.body == second.body
    assert drawn.provider == "pollinations"


@pytest.mark.parametrize(
    "fault", ["401 without a valid key", "402 balance", "422 moderation", "429 interval"]
)
async def test_a_refusal_is_not_asked_twice(service, studio, fault):
    service.script(fault)

    with pytest.raises(BookReaderError):
        await studio.draw(request_for(), provider="pollinations", consent=True)

    assert len(service.requests) == 1


async def test_another_model_than_asked_for_is_recorded(service, studio):
    service.script("model swap")

    drawn = await studio.draw(request_for(), provider="pollinations", consent=True)

    assert drawn.model == "sana"
    assert drawn.losses == ("model: sana instead of flux",)


async def test_the_type_of_a_picture_is_told_by_its_bytes(service, studio):
    service.script("png")

    drawn = await studio.draw(request_for(), provider="pollinations", consent=True)

    assert drawn.media_type == "image/png"


async def test_one_picture_for_two_prompts_is_taken_for_a_notice(service, studio):
    service.script("always the same picture", times=3)

    await studio.draw(request_for("a castle"), provider="pollinations", consent=True)
    with pytest.raises(ProviderUnavailable) as told:
        await studio.draw(request_for("a ship"), provider="pollinations", consent=True)

    assert told.value.facts["reason"] == "duplicate"


async def test_a_port_where_nobody_listens_is_unavailable(gate):
    options = PollinationsOptions(key="sk_secret", url="http://127.0.0.1:9", retry_wait_s=0)
    provider = Pollinations(options, gate)

    with pytest.raises(ProviderUnavailable) as told:
        await provider.submit(request_for())

    assert told.value.facts["reason"] == "network-ConnectError"


async def test_the_key_is_in_no_log_and_no_repr(service, studio, options, caplog):
    service.script("500", times=2)

    with caplog.at_level(logging.DEBUG), pytest.raises(ProviderUnavailable):
        await studio.draw(request_for(), provider="pollinations", consent=True)

    assert "sk_secret" not in caplog.text + repr(options)
