"""Still lifes of lanterns, bottles, samovars and flowers in a vase."""

# A composition is made of numbers, each used once and in its place.

import math

import numpy as np

from app.illustration.sketch.canvas import Canvas, Point
from app.illustration.sketch.metalwork import GOLD, shine
from app.illustration.sketch.palette import LAMPLIGHT, NAMED, Colour, mix
from app.illustration.sketch.reading import LIGHTS, Scene
from app.illustration.sketch.shapes import box, ragged, spline

Outline = list[Point]
_GLASS: Colour = (92, 122, 100)
_IRON: Colour = (62, 58, 60)


def lantern(canvas: Canvas, scene: Scene) -> None:
    is_lit = not scene.absent & LIGHTS
    if is_lit:
        canvas.glow(0.5, 0.6, 0.36, (255, 170, 80), 0.6)
    canvas.stroke(
        [(spline([(0.42, 0.42), (0.44, 0.27), (0.56, 0.27), (0.58, 0.42)]), 1.0)],
        _IRON,
        width=0.012,
    )
    canvas.fill(
        [box(0.4, 0.48, 0.6, 0.78)],
        (255, 226, 150) if is_lit else (150, 156, 150),
        grain=0.15,
        edge=0.4,
    )
    canvas.fill([box(0.475, 0.64, 0.525, 0.78)], (240, 228, 198), edge=0.4)
    if is_lit:
        canvas.fill(
            [spline([(0.5, 0.64), (0.478, 0.6), (0.5, 0.53), (0.522, 0.6), (0.5, 0.64)])],
            (255, 252, 226),
            blur=0.002,
            edge=0,
        )
        canvas.glow(0.5, 0.59, 0.09, LAMPLIGHT, 0.9)
    bars = [box(a - 0.008, 0.46, a + 0.008, 0.8) for a in (0.4, 0.6, 0.45, 0.55)]
    canvas.fill(
        [
            *bars,
            box(0.38, 0.78, 0.62, 0.83),
            [(0.37, 0.48), (0.46, 0.38), (0.54, 0.38), (0.63, 0.48)],
            box(0.47, 0.35, 0.53, 0.39),
        ],
        _IRON,
        grain=0.3,
        edge=0.5,
    )


def bottle(canvas: Canvas, _: Scene) -> None:
    outline = _turned(
        [
            (0.032, 0.3),
            (0.038, 0.33),
            (0.032, 0.36),
            (0.032, 0.45),
            (0.07, 0.53),
            (0.086, 0.6),
            (0.086, 0.82),
            (0.0, 0.835),
        ],
        0.44,
    )
    canvas.fill([spline(outline, 5)], mix(_GLASS, (18, 26, 22), 0.45), grain=0.25, edge=0.6)
    canvas.fill([box(0.415, 0.27, 0.465, 0.31)], (176, 132, 90), edge=0.4)
    canvas.fill([box(0.365, 0.62, 0.515, 0.74)], (232, 220, 190), grain=0.12, edge=0.5)
    shine(canvas, [(0.38, 0.56), (0.372, 0.66), (0.376, 0.78)])
    cup = _turned(
        [(0.062, 0.58), (0.06, 0.66), (0.03, 0.71), (0.01, 0.73), (0.01, 0.81), (0.05, 0.835)], 0.66
    )
    canvas.fill([spline(cup, 5)], (206, 212, 214), alpha=0.55, edge=0.7)
    canvas.fill(
        [
            spline(
                [
                    (0.6, 0.62),
                    (0.72, 0.62),
                    (0.715, 0.67),
                    (0.66, 0.715),
                    (0.605, 0.67),
                    (0.6, 0.62),
                ],
                5,
            )
        ],
        (120, 26, 38),
        alpha=0.85,
        edge=0.5,
    )
    shine(canvas, [(0.615, 0.6), (0.618, 0.66), (0.636, 0.7)], width=0.007)


def samovar(canvas: Canvas, _: Scene) -> None:
    brass = mix(GOLD, (150, 90, 50), 0.2)
    canvas.fill(
        [
            box(0.42, 0.79, 0.58, 0.84),
            *[box(0.5 + a - 0.02, 0.83, 0.5 + a + 0.02, 0.86) for a in (-0.07, 0.07)],
        ],
        mix(brass, (60, 36, 20), 0.4),
        edge=0.5,
    )
    canvas.stroke(
        [
            (spline([(0.36, 0.46), (0.28, 0.48), (0.3, 0.58), (0.36, 0.58)]), 1.0),
            (spline([(0.64, 0.46), (0.72, 0.48), (0.7, 0.58), (0.64, 0.58)]), 1.0),
        ],
        mix(brass, (60, 36, 20), 0.5),
        width=0.018,
    )
    body = _turned(
        [
            (0.11, 0.4),
            (0.145, 0.44),
            (0.155, 0.52),
            (0.12, 0.66),
            (0.05, 0.74),
            (0.05, 0.78),
            (0.09, 0.8),
        ]
    )
    canvas.fill([spline(body, 5)], brass, grain=0.2, edge=0.6)
    canvas.fill(
        [
            spline(
                [
                    (0.55, 0.41),
                    (0.645, 0.45),
                    (0.65, 0.54),
                    (0.6, 0.68),
                    (0.53, 0.76),
                    (0.57, 0.6),
                    (0.55, 0.41),
                ],
                5,
            )
        ],
        (84, 46, 22),
        alpha=0.45,
        blur=0.01,
        edge=0,
    )
    canvas.fill(
        [box(0.4, 0.375, 0.6, 0.405), box(0.46, 0.34, 0.54, 0.38)],
        mix(brass, (255, 240, 200), 0.25),
        edge=0.5,
    )
    canvas.fill(
        [spline(_turned([(0.04, 0.24), (0.075, 0.29), (0.06, 0.335), (0.03, 0.345)]), 5)],
        (226, 222, 212),
        edge=0.6,
    )
    canvas.stroke(
        [([(0.5, 0.68), (0.46, 0.7), (0.452, 0.735)], 1.0), ([(0.485, 0.665), (0.485, 0.64)], 1.0)],
        mix(brass, (40, 24, 14), 0.5),
        width=0.014,
    )
    shine(canvas, [(0.4, 0.45), (0.385, 0.53), (0.41, 0.63)], width=0.018)
    steam = [
        (
            [(a + 0.01 * math.sin(t * 9 + a * 40), 0.24 - t * 0.16) for t in np.linspace(0, 1, 12)],
            1.0,
        )
        for a in (0.48, 0.53)
    ]
    canvas.stroke(steam, (244, 240, 232), width=0.014, alpha=0.3, blur=0.008)


def vase(canvas: Canvas, scene: Scene) -> None:
    dice = canvas.random("bouquet")
    named = [NAMED[name] for name in scene.colours if name not in {"green", "black"}]
    hues = named or [(206, 92, 96), (232, 196, 104), (214, 200, 226)]
    stems = [(0.5 + dice.uniform(-0.2, 0.2), 0.36 + dice.uniform(-0.12, 0.1)) for _ in range(13)]
    canvas.stroke(
        [(spline([(0.5, 0.62), (0.5 + (x - 0.5) * 0.4, 0.52), (x, y)], 5), 1.0) for x, y in stems],
        (74, 100, 58),
        width=0.006,
    )
    leaves = [
        ragged(dice, x + dice.uniform(-0.06, 0.06), y + dice.uniform(0.03, 0.1), 0.03, 0.016)
        for x, y in stems
        for _ in range(2)
    ]
    canvas.fill(leaves, (86, 116, 66), grain=0.3, edge=0.4)
    for x, y in stems:
        hue = hues[int(dice.integers(len(hues)))]
        for size, share in ((1.0, 0.0), (0.68, 0.22), (0.36, 0.42)):
            canvas.fill(
                [ragged(dice, x, y, 0.05 * size, 0.045 * size)],
                mix(hue, (255, 246, 230), share),
                grain=0.25,
                edge=0.5,
            )
    jar = _turned([(0.06, 0.56), (0.05, 0.6), (0.1, 0.68), (0.1, 0.76), (0.055, 0.84)])
    canvas.fill([spline(jar, 5)], (92, 118, 140), grain=0.25, edge=0.6)
    shine(canvas, [(0.43, 0.66), (0.42, 0.72), (0.44, 0.79)])


def _turned(side: Outline, x: float = 0.5) -> Outline:
    """Something made on a lathe, by the outline of its right half from the top down."""
    return [(x - across, down) for across, down in side] + [
        (x + across, down) for across, down in reversed(side)
    ]
