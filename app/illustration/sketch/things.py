"""Still lifes: one object, large, on a table in a pool of light."""

# A composition is made of numbers, each used once and in its place.

from collections.abc import Callable

import numpy as np

from app.illustration.sketch import belongings, metalwork, vessels
from app.illustration.sketch import palette as palettes
from app.illustration.sketch.canvas import Canvas
from app.illustration.sketch.metalwork import GOLD
from app.illustration.sketch.palette import Colour, mix
from app.illustration.sketch.reading import Scene
from app.illustration.sketch.shapes import box, ellipse, spline

_PARCHMENT: Colour = (234, 222, 192)


def paint(canvas: Canvas, scene: Scene) -> None:
    wall: Colour = (118, 92, 70) if scene.mood == "warm" else (92, 86, 86)
    if scene.is_dark or scene.mood == "grim":
        wall = (58, 54, 62)
    wall = mix(wall, palettes.accent(scene, wall), 0.2)
    canvas.gradient(
        [mix(wall, (18, 16, 20), 0.4), wall, mix(wall, (20, 14, 12), 0.1)], bottom=canvas.bottom
    )
    middle = 0.5 * canvas.right
    clouds = canvas.noise("wall", cell=0.3, octaves=5)
    canvas.wash(np.clip((clouds - 0.5) * 3, 0, 1), mix(wall, (255, 236, 200), 0.35), alpha=0.4)
    canvas.glow(middle - 0.1, 0.44, 0.42, (255, 216, 154), 0.5)
    _table(canvas)
    canvas.fill([spline([(middle - 0.3, 0.82), (middle, 0.76), (middle + 0.32, 0.81), (middle, 0.9),
        (middle - 0.3, 0.82)])],
                (22, 12, 8), alpha=0.5, blur=0.02, edge=0)  # fmt: skip
    named = [name for name in _THINGS if name in scene.tags] or ["candle"]
    # Two large things would stand inside each other; a candle has a place of its own at the side.
    drawn = named[:1] + [name for name in named[1:] if name == "candle"]
    for name in drawn:
        _THINGS[name](canvas, scene)
    if not {"candle", "lamp"} & set(drawn):
        canvas.glow(middle - 0.2, 0.5, 0.3, (255, 214, 150), 0.15)


def _table(canvas: Canvas) -> None:
    canvas.fill(
        [box(-0.02, 0.66, canvas.right + 0.02, canvas.bottom + 0.02)], (98, 62, 38), grain=0.35
    )
    dice = canvas.random("grain")
    lines = []
    for y in dice.uniform(0.67, canvas.bottom, 130):
        bend = dice.normal(0, 0.008)
        lines.append(
            (
                [(-0.02, y), (canvas.right / 2, y + bend), (canvas.right + 0.02, y + bend * 0.4)],
                dice.uniform(0.15, 0.6),
            )
        )
    canvas.stroke(lines, (40, 22, 12), width=0.0022, alpha=0.5)
    canvas.stroke(
        [([(-0.02, 0.662), (canvas.right + 0.02, 0.662)], 1.0)],
        (176, 124, 82),
        width=0.005,
        alpha=0.6,
    )


def _books(canvas: Canvas, scene: Scene) -> None:
    dice = canvas.random("stack")
    for index, colour in enumerate(
        [palettes.accent(scene, (118, 46, 40)), (54, 76, 62), (146, 112, 64)]
    ):
        y, x = 0.82 - 0.07 * index, dice.uniform(-0.03, 0.03)
        spine = [
            (0.28 + x, y),
            (0.68 + x, y),
            (0.71 + x, y - 0.014),
            (0.71 + x, y - 0.062),
            (0.30 + x, y - 0.07),
            (0.28 + x, y - 0.062),
        ]
        canvas.fill([spine], colour, grain=0.25, edge=0.4)
        canvas.fill(
            [
                [
                    (0.682 + x, y - 0.006),
                    (0.706 + x, y - 0.016),
                    (0.706 + x, y - 0.056),
                    (0.682 + x, y - 0.06),
                ]
            ],
            _PARCHMENT,
            edge=0.4,
        )
        canvas.stroke(
            [
                ([(0.33 + x, y - 0.01), (0.33 + x, y - 0.062)], 1.0),
                ([(0.63 + x, y - 0.01), (0.63 + x, y - 0.062)], 1.0),
            ],
            GOLD,
            width=0.005,
            alpha=0.8,
        )


def _letter(canvas: Canvas, _: Scene) -> None:
    canvas.fill(
        [[(0.28, 0.80), (0.58, 0.70), (0.76, 0.80), (0.44, 0.92)]], _PARCHMENT, grain=0.1, edge=0.5
    )
    dice = canvas.random("ink")
    lines = []
    for row in range(7):
        start, end = (
            (0.35 + 0.02 * row, 0.79 + 0.014 * row),
            (0.56 + 0.024 * row, 0.722 + 0.014 * row),
        )
        share = dice.uniform(0.7, 1.0)
        lines.append(
            (
                [
                    start,
                    (
                        start[0] + (end[0] - start[0]) * share,
                        start[1] + (end[1] - start[1]) * share,
                    ),
                ],
                0.9,
            )
        )
    canvas.stroke(lines, (66, 48, 42), width=0.004, alpha=0.75)
    canvas.fill([ellipse(0.66, 0.80, 0.026, 0.022)], (150, 30, 28), edge=0.6)
    quill = [
        (0.30, 0.86),
        (0.46, 0.62),
        (0.60, 0.40),
        (0.63, 0.42),
        (0.60, 0.53),
        (0.48, 0.66),
        (0.30, 0.86),
    ]
    canvas.fill([spline(quill)], (226, 220, 210), grain=0.1, edge=0.5)
    canvas.stroke(
        [(spline([(0.30, 0.86), (0.46, 0.64), (0.61, 0.42)], 8), 1.0)], (150, 136, 118), width=0.004
    )


def _candle(canvas: Canvas, scene: Scene) -> None:
    x = 0.5 if not scene.tags & {"books", "letter", "sword", "skull", "key"} else 0.8
    dish = [(x - 0.1, 0.80), (x, 0.775), (x + 0.1, 0.80), (x, 0.83), (x - 0.1, 0.80)]
    canvas.fill([spline(dish)], GOLD, grain=0.2, edge=0.6)
    canvas.fill(
        [[(x - 0.034, 0.80), (x - 0.03, 0.50), (x + 0.03, 0.49), (x + 0.034, 0.80)]],
        (242, 230, 200),
        edge=0.4,
    )
    drip = [(x - 0.03, 0.50), (x - 0.038, 0.58), (x - 0.03, 0.63), (x - 0.02, 0.56)]
    canvas.fill([spline([*drip, drip[0]])], (250, 240, 214), edge=0.3)
    canvas.glow(x, 0.45, 0.4, (255, 170, 80), 0.5)
    flame = [(x, 0.495), (x - 0.021, 0.46), (x, 0.375), (x + 0.021, 0.46), (x, 0.495)]
    canvas.fill([spline(flame)], (255, 232, 160), blur=0.002, edge=0)
    canvas.glow(x, 0.45, 0.09, (255, 236, 180), 0.9)


def _skull(canvas: Canvas, _: Scene) -> None:
    bone: Colour = (226, 214, 188)
    dome = [(0.34, 0.62), (0.33, 0.50), (0.40, 0.40), (0.52, 0.38), (0.63, 0.43), (0.67, 0.54), (0.64, 0.64),
        (0.57, 0.68),
            (0.56, 0.78), (0.42, 0.78), (0.41, 0.69), (0.34, 0.62)]  # fmt: skip
    canvas.fill([spline(dome)], bone, grain=0.2, edge=0.6)
    hollows = [
        ellipse(0.425, 0.58, 0.045, 0.05),
        ellipse(0.555, 0.58, 0.045, 0.05),
        [(0.49, 0.62), (0.465, 0.68), (0.515, 0.68)],
    ]
    canvas.fill(hollows, (40, 28, 24), blur=0.002, edge=0.3)
    canvas.stroke(
        [([(x, 0.715), (x, 0.775)], 1.0) for x in np.linspace(0.44, 0.54, 6)],
        (90, 70, 54),
        width=0.004,
    )


def _casket(canvas: Canvas, scene: Scene) -> None:
    wood = palettes.accent(scene, (112, 70, 42))
    canvas.fill([box(0.28, 0.60, 0.72, 0.84)], wood, grain=0.35, edge=0.4)
    lid = [(0.28, 0.60), (0.29, 0.50), (0.38, 0.46), (0.62, 0.46), (0.71, 0.50), (0.72, 0.60)]
    canvas.fill([spline(lid, 6)], mix(wood, (255, 220, 170), 0.15), grain=0.35, edge=0.4)
    bands = [([(x, 0.48), (x, 0.84)], 1.0) for x in (0.36, 0.64)]
    canvas.stroke(
        [*bands, ([(0.28, 0.60), (0.72, 0.60)], 1.0)], mix(GOLD, (60, 50, 40), 0.3), width=0.018
    )
    canvas.fill([box(0.475, 0.585, 0.525, 0.655)], GOLD, edge=0.6)
    canvas.fill(
        [ellipse(0.5, 0.612, 0.008, 0.008), [(0.5, 0.612), (0.508, 0.64), (0.492, 0.64)]],
        (30, 20, 14),
        edge=0,
    )


def _fruit(canvas: Canvas, scene: Scene) -> None:
    canvas.fill(
        [
            spline(
                [
                    (0.24, 0.72),
                    (0.5, 0.70),
                    (0.76, 0.72),
                    (0.66, 0.83),
                    (0.5, 0.85),
                    (0.34, 0.83),
                    (0.24, 0.72),
                ]
            )
        ],
        (188, 178, 160),
        edge=0.6,
    )
    hues = [palettes.accent(scene, (178, 56, 44)), (206, 164, 70), (140, 150, 66), (160, 70, 52)]
    for (x, y), hue in zip(
        [(0.38, 0.66), (0.60, 0.66), (0.49, 0.60), (0.50, 0.69)], hues, strict=True
    ):
        canvas.fill([ellipse(x, y, 0.085, 0.08)], hue, grain=0.3, edge=0.5)
        canvas.glow(x - 0.03, y - 0.03, 0.03, (255, 244, 220), 0.5)
        canvas.stroke(
            [(spline([(x, y - 0.07), (x + 0.006, y - 0.1)], 3), 1.0)], (66, 44, 28), width=0.006
        )


# In the order in which they are preferred: what a text calls a letter is rarely about its table or
# its book.
_THINGS: dict[str, Callable[[Canvas, Scene], None]] = {
    "sword": metalwork.sword,
    "ring": metalwork.ring,
    "skull": _skull,
    "clock": metalwork.clock,
    "goblet": metalwork.goblet,
    "key": metalwork.key,
    "pistol": belongings.pistol,
    "violin": belongings.violin,
    "samovar": vessels.samovar,
    "lantern": vessels.lantern,
    "spectacles": belongings.spectacles,
    "coins": belongings.coins,
    "map": belongings.chart,
    "bottle": vessels.bottle,
    "vase": vessels.vase,
    "hat": belongings.hat,
    "box": _casket,
    "letter": _letter,
    "fruit": _fruit,
    "books": _books,
    "candle": _candle,
    "lamp": _candle,
}
