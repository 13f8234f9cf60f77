"""Land and sea under the sky, with what the text puts there."""

from app.illustration.sketch import (
    beasts,
    castles,
    land,
    outdoors,
    people,
    sky,
    town,
    trees,
    waterside,
    weather,
    wilds,
)
from app.illustration.sketch.canvas import Canvas, Point
from app.illustration.sketch.palette import Palette
from app.illustration.sketch.reading import Composition, Scene

# A composition is made of numbers, each used once and in its place.
_AFLOAT = frozenset({"sea", "water", "ship", "boat"})
# With one of these in sight a plain needs no large tree to be a picture.
_LANDMARKS = frozenset({"castle", "city", "village", "church", "desert", "mountain", "windmill", "tent",
                        "graveyard", "waterfall", "tower", "lighthouse", "haystack"})  # fmt: skip


def paint(canvas: Canvas, scene: Scene, palette: Palette) -> None:
    has_water = bool(scene.tags & _AFLOAT)
    lowest, highest = (0.46, 0.56) if has_water else (0.52, 0.66)
    horizon = canvas.random("horizon").uniform(lowest, highest) * canvas.bottom
    light_x = sky.paint(canvas, scene, palette, horizon=horizon)
    if "rainbow" in scene.tags:
        wilds.rainbow(canvas, horizon=horizon)
    if not scene.tags >= {"sea", "ship"}:
        land.ridges(canvas, scene, palette, horizon=horizon)
    if has_water:
        windows = _waterside(canvas, scene, palette, horizon=horizon, light_x=light_x)
        foot = canvas.bottom - 0.09
    else:
        foot = horizon + 0.06
        land.ground(canvas, scene, palette, top=horizon + 0.03)
        windows = _plain(canvas, scene, palette, foot=foot)
    _before(canvas, scene, palette, foot=foot, horizon=horizon)
    if scene.is_lit:
        town.light_windows(canvas, windows)
    sky.birds(canvas, scene, palette)
    canvas.draw_outlines()
    if "storm" in scene.weather:
        sky.lightning(canvas, horizon)
    weather.paint(canvas, scene, palette)


def _before(canvas: Canvas, scene: Scene, palette: Palette, *, foot: float, horizon: float) -> None:
    """What stands nearer than houses and woods."""
    low = min(foot, canvas.bottom - 0.2)
    outdoors.paint(canvas, scene, palette, foot=low)
    beasts.paint(canvas, scene, palette, foot=low)
    if "bridge" in scene.tags:
        waterside.bridge(canvas, scene, palette, foot=horizon + 0.16)
    _people(canvas, scene, palette, foot=foot)
    if not scene.tags & {"desert", "sea", "ship"}:
        trees.frame(canvas, scene, palette)


def _waterside(
    canvas: Canvas, scene: Scene, palette: Palette, *, horizon: float, light_x: float
) -> list[Point]:
    windows = _skyline(canvas, scene, palette, foot=horizon + 0.01)
    if not scene.tags & {"sea", "forest", "city", "castle"}:
        trees.grove(canvas, scene, palette, top=horizon - 0.02, count=7)
    land.water(canvas, scene, palette, horizon=horizon, light_x=light_x)
    if "ship" in scene.tags:
        waterside.ship(canvas, palette, waterline=horizon + 0.13)
    elif "boat" in scene.tags:
        wilds.boat(canvas, scene, palette, waterline=horizon + 0.12)
    if "ship" not in scene.tags:
        land.shore(canvas, palette)
    if "forest" in scene.tags:
        trees.forest(canvas, scene, palette, top=horizon)
    elif scene.tags & {"tree", "garden", "autumn", "spring"}:
        trees.lone(canvas, scene, palette, top=canvas.bottom - 0.26)
    return windows


def _skyline(canvas: Canvas, scene: Scene, palette: Palette, *, foot: float) -> list[Point]:
    windows: list[Point] = []
    if "city" in scene.tags:
        windows += town.street(canvas, scene, palette, foot=foot)
    elif "village" in scene.tags:
        windows += town.village(canvas, scene, palette, foot=foot)
    if "castle" in scene.tags:
        windows += castles.castle(canvas, scene, palette, foot=foot)
    elif "tower" in scene.tags:
        windows += castles.tower(canvas, scene, palette, foot=foot)
    if "lighthouse" in scene.tags:
        windows += castles.lighthouse(canvas, scene, palette, foot=foot)
    if "church" in scene.tags:
        windows += town.church(canvas, scene, palette, foot=foot)
    return windows


def _plain(canvas: Canvas, scene: Scene, palette: Palette, *, foot: float) -> list[Point]:
    is_wooded = "forest" in scene.tags
    if not is_wooded and not scene.tags & {"desert", "city"}:
        trees.grove(canvas, scene, palette, top=foot - 0.02)
    if scene.tags & {"road", "carriage"} or (is_wooded and scene.people):
        land.road(canvas, scene, palette, top=foot)
    windows = _skyline(canvas, scene, palette, foot=foot)
    if is_wooded:
        trees.forest(canvas, scene, palette, top=foot)
    elif scene.tags & {"tree", "garden", "autumn", "spring"} or not scene.tags & _LANDMARKS:
        trees.lone(canvas, scene, palette, top=foot)
    if "garden" in scene.tags or "spring" in scene.tags:
        trees.flowers(canvas, scene, palette, top=foot)
    return windows


def _people(canvas: Canvas, scene: Scene, palette: Palette, *, foot: float) -> None:
    is_action = scene.composition is Composition.ACTION
    if is_action and not scene.tags & {"sea", "ship", "boat"}:
        people.act(canvas, scene, palette, foot=min(foot, canvas.bottom - 0.3))
    elif scene.people & {"man", "woman", "child"} and not scene.tags & {"sea", "ship"}:
        people.small(canvas, scene, palette, foot=min(foot, canvas.bottom - 0.22))
