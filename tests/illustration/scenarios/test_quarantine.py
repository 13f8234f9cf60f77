"""What is probably a notice is kept as evidence, and told by all processes together."""

import hashlib

import pytest

from app.domain.suspects import Quarantine, Suspect
from app.errors import DatabaseUnavailable, ProviderUnavailable
from app.illustration.commissions import Rules
from tests.illustration.conftest import request_for
from tests.standin import pictures


class Held(Quarantine):
    """In memory what is in the database elsewhere; *delivered* is digest and prompt of stored pictures."""

    def __init__(self):
        self.suspects: list[Suspect] = []
        self.confirmed = frozenset()
        self.delivered = {}

    async def hold(self, suspect):
        self.suspects.append(suspect)

    async def known(self):
        return self.confirmed

    async def seen(self, provider, digest, dhash, prompt):
        assert 0 <= dhash < 2**64
        return self.delivered.get((provider, digest), prompt) != prompt


@pytest.fixture
def held():
    return Held()


@pytest.fixture
def drawn(atelier, held):
    """By name, so that what goes wrong is raised."""
    studio = atelier("pollinations", "pollinations-legacy", quarantine=held)

    async def one(prompt="a castle", name="pollinations"):
        return await studio.draw(request_for(prompt), provider=name, consent=True)

    return one


NOTICE = pictures.picture({"size": "256x192"})
DIGEST = hashlib.sha256(NOTICE).hexdigest()


@pytest.mark.parametrize("name", ["pollinations", "pollinations-legacy"])
async def test_what_its_headers_call_a_notice_is_held_with_its_bytes(service, drawn, held, name):
    service.script("placeholder by header", times=2)
    with pytest.raises(ProviderUnavailable):
        await drawn(name=name)

    (suspect,) = held.suspects
    assert (suspect.provider, suspect.reason, suspect.prompt) == (name, "placeholder", "a castle")
    assert suspect.digest == hashlib.sha256(suspect.data).hexdigest()
    assert suspect.media_type == "image/jpeg"
    assert suspect.dhash is not None
    assert suspect.model in {"flux", "sana"}


async def test_a_digest_that_an_admin_confirmed_is_never_a_picture_again(service, drawn, held):
    held.confirmed = frozenset({DIGEST})
    service.script("always the same picture", times=2)
    with pytest.raises(ProviderUnavailable) as told:
        await drawn()

    assert told.value.facts["reason"] == "placeholder"
    assert {each.digest for each in held.suspects} == {DIGEST}


async def test_what_another_process_got_for_another_prompt_is_a_notice(service, drawn, held):
    held.delivered[("pollinations", DIGEST)] = "a ship"
    service.script("always the same picture", times=2)
    with pytest.raises(ProviderUnavailable) as told:
        await drawn("a castle")

    assert told.value.facts["reason"] == "duplicate"
    assert [(each.reason, each.digest) for each in held.suspects] == [("duplicate", DIGEST)] * 2


async def test_the_same_prompt_may_have_the_same_picture(service, drawn, held):
    held.delivered[("pollinations", DIGEST)] = "a castle"
    service.script("always the same picture")

    assert (await drawn("a castle")).digest == DIGEST
    assert held.suspects == []


async def test_a_picture_of_another_shape_is_held(service, drawn, held):
    service.script("picture is square", times=2)
    with pytest.raises(ProviderUnavailable):
        await drawn()

    assert {each.reason for each in held.suspects} == {"aspect"}


@pytest.mark.parametrize("fault", ["picture is html", "picture is blank", "200 html", "500"])
async def test_what_is_plainly_no_picture_is_no_evidence(service, drawn, held, fault):
    service.script(fault, times=2)
    with pytest.raises(ProviderUnavailable):
        await drawn()

    assert held.suspects == []


async def test_a_quarantine_that_is_away_costs_nobody_a_picture_and_hides_no_reason(
    service, atelier
):
    class Away(Held):
        async def known(self):
            raise DatabaseUnavailable

        seen = hold = lambda self, *_: self.known()

    studio = atelier("pollinations", quarantine=Away())
    good = await studio.draw(request_for(), provider="pollinations", consent=True)
    service.script("placeholder by header", times=2)
    with pytest.raises(ProviderUnavailable) as told:
        await studio.draw(request_for(), provider="pollinations", consent=True)

    assert good.provider == "pollinations"
    assert told.value.facts["reason"] == "placeholder"


async def test_a_sketch_is_nobodys_notice(atelier, held):
    studio = atelier(quarantine=held, rules=Rules())
    one, two = [await studio.draw(request_for(seed=seed)) for seed in (1, 1)]

    assert one.digest == two.digest
    assert held.suspects == []


async def test_digest_and_look_of_a_picture_are_those_of_the_bytes_as_they_came(drawn):
    picture = await drawn()

    assert picture.digest == hashlib.sha256(picture.data).hexdigest()
    assert 0 < picture.dhash < 2**64
