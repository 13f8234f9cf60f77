"""Editing a bible over HTTP, for tests of it."""


class Editor:
    """Sends edits that are to succeed, and knows the newest bible."""

    def __init__(self, client, book_id):
        self.client = client
        self.book_id = book_id
        self.url = f"/api/v1/books/{book_id}/bible"

    async def get(self, query=""):
        answer = await self.client.get(self.url + query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def send(self, method, path, body=None, **more):
        answer = await self.client.request(method, self.url + path, json=body, **more)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    async def refused(self, method, path, body=None, **more):
        answer = await self.client.request(method, self.url + path, json=body, **more)
        assert 400 <= answer.status_code < 500, answer.text
        return answer.status_code, answer.json()["code"]

    async def somebody(self):
        """Who is best known from the first chapter."""
        cast = (await self.get())["entities"]
        return next(each for each in cast if each["kind"] == "character")

    async def described(self):
        """Somebody of whose looks the book speaks, to one who has read it."""
        await read_all(self.client, self.book_id)
        cast = (await self.get())["entities"]
        return next(each for each in cast if each["facts"])


def by_id(found, entity_id):
    return next((each for each in found["entities"] if each["id"] == entity_id), None)


def by_name(found, name):
    return next((each for each in found["entities"] if each["name"] == name), None)


async def read_all(client, book_id):
    place = {"chapter": 5, "block": 0, "offset": 0}
    saved = await client.post(f"/api/v1/books/{book_id}/progress", json=place)
    assert saved.status_code == 200, saved.text


async def draw(client, drain, book_id, count=1):
    """Pictures of the passages that name somebody."""
    found = (await client.get(f"/api/v1/books/{book_id}/descriptions?limit=200")).json()["items"]
    named = [each for each in found if each["entities"]][:count]
    for each in named:
        asked = await client.post(f"/api/v1/descriptions/{each['id']}/illustrations", json={})
        assert asked.status_code == 202, asked.text
    await drain()
    return named
