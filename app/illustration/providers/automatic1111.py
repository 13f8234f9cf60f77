"""AUTOMATIC1111's web UI, SD.Next and Forge, by the API they share; it is to be started with `--api`."""

import base64
import json
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Self

from app.domain.gates import Call, Gate, Visit
from app.domain.illustrations import ImageRequest
from app.illustration.providers import bodies, exchanges
from app.illustration.providers.exchanges import MAX_ANSWER_BYTES, RETRY_WAIT_S
from app.illustration.providers.provider import (
    Capabilities,
    Delivered,
    Immediate,
    Seeds,
    Ticket,
    account_of,
)

_TITLE = "The Stable Diffusion server"


@dataclass(frozen=True, slots=True)
class Automatic1111Options:
    """*login* is "name:password"; *strength*, 0-1, how far a picture may leave the one it starts from."""

    url: str
    login: str | None = None
    model: str | None = None
    sampler: str | None = None
    steps: int = 25
    guidance: float = 7.0
    strength: float = 0.6
    timeout_s: float = 300
    retry_wait_s: float = RETRY_WAIT_S

    def __repr__(self) -> str:
        # The generated one would write the password into every log that shows the options.
        return f"Automatic1111Options(url={self.url!r}, model={self.model!r})"


class Automatic1111(Immediate):
    name: ClassVar[str] = "automatic1111"
    capabilities: ClassVar[Capabilities] = Capabilities(
        is_remote=True,
        is_preview=False,
        seeds=Seeds.EXACT,
        has_negative=True,
        languages=frozenset({"en"}),
        prompt_characters=8_000,
        max_side=2048,
        summary="AUTOMATIC1111, SD.Next or Forge on a machine of one's own; needs its address.",
        largest_seed=2**32 - 1,
        multiple_of=8,
        references=1,
        takes_key=True,
        repeats=True,
    )

    def __init__(
        self, options: Automatic1111Options, gate: Gate, *, account: str | None = None
    ) -> None:
        self._options = options
        self._gate = gate
        self.account = account or self.name

    def with_key(self, key: str) -> Self:
        account = account_of(self.name, key)
        return type(self)(replace(self._options, login=key), self._gate, account=account)

    async def submit(self, request: ImageRequest) -> Ticket:
        path = "img2img" if request.references else "txt2img"
        call = Call(
            f"{self._options.url.rstrip('/')}/sdapi/v1/{path}",
            json.dumps(self._wish(request)).encode(),
            {**self._header(), "Content-Type": "application/json"},
            timeout_s=self._options.timeout_s,
            max_bytes=MAX_ANSWER_BYTES,
        )
        async with self._gate.admit(self.account) as visit:
            told, data = await exchanges.twice(
                lambda: _asked(visit, call), self._options.retry_wait_s
            )
        asked, info = request.model or self._options.model, _info(told)
        served = info.get("sd_model_name")
        seed = info.get("seed")
        delivered = Delivered(
            data,
            str(served) if served else asked,
            seed if isinstance(seed, int) else request.seed,
            losses=()
            if seed in {None, request.seed}
            else (f"seed: {seed} instead of {request.seed}",),
            instead_of=asked if asked and served and not _is_same(asked, str(served)) else None,
        )
        return Ticket("", delivered)

    def _wish(self, request: ImageRequest) -> dict[str, Any]:
        options = self._options
        wish: dict[str, Any] = {
            "prompt": request.prompt,
            "negative_prompt": request.negative or "",
            "seed": request.seed,
            "width": request.width,
            "height": request.height,
            "steps": options.steps,
            "cfg_scale": options.guidance,
            "send_images": True,
            "save_images": False,
        }
        if options.sampler:
            wish["sampler_name"] = options.sampler
        if model := request.model or options.model:
            wish["override_settings"] = {"sd_model_checkpoint": model}
        if request.references:
            wish["init_images"] = [bodies.encoded(each) for each in request.references]
            wish["denoising_strength"] = options.strength
        return wish

    def _header(self) -> dict[str, str]:
        if self._options.login is None:
            return {}
        return {"Authorization": f"Basic {base64.b64encode(self._options.login.encode()).decode()}"}


async def _asked(visit: Visit, call: Call) -> tuple[Any, bytes]:
    told: Any = bodies.told((await exchanges.asked(visit, call, _TITLE)).body, _TITLE)
    return told, _picture(told)


def _picture(told: Any) -> bytes:
    try:
        return bodies.decoded(told["images"][0], _TITLE)
    except (KeyError, IndexError, TypeError):
        bodies.no_picture(_TITLE)


def _info(told: Any) -> dict[str, Any]:
    """It is JSON in a string in JSON; the seed that was used stands nowhere else."""
    try:
        info = json.loads(told["info"])
    except (KeyError, TypeError, ValueError, RecursionError):
        return {}
    return info if isinstance(info, dict) else {}


def _is_same(asked: str, served: str) -> bool:
    """A checkpoint is named with or without its ending and its hash."""
    bare = asked.split(" [", maxsplit=1)[0].rpartition("/")[2]
    return bare.removesuffix(".safetensors").removesuffix(".ckpt") == served
