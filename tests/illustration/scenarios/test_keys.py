"""Readers' own keys: whose account is asked, and where the key is not to be found."""

import hashlib
import logging

import pytest

from app.domain.gates import Pace
from app.domain.illustrations import Pending
from app.errors import InvalidInput, NotAllowed, ProviderMisconfigured, Snoozed
from app.illustration.providers import PROVIDERS
from app.illustration.providers.sketch import Sketch
from app.limits import open_gate
from app.resources import studio_of
from app.settings import IllustrationSettings
from tests.illustration.conftest import request_for

OWN = "sk_of-a-reader"
ACCOUNT = hashlib.sha256(OWN.encode()).hexdigest()[:12]


@pytest.fixture
def knobs(service):
    """The operator has a key for Pollinations, an address of AUTOMATIC1111, and none for the others."""
    return IllustrationSettings(
        pollinations={"key": "sk_operator", "url": service.url},
        automatic1111={"url": service.url},
        openai={"url": f"{service.url}/v1", "model": "gpt-image-1-mini"},
        fal={"url": service.url},
    )


@pytest.fixture
def studio(knobs, compute, gate):
    return studio_of(knobs, compute, gate)


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("pollinations", f"Bearer {OWN}"),
        ("openai", f"Bearer {OWN}"),
        ("fal", f"Key {OWN}"),
        ("automatic1111", "Basic c2tfb2YtYS1yZWFkZXI="),
    ],
)
async def test_a_readers_key_is_the_one_that_is_sent(service, studio, name, header):
    service.queues.polls = 0
    drawn = await studio.draw(request_for(), provider=name, consent=True, keys={name: OWN})

    assert {each.headers["authorization"] for each in service.requests if each.method == "POST"} == {
        header
    }  # fmt: skip
    assert drawn.provider == name


async def test_whoever_the_operator_has_no_key_for_is_set_up_by_a_readers(service, studio):
    assert "fal" not in studio.capabilities()
    with pytest.raises(ProviderMisconfigured):
        await studio.draw(request_for(), provider="fal", consent=True)

    drawn = await studio.draw(request_for(), consent=True, keys={"fal": OWN})

    assert drawn.provider == "fal"
    assert "operator" not in str([each.headers for each in service.requests])


async def test_openai_is_there_for_a_key_though_the_operator_named_neither_address_nor_model(
    gate, compute
):
    studio = studio_of(IllustrationSettings(), compute, gate)

    assert list(studio._lenders) == ["pollinations", "openai", "fal"]
    assert studio._lenders["openai"]._options.url == "https://api.openai.com/v1"


async def test_a_readers_key_sends_nothing_without_their_consent(service, studio):
    with pytest.raises(NotAllowed):
        await studio.draw(request_for(), provider="fal", keys={"fal": OWN})
    sketched = await studio.draw(request_for(), keys={"pollinations": OWN})

    assert (sketched.provider, sketched.degraded.reason) == ("sketch", "consent")
    assert service.requests == []


async def test_a_readers_account_has_slots_waits_and_rests_of_its_own(service, knobs, compute):
    async with open_gate(paces={name: Pace(1, 6000, 100) for name in PROVIDERS}) as gate:
        studio = studio_of(knobs, compute, gate)
        service.script("429 ten minutes")
        with pytest.raises(Snoozed):
            await studio.draw(
                request_for(), provider="pollinations", consent=True, keys={"pollinations": OWN}
            )
        theirs = await gate.standing(f"pollinations:{ACCOUNT}")
        drawn = await studio.draw(request_for(), provider="pollinations", consent=True)

    assert (theirs.reason, theirs.slots) == ("told", 1)
    assert drawn.provider == "pollinations"


async def test_a_readers_wrong_key_is_theirs_to_mend_and_alarms_nobody(service, studio, caplog):
    service.script("401 without a valid key")
    with caplog.at_level(logging.DEBUG), pytest.raises(ProviderMisconfigured) as told:
        await studio.draw(
            request_for(), provider="pollinations", consent=True, keys={"pollinations": OWN}
        )

    assert told.value.facts["reason"] == "status-401"
    assert not [each for each in caplog.records if each.levelno >= logging.WARNING]
    assert (await studio.draw(request_for(), consent=True)).provider == "pollinations"


@pytest.mark.parametrize("fault", ["500", "502 html", "hang", "401 without a valid key", "reset"])
async def test_a_readers_key_is_in_no_log_error_ticket_or_repr(
    service, *, knobs, compute, gate, capfd, caplog, tickets, fault
):
    knobs = knobs.model_copy(update={"pollinations": knobs.pollinations.model_copy()})
    knobs.pollinations.timeout = knobs.pollinations.timeout / 500
    studio = studio_of(knobs, compute, gate)
    service.script(fault, times=2)
    told = []
    with caplog.at_level(logging.DEBUG):
        for name in ("pollinations", "fal"):
            try:
                drawn = await studio.draw(
                    request_for(), provider=name, consent=True, tickets=tickets, keys={name: OWN}
                )
                told.append(repr(drawn))
            except Exception as error:  # noqa: BLE001  # whatever it is, it is looked through
                told.append(f"{error!r} {error} {error.__dict__} {error.__cause__!r}")
    own = studio._for({"pollinations": OWN, "fal": OWN})
    told += [repr(each._options) + repr(each) for each in own.values() if each.name != Sketch.name]
    whole = "".join([*told, repr(tickets.pending), caplog.text, *capfd.readouterr()])

    assert "pollinations" in whole
    assert OWN not in whole


@pytest.mark.parametrize("key", ["ключ", "sk\nX-Evil: 1", ""])
async def test_a_key_that_no_header_takes_is_told_without_it(service, studio, key):
    with pytest.raises(ProviderMisconfigured) as told:
        await studio.draw(
            request_for(), provider="pollinations", consent=True, keys={"pollinations": key}
        )

    assert told.value.facts == {"reason": "key"}
    assert not key or key not in f"{told.value}"
    assert service.requests == []


@pytest.mark.parametrize("name", ["comfyui", "pollinations-legacy", "sketch"])
def test_who_has_no_accounts_takes_no_key(atelier, name):
    provider = atelier(name)._providers[name]

    assert not PROVIDERS[name].takes_key
    with pytest.raises(InvalidInput):
        provider.with_key(OWN)


async def test_an_order_of_one_account_is_not_asked_after_with_the_key_of_another(
    service, studio, tickets
):
    service.queues.polls = 0
    await studio.draw(
        request_for(), provider="fal", consent=True, tickets=tickets, keys={"fal": OWN}
    )
    first: Pending = tickets.pending
    await studio.draw(
        request_for(), provider="fal", consent=True, tickets=tickets, keys={"fal": "another"}
    )

    assert service.queues.orders == 2
    assert tickets.pending.id != first.id


async def test_the_list_of_models_is_asked_for_once_whosever_key_it_is(service, studio):
    for key in ("one", "two", "three"):
        await studio.draw(request_for(), consent=True, keys={"pollinations": key})

    assert [each.target for each in service.lookups] == ["/image/models"]
