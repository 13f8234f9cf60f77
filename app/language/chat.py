"""Any service with the chat endpoint of OpenAI, asked for JSON of a schema and for nothing else."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar, NoReturn

from app.domain.gates import Answer, Call, Gate
from app.errors import (
    ProviderMisconfigured,
    ProviderUnavailable,
    QuotaExceeded,
    Refused,
    Snoozed,
)

# Where a service that is busy does not say for how long; a guess.
_DEFAULT_WAIT_S = 10.0
# A list of models may be long; that of a large service has some hundred kilobytes.
_MOST_BYTES = 1_000_000
_REACH_S = 5.0


@dataclass(frozen=True, slots=True)
class ChatOptions:
    """*url* up to and with the version, as `https://host/v1`; *timeout_s* bounds one answer."""

    url: str
    model: str
    key: str | None = None
    timeout_s: float = 60

    def __repr__(self) -> str:
        # The generated one would write the key into every log that shows the options.
        return f"ChatOptions(url={self.url!r}, model={self.model!r})"


@dataclass(frozen=True, slots=True)
class Question:
    """*material* is data of the book, *task* ours; *schema* is a JSON schema, all of it required."""

    name: str
    task: str
    material: Mapping[str, Any]
    schema: Mapping[str, Any]


class Chat:
    provider: ClassVar[str] = "language"

    def __init__(self, gate: Gate, options: ChatOptions) -> None:
        self._gate = gate
        self._options = options

    async def ask(self, question: Question) -> dict[str, Any]:
        """
        An object, not yet checked against the schema.

        Raises `Refused` where asking again would not help, and what the gate raises.
        """
        options = self._options
        call = Call(
            f"{options.url.rstrip('/')}/chat/completions",
            json.dumps(self._wish(question), ensure_ascii=False).encode(),
            {"Content-Type": "application/json", **self._headers()},
            timeout_s=options.timeout_s,
            max_bytes=_MOST_BYTES,
        )
        async with self._gate.admit(self.provider) as visit:
            answer = await visit.ask(call)
            if answer.status != HTTPStatus.OK:
                _refuse(answer)
            return _content(answer.body)

    async def reach(self) -> None:
        """Asks for nothing, to see that somebody is there and takes the key; raises what `ask` raises."""
        call = Call(
            f"{self._options.url.rstrip('/')}/models",
            headers=self._headers(),
            method="GET",
            timeout_s=min(_REACH_S, self._options.timeout_s),
        )
        async with self._gate.admit(self.provider) as visit:
            answer = await visit.ask(call)
            # Some services list no models; that somebody answered is all we want to know.
            if answer.status not in {HTTPStatus.OK, HTTPStatus.NOT_FOUND}:
                _refuse(answer)

    async def check(self) -> None:
        """Asks for one word, to prove that the model works, too; raises what `ask` raises."""
        schema = _object({"word": {"type": "string"}})
        await self.ask(Question("check", 'Answer with the word "ready".', {}, schema))

    def _headers(self) -> dict[str, str]:
        key = self._options.key
        return {} if key is None else {"Authorization": f"Bearer {key}"}

    def _wish(self, question: Question) -> dict[str, Any]:
        material = json.dumps(question.material, ensure_ascii=False)
        return {
            "model": self._options.model,
            "messages": [
                {"role": "system", "content": question.task},
                {"role": "user", "content": material},
            ],
            # As repeatable as such a service can be.
            "temperature": 0,
            "seed": 1,
            "response_format": {
                "type": "json_schema",
                "json_schema": {"name": question.name, "strict": True, "schema": question.schema},
            },
        }


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    """A schema of which every property is required and no other is allowed."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": list(properties),
        "additionalProperties": False,
    }


def schema_of_list(name: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """Of an object that holds one list of objects."""
    return _object({name: {"type": "array", "items": _object(properties)}})


def _refuse(answer: Answer) -> NoReturn:
    status, reason = answer.status, f"status-{answer.status}"
    if status == HTTPStatus.PAYMENT_REQUIRED or _code(answer.body) == "insufficient_quota":
        raise QuotaExceeded("The credit of the language model is used up.", reason=reason)
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        raise Snoozed(
            "The language model asks us to wait.",
            retry_after=answer.retry_after or _DEFAULT_WAIT_S,
            reason=reason,
        )
    if HTTPStatus.BAD_REQUEST <= status < HTTPStatus.INTERNAL_SERVER_ERROR and (
        status != HTTPStatus.REQUEST_TIMEOUT
    ):
        raise ProviderMisconfigured(
            "The language model did not accept key, model or request.", reason=reason
        )
    raise ProviderUnavailable(
        "The language model is out of order.", retry_after=answer.retry_after, reason=reason
    )


def _code(body: bytes) -> str | None:
    try:
        return str(json.loads(body)["error"]["code"])
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _content(body: bytes) -> dict[str, Any]:
    """What the model said; services also answer 200 with pages, notices and half a sentence."""
    try:
        choice: Any = json.loads(body)["choices"][0]
        message, end = choice["message"], choice.get("finish_reason")
        is_refused = bool(message.get("refusal")) or end == "content_filter"
        said = message.get("content")
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, RecursionError):
        raise ProviderUnavailable(
            "The language model answered, but not with a message.", reason="no-message"
        ) from None
    if is_refused:
        raise Refused("The language model refused.", reason="refusal")
    if end == "length":
        raise Refused("The language model ran out of room for its answer.", reason="truncated")
    try:
        told = json.loads(said)
    except (ValueError, TypeError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise ProviderUnavailable("The language model did not answer in JSON.", reason="no-json")
    return told
