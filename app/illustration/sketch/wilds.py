"""Campfires, tents, waterfalls, palms, reeds, boats and rainbows."""

# A composition is made of numbers, each used once and in its place.
# ruff: noqa: PLR2004

import math

import numpy as np

from app.illustration.sketch.canvas import Canvas
from app.illustration.sketch.palette import LAMPLIGHT, Palette, mix, tinted
from app.illustration.sketch.reading import Scene
from app.illustration.sketch.shapes import ellipse, placed, spline


def campfire(canvas: Canvas, scene: Scene, palette: Palette, x: float, foot: float) -> None:
    dice, y = canvas.random("campfire"), foot + 0.15
    canvas.glow(x, y - 0.02, 0.26, (255, 140, 54), 0.7 if scene.is_dark else 0.3)
    logs = [
        [(x - 0.06, y), (x + 0.05, y - 0.02), (x + 0.055, y - 0.008), (x - 0.055, y + 0.012)],
        [(x + 0.06, y), (x - 0.05, y - 0.02), (x - 0.055, y - 0.008), (x + 0.055, y + 0.012)],
    ]
    for colour, size in (((214, 74, 22), 1.0), ((250, 152, 44), 0.7), ((255, 228, 144), 0.4)):
        tongues = []
        for _ in range(6):
            base, tall = x + dice.uniform(-0.03, 0.03) * size, 0.12 * size * dice.uniform(0.6, 1.1)
            tongues.append(
                spline(
                    [
                        (base - 0.016 * size, y),
                        (base - 0.01 * size, y - tall * 0.4),
                        (base + dice.normal(0, 0.01), y - tall),
                        (base + 0.012 * size, y - tall * 0.4),
                        (base + 0.016 * size, y),
                    ],
                    6,
                )
            )
        canvas.fill(tongues, colour, alpha=0.9, blur=0.0015, edge=0)
    canvas.fill(logs, mix((70, 44, 30), palette.near, 0.3), edge=0.3)
    smoke = [
        (x + 0.02 * math.sin(t * 7) + t * 0.05, y - 0.12 - t * 0.26) for t in np.linspace(0, 1, 14)
    ]
    canvas.stroke(
        [(smoke, 1.0)], mix(palette.horizon, (236, 236, 236), 0.4), width=0.02, alpha=0.3, blur=0.01
    )


def tent(canvas: Canvas, scene: Scene, palette: Palette, x: float, foot: float) -> None:
    cloth, y = tinted(scene, palette, (214, 198, 164)), foot + 0.11
    canvas.fill([[(x - 0.13, y), (x - 0.02, y - 0.17), (x + 0.1, y)]], cloth, grain=0.2, edge=0.5)
    canvas.fill(
        [[(x - 0.02, y - 0.17), (x + 0.12, y - 0.15), (x + 0.2, y - 0.03), (x + 0.1, y)]],
        mix(cloth, (60, 50, 50), 0.4),
        grain=0.2,
        edge=0.5,
    )
    canvas.fill(
        [[(x - 0.05, y), (x - 0.02, y - 0.12), (x + 0.02, y)]],
        LAMPLIGHT if scene.is_lit else (48, 38, 36),
        edge=0.3,
    )
    canvas.stroke(
        [
            ([(x - 0.02, y - 0.17), (x - 0.2, y + 0.01)], 1.0),
            ([(x + 0.12, y - 0.15), (x + 0.25, y - 0.02)], 1.0),
        ],
        palette.silhouette,
        width=0.002,
    )


def waterfall(canvas: Canvas, scene: Scene, palette: Palette, x: float, foot: float) -> None:
    dice, top = canvas.random("waterfall"), foot - 0.3
    rock = tinted(scene, palette, (104, 98, 94))
    cliff = [
        (x - 0.3, foot + 0.05),
        (x - 0.24, top + 0.1),
        (x - 0.17, top + 0.02),
        (x + 0.14, top),
        (x + 0.22, top + 0.09),
        (x + 0.32, foot + 0.05),
    ]
    rough = [(a + dice.normal(0, 0.006), b + dice.normal(0, 0.006)) for a, b in spline(cliff, 8)]
    canvas.fill([rough], rock, grain=0.45, edge=0.3)
    fall = mix((236, 242, 246), palette.near, 0.5 * (scene.time == "night"))
    edge, middle, end = top + 0.004, top + 0.1, foot + 0.03
    lines = [
        (
            spline([(x + a * 0.6, edge), (x + a * 0.9, middle), (x + a * 1.3, end)], 4),
            dice.uniform(0.3, 1),
        )
        for a in dice.uniform(-0.045, 0.045, 60)
    ]
    canvas.stroke(lines, fall, width=0.005, alpha=0.8, blur=0.001)
    canvas.fill([ellipse(x, foot + 0.035, 0.12, 0.03)], fall, alpha=0.7, blur=0.014, edge=0)


def palm(canvas: Canvas, scene: Scene, palette: Palette, x: float, foot: float) -> None:
    dice, green = canvas.random("palm"), tinted(scene, palette, (70, 110, 62))
    for a, tall in ((x, 0.36), (x + 0.12, 0.26)):
        y = foot + 0.1
        trunk = spline([(a, y), (a + 0.02, y - tall * 0.5), (a + 0.06, y - tall)], 10)
        canvas.stroke([(trunk, 1.0)], tinted(scene, palette, (120, 90, 62)), width=0.014)
        for turn in np.linspace(-0.3, math.pi + 0.3, 9):
            reach = 0.13 * dice.uniform(0.8, 1.1)
            tip = (
                a + 0.06 - math.cos(turn) * reach,
                y - tall - math.sin(turn) * reach * 0.5 + 0.06,
            )
            middle = (
                a + 0.06 - math.cos(turn) * reach * 0.55,
                y - tall - math.sin(turn) * reach * 0.5 - 0.02,
            )
            leaf = spline([(a + 0.06, y - tall), middle, tip], 5) + spline(
                [tip, (middle[0], middle[1] + 0.02), (a + 0.06, y - tall)], 5
            )
            canvas.fill(
                [leaf], mix(green, palette.light, dice.uniform(0, 0.25)), grain=0.3, edge=0.4
            )


def reeds(canvas: Canvas, scene: Scene, palette: Palette, x: float, _: float) -> None:
    dice, green = canvas.random("rushes"), tinted(scene, palette, (96, 104, 62))
    stems, heads = [], []
    for a in x + dice.normal(0, 0.14, 60):
        y, tall, lean = canvas.bottom - 0.02, dice.uniform(0.1, 0.26), dice.normal(0, 0.025)
        stems.append(([(float(a), y), (float(a) + lean, y - tall)], dice.uniform(0.5, 1)))
        if dice.random() < 0.4:
            heads.append(ellipse(float(a) + lean, y - tall, 0.005, 0.02, 12))
    canvas.stroke(stems, green, width=0.003)
    canvas.fill(heads, tinted(scene, palette, (96, 60, 40)), edge=0.3)


def boat(canvas: Canvas, scene: Scene, palette: Palette, *, waterline: float) -> None:
    x, wood = (
        canvas.random("boat").uniform(0.34, 0.64) * canvas.right,
        tinted(scene, palette, (118, 76, 48)),
    )
    hull = [(-0.16, -0.05), (0.0, -0.02), (0.16, -0.05), (0.11, 0.02), (-0.11, 0.02)]
    canvas.fill(
        [ellipse(x, waterline + 0.03, 0.14, 0.014)],
        palette.silhouette,
        alpha=0.4,
        blur=0.006,
        edge=0,
    )
    canvas.fill([placed(spline([*hull, hull[0]], 6), x, waterline, 1)], wood, grain=0.3, edge=0.5)
    canvas.stroke([([(x - 0.15, waterline - 0.042), (x, waterline - 0.014), (x + 0.15, waterline - 0.042)], 1.0),
                   ([(x - 0.03, waterline - 0.05),
                       (x - 0.17, waterline + 0.03)], 1.0)], mix(wood, (240, 214, 170), 0.5), width=0.004)  # fmt: skip


def rainbow(canvas: Canvas, *, horizon: float) -> None:
    x, y = 0.55 * canvas.right, horizon + 0.1
    for index, colour in enumerate(
        (
            (196, 70, 66),
            (226, 150, 70),
            (232, 214, 110),
            (110, 168, 110),
            (84, 130, 190),
            (120, 90, 160),
        )
    ):
        radius = 0.52 - 0.012 * index
        arc = [
            (x + radius * math.cos(t), y - radius * math.sin(t))
            for t in np.linspace(0.15, math.pi - 0.15, 50)
        ]
        canvas.stroke([(arc, 1.0)], colour, width=0.013, alpha=0.3, blur=0.003)
