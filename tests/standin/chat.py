"""A chat model that reads what it is asked, answers in the schema, and lies when told to."""

import json
import re
from collections.abc import Callable
from typing import Any

from tests.standin.exchange import Exchange, Request
from tests.standin.faults import Fault

TARGET, MODELS = "/v1/chat/completions", "/v1/models"
KINDS = ("location", "character", "atmosphere", "object", "action")
Told = dict[str, Any]


def passages(request: Request) -> list[Told]:
    """What was asked about."""
    return json.loads(request.wish["messages"][1]["content"]).get("passages", [])


def schema_name(request: Request) -> str:
    return request.wish["response_format"]["json_schema"]["name"]


async def answer(exchange: Exchange, careless_after: int | None = None) -> None:
    """What an honest model would say, and a careful one up to so many passages at once."""
    told = honest(exchange.request)
    items = told.get("passages")
    if items is not None and careless_after is not None:
        told["passages"] = items[:careless_after] + _rotated(items[careless_after:])
    await said(exchange, json.dumps(told, ensure_ascii=False))


async def said(exchange: Exchange, content: str | None, **choice: object) -> None:
    """*choice* replaces members of the choice, such as `finish_reason`."""
    message = {"role": "assistant", "content": content, "refusal": choice.pop("refusal", None)}
    body = {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "model": exchange.request.wish.get("model"),
        "choices": [{"index": 0, "message": message, "finish_reason": "stop", **choice}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }
    await exchange.json(200, body)


def honest(request: Request) -> Told:
    match schema_name(request):
        case "passages":
            return {"passages": [verdict(each) for each in passages(request)]}
        case "facts":
            return {"facts": [fact for each in passages(request) for fact in _facts(each)]}
        case _:
            return {"word": "ready"}


def verdict(passage: Told) -> Told:
    """By the length of its words alone, so that the same passage gets the same verdict."""
    text = passage["text"]
    long = [word for word in text.split() if len(word) > 5]
    worth = min(3, len(long) // 3)
    kind = KINDS[sum(map(len, long)) % len(KINDS)]
    return {"id": passage["id"], "worth": worth, "type": kind, "quote": text[:40]}


def _facts(passage: Told) -> list[Told]:
    """The first two words about hair, of whoever is named first."""
    hair = re.search(r"\w+ (hair|волосы)", passage["text"])
    if hair is None or not passage["entities"]:
        return []
    value = hair.group(0)
    common = {"passage": passage["id"], "entity": passage["entities"][0]["id"]}
    return [{**common, "attribute": "hair", "quote": value, "value": value, "is_lasting": True}]


def _lie(twist: Callable[[list[Told], Request], list[Told]]) -> Fault:
    """An answer of the right shape, twisted."""

    async def fault(exchange: Exchange) -> None:
        ((name, items),) = honest(exchange.request).items()
        twisted = {name: twist(items, exchange.request)}
        await said(exchange, json.dumps(twisted, ensure_ascii=False))

    return fault


def _say(content: str | None, **choice: object) -> Fault:
    async def fault(exchange: Exchange) -> None:
        await said(exchange, content, **choice)

    return fault


def _error(status: int, **error: str) -> Fault:
    async def fault(exchange: Exchange) -> None:
        await exchange.json(status, {"error": error})

    return fault


async def _cut(exchange: Exchange) -> None:
    whole = json.dumps(honest(exchange.request))
    await said(exchange, whole[: len(whole) // 2])


async def _no_choices(exchange: Exchange) -> None:
    await exchange.json(200, {"choices": []})


def _rotated(items: list[Told]) -> list[Told]:
    """Every verdict under the id of its neighbour, as models do that lose count."""
    ids = [each["id"] for each in items]
    return [{**each, "id": ids[(n + 1) % len(ids)]} for n, each in enumerate(items)]


def _obedient(items: list[Told], request: Request) -> list[Told]:
    """Does what a passage tells it to: best marks for whoever asks for them, none for the others."""
    commands = [each["text"] for each in passages(request) if "instructions" in each["text"]]
    quote = commands[0][:40] if commands else ""
    return [{**each, "worth": 3 if commands else 0, "quote": quote} for each in items]


LIES: dict[str, Fault] = {
    "invented ids": _lie(lambda items, _: [{**each, "id": f"{each['id']}00"} for each in items]),
    "one invented passage": _lie(lambda items, _: [*items, {**items[0], "id": "p77"}]),
    "wrong quotes": _lie(
        lambda items, _: [{**each, "quote": "a marble hall of mirrors"} for each in items]
    ),
    "empty quotes": _lie(lambda items, _: [{**each, "quote": " "} for each in items]),
    "passages mixed up": _lie(lambda items, _: _rotated(items)),
    "everything twice": _lie(lambda items, _: items + items),
    "obeys the book": _lie(_obedient),
    "extra keys": _lie(lambda items, _: [{**each, "text": "rewritten"} for each in items]),
    "worth 99": _lie(lambda items, _: [{**each, "worth": 99} for each in items]),
    "worth in words": _lie(lambda items, _: [{**each, "worth": "3"} for each in items]),
    "unknown type": _lie(lambda items, _: [{**each, "type": "poem"} for each in items]),
    "strings for objects": _lie(lambda items, _: ["p1" for _each in items]),
    "only the first": _lie(lambda items, _: items[:1]),
    "somebody else's fact": _lie(lambda items, _: [{**each, "entity": "e9"} for each in items]),
    "invented value": _lie(lambda items, _: [{**each, "value": "green eyes"} for each in items]),
    "unknown attribute": _lie(lambda items, _: [{**each, "attribute": "soul"} for each in items]),
    "a list": _say("[1, 2]"),
    "another object": _say('{"verdicts": []}'),
    "prose": _say("Here is what I think of these passages."),
    "fenced json": _say('```json\n{"passages": []}\n```'),
    "no content": _say(None),
    "deep json": _say("[" * 50_000),
    "cut in the middle": _cut,
    "out of room": _say('{"passages": [{"id": "p', finish_reason="length"),
    "refusal": _say(None, refusal="I cannot help with that."),
    "content filter": _say("", finish_reason="content_filter"),
    "no choices": _no_choices,
    "top up notice": _say("Your balance is used up. Please top up at the service."),
    "429 quota": _error(429, code="insufficient_quota", message="You exceeded your quota."),
}
