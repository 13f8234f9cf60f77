"""A service's notice from its delivery to the verdict of an admin, and what follows."""

from sqlalchemy import update

from app.db.models import Reader, Role
from tests.flows.provider.asking import asked, consent, picture_of


async def test_a_notice_is_held_judged_and_from_then_on_taken_for_what_it_is(
    client, drain, *, service, resources, passages
):
    await consent(client)
    async with resources.begin() as work:
        await work.session.execute(update(Reader).values(role=Role.ADMIN))
    service.script("always the same picture", times=12)

    first, _ = await asked(client, passages[0], size="1024x768")
    await drain()
    second, _ = await asked(client, passages[1], size="1024x768")
    await drain()
    taken, refused = [await picture_of(client, each) for each in (first, second)]
    (suspect,) = (await client.get("/api/v1/admin/suspects")).json()["items"]

    await client.post(f"/api/v1/admin/suspects/{suspect['id']}/clear")
    third, _ = await asked(client, passages[2], size="1024x768")
    await drain()
    believed = await picture_of(client, third)

    await client.post(f"/api/v1/admin/suspects/{suspect['id']}/confirm")
    withdrawn = [await picture_of(client, each) for each in (first, third)]

    assert (taken["state"], taken["provider"]) == ("ready", "pollinations")
    assert (refused["provider"], refused["degraded"]["from"]) == ("sketch", "pollinations")
    assert "duplicate" in refused["degraded"]["reason"]
    assert (suspect["reason"], suspect["illustration_id"]) == ("duplicate", first)
    assert (believed["state"], believed["provider"]) == ("ready", "pollinations")
    assert [(each["state"], each["shown"]) for each in withdrawn] == [("failed", False)] * 2
