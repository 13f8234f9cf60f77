"""Still lifes of household things: lanterns, bottles, samovars, violins, flowers, hats and maps."""

# A composition is made of numbers, each used once and in its place.
# ruff: noqa: PLR2004

import math

from app.illustration.sketch.canvas import Canvas, Point
from app.illustration.sketch.metalwork import GOLD, shine
from app.illustration.sketch.palette import NAMED, Colour, mix
from app.illustration.sketch.reading import Scene
from app.illustration.sketch.shapes import ellipse, placed, spline

Outline = list[Point]
_GLASS: Colour = (92, 122, 100)
_IRON: Colour = (62, 58, 60)


def pistol(canvas: Canvas, _: Scene) -> None:
    canvas.fill(
        [[(0.2, 0.64), (0.62, 0.66), (0.62, 0.7), (0.2, 0.672)]],
        mix(_IRON, (170, 176, 184), 0.45),
        grain=0.2,
        edge=0.6,
    )
    stock = [
        (0.3, 0.68),
        (0.62, 0.695),
        (0.7, 0.7),
        (0.8, 0.8),
        (0.83, 0.88),
        (0.76, 0.89),
        (0.7, 0.79),
        (0.6, 0.74),
        (0.3, 0.705),
    ]
    canvas.fill([spline([*stock, stock[0]], 5)], (112, 66, 38), grain=0.35, edge=0.5)
    canvas.stroke(
        [
            (spline([(0.56, 0.735), (0.57, 0.79), (0.63, 0.79), (0.65, 0.745)]), 1.0),
            ([(0.6, 0.735), (0.605, 0.765)], 1.0),
        ],
        GOLD,
        width=0.009,
    )
    canvas.fill(
        [
            [(0.62, 0.66), (0.64, 0.62), (0.675, 0.61), (0.66, 0.66), (0.69, 0.7), (0.62, 0.7)],
            ellipse(0.795, 0.885, 0.04, 0.02, 20),
        ],
        GOLD,
        edge=0.6,
    )
    shine(canvas, [(0.22, 0.65), (0.4, 0.658), (0.6, 0.668)], width=0.005)


def violin(canvas: Canvas, _: Scene) -> None:
    def at(outline: Outline) -> Outline:
        turn = -0.5
        return [
            (
                0.46 + a * math.cos(turn) - b * math.sin(turn),
                0.68 + a * math.sin(turn) + b * math.cos(turn),
            )
            for a, b in outline
        ]

    half = [
        (0.0, -0.18),
        (0.08, -0.165),
        (0.1, -0.11),
        (0.066, -0.055),
        (0.062, -0.01),
        (0.1, 0.03),
        (0.125, 0.1),
        (0.095, 0.17),
        (0.0, 0.19),
    ]
    body = [*half, *[(-a, b) for a, b in reversed(half[1:-1])], half[0]]
    canvas.fill([at(spline(body, 6))], (154, 82, 38), grain=0.3, edge=0.6)
    canvas.fill(
        [at([(-0.016, -0.48), (0.016, -0.48), (0.02, 0.02), (-0.02, 0.02)])], (44, 30, 26), edge=0.3
    )
    canvas.fill(
        [
            at(
                spline(
                    [
                        (-0.02, -0.46),
                        (-0.03, -0.54),
                        (0.03, -0.56),
                        (0.03, -0.5),
                        (0.02, -0.46),
                        (-0.02, -0.46),
                    ],
                    5,
                )
            )
        ],
        (120, 62, 32),
        edge=0.5,
    )
    canvas.stroke(
        [(at([(a, -0.48), (a * 1.6, 0.09)]), 1.0) for a in (-0.009, -0.003, 0.003, 0.009)],
        (236, 226, 204),
        width=0.002,
    )
    canvas.stroke(
        [
            (
                at(
                    spline(
                        [(s * 0.05, -0.02), (s * 0.036, 0.01), (s * 0.05, 0.05), (s * 0.04, 0.08)]
                    )
                ),
                1.0,
            )
            for s in (-1, 1)
        ]
        + [(at([(-0.03, 0.06), (0.03, 0.06)]), 1.0)],
        (40, 22, 16),
        width=0.006,
    )
    canvas.stroke([([(0.2, 0.9), (0.8, 0.76)], 1.0)], (88, 50, 32), width=0.008)
    canvas.stroke([([(0.2, 0.892), (0.78, 0.748)], 1.0)], (240, 234, 220), width=0.004)
    shine(canvas, at([(-0.08, 0.06), (-0.085, 0.1), (-0.06, 0.14)]))


def spectacles(canvas: Canvas, _: Scene) -> None:
    rims = [ellipse(x, 0.76, 0.1, 0.075, 40) for x in (0.37, 0.63)]
    canvas.fill(rims, (226, 234, 236), alpha=0.4, edge=0.6)
    canvas.stroke(
        [([*rim, rim[0]], 1.0) for rim in rims]
        + [
            (spline([(0.47, 0.755), (0.5, 0.735), (0.53, 0.755)]), 1.0),
            (spline([(0.27, 0.75), (0.3, 0.64), (0.42, 0.6)]), 1.0),
            (spline([(0.73, 0.75), (0.76, 0.66), (0.68, 0.6)]), 1.0),
        ],
        mix(GOLD, (70, 50, 30), 0.35),
        width=0.012,
    )
    shine(canvas, [(0.31, 0.74), (0.33, 0.71), (0.36, 0.7)], width=0.008)


def coins(canvas: Canvas, _: Scene) -> None:
    dice = canvas.random("coins")
    purse = [
        (0.52, 0.58),
        (0.6, 0.57),
        (0.62, 0.6),
        (0.72, 0.7),
        (0.74, 0.8),
        (0.64, 0.85),
        (0.5, 0.84),
        (0.44, 0.76),
        (0.5, 0.65),
    ]
    canvas.fill([spline([*purse, purse[0]], 5)], (116, 70, 44), grain=0.4, edge=0.5)
    canvas.stroke([(spline([(0.5, 0.625), (0.56, 0.635), (0.63, 0.615)]), 1.0)], GOLD, width=0.012)
    for y in sorted(dice.uniform(0.74, 0.9, 17)):
        x = float(dice.normal(0.37, 0.08))
        canvas.fill(
            [ellipse(x, y + 0.008, 0.04, 0.021, 24)], mix(GOLD, (70, 44, 14), 0.5), edge=0.3
        )
        canvas.fill(
            [ellipse(x, y, 0.04, 0.021, 24)],
            mix(GOLD, (255, 236, 170), dice.uniform(0, 0.4)),
            grain=0.2,
            edge=0.6,
        )


def hat(canvas: Canvas, scene: Scene) -> None:
    felt = mix(NAMED[scene.colours[0]] if scene.colours else (56, 52, 60), (20, 18, 22), 0.35)
    crown = [
        (0.35, 0.72),
        (0.36, 0.54),
        (0.345, 0.46),
        (0.5, 0.44),
        (0.655, 0.46),
        (0.64, 0.54),
        (0.65, 0.72),
    ]
    brim = [
        (0.2, 0.72),
        (0.26, 0.69),
        (0.5, 0.72),
        (0.74, 0.69),
        (0.8, 0.72),
        (0.7, 0.79),
        (0.5, 0.815),
        (0.3, 0.79),
    ]
    canvas.fill([spline(crown, 5)], felt, grain=0.25, edge=0.5)
    canvas.fill(
        [
            spline(
                [
                    (0.352, 0.65),
                    (0.5, 0.68),
                    (0.648, 0.65),
                    (0.65, 0.73),
                    (0.5, 0.76),
                    (0.35, 0.73),
                    (0.352, 0.65),
                ],
                5,
            )
        ],
        (122, 48, 46),
        edge=0.4,
    )
    canvas.fill([spline([*brim, brim[0]], 5)], felt, grain=0.25, edge=0.6)
    shine(canvas, [(0.4, 0.49), (0.395, 0.56), (0.4, 0.63)], width=0.02)


def chart(canvas: Canvas, _: Scene) -> None:
    dice = canvas.random("chart")
    sheet = [(0.2, 0.84), (0.3, 0.66), (0.74, 0.64), (0.84, 0.82)]
    canvas.fill([sheet], (228, 210, 168), grain=0.25, edge=0.6)
    coast = spline(
        [
            (0.3, 0.8),
            (0.36, 0.74),
            (0.42, 0.77),
            (0.5, 0.7),
            (0.58, 0.74),
            (0.66, 0.69),
            (0.72, 0.76),
        ],
        6,
    )
    rough = [(x + dice.normal(0, 0.004), y + dice.normal(0, 0.004)) for x, y in coast]
    canvas.fill([[*rough, (0.74, 0.66), (0.32, 0.68)]], (176, 158, 108), alpha=0.5, edge=0.6)
    route = [
        (
            [
                (0.28 + 0.05 * n, 0.815 - 0.012 * (n % 3)),
                (0.305 + 0.05 * n, 0.81 - 0.012 * (n % 3)),
            ],
            1.0,
        )
        for n in range(9)
    ]
    canvas.stroke([(rough, 1.0), *route], (110, 60, 44), width=0.004)
    canvas.stroke(
        [([(0.715, 0.765), (0.745, 0.79)], 1.0), ([(0.745, 0.765), (0.715, 0.79)], 1.0)],
        (170, 40, 34),
        width=0.007,
    )
    star = placed(
        [
            (0, -0.05),
            (0.01, -0.01),
            (0.05, 0),
            (0.01, 0.01),
            (0, 0.05),
            (-0.01, 0.01),
            (-0.05, 0),
            (-0.01, -0.01),
        ],
        0.33,
        0.73,
        0.8,
    )
    canvas.fill([star], (140, 56, 44), edge=0.4)
    for x in (0.2, 0.84):
        canvas.fill(
            [ellipse(x, 0.835 if x < 0.5 else 0.82, 0.02, 0.016, 20)], (206, 184, 140), edge=0.6
        )
