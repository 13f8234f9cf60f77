"""
Composes a scene from a prompt and paints it: the same words, seed and size give the same bytes.
"""

# A composition is made of numbers, each used once and in its place.

import io

from app.illustration.sketch import (
    castles,
    interior,
    land,
    people,
    portrait,
    sky,
    texture,
    things,
    town,
    trees,
    waterside,
    weather,
)
from app.illustration.sketch import palette as palettes
from app.illustration.sketch.canvas import Canvas, Point
from app.illustration.sketch.palette import Palette
from app.illustration.sketch.reading import Scene, read

# Told as the model of every sketch: a new version may paint the same request differently.
VERSION = "sketch-1"


def paint(prompt: str, seed: int, width: int, height: int) -> bytes:
    scene = read(prompt)
    palette = palettes.of(scene)
    canvas = Canvas(width, height, seed)
    is_portrait = scene.frame == "character"
    if is_portrait:
        portrait.paint(canvas, scene, palette)
    elif scene.frame == "object":
        things.paint(canvas, scene)
    elif scene.is_indoors:
        interior.paint(canvas, scene, palette)
    else:
        _outdoors(canvas, scene, palette)
    picture = texture.finish(canvas, scene.style, is_oval=is_portrait)
    stream = io.BytesIO()
    picture.save(stream, "WEBP", quality=90, method=3)
    return stream.getvalue()


def _outdoors(canvas: Canvas, scene: Scene, palette: Palette) -> None:
    has_water = bool(scene.tags & {"sea", "water", "ship"})
    share = (
        canvas.random("horizon").uniform(0.5, 0.56)
        if has_water
        else canvas.random("horizon").uniform(0.56, 0.64)
    )
    horizon = share * canvas.bottom
    light_x = sky.paint(canvas, scene, palette, horizon=horizon)
    if not scene.tags >= {"sea", "ship"}:
        land.ridges(canvas, scene, palette, horizon=horizon)
    windows: list[Point] = []
    if has_water:
        windows += _skyline(canvas, scene, palette, foot=horizon + 0.01)
        if not scene.tags & {"sea", "forest", "city", "castle"}:
            trees.grove(canvas, scene, palette, top=horizon - 0.02, count=7)
        land.water(canvas, scene, palette, horizon=horizon, light_x=light_x)
        if "ship" in scene.tags:
            waterside.ship(canvas, palette, waterline=horizon + 0.13)
        foot = land.shore(canvas, palette) if "ship" not in scene.tags else canvas.bottom - 0.05
        if "forest" in scene.tags:
            trees.forest(canvas, scene, palette, top=horizon)
        elif scene.tags & {"tree", "garden", "autumn", "spring"}:
            trees.lone(canvas, scene, palette, top=canvas.bottom - 0.26)
    else:
        foot = horizon + 0.06
        land.ground(canvas, scene, palette, top=horizon + 0.03)
        windows += _plain(canvas, scene, palette, foot=foot)
    if "bridge" in scene.tags:
        waterside.bridge(canvas, scene, palette, foot=horizon + 0.16)
    _people(canvas, scene, palette, foot=foot)
    if scene.is_dark:
        town.light_windows(canvas, windows)
    sky.birds(canvas, scene, palette)
    canvas.draw_outlines()
    weather.paint(canvas, scene, palette)


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
    elif scene.tags & {"tree", "garden", "autumn", "spring"} or not scene.tags & {
        "castle",
        "city",
        "village",
        "church",
        "desert",
        "mountain",
    }:
        trees.lone(canvas, scene, palette, top=foot)
    if "garden" in scene.tags or "spring" in scene.tags:
        trees.flowers(canvas, scene, palette, top=foot)
    return windows


def _people(canvas: Canvas, scene: Scene, palette: Palette, *, foot: float) -> None:
    if scene.frame == "action" and scene.tags & {"horse", "carriage", "run", "fight"}:
        people.action(canvas, scene, palette, foot=min(foot, canvas.bottom - 0.3))
    elif scene.people & {"man", "woman", "child"} and not scene.tags & {"sea", "ship"}:
        people.small(canvas, scene, palette, foot=min(foot, canvas.bottom - 0.2))
