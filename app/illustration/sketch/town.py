"""Villages, churches and streets, with windows to light at night."""

# A composition is made of numbers, each used once and in its place.
# ruff: noqa: PLR2004

import numpy as np

from app.illustration.sketch import shapes
from app.illustration.sketch.canvas import Canvas, Point
from app.illustration.sketch.land import mist
from app.illustration.sketch.palette import LAMPLIGHT, Colour, Palette, mix
from app.illustration.sketch.reading import Scene
from app.illustration.sketch.shapes import Dice, box

Shapes = list[list[Point]]


def village(canvas: Canvas, scene: Scene, palette: Palette, *, foot: float) -> list[Point]:
    dice = canvas.random("village")
    windows: list[Point] = []
    for index in range(6):
        x = (0.07 + 0.17 * index + dice.uniform(-0.05, 0.05)) * canvas.right
        size, y = dice.uniform(0.1, 0.16), foot + dice.uniform(-0.01, 0.05)
        wall = mix(palette.away(0.35), (214, 190, 150), 0.1 if scene.is_dark else 0.5)
        roof = mix(palette.silhouette, (140, 72, 52), 0.15 if scene.is_dark else 0.6)
        top, peak = y - size * 0.5, y - size * dice.uniform(0.92, 1.1)
        canvas.fill([box(x - size * 0.5, top, x + size * 0.5, y)], wall, grain=0.2, edge=0.3)
        canvas.fill(
            [box(x + size * 0.1, top, x + size * 0.5, y)], palette.silhouette, alpha=0.3, edge=0
        )
        chimney = box(x + size * 0.2, peak - size * 0.02, x + size * 0.3, top)
        gable = [
            (x - size * 0.64, top + size * 0.04),
            (x - size * 0.2, peak),
            (x + size * 0.24, peak),
            (x + size * 0.64, top + size * 0.04),
        ]
        canvas.fill(
            [chimney, gable],
            palette.snow if "snow" in scene.weather else roof,
            grain=0.2,
            edge=0.35,
        )
        panes = [(x - size * 0.26, y - size * 0.26), (x + size * 0.26, y - size * 0.26)]
        canvas.fill(
            [
                box(a - size * 0.07, b - size * 0.08, a + size * 0.07, b + size * 0.08)
                for a, b in panes
            ],
            palette.silhouette,
            edge=0,
        )
        if scene.weather & {"snow"} or scene.is_dark:
            smoke = [
                (x + size * 0.25 + t * 0.06 + 0.01 * np.sin(t * 9), peak - t * 0.16)
                for t in np.linspace(0, 1, 12)
            ]
            canvas.stroke(
                [(smoke, 1.0)],
                mix(palette.horizon, (240, 240, 240), 0.4),
                width=0.016,
                alpha=0.35,
                blur=0.008,
            )
        windows += panes
    return windows


def church(canvas: Canvas, scene: Scene, palette: Palette, *, foot: float) -> list[Point]:
    x, size = canvas.random("church").uniform(0.25, 0.75) * canvas.right, 0.34
    y = foot + 0.01
    wall = mix(palette.away(0.35), (236, 228, 210), 0.1 if scene.is_dark else 0.55)
    dome = mix(palette.silhouette, (178, 140, 66), 0.4 if scene.is_dark else 0.75)
    walls: Shapes = [box(x - size * 0.34, y - size * 0.5, x + size * 0.34, y)]
    domes: Shapes = []
    for across, width in ((0.0, 0.13), (-0.24, 0.075), (0.24, 0.075)):
        base = y - size * (0.7 if across == 0 else 0.6)
        centre, half = x + across * size, width * size * 0.5
        walls.append(box(centre - half, base, centre + half, y - size * 0.5))
        domes += [
            _onion(centre, base, width * size),
            _cross(centre, base - size * width * 2.3, size * width * 1.4),
        ]
    bell = x + size * 0.56
    walls.append(box(bell - size * 0.1, y - size * 0.8, bell + size * 0.1, y))
    domes.append(
        [
            (bell - size * 0.12, y - size * 0.8),
            (bell, y - size * 1.2),
            (bell + size * 0.12, y - size * 0.8),
        ]
    )
    canvas.fill(walls, wall, grain=0.18, edge=0.35)
    canvas.fill([box(x + size * 0.1, y - size * 0.5, x + size * 0.34, y), box(bell, y - size * 0.8,
        bell + size * 0.1, y)],
                palette.silhouette, alpha=0.3, edge=0)  # fmt: skip
    canvas.fill(domes, dome, grain=0.2, edge=0.4)
    return [
        (x - size * 0.16, y - size * 0.2),
        (x + size * 0.02, y - size * 0.2),
        (bell, y - size * 0.6),
    ]


def street(canvas: Canvas, scene: Scene, palette: Palette, *, foot: float) -> list[Point]:
    """Rows of gabled houses in mist; a wet pavement between them."""
    dice = canvas.random("street")
    windows: list[Point] = []
    for layer in range(3):
        colour = mix(
            mix(palette.away(0.62 - 0.2 * layer), (176, 134, 104), 0.1 if scene.is_dark else 0.35),
            palette.silhouette,
            0.18 * layer,
        )
        x = -0.05
        while x < canvas.right + 0.05:
            width, height = dice.uniform(0.07, 0.13), dice.uniform(0.13, 0.3) * (0.75 + 0.3 * layer)
            # The nearest houses leave the middle open, and the eye walks into it.
            is_gap = layer == 2 and 0.36 < (x + width / 2) / canvas.right < 0.64
            if not is_gap:
                windows += _townhouse(
                    canvas,
                    dice,
                    (x, foot + 0.02 * layer),
                    (width, height),
                    colour=colour,
                    palette=palette,
                )
            x += width * dice.uniform(0.96, 1.12)
        mist(canvas, foot - 0.02, 0.07, palette.horizon, alpha=0.3, key=f"street {layer}")
    pavement = mix(palette.silhouette, palette.horizon, 0.3)
    canvas.fill(
        [box(-0.02, foot + 0.04, canvas.right + 0.02, canvas.bottom + 0.02)],
        pavement,
        blur=0.006,
        grain=0.3,
    )
    lines = []
    for _ in range(420):
        t = dice.random() ** 1.2
        x, y, half = (
            dice.uniform(0, canvas.right),
            foot + 0.05 + (canvas.bottom - foot) * t,
            0.004 + 0.016 * t,
        )
        lines.append(([(x - half, y), (x, y - half * 0.3), (x + half, y)], dice.uniform(0.2, 0.9)))
    canvas.stroke(lines, mix(pavement, palette.light, 0.4), width=0.0022, alpha=0.5)
    return windows[::2]


def light_windows(canvas: Canvas, windows: list[Point]) -> None:
    panes = [box(x - 0.004, y - 0.008, x + 0.004, y + 0.008) for x, y in windows]
    canvas.fill(panes, (255, 212, 126), edge=0, grain=0.05)
    for x, y in windows:
        canvas.glow(x, y, 0.035, LAMPLIGHT, 0.5)


def _townhouse(
    canvas: Canvas,
    dice: Dice,
    foot: Point,
    size: tuple[float, float],
    *,
    colour: Colour,
    palette: Palette,
) -> list[Point]:
    (x, base), (width, height) = foot, size
    top = base - height
    tone = mix(colour, (150, 96, 70), dice.uniform(0, 0.25))
    roof = [
        (x - 0.004, top),
        (x + width / 2, top - width * dice.uniform(0.5, 1.0)),
        (x + width + 0.004, top),
    ]
    canvas.fill([box(x, top, x + width, base + 0.2)], tone, grain=0.18, edge=0.3)
    chimney = box(x + width * 0.68, top - width * 0.6, x + width * 0.82, top)
    canvas.fill([roof, chimney], mix(tone, palette.silhouette, 0.55), grain=0.2, edge=0.3)
    panes = [
        (x + width * across, top + down)
        for across in (0.28, 0.72)
        for down in np.arange(0.035, height, 0.055)
    ]
    canvas.fill(
        [box(a - width * 0.07, b - 0.011, a + width * 0.07, b + 0.011) for a, b in panes],
        palette.silhouette,
        alpha=0.75,
        edge=0,
    )
    return [pane for pane in panes if dice.random() < 0.3]


def _onion(x: float, y: float, size: float) -> list[Point]:
    side = [(0.5, 0), (0.95, -0.75), (0.5, -1.55), (0.06, -2.5)]
    outline = [(-across, down) for across, down in side] + [
        (across, down) for across, down in reversed(side)
    ]
    return shapes.placed(shapes.spline(outline, 5), x, y, size)


def _cross(x: float, y: float, size: float) -> list[Point]:
    half = size * 0.07
    return [(x - half, y), (x - half, y - size * 0.6), (x - size * 0.25, y - size * 0.6),
        (x - size * 0.25, y - size * 0.7),
            (x - half, y - size * 0.7), (x - half, y - size), (x + half, y - size), (x + half, y - size * 0.7),
            (x + size * 0.25, y - size * 0.7), (x + size * 0.25, y - size * 0.6), (x + half, y - size * 0.6),
            (x + half, y)]  # fmt: skip
