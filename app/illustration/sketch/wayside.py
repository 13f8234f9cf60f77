"""What people have put up in the open: mills, wells, fences, graves, stacks and gates."""

# A composition is made of numbers, each used once and in its place.
# ruff: noqa: PLR2004

import math

import numpy as np

from app.illustration.sketch.canvas import Canvas
from app.illustration.sketch.palette import Palette, mix, tinted
from app.illustration.sketch.reading import Scene
from app.illustration.sketch.shapes import box, ellipse, placed, spline


def windmill(canvas: Canvas, scene: Scene, palette: Palette, x: float, foot: float) -> None:
    wood = tinted(scene, palette, (150, 118, 88))
    top = foot - 0.24
    canvas.fill(
        [[(x - 0.07, foot + 0.02), (x - 0.04, top), (x + 0.04, top), (x + 0.07, foot + 0.02)]],
        wood,
        grain=0.3,
        edge=0.4,
    )
    canvas.fill(
        [[(x + 0.01, foot + 0.02), (x + 0.006, top), (x + 0.04, top), (x + 0.07, foot + 0.02)]],
        palette.silhouette,
        alpha=0.35,
        edge=0,
    )
    canvas.fill(
        [[(x - 0.05, top), (x, top - 0.06), (x + 0.05, top)]],
        mix(wood, (40, 26, 24), 0.6),
        edge=0.4,
    )
    turn = canvas.random("sails").uniform(0, math.pi / 2)
    sails, arms = [], []
    for quarter in range(4):
        along = np.array(
            [math.cos(turn + quarter * math.pi / 2), math.sin(turn + quarter * math.pi / 2)]
        )
        side = np.array([-along[1], along[0]])
        hub = np.array([x, top - 0.01])
        corners = [
            hub + along * 0.04,
            hub + along * 0.2,
            hub + along * 0.2 + side * 0.04,
            hub + along * 0.04 + side * 0.03,
        ]
        sails.append([(float(a), float(b)) for a, b in corners])
        arms.append(
            (
                [
                    (x, top - 0.01),
                    (float(x + along[0] * 0.21), float(top - 0.01 + along[1] * 0.21)),
                ],
                1.0,
            )
        )
    canvas.fill(sails, mix(wood, (250, 240, 214), 0.5), alpha=0.9, edge=0.5)
    canvas.stroke(arms, mix(wood, (30, 20, 20), 0.6), width=0.007)


def well(canvas: Canvas, scene: Scene, palette: Palette, x: float, foot: float) -> None:
    wood, y = tinted(scene, palette, (128, 92, 64)), foot + 0.1
    posts = [box(x - 0.055, y - 0.14, x - 0.043, y), box(x + 0.043, y - 0.14, x + 0.055, y)]
    canvas.fill(
        [*posts, box(x - 0.05, y - 0.098, x + 0.05, y - 0.088)],
        mix(wood, (30, 20, 18), 0.4),
        edge=0.3,
    )
    canvas.fill(
        [[(x - 0.085, y - 0.125), (x, y - 0.19), (x + 0.085, y - 0.125)]],
        palette.snow if "snow" in scene.weather else mix(wood, (120, 60, 46), 0.5),
        edge=0.4,
    )
    canvas.stroke([([(x, y - 0.092), (x, y - 0.06)], 1.0)], (30, 24, 22), width=0.003)
    canvas.fill([box(x - 0.012, y - 0.062, x + 0.012, y - 0.036)], wood, edge=0.4)
    canvas.fill(
        [box(x - 0.068, y - 0.05, x + 0.068, y + 0.012)],
        tinted(scene, palette, (158, 150, 138)),
        grain=0.4,
        edge=0.5,
    )
    canvas.stroke(
        [
            ([(x - 0.068, y - 0.05 + n * 0.02), (x + 0.068, y - 0.05 + n * 0.02)], 0.7)
            for n in range(4)
        ],
        (50, 44, 44),
        width=0.002,
        alpha=0.7,
    )


def fence(canvas: Canvas, scene: Scene, palette: Palette, x: float, foot: float) -> None:
    wood, y = tinted(scene, palette, (140, 112, 82)), foot + 0.1
    dice = canvas.random("fence")
    places = np.arange(-0.05, canvas.right + 0.05, 0.035)
    gap = x
    posts = [
        [
            (a - 0.006, y),
            (a - 0.006, y - 0.06),
            (a, y - 0.07 - dice.uniform(0, 0.01)),
            (a + 0.006, y - 0.06),
            (a + 0.006, y),
        ]
        for a in places
        if abs(a - gap) > 0.06
    ]
    canvas.fill(posts, wood, grain=0.3, edge=0.4)
    for rail in (y - 0.05, y - 0.022):
        canvas.stroke(
            [
                ([(-0.02, rail), (gap - 0.06, rail)], 1.0),
                ([(gap + 0.06, rail), (canvas.right + 0.02, rail)], 1.0),
            ],
            mix(wood, (30, 20, 20), 0.35),
            width=0.006,
        )


def graveyard(canvas: Canvas, scene: Scene, palette: Palette, x: float, foot: float) -> None:
    dice, stone = canvas.random("graves"), tinted(scene, palette, (150, 150, 146))
    for _ in range(9):
        a, depth = x + dice.uniform(-0.34, 0.34), dice.uniform(0.02, 0.16)
        y, size, lean = foot + depth, 0.04 + depth * 0.28, dice.normal(0, 0.08)
        if dice.random() < 0.5:
            grave = [
                (-0.36, 0.0),
                (-0.36 + lean, -0.9),
                (lean, -1.2),
                (0.36 + lean, -0.9),
                (0.36, 0.0),
            ]
        else:
            grave = [(-0.08, 0.0), (-0.08 + lean, -0.8), (-0.4 + lean, -0.8), (-0.4 + lean, -0.96),
                (-0.08 + lean, -0.96), (-0.08 + lean, -1.3), (0.08 + lean, -1.3), (0.08 + lean, -0.96),
                (0.4 + lean, -0.96), (0.4 + lean, -0.8), (0.08 + lean, -0.8), (0.08, 0.0)]  # fmt: skip
        canvas.fill(
            [placed(grave, a, y, size)],
            mix(stone, palette.near, dice.uniform(0, 0.3)),
            grain=0.4,
            edge=0.5,
        )


def haystack(canvas: Canvas, scene: Scene, palette: Palette, x: float, foot: float) -> None:
    dice, hay = canvas.random("hay"), tinted(scene, palette, (206, 168, 90))
    for a, depth, size in ((x, 0.1, 0.15), (x + 0.28, 0.05, 0.09), (x - 0.26, 0.03, 0.07)):
        y = foot + depth
        dome = [
            (-0.5, 0.0),
            (-0.46, -0.4),
            (-0.24, -0.78),
            (0.0, -0.92),
            (0.26, -0.76),
            (0.46, -0.4),
            (0.5, 0.0),
        ]
        canvas.fill(
            [ellipse(a + 0.1 * size, y, size * 0.65, size * 0.08)],
            palette.silhouette,
            alpha=0.4,
            blur=0.006,
            edge=0,
        )
        canvas.fill([placed(spline(dome, 6), a, y, size)], hay, grain=0.35, edge=0.4)
        canvas.fill(
            [
                placed(
                    spline(
                        [
                            (0.08, 0.0),
                            (0.2, -0.5),
                            (0.1, -0.86),
                            (0.3, -0.72),
                            (0.46, -0.4),
                            (0.5, 0.0),
                        ],
                        6,
                    ),
                    a,
                    y,
                    size,
                )
            ],
            mix(hay, (60, 40, 30), 0.5),
            alpha=0.6,
            blur=0.004,
            edge=0,
        )
        straws = []
        for _ in range(70):
            b, c = dice.uniform(-0.38, 0.38), dice.uniform(0.14, 0.8)
            if abs(b) < 0.5 - c * 0.5:
                straw = [(a + b * size, y - c * size), (a + b * 1.15 * size, y - (c - 0.13) * size)]
                straws.append((straw, dice.uniform(0.3, 1)))
        canvas.stroke(straws, mix(hay, (90, 60, 24), 0.55), width=0.002, alpha=0.7)


def gate(canvas: Canvas, scene: Scene, palette: Palette, x: float, foot: float) -> None:
    stone, y = tinted(scene, palette, (172, 160, 142)), foot + 0.1
    pillars = [box(x + side * 0.1 - 0.024, y - 0.2, x + side * 0.1 + 0.024, y) for side in (-1, 1)]
    caps = [
        box(x + side * 0.1 - 0.032, y - 0.214, x + side * 0.1 + 0.032, y - 0.198)
        for side in (-1, 1)
    ]
    balls = [ellipse(x + side * 0.1, y - 0.23, 0.018, 0.018) for side in (-1, 1)]
    canvas.fill([*pillars, *caps, *balls], stone, grain=0.35, edge=0.5)
    bars = [
        ([(a, y), (a, y - 0.15 - 0.035 * math.cos((a - x) / 0.076 * 1.5))], 1.0)
        for a in np.arange(x - 0.07, x + 0.075, 0.0135)
    ]
    canvas.stroke(
        [
            *bars,
            ([(x - 0.076, y - 0.04), (x + 0.076, y - 0.04)], 1.0),
            ([(x - 0.076, y - 0.13), (x + 0.076, y - 0.13)], 1.0),
        ],
        palette.silhouette,
        width=0.004,
    )
