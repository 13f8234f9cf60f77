"""Fits a request to what a provider can do, and names everything that is lost on the way; pure."""

import math
import re
from dataclasses import replace
from urllib.parse import quote

from app.domain.illustrations import ImageRequest
from app.illustration import negatives
from app.illustration.providers.provider import Capabilities, Seeds

_CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)


def adapt(request: ImageRequest, can: Capabilities) -> tuple[ImageRequest, tuple[str, ...]]:
    """The nearest request within *can*; fitting that one again loses nothing more, but says the same of seeds."""
    losses: list[str] = []
    request = _without_negative(request, can, losses)
    request = _within_length(request, can, losses)
    request = _seeded(request, can, losses)
    request = _sized(request, can, losses)
    if len(request.references) > can.references:
        left_out = [each.role or "a picture" for each in request.references[can.references :]]
        losses.append(f"references: {', '.join(left_out)}")
        request = replace(request, references=request.references[: can.references])
    if request.model is not None and not can.has_models:
        losses.append("model")
        request = replace(request, model=None)
    if "ru" not in can.languages and _CYRILLIC.search(request.prompt):
        losses.append("language: the model reads no Russian")
    return request, tuple(losses)


def _without_negative(request: ImageRequest, can: Capabilities, losses: list[str]) -> ImageRequest:
    if can.has_negative:
        return replace(request, negative=_all_wishes(request), avoid=())
    # What is ours to avoid is said as what is there by the prompt already, see `framing.GUARDS`.
    request = replace(request, avoid=())
    if request.negative is None:
        return request
    said, lost = negatives.positively(request.negative)
    if said:
        losses.append(f"negative: said as {', '.join(said)}")
    if lost:
        losses.append(f"negative: {', '.join(lost)}")
    words = [request.prompt.rstrip(), *(f"{each[0].upper()}{each[1:]}." for each in said)]
    return replace(request, prompt=" ".join(words) if said else request.prompt, negative=None)


def _all_wishes(request: ImageRequest) -> str | None:
    """The reader's first; what is said twice is said once."""
    own = request.negative.strip().rstrip(",.") if request.negative else ""
    known = {each.strip().casefold() for each in own.split(",")}
    ours = [each for each in request.avoid if each.casefold() not in known]
    return ", ".join(filter(None, (own, *ours))) if ours else request.negative


def _within_length(request: ImageRequest, can: Capabilities, losses: list[str]) -> ImageRequest:
    prompt = request.prompt[: can.prompt_characters]
    while can.url_bytes is not None and len(quote(prompt, safe="")) > can.url_bytes:
        # Two letters of three at the worst: a Cyrillic one takes six bytes.
        excess = len(quote(prompt, safe="")) - can.url_bytes
        prompt = prompt[: -max(1, excess // 12)]
    if prompt == request.prompt:
        return request
    # At a word's end, where there is one: half a word is another word.
    prompt = prompt.rsplit(None, 1)[0] if re.search(r"\s", prompt) else prompt
    losses.append(f"length: {len(request.prompt) - len(prompt)} characters")
    return replace(request, prompt=prompt)


def _seeded(request: ImageRequest, can: Capabilities, losses: list[str]) -> ImageRequest:
    if can.seeds is Seeds.IGNORED:
        losses.append("seed: ignored")
        return request
    if 0 <= request.seed <= can.largest_seed:
        return request
    # Never 0 or -1, which mean "any" to some.
    seed = 1 + request.seed % can.largest_seed
    losses.append(f"seed: {seed} instead of {request.seed}")
    return replace(request, seed=seed)


def _sized(request: ImageRequest, can: Capabilities, losses: list[str]) -> ImageRequest:
    wanted = (request.width, request.height)
    width, height = _listed(wanted, can) if can.sizes else _free(wanted, can)
    if (width, height) == wanted:
        return request
    losses.append(f"size: {width}x{height}")
    return replace(request, width=width, height=height)


def _listed(wanted: tuple[int, int], can: Capabilities) -> tuple[int, int]:
    """The shape counts first, then the area."""
    return min(can.sizes, key=lambda size: (_off(size, wanted), abs(_area(size) - _area(wanted))))


def _free(wanted: tuple[int, int], can: Capabilities) -> tuple[int, int]:
    scale = min(1.0, can.max_side / max(wanted))
    step = can.multiple_of
    sides = [max(step, round(side * scale / step) * step) for side in wanted]
    return sides[0], sides[1]


def _off(size: tuple[int, int], wanted: tuple[int, int]) -> float:
    return round(abs(math.log(size[0] / size[1] * wanted[1] / wanted[0])), 3)


def _area(size: tuple[int, int]) -> int:
    return size[0] * size[1]
