"""The chat client, against a stand-in that answers and fails like the real ones."""

import json
import logging

import pytest

from app.errors import (
    BookReaderError,
    ProviderMisconfigured,
    ProviderUnavailable,
    QuotaExceeded,
    Refused,
    Snoozed,
)
from app.language import Chat, ChatOptions
from app.language.chat import Question
from tests.language.conftest import KEY

QUESTION = Question("check", "Say ready.", {"about": "лес"}, {"type": "object"})

MEANINGS: dict[str, tuple[type[BookReaderError], str]] = {
    "401 without a valid key": (ProviderMisconfigured, "status-401"),
    "403 model": (ProviderMisconfigured, "status-403"),
    "400 request": (ProviderMisconfigured, "status-400"),
    "402 balance": (QuotaExceeded, "status-402"),
    "429 quota": (QuotaExceeded, "status-429"),
    "429 interval": (Snoozed, "status-429"),
    "429 without a time": (Snoozed, "status-429"),
    "500": (ProviderUnavailable, "status-500"),
    "502 html": (ProviderUnavailable, "status-502"),
    "524 html": (ProviderUnavailable, "status-524"),
    "530 text": (ProviderUnavailable, "status-530"),
    "302 into the network": (ProviderUnavailable, "status-302"),
    "200 html": (ProviderUnavailable, "no-message"),
    "200 error": (ProviderUnavailable, "no-message"),
    "200 list": (ProviderUnavailable, "no-message"),
    "200 deep json": (ProviderUnavailable, "no-message"),
    "200 empty": (ProviderUnavailable, "no-message"),
    "no choices": (ProviderUnavailable, "no-message"),
    "a list": (ProviderUnavailable, "no-json"),
    "prose": (ProviderUnavailable, "no-json"),
    "fenced json": (ProviderUnavailable, "no-json"),
    "no content": (ProviderUnavailable, "no-json"),
    "deep json": (ProviderUnavailable, "no-json"),
    "cut in the middle": (ProviderUnavailable, "no-json"),
    "top up notice": (ProviderUnavailable, "no-json"),
    "out of room": (Refused, "truncated"),
    "refusal": (Refused, "refusal"),
    "content filter": (Refused, "refusal"),
    "hang": (ProviderUnavailable, "timeout"),
    "close without a word": (ProviderUnavailable, "network-RemoteProtocolError"),
    "reset": (ProviderUnavailable, "network-ReadError"),
    "endless": (ProviderUnavailable, "too-many-bytes"),
    "declared huge": (ProviderUnavailable, "network-RemoteProtocolError"),
    "gzip bomb": (ProviderUnavailable, "encoding"),
}


@pytest.mark.parametrize("fault", MEANINGS)
async def test_every_fault_is_told_by_its_kind_and_reason(service, chat, fault):
    service.script(fault)

    with pytest.raises(BookReaderError) as told:
        await chat.ask(QUESTION)

    kind, reason = MEANINGS[fault]
    assert (type(told.value), told.value.facts["reason"]) == (kind, reason)
    assert KEY not in f"{told.value} {told.value.facts} {told.value.__cause__!r}"


async def test_a_question_asks_for_json_of_its_schema_and_carries_the_key_in_the_header_only(
    service, chat
):
    answer = await chat.ask(QUESTION)

    (sent,) = service.requests
    assert answer == {"word": "ready"}
    assert (sent.method, sent.target) == ("POST", "/v1/chat/completions")
    assert sent.headers["authorization"] == f"Bearer {KEY}"
    assert sent.headers["accept-encoding"] == "identity"
    assert sent.wish["model"] == "some-model"
    assert (sent.wish["temperature"], sent.wish["seed"]) == (0, 1)
    assert sent.wish["response_format"] == {
        "type": "json_schema",
        "json_schema": {"name": "check", "strict": True, "schema": {"type": "object"}},
    }
    assert [each["role"] for each in sent.wish["messages"]] == ["system", "user"]
    assert json.loads(sent.wish["messages"][1]["content"]) == {"about": "лес"}


async def test_a_service_of_ones_own_needs_no_key(service, gate):
    await Chat(gate, ChatOptions(f"{service.url}/v1/", "local")).check()

    assert "authorization" not in service.requests[0].headers


async def test_d5_a_notice_about_credit_in_the_place_of_an_answer_is_no_answer(service, chat):
    service.script("top up notice")

    with pytest.raises(ProviderUnavailable) as told:
        await chat.ask(QUESTION)

    (sent,) = service.requests
    assert told.value.facts["reason"] == "no-json"
    # Only so does the service say its 402 with a status of its own.
    assert sent.wish["response_format"]["type"] == "json_schema"


async def test_a_busy_model_says_when_to_come_again(service, chat):
    service.script("429 interval")

    with pytest.raises(Snoozed) as told:
        await chat.ask(QUESTION)

    assert told.value.retry_after == 2


async def test_a_model_that_fails_again_and_again_is_left_alone(service, chat):
    service.script("500", times=9)
    for _ in range(5):
        with pytest.raises(ProviderUnavailable):
            await chat.ask(QUESTION)

    with pytest.raises(Snoozed) as told:
        await chat.ask(QUESTION)

    assert told.value.facts["reason"] == "resting"
    assert len(service.requests) == 5


@pytest.mark.parametrize("url", ["nonsense", "ftp://127.0.0.1/v1", "http://host:port", ""])
async def test_an_address_that_is_none_is_the_operators_mistake(gate, url):
    with pytest.raises(ProviderMisconfigured) as told:
        await Chat(gate, ChatOptions(url, "m")).check()

    assert told.value.facts["reason"] == "url"


async def test_the_key_is_in_no_log_and_no_repr(service, chat, options, caplog):
    service.script("500")

    with caplog.at_level(logging.DEBUG), pytest.raises(ProviderUnavailable):
        await chat.ask(QUESTION)

    assert KEY not in caplog.text + repr(options)
