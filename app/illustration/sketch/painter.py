"""
Composes a scene from a prompt and paints it: the same words, seed and size give the same bytes.
"""

# A composition is made of numbers, each used once and in its place.

import io
from collections.abc import Callable

from app.domain.illustrations import Sights
from app.illustration import provenance
from app.illustration.sketch import (
    interior,
    landscape,
    people,
    portrait,
    sky,
    street,
    texture,
    things,
    weather,
)
from app.illustration.sketch import palette as palettes
from app.illustration.sketch.canvas import Canvas
from app.illustration.sketch.palette import Palette
from app.illustration.sketch.reading import Composition, Scene, read

# Told as the model of every sketch: a new version may paint the same request differently.
VERSION = "sketch-2"


def paint(prompt: str, seed: int, width: int, height: int, sights: Sights | None = None) -> bytes:
    scene = read(prompt, sights)
    palette = palettes.of(scene)
    canvas = Canvas(width, height, seed)
    _COMPOSERS[scene.composition](canvas, scene, palette)
    is_oval = scene.composition is Composition.PORTRAIT
    picture = texture.finish(canvas, scene.style, is_oval=is_oval)
    stream = io.BytesIO()
    label = provenance.label(VERSION, provenance.ALGORITHM)
    picture.save(stream, "WEBP", quality=90, method=3, xmp=label)
    return stream.getvalue()


def _still_life(canvas: Canvas, scene: Scene, _: Palette) -> None:
    things.paint(canvas, scene)


def _street(canvas: Canvas, scene: Scene, palette: Palette) -> None:
    sky.paint(canvas, scene, palette, horizon=0.55 * canvas.bottom)
    street.paint(canvas, scene, palette)
    canvas.draw_outlines()
    if "storm" in scene.weather:
        sky.lightning(canvas, 0.4 * canvas.bottom)
    weather.paint(canvas, scene, palette)


def _action(canvas: Canvas, scene: Scene, palette: Palette) -> None:
    if scene.is_indoors:
        interior.paint(canvas, scene, palette)
        people.act(canvas, scene, palette, foot=canvas.bottom - 0.34)
    else:
        landscape.paint(canvas, scene, palette)


_COMPOSERS: dict[Composition, Callable[[Canvas, Scene, Palette], None]] = {
    Composition.LANDSCAPE: landscape.paint,
    Composition.STREET: _street,
    Composition.INTERIOR: interior.paint,
    Composition.PORTRAIT: portrait.paint,
    Composition.STILL_LIFE: _still_life,
    Composition.ACTION: _action,
}
