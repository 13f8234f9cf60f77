"""
ComfyUI, by a workflow of the operator's: a graph in the API's format whose values hold our words.

`%prompt%`, `%negative%`, `%seed%`, `%width%`, `%height%` and `%reference%` are replaced in the values of
the parsed graph, so no prompt can change its shape.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote, urlencode

from app.domain.gates import Answer, Call, Gate, Visit
from app.domain.illustrations import ImageRequest
from app.errors import Misconfigured, ProviderUnavailable
from app.illustration.providers import bodies, exchanges
from app.illustration.providers.exchanges import MAX_PICTURE_BYTES
from app.illustration.providers.provider import Capabilities, Delivered, Keyless, Seeds, Ticket

_TITLE = "ComfyUI"
_CLIENT = "bookreader"
_NEEDED = ("%prompt%", "%seed%")
_POLL_S = 1.0

Graph = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ComfyUiOptions:
    url: str
    workflow: Graph
    timeout_s: float = 60
    poll_s: float = _POLL_S


def workflow_of(path: Path) -> Graph:
    """Raises `Misconfigured` for a file that is none, or that has no place for a prompt and a seed."""
    try:
        graph = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise Misconfigured(f"The workflow {path} cannot be read.") from error
    missing = [each for each in _NEEDED if not _has(graph, each)]
    if not isinstance(graph, dict) or missing:
        raise Misconfigured(
            f"The workflow {path} has no {' and no '.join(missing)}; save it with Export (API)."
        )
    return graph


class ComfyUi(Keyless):
    name: ClassVar[str] = "comfyui"
    capabilities: ClassVar[Capabilities] = Capabilities(
        is_remote=True,
        is_preview=False,
        seeds=Seeds.EXACT,
        has_negative=True,
        languages=frozenset({"en"}),
        prompt_characters=8_000,
        max_side=2048,
        summary="ComfyUI with a workflow of the operator's; needs its address and the workflow's file.",
        largest_seed=2**63 - 1,
        multiple_of=8,
        references=1,
        has_models=False,
    )

    def __init__(self, options: ComfyUiOptions, gate: Gate) -> None:
        self._options = options
        self._gate = gate
        self.account = self.name

    async def capable(self, model: str | None) -> Capabilities:  # noqa: ARG002  # the graph names it
        graph = self._options.workflow
        return replace(
            self.capabilities,
            has_negative=_has(graph, "%negative%"),
            references=1 if _has(graph, "%reference%") else 0,
        )

    async def submit(self, request: ImageRequest) -> Ticket:
        async with self._gate.admit(self.account) as visit:
            values: dict[str, str | int] = {
                "%prompt%": request.prompt,
                "%negative%": request.negative or "",
                "%seed%": request.seed,
                "%width%": request.width,
                "%height%": request.height,
                "%reference%": await self._uploaded(visit, request),
            }
            wish = {"prompt": _filled(self._options.workflow, values), "client_id": _CLIENT}
            answer = await self._asked(visit, "/prompt", wish)
            told: Any = bodies.told(answer.body, _TITLE)
        taken = told.get("prompt_id") if isinstance(told, dict) else None
        if not isinstance(taken, str):
            bodies.no_picture(_TITLE)
        return Ticket(taken, poll_after_s=self._options.poll_s, notes={"seed": str(request.seed)})

    async def poll(self, ticket: Ticket) -> Ticket:
        async with self._gate.admit(self.account) as visit:
            answer = await self._asked(visit, f"/history/{quote(ticket.id, safe='')}")
            told: Any = bodies.told(answer.body, _TITLE)
            done = told.get(ticket.id) if isinstance(told, dict) else None
            if not isinstance(done, dict):
                return ticket
            address = _address(done)
            picture = await self._asked(visit, f"/view?{urlencode(address)}")
        seed = int(ticket.notes["seed"])
        return replace(ticket, delivered=Delivered(picture.body, None, seed, request_id=ticket.id))

    async def cancel(self, ticket: Ticket) -> None:
        """Out of the queue; what runs already may be somebody else's, and is left alone."""
        async with self._gate.admit(self.account) as visit:
            await self._asked(visit, "/queue", {"delete": [ticket.id]})

    async def credit(self) -> Decimal | None:
        return None

    async def _uploaded(self, visit: Visit, request: ImageRequest) -> str:
        if not request.references:
            return ""
        media_type, body = bodies.form(
            {"type": "input", "overwrite": "true"}, [("image", request.references[0])]
        )
        call = self._call("/upload/image", body, media_type)
        told: Any = bodies.told((await exchanges.asked(visit, call, _TITLE)).body, _TITLE)
        try:
            return "/".join(each for each in (told.get("subfolder"), told["name"]) if each)
        except (KeyError, TypeError, AttributeError):
            bodies.no_picture(_TITLE)

    async def _asked(
        self, visit: Visit, path: str, wish: Mapping[str, object] | None = None
    ) -> Answer:
        body = b"" if wish is None else json.dumps(wish).encode()
        return await exchanges.asked(visit, self._call(path, body, "application/json"), _TITLE)

    def _call(self, path: str, body: bytes, media_type: str) -> Call:
        return Call(
            f"{self._options.url.rstrip('/')}{path}",
            body,
            {"Content-Type": media_type} if body else {},
            method="POST" if body else "GET",
            timeout_s=self._options.timeout_s,
            max_bytes=MAX_PICTURE_BYTES,
        )


def _address(done: Mapping[str, Any]) -> dict[str, str]:
    """Of the first picture that was saved, else of one that was only shown."""
    status = done.get("status")
    if isinstance(status, dict) and status.get("status_str") == "error":
        raise ProviderUnavailable("ComfyUI could not draw this.", reason="generation-failed")
    outputs = done.get("outputs")
    found = [
        each
        for output in (outputs.values() if isinstance(outputs, dict) else ())
        if isinstance(output, dict)
        for each in output.get("images") or ()
        if isinstance(each, dict) and isinstance(each.get("filename"), str)
    ]
    if not found:
        bodies.no_picture(_TITLE)
    best = min(found, key=lambda each: each.get("type") != "output")
    return {name: str(best.get(name, "")) for name in ("filename", "subfolder", "type")}


def _filled(value: Any, values: Mapping[str, str | int]) -> Any:
    """A value that is nothing but a name becomes what it stands for, number or text."""
    if isinstance(value, dict):
        return {key: _filled(each, values) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, values) for each in value]
    if not isinstance(value, str):
        return value
    if value in values:
        return values[value]
    # Split, not replaced one after another: a prompt may hold such a name itself.
    for name, word in values.items():
        if name in value:
            return str(word).join(str(_filled(part, values)) for part in value.split(name))
    return value


def _has(value: Any, name: str) -> bool:
    if isinstance(value, dict):
        return any(_has(each, name) for each in value.values())
    if isinstance(value, list):
        return any(_has(each, name) for each in value)
    return isinstance(value, str) and name in value
