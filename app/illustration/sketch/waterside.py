"""Bridges and ships."""

import numpy as np

from app.illustration.sketch import shapes
from app.illustration.sketch.canvas import Canvas, Point
from app.illustration.sketch.palette import Palette, mix
from app.illustration.sketch.reading import Scene
from app.illustration.sketch.shapes import box

Shapes = list[list[Point]]


def bridge(canvas: Canvas, scene: Scene, palette: Palette, *, foot: float) -> None:
    colour = mix(palette.away(0.25), palette.silhouette, 0.5 if scene.is_dark else 0.3)
    deck = [
        (x, foot - 0.03 - 0.06 * np.sin(np.pi * x / canvas.right))
        for x in np.linspace(-0.05, canvas.right + 0.05, 30)
    ]
    under: list[Point] = [(x, y + 0.045) for x, y in reversed(deck)]
    piers = [
        box(x * canvas.right - 0.022, foot - 0.08, x * canvas.right + 0.022, foot + 0.1)
        for x in (0.2, 0.5, 0.8)
    ]
    canvas.fill([deck + under, *piers], colour, grain=0.25, edge=0.3)
    rail = [([(x, y), (x, y - 0.022)], 1.0) for x, y in deck]
    canvas.stroke([*rail, ([(x, y - 0.022) for x, y in deck], 1.0)], colour, width=0.004)


def ship(canvas: Canvas, palette: Palette, *, waterline: float) -> None:
    dice = canvas.random("ship")
    x, size = dice.uniform(0.36, 0.62) * canvas.right, 0.36
    hull = [(-0.5, -0.05), (-0.36, 0.1), (0.34, 0.1), (0.56, -0.1), (0.3, -0.03)]
    hulls: Shapes = [shapes.placed(hull, x, waterline, size)]
    sails: Shapes = []
    for across, tall in ((-0.22, 0.62), (0.04, 0.78), (0.28, 0.55)):
        hulls.append(
            shapes.placed(
                [
                    (across - 0.009, 0),
                    (across - 0.005, -tall),
                    (across + 0.005, -tall),
                    (across + 0.009, 0),
                ],
                x,
                waterline,
                size,
            )
        )
        for row in range(3):
            top, half = -tall + row * tall * 0.29 + 0.02, 0.085 + 0.03 * row
            low = top + tall * 0.25
            sail = [(across - half, top), (across + half, top), (across + half * 1.3, (top + low) / 2),
                    (across + half * 1.05, low), (across - half * 0.9, low),
                    (across - half * 0.65, (top + low) / 2)]  # fmt: skip
            sails.append(shapes.placed(shapes.spline([*sail, sail[0]], 5), x, waterline, size))
    canvas.fill([[(a, 2 * (waterline + size * 0.1) - b) for a, b in outline] for outline in (*hulls, *sails)],
                palette.silhouette, alpha=0.25, blur=0.006, edge=0)  # fmt: skip
    canvas.fill(sails, mix(palette.away(0.6), (244, 236, 216), 0.35), grain=0.15, edge=0.5)
    canvas.fill(hulls, mix(palette.silhouette, (84, 54, 36), 0.35), grain=0.25, edge=0.3)
