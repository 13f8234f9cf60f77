"""The gallery over HTTP: found by everything that is known of a picture, in any order, up to a place."""

from datetime import UTC, datetime
from decimal import Decimal
from urllib.parse import quote

import pytest
from sqlalchemy import select

from app import demo
from app.db.models import BibleEdit, Entity
from app.domain.bible import EditKind
from app.domain.descriptions import DescriptionType
from app.domain.illustrations import IllustrationState
from app.domain.names import EntityKind
from tests.api.hanging import hang, passages_of, read_up_to
from tests.conftest import bearer
from tests.flows.test_upload_to_pictures import upload

ENGLISH, RUSSIAN = demo.books()


async def prepared(client, drain, path):
    book_id = (await upload(client, path, illustrate="none"))["book"]["id"]
    await drain()
    return book_id


@pytest.fixture
async def book(client, drain):
    return await prepared(client, drain, ENGLISH)


@pytest.fixture
def found(client):
    async def ids(query="", spoilers="&spoilers=all"):
        answer = await client.get(f"/api/v1/illustrations?{query}{spoilers}")
        assert answer.status_code == 200, (query, answer.text)
        return [each["id"] for each in answer.json()["items"]]

    return ids


async def test_a_picture_is_found_by_everything_that_is_known_of_it(resources, book, found):
    passages = await passages_of(resources)
    place = next(each for each in passages if each.type is DescriptionType.LOCATION)
    other = next(each for each in passages if each.chapter != place.chapter)
    wide = await hang(
        resources,
        book,
        place,
        favourite=True,
        rating=4,
        model="flux",
        provider="pollinations",
        created_at=datetime(2026, 3, 1, 22, 30, tzinfo=UTC),
        prompt="A 100% grey_tower above the sea",
    )
    high = await hang(
        resources,
        book,
        other,
        style="oil",
        width=832,
        height=1216,
        rating=1,
        created_at=datetime(2026, 3, 5, tzinfo=UTC),
    )
    wanted = await hang(
        resources,
        book,
        other,
        variant=1,
        state=IllustrationState.QUEUED,
        provider=None,
        prompt=None,
        width=None,
        height=None,
        wanted_width=1024,
        wanted_height=1000,
        created_at=datetime(2026, 3, 6, tzinfo=UTC),
    )

    expected = {
        f"book={book}": {wide, high, wanted},
        f"book={book}&favourite=true": {wide},
        "favourite=false": {high, wanted},
        f"chapter={place.chapter}": {wide},
        "state=queued": {wanted},
        "style=oil": {high},
        "provider=pollinations": {wide},
        "model=flux": {wide},
        "model=nobody": set(),
        "aspect=landscape": {wide},
        "aspect=portrait": {high},
        "aspect=square": {wanted},
        "rating=4": {wide},
        "rating=5": set(),
        "rating=unrated": {wanted},
        "from=2026-03-02": {high, wanted},
        "to=2026-03-01": {wide},
        "to=2026-03-01&tz=Asia/Tokyo": set(),
        "from=2026-03-05&to=2026-03-05": {high},
        "from=2026-03-05T00:00:00Z": {high, wanted},
        "from=2026-03-05T03:00:01+03:00": {wanted},
        "from=2026-03-05T00:00:01.5%2B00:00": {wanted},
        "to=2026-03-05T00:00:00Z": {wide, high},
        "q=100%25": {wide},
        "q=100%25 GREY_": {wide},
        "q=greyXtower": set(),
        "q=%25": {wide},
        "q=100%25&favourite=true&rating=4&aspect=landscape&style=engraving": {wide},
        "q=100%25&style=oil": set(),
        "series=00000000-0000-0000-0000-000000000000": set(),
        "entity=00000000-0000-0000-0000-000000000000": set(),
    }
    for query, ids in expected.items():
        assert set(await found(query)) == ids, query
    assert {wide} <= set(await found("type=location"))
    assert await found(f"type=location&chapter={place.chapter}&rating=4") == [wide]


async def test_words_are_found_in_any_case_and_in_russian(client, drain, resources, found):
    book = await prepared(client, drain, RUSSIAN)
    passage = next(each for each in await passages_of(resources) if " " in each.text)
    mine = await hang(resources, book, passage, prompt=None)
    word = max(passage.text.split(), key=len).strip(".,;:!?«»")

    assert word.upper() != word
    for said in (word, word.upper(), word.lower()):
        assert await found(f"q={quote(said)}") == [mine]
    assert await found(f"q={quote('совсем другое')}") == []


async def test_pictures_are_found_by_the_names_a_reader_knows_by_now(
    resources, reader, book, found
):
    async with resources.sessions() as session:
        someone = await session.scalar(
            select(Entity)
            .where(Entity.kind == EntityKind.CHARACTER)
            .order_by(Entity.importance.desc())
        )
    passages = await passages_of(resources)
    with_them = next(
        each for each in passages if someone.key in {named["key"] for named in each.entities}
    )
    scene = await hang(resources, book, with_them, quote="...", prompt=None)
    portrait = await hang(
        resources, book, entity_id=someone.id, view="portrait", quote="...", prompt=None
    )
    alias = someone.aliases[0]
    async with resources.begin() as work:
        row = await work.session.get_one(Entity, someone.id)
        secret = {"name": "The Heir", "chapter": 9999, "block": 0, "offset": 0, "mentions": 1}
        row.aliases = [*row.aliases, secret]

    assert set(await found(f"q={quote(alias['name'].upper())}")) == {scene, portrait}
    assert set(await found(f"entity={someone.id}")) == {scene, portrait}
    assert await found("type=character&state=ready&style=engraving") != []
    assert portrait in await found("type=character")
    assert set(await found("q=the heir")) == {scene, portrait}
    await read_up_to(resources, reader, book, 9998)
    assert await found("q=the heir", spoilers="") == []
    assert set(await found(f"q={quote(alias['name'])}", spoilers="")) == {scene, portrait}


async def test_pictures_are_found_by_a_name_that_their_reader_gave(resources, book, found):
    async with resources.sessions() as session:
        someone = await session.scalar(
            select(Entity)
            .where(Entity.kind == EntityKind.CHARACTER)
            .order_by(Entity.importance.desc())
        )
    portrait = await hang(resources, book, entity_id=someone.id, view="portrait", quote="...")
    async with resources.begin() as work:
        work.session.add(
            BibleEdit(
                book_id=book,
                version=2,
                kind=EditKind.EDIT_ENTITY,
                payload={"entity": someone.key, "name": "Captain Cuttlefish"},
            )
        )

    assert await found("q=captain CUTTLE") == [portrait]
    assert await found(f"book={book}&q=cuttlefish") == [portrait]
    assert await found("q=captain nemo") == []


async def test_the_gallery_ends_where_its_reader_is(client, resources, reader, book, found):
    passages = await passages_of(resources)
    near, far = passages[0], passages[-1]
    assert near.chapter < far.chapter
    pictures = [await hang(resources, book, each) for each in (near, far)]

    unread = await found("", spoilers="")
    everything = await found()
    counted = (await client.get("/api/v1/illustrations?total=true")).json()["total"]
    await read_up_to(resources, reader, book, far.chapter)

    assert unread == pictures[:1]
    assert counted == 1
    assert everything == pictures[::-1]
    assert set(await found("", spoilers="")) == set(pictures)


@pytest.mark.parametrize("sort", ["newest", "oldest", "place", "rating"])
async def test_each_order_goes_by_pages_without_a_gap_while_new_ones_come(
    client, resources, book, sort
):
    passages = (await passages_of(resources))[:7]
    hung = [
        await hang(resources, book, each, rating=rating)
        for each, rating in zip(passages, (None, 3, 5, 3, None, 1, 5), strict=True)
    ]
    ids, cursor = [], ""
    while cursor is not None:
        url = f"/api/v1/illustrations?sort={sort}&limit=2&spoilers=all&total=true"
        page = (await client.get(url + (f"&cursor={cursor}" if cursor else ""))).json()
        ids += [each["id"] for each in page["items"]]
        cursor = page["next"]
        if len(ids) == 2:
            assert page["total"] == 7
            new = await hang(resources, book, passages[0], variant=1, rating=5)

    by_rating = [hung[i] for i in (6, 2, 3, 1, 5, 4, 0)]
    expected = {
        "newest": hung[::-1],
        "oldest": [*hung, new],
        "place": hung,
        "rating": by_rating,
    }[sort]
    assert [each for each in ids if each != new or sort == "oldest"] == expected


async def test_one_picture_leads_to_its_neighbours_by_place_and_to_its_variants(
    client, resources, book
):
    passages = await passages_of(resources)
    first, middle, last = passages[:3]
    before = await hang(resources, book, first, shown=True)
    scene = await hang(resources, book, middle, shown=True)
    hidden = await hang(resources, book, middle, variant=1)
    await hang(resources, book, middle, variant=2, view="wide", state=IllustrationState.FAILED)
    after = await hang(resources, book, last, view="wide")

    looked = (await client.get(f"/api/v1/illustrations/{scene}")).json()
    alternative = (await client.get(f"/api/v1/illustrations/{hidden}")).json()
    end = (await client.get(f"/api/v1/illustrations/{after}")).json()

    assert (looked["previous_id"], looked["next_id"]) == (before, after)
    assert [each["id"] for each in looked["variants"]] == [scene, hidden]
    assert alternative["previous_id"] == scene
    assert (end["previous_id"], end["next_id"]) == (scene, None)
    assert [each["id"] for each in end["variants"]] == [after]


async def test_portraits_of_two_people_are_no_variants_of_each_other(client, resources, book):
    async with resources.sessions() as session:
        one, two = (await session.scalars(select(Entity.id).limit(2))).all()
    views = {"view": "portrait", "quote": "somebody"}
    shown = await hang(resources, book, entity_id=one, shown=True, **views)
    second = await hang(resources, book, entity_id=one, variant=1, **views)
    other = await hang(resources, book, entity_id=two, shown=True, **views)

    chosen = (await client.put(f"/api/v1/illustrations/{second}/shown")).json()

    looked = (await client.get(f"/api/v1/illustrations/{second}")).json()
    assert chosen["shown"]
    assert {each["id"]: each["shown"] for each in looked["variants"]} == {
        shown: False,
        second: True,
    }
    assert (await client.get(f"/api/v1/illustrations/{other}")).json()["shown"]
    assert looked["entity_id"] == str(one)
    assert looked["description_id"] is None


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        ("from=yesterday", "/from"),
        ("to=2026-02-30", "/to"),
        ("from=0001-01-01", "/from"),
        ("to=9999-12-31", "/to"),
        ("tz=Mars/Olympus", "/tz"),
        ("tz=..%2F..%2Fetc%2Fpasswd", "/tz"),
        ("rating=6", "/rating"),
        ("aspect=round", "/aspect"),
        ("sort=best", "/sort"),
        ("chapter=0", "/chapter"),
        ("series=x", "/series"),
        ("q=" + "x" * 201, "/q"),
    ],
)
async def test_a_filter_nobody_understands_names_its_field(client, query, pointer):
    answer = await client.get(f"/api/v1/illustrations?{query}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize("query", ["q=%00", "style=%00", "q=\\", "q='", "q=%F0%9F%90%89", "q="])
async def test_strange_words_find_nothing_and_break_nothing(client, query):
    answer = await client.get(f"/api/v1/illustrations?{query}")

    assert answer.status_code in (200, 422)


async def test_a_rating_is_kept_found_changed_and_taken_back(client, resources, book, found):
    picture = await hang(resources, book, (await passages_of(resources))[0])
    url = f"/api/v1/illustrations/{picture}/rating"

    first = (await client.put(url, json={"value": 2, "reason": "wrong-person"})).json()
    second = [(await client.put(url, json={"value": 5})).json() for _ in range(2)]
    five = await found("rating=5")
    back = [(await client.delete(url)).json() for _ in range(2)]

    assert (first["rating"], first["rating_reason"]) == (2, "wrong-person")
    assert [(each["rating"], each["rating_reason"]) for each in second] == [(5, None)] * 2
    assert five == [picture]
    assert [each["rating"] for each in back] == [None, None]
    for body in ({"value": 0}, {"value": 6}, {}, {"value": 3, "reason": ""}):
        assert (await client.put(url, json=body)).status_code == 422
    too_long = {"value": 3, "reason": "x" * 201}
    assert (await client.put(url, json=too_long)).status_code == 422


async def test_statistics_add_up_what_a_reader_has(client, drain, resources, book, stranger):
    passage = next(
        each for each in await passages_of(resources) if each.type is DescriptionType.LOCATION
    )
    cheap = {"cost": Decimal("0.000100"), "currency": "pollen", "provider": "pollinations"}
    await hang(
        resources,
        book,
        passage,
        shown=True,
        favourite=True,
        rating=4,
        rating_reason="wrong-mood",
        duration_ms=3000,
        model="flux",
        created_at=datetime(2026, 3, 1, 22, 30, tzinfo=UTC),
        **cheap,
    )
    await hang(
        resources,
        book,
        passage,
        variant=1,
        rating=2,
        stale=True,
        preview=True,
        duration_ms=1000,
        created_at=datetime(2026, 3, 1, 1, 0, tzinfo=UTC),
        degraded={"from": "pollinations", "to": "sketch", "reason": "consent"},
        **cheap,
    )
    await hang(
        resources,
        book,
        passage,
        variant=2,
        style="oil",
        state=IllustrationState.FAILED,
        provider=None,
        duration_ms=99_000,
        created_at=datetime(2026, 2, 1, tzinfo=UTC),
    )
    await hang(resources, book, passage, variant=3, deleted_at=datetime.now(UTC))
    url = "/api/v1/illustrations/statistics"

    told = (await client.get(f"{url}?book={book}")).json()
    in_moscow = (await client.get(f"{url}?tz=Europe/Moscow")).json()
    await prepared(client, drain, RUSSIAN)
    everywhere = (await client.get(url)).json()
    theirs = (await client.get(url, headers=bearer(resources, stranger))).json()
    foreign = await client.get(f"{url}?book={book}", headers=bearer(resources, stranger))

    flags = ("total", "favourites", "shown", "stale", "degraded", "previews", "mean_seconds")
    assert [told[each] for each in flags] == [3, 1, 1, 1, 1, 1, 2.0]
    assert told["by_type"] == {"location": 3}
    assert told["by_style"] == {"engraving": 2, "oil": 1}
    assert told["by_provider"] == {"pollinations": 2}
    assert told["by_model"] == {"flux": 1}
    assert told["by_state"] == {"ready": 2, "failed": 1}
    assert told["ratings"] == {
        "mean": 3.0,
        "by_value": {"4": 1, "2": 1},
        "by_reason": {"wrong-mood": 1},
    }
    assert {name: Decimal(sum_) for name, sum_ in told["cost"].items()} == {
        "pollen": Decimal("0.0002")
    }
    assert told["by_day"] == [
        {"day": "2026-03-01", "illustrations": 2},
        {"day": "2026-02-01", "illustrations": 1},
    ]
    assert [each["day"] for each in in_moscow["by_day"]] == [
        "2026-03-02",
        "2026-03-01",
        "2026-02-01",
    ]
    assert everywhere == told
    assert (theirs["total"], theirs["by_state"], theirs["mean_seconds"]) == (0, {}, None)
    assert foreign.status_code == 404
