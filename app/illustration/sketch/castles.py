"""Castles and towers on their crags."""

# A composition is made of numbers, each used once and in its place.
# ruff: noqa: PLR2004

import itertools

import numpy as np

from app.illustration.sketch.canvas import Canvas, Point
from app.illustration.sketch.palette import LAMPLIGHT, Colour, Palette, mix
from app.illustration.sketch.reading import LIGHTS, Scene
from app.illustration.sketch.shapes import Dice, box

Shapes = list[list[Point]]


def castle(canvas: Canvas, scene: Scene, palette: Palette, *, foot: float) -> list[Point]:
    """Stands on a crag where there are mountains or water; returns its windows."""
    dice = canvas.random("castle")
    x, size = dice.uniform(0.36, 0.62) * canvas.right, 0.34
    y = foot - 0.005
    colour = mix(palette.away(0.3), palette.silhouette, 0.5)
    if scene.tags & {"mountain", "sea", "water"}:
        y = foot - 0.12
        _crag(canvas, x, y, foot, mix(palette.away(0.3), palette.silhouette, 0.35))
    # The tallest roof must stay below the upper edge wherever the horizon lies.
    size = min(size, (y - 0.07) / 1.42)
    towers = [(0.0, 0.26, 0.98, True), (-0.42, 0.2, 0.66, dice.random() < 0.6),
              (0.36, 0.22, 0.58, False), (0.58, 0.13, 0.74, True), (-0.2, 0.12, 0.82, True)]  # fmt: skip
    is_ruin = "ruin" in scene.tags
    body: Shapes = [box(x - size * 0.55, y - size * 0.3, x + size * 0.55, y + size * 0.06)]
    for across, width, height, has_roof in towers:
        body.append(
            _tower(
                dice,
                x + across * size,
                y,
                width * size,
                height * size,
                has_roof=has_roof and not is_ruin,
            )
        )
    canvas.fill(body, colour, grain=0.25, edge=0.3)
    lit = [[(left + (right - left) * 0.62, top), (right, top), (right, y), (left + (right - left) * 0.62, y)]
           for left, top, right in _bodies(x, y, size, towers)]  # fmt: skip
    canvas.fill(lit, mix(colour, (8, 8, 12), 0.5), alpha=0.45, blur=0.003, edge=0)
    return [
        (x + dice.uniform(-0.45, 0.5) * size, y - dice.uniform(0.1, 0.5) * size) for _ in range(7)
    ]


def tower(canvas: Canvas, scene: Scene, palette: Palette, *, foot: float) -> list[Point]:
    """One tower of stone, roofed unless it is a ruin."""
    dice = canvas.random("keep")
    x = dice.uniform(0.32, 0.68) * canvas.right
    colour = mix(palette.away(0.3), (150, 142, 132), 0.15 if scene.is_dark else 0.5)
    outline = _tower(dice, x, foot + 0.02, 0.13, 0.4, has_roof="ruin" not in scene.tags)
    canvas.fill([outline], colour, grain=0.35, edge=0.35)
    shade = [
        (x + 0.012, foot + 0.02),
        (x + 0.012, foot - 0.38),
        (x + 0.064, foot - 0.38),
        (x + 0.064, foot + 0.02),
    ]
    canvas.fill([shade], palette.silhouette, alpha=0.4, blur=0.004, edge=0)
    courses = []
    for _ in range(60):
        a, b = x + dice.uniform(-0.06, 0.05), foot - dice.uniform(0.0, 0.36)
        courses.append(([(a, b), (a + 0.02, b)], dice.uniform(0.3, 1)))
    canvas.stroke(courses, palette.silhouette, width=0.002, alpha=0.6)
    return [(x - 0.02, foot - 0.14), (x - 0.02, foot - 0.28)]


def lighthouse(canvas: Canvas, scene: Scene, palette: Palette, *, foot: float) -> list[Point]:
    """With its light on top, unless the text denies it."""
    x = canvas.random("tower").uniform(0.3, 0.7) * canvas.right
    colour = mix(palette.away(0.45), (236, 228, 214), 0.42 if scene.is_dark else 0.75)
    top = foot - 0.36
    trunk = [(x - 0.045, foot + 0.02), (x - 0.028, top), (x + 0.028, top), (x + 0.045, foot + 0.02)]
    if scene.tags & {"sea", "water"}:
        _crag(canvas, x, foot, foot + 0.04, mix(palette.away(0.2), palette.silhouette, 0.4))
    canvas.fill([trunk], colour, grain=0.2, edge=0.3)
    canvas.fill([[(x + 0.008, foot + 0.02), (x + 0.006, top), (x + 0.028, top), (x + 0.045, foot + 0.02)]],
                palette.silhouette, alpha=0.45, blur=0.004, edge=0)  # fmt: skip
    cap = [
        box(x - 0.036, top - 0.006, x + 0.036, top + 0.006),
        [(x - 0.034, top - 0.05), (x, top - 0.1), (x + 0.034, top - 0.05)],
    ]
    canvas.fill([*cap, box(x - 0.022, top - 0.05, x + 0.022, top)], palette.silhouette, edge=0.3)
    if scene.absent & LIGHTS:
        return []
    canvas.fill([box(x - 0.015, top - 0.044, x + 0.015, top - 0.008)], LAMPLIGHT, edge=0)
    if scene.is_dark or scene.weather:
        beam = [(x, top - 0.03), (x - 1.2, top - 0.22), (x - 1.2, top + 0.02)]
        canvas.fill([beam], (255, 240, 200), alpha=0.3, blur=0.012, edge=0)
        canvas.glow(x, top - 0.026, 0.09, LAMPLIGHT, 0.9)
    return [(x, foot - 0.1), (x, foot - 0.24)]


def _tower(
    dice: Dice, x: float, y: float, width: float, height: float, *, has_roof: bool
) -> list[Point]:
    half, wide, top = width / 2, width * 0.62, y - height
    crest = top - width * 0.28
    outline = [(x - half, y), (x - half, top), (x - wide, top), (x - wide, crest)]
    if has_roof:
        outline.append((x, top - width * dice.uniform(1.6, 2.4)))
    else:
        step = 2 * wide / 5
        for index in range(5):
            left, lift = x - wide + step * index, crest - width * 0.17 * dice.uniform(0.6, 1)
            outline += [
                (left, lift),
                (left + step * 0.55, lift),
                (left + step * 0.55, crest),
                (left + step, crest),
            ]
    return [*outline, (x + wide, crest), (x + wide, top), (x + half, top), (x + half, y)]


def _bodies(
    x: float, y: float, size: float, towers: list[tuple[float, float, float, bool]]
) -> list[tuple[float, float, float]]:
    return [(x + (a - w / 2) * size, y - h * size, x + (a + w / 2) * size) for a, w, h, _ in towers]


def _crag(canvas: Canvas, x: float, top: float, foot: float, colour: Colour) -> None:
    dice = canvas.random("crag")
    outline = [(-0.46, foot + 0.06), (-0.34, foot), (-0.26, top + 0.05), (-0.2, top - 0.005), (0.26, top),
               (0.32, top + 0.05), (0.38, foot), (0.52, foot + 0.06)]  # fmt: skip
    rough: list[Point] = []
    for (x0, y0), (x1, y1) in itertools.pairwise(outline):
        for t in np.linspace(0, 1, 9)[:-1]:
            across, down = x + x0 + (x1 - x0) * t, y0 + (y1 - y0) * t
            rough += [(across + dice.normal(0, 0.006), down + dice.normal(0, 0.006))]
    canvas.fill([rough], colour, grain=0.35, edge=0.3)
