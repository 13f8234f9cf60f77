"""What the doctor says of those who are asked over the network, and of the limits they are asked with."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest

from app.domain.gates import Pace
from app.errors import Snoozed
from app.limits import open_gate
from app.resources import Resources
from tests.cli.conftest import Run
from tests.standin import StandIn

KEY = "sk_the-doctor-must-not-tell"


@pytest.fixture
async def service(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[StandIn]:
    async with StandIn() as standin:
        monkeypatch.setenv("BOOKREADER_LANGUAGE__URL", f"{standin.url}/v1")
        monkeypatch.setenv("BOOKREADER_LANGUAGE__MODEL", "some-model")
        monkeypatch.setenv("BOOKREADER_LANGUAGE__KEY", KEY)
        yield standin


@pytest.fixture
def connected(resources: Resources, monkeypatch: pytest.MonkeyPatch) -> Resources:
    monkeypatch.setenv("BOOKREADER_DATABASE__URL", str(resources.settings.database.url))
    monkeypatch.setenv("BOOKREADER_QUEUE__URL", str(resources.settings.queue.url))
    return resources


async def finding(run: Run, name: str, *words: str) -> dict[str, str | bool]:
    answer = await asyncio.to_thread(run, "doctor", "--json", *words)
    assert KEY not in answer.out + answer.err
    found: dict[str, str | bool]
    (found,) = [each for each in json.loads(answer.out) if each["name"] == name]
    return found


async def test_no_language_model_is_no_fault(run: Run) -> None:
    found = await finding(run, "language model")

    assert found["ok"]
    assert "none" in str(found["detail"])


async def test_a_language_model_is_looked_for_without_asking_it_anything(
    run: Run, service: StandIn
) -> None:
    found = await finding(run, "language model")

    assert (found["ok"], found["detail"]) == (True, "some-model is there")
    assert [(each.method, each.target) for each in service.requests] == [("GET", "/v1/models")]


async def test_live_it_has_to_answer(run: Run, service: StandIn) -> None:
    service.script("prose")

    found = await finding(run, "language model", "--live")

    assert not found["ok"]
    assert "no-json" in str(found["detail"])


@pytest.mark.parametrize(
    ("fault", "reason"),
    [("401 without a valid key", "status-401"), ("502 html", "status-502"), ("hang", "timeout")],
)
async def test_a_language_model_that_cannot_be_had_is_told_with_the_fix(
    run: Run, service: StandIn, monkeypatch: pytest.MonkeyPatch, *, fault: str, reason: str
) -> None:
    monkeypatch.setenv("BOOKREADER_LANGUAGE__TIMEOUT", "PT0.5S")
    service.script(fault)

    found = await finding(run, "language model")

    assert not found["ok"]
    assert reason in str(found["detail"])
    assert "BOOKREADER_LANGUAGE__URL" in str(found["fix"])


async def test_an_address_without_a_model_is_told(
    run: Run, service: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BOOKREADER_LANGUAGE__MODEL")

    found = await finding(run, "language model")

    assert not found["ok"]
    assert "BOOKREADER_LANGUAGE__MODEL" in str(found["detail"])
    assert service.requests == []


@pytest.mark.usefixtures("connected", "service")
async def test_a_server_that_would_not_start_for_that_is_told_to_be_so(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("BOOKREADER_LANGUAGE__MODEL")

    found = await finding(run, "settings")

    assert not found["ok"]


async def test_a_provider_that_asked_to_be_left_alone_is_told(
    run: Run, connected: Resources
) -> None:
    assert (await finding(run, "limits pollinations"))["ok"]
    pace = {"pollinations": Pace(4, 600, 60)}
    async with open_gate(paces=pace, redis=connected.redis) as gate:
        with pytest.raises(Snoozed):
            async with gate.admit("pollinations"):
                raise Snoozed(retry_after=600)

    found = await finding(run, "limits pollinations")

    assert not found["ok"]
    assert "told" in str(found["detail"])
