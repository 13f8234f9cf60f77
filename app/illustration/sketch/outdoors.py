"""Finds a place for what stands in the open beside houses and trees."""

from collections.abc import Callable

from app.illustration.sketch import wayside, wilds
from app.illustration.sketch.canvas import Canvas
from app.illustration.sketch.palette import Palette
from app.illustration.sketch.reading import Scene


def paint(canvas: Canvas, scene: Scene, palette: Palette, *, foot: float) -> None:
    """Every motif the text names, each in a place of its own; three at most, or none would be seen."""
    named = [name for name in _PAINTERS if name in scene.tags][:3]
    dice = canvas.random("outdoors")
    order = dice.permutation(3)
    for index, name in enumerate(named):
        x = (0.2 + 0.3 * float(order[index]) + dice.uniform(-0.05, 0.05)) * canvas.right
        _PAINTERS[name](canvas, scene, palette, x, foot)


_PAINTERS: dict[str, Callable[[Canvas, Scene, Palette, float, float], None]] = {
    "waterfall": wilds.waterfall,
    "windmill": wayside.windmill,
    "graveyard": wayside.graveyard,
    "haystack": wayside.haystack,
    "campfire": wilds.campfire,
    "tent": wilds.tent,
    "gate": wayside.gate,
    "well": wayside.well,
    "fence": wayside.fence,
    "palm": wilds.palm,
    "reeds": wilds.reeds,
}
