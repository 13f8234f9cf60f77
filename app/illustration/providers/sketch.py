"""
The local painter as a provider: always there, asks nobody, and says that its pictures are
sketches.
"""

from typing import ClassVar

from app.domain.compute import Compute
from app.domain.illustrations import ImageRequest
from app.illustration.providers.provider import (
    Capabilities,
    Delivered,
    Immediate,
    Keyless,
    Seeds,
    Ticket,
)
from app.illustration.sketch import painter


class Sketch(Keyless, Immediate):
    name: ClassVar[str] = "sketch"
    capabilities: ClassVar[Capabilities] = Capabilities(
        is_remote=False,
        is_preview=True,
        seeds=Seeds.EXACT,
        has_negative=False,
        languages=frozenset({"en"}),
        prompt_characters=32_000,
        max_side=1536,
        summary="A procedural painter on this machine: no key, no network, free; a sketch, not a likeness.",
    )

    def __init__(self, compute: Compute) -> None:
        self._compute = compute
        self.account = self.name

    async def submit(self, request: ImageRequest) -> Ticket:
        width, height = self._size(request)
        data = await self._compute.run(
            painter.paint, request.prompt, request.seed, width, height, request.sights
        )
        losses = (
            []
            if (width, height) == (request.width, request.height)
            else [f"size: {width}x{height}"]
        )
        if request.model and request.model != painter.VERSION:
            losses.append("model")
        if request.negative:
            losses.append("negative")
        delivered = Delivered(data, painter.VERSION, request.seed, losses=tuple(losses))
        return Ticket(f"sketch-{request.seed}", delivered)

    def _size(self, request: ImageRequest) -> tuple[int, int]:
        """Time and memory grow with the area, so a larger wish is scaled down and said so."""
        scale = min(1.0, self.capabilities.max_side / max(request.width, request.height))
        return round(request.width * scale), round(request.height * scale)
