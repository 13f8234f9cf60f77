"""Streets in one-point perspective: two rows of houses, a pavement, lamps and whoever walks there."""

# A composition is made of numbers, each used once and in its place.
# ruff: noqa: PLR2004

import itertools
from dataclasses import dataclass

import numpy as np

from app.illustration.sketch import figures, land
from app.illustration.sketch import palette as palettes
from app.illustration.sketch.canvas import Canvas, Point
from app.illustration.sketch.palette import LAMPLIGHT, Colour, Palette, mix
from app.illustration.sketch.reading import Scene
from app.illustration.sketch.shapes import Dice, box, ellipse

_WALLS: tuple[Colour, ...] = (
    (196, 168, 128),
    (176, 138, 112),
    (158, 150, 138),
    (188, 154, 116),
    (140, 120, 112),
    (206, 188, 156),
)
_GLOOM = {"day": 0.08, "dawn": 0.25, "dusk": 0.45, "night": 0.72}


class _Street:
    """Where all lines run to, and how far a thing at *depth* stands from the middle."""

    def __init__(self, canvas: Canvas) -> None:
        dice = canvas.random("street plan")
        self.x = dice.uniform(0.4, 0.6) * canvas.right
        self.y = dice.uniform(0.5, 0.57) * canvas.bottom
        self.half = dice.uniform(0.3, 0.4) * canvas.right

    def at(self, across: float, up: float, depth: float) -> Point:
        """*across* in half widths of the street, *up* in the height of the nearest house; depth 1 is near."""
        return (self.x + across * self.half * 1.5 * depth, self.y + (0.46 - up * 1.02) * depth)


@dataclass(frozen=True, slots=True)
class _Plot:
    """Where one house stands: *far* and *near* are the depths of its front's two ends."""

    street: _Street
    side: int
    far: float
    near: float
    tall: float
    wall: Colour

    def at(self, along: float, up: float) -> Point:
        depth = self.far + (self.near - self.far) * along
        return self.street.at(self.side, up * self.tall, depth)


def paint(canvas: Canvas, scene: Scene, palette: Palette) -> None:
    street = _Street(canvas)
    _far_end(canvas, scene, palette, street)
    _pavement(canvas, scene, palette, street)
    for side in (-1, 1):
        _row(canvas, scene, palette, street, side)
    _lamps(canvas, scene, palette, street)
    _passers(canvas, scene, palette, street)


def _far_end(canvas: Canvas, scene: Scene, palette: Palette, street: _Street) -> None:
    land.mist(canvas, street.y, 0.1, palette.horizon, alpha=0.5, key="far end")
    if scene.tags & {"church", "tower"} or canvas.random("far end").random() < 0.5:
        colour = mix(palette.away(0.55), palette.horizon, 0.2)
        x, y = street.x, street.y + 0.01
        spire = [(x - 0.03, y), (x - 0.03, y - 0.16), (x - 0.036, y - 0.16), (x, y - 0.3),
            (x + 0.036, y - 0.16), (x + 0.03, y - 0.16), (x + 0.03, y)]  # fmt: skip
        canvas.fill([spire, box(x - 0.07, y - 0.07, x + 0.07, y)], colour, edge=0.3)


def _pavement(canvas: Canvas, scene: Scene, palette: Palette, street: _Street) -> None:
    gloom = _GLOOM[scene.time]
    stone = mix((168, 156, 140), palette.near, gloom)
    if "snow" in scene.weather:
        stone = palette.snow
    if scene.weather & {"rain", "storm"}:
        stone = mix(stone, palette.horizon, 0.3)
    canvas.fill(
        [box(-0.02, street.y, canvas.right + 0.02, canvas.bottom + 0.02)], stone, grain=0.3, edge=0
    )
    dice = canvas.random("stones")
    lines = []
    for depth in np.linspace(0.06, 1.15, 26) ** 1.3:
        for across in np.linspace(-1, 1, 15):
            left = street.at(across + dice.uniform(-0.03, 0.03), 0, depth)
            width = 0.06 * depth
            arc = [
                left,
                (left[0] + width * 0.5, left[1] - 0.012 * depth),
                (left[0] + width, left[1]),
            ]
            lines.append((arc, dice.uniform(0.2, 0.8)))
    canvas.stroke(lines, mix(stone, (20, 16, 20), 0.5), width=0.0018, alpha=0.5)
    gutter = [
        ([street.at(side * 0.62, 0, 0.03), street.at(side * 0.62, 0, 1.3)], 0.8) for side in (-1, 1)
    ]
    canvas.stroke(gutter, mix(stone, (20, 16, 20), 0.6), width=0.004, alpha=0.6)
    if scene.weather & {"rain", "storm"}:
        corners = ((-0.1, 0.2), (0.06, 0.2), (0.1, 1.1), (-0.06, 1.1))
        shine = [[street.at(a + b, 0, depth) for b, depth in corners] for a in (-0.3, 0.15)]
        canvas.fill(shine, palette.horizon, alpha=0.3, blur=0.02, edge=0)


def _row(canvas: Canvas, scene: Scene, palette: Palette, street: _Street, side: int) -> None:
    """From the far end to our shoulder, so that near houses hide those behind."""
    dice = canvas.random(f"houses {side}")
    edges = [0.07, 0.1, 0.145, 0.21, 0.31, 0.46, 0.7, 1.15]
    for index, (far, near) in enumerate(itertools.pairwise(edges)):
        tall = dice.uniform(0.62, 1.0)
        haze = 0.6 * (1 - index / len(edges)) ** 1.5
        local = mix(_WALLS[int(dice.integers(len(_WALLS)))], palette.near, _GLOOM[scene.time])
        wall = mix(mix(local, (20, 16, 26), 0.22 if side > 0 else 0.0), palette.horizon, haze)
        _house(canvas, scene, palette, dice, _Plot(street, side, far, near, tall, wall))


def _house(canvas: Canvas, scene: Scene, palette: Palette, dice: Dice, plot: _Plot) -> None:
    street, side, near, tall, wall = plot.street, plot.side, plot.near, plot.tall, plot.wall
    at = plot.at
    front = [at(0, 0), at(0, 1), at(1, 1), at(1, 0)]
    gable = [at(1, 1), street.at(side * 2.6, tall, near), street.at(side * 2.6, 0, near), at(1, 0)]
    canvas.fill([gable], mix(wall, (16, 12, 20), 0.25), grain=0.2, edge=0.2)
    canvas.fill([front], wall, grain=0.25, edge=0.3)
    roof = [
        at(-0.04, 1),
        at(1.04, 1),
        street.at(side * 1.22, tall * 1.16, near),
        street.at(side * 1.22, tall * 1.16, plot.far),
    ]
    tile = mix(mix((132, 70, 54), wall, 0.35), palette.near, _GLOOM[scene.time] * 0.6)
    canvas.fill([roof], palette.snow if "snow" in scene.weather else tile, grain=0.25, edge=0.35)
    peak = [at(1, 1), street.at(side * 1.22, tall * 1.16, near), street.at(side * 1.5, tall, near)]
    canvas.fill([peak], mix(wall, (16, 12, 20), 0.3), grain=0.2, edge=0.3)
    rows = 3 if tall > 0.75 else 2
    panes = [
        (along, 0.36 + 0.6 / rows * row) for row in range(rows) for along in (0.22, 0.55, 0.85)
    ]
    glass = [
        [at(a - 0.07, b), at(a + 0.07, b), at(a + 0.07, b + 0.15), at(a - 0.07, b + 0.15)]
        for a, b in panes
    ]
    canvas.fill(glass, mix(wall, (24, 26, 38), 0.7), edge=0.2)
    canvas.fill(
        [[at(0.42, 0), at(0.64, 0), at(0.64, 0.26), at(0.42, 0.26)]],
        mix(wall, (50, 28, 20), 0.7),
        edge=0.3,
    )
    canvas.stroke(
        [([at(0, 0.31), at(1, 0.31)], 0.8), ([at(0, 0.98), at(1, 0.98)], 0.8)],
        mix(wall, (250, 240, 220), 0.3),
        width=0.004 * near + 0.001,
    )
    if scene.is_lit:
        lit = [pane for pane in glass if dice.random() < 0.45]
        canvas.fill(lit, (255, 206, 120), edge=0, grain=0.06)
        for pane in lit:
            canvas.glow(*pane[0], 0.02 + 0.04 * near, LAMPLIGHT, 0.4)


def _lamps(canvas: Canvas, scene: Scene, palette: Palette, street: _Street) -> None:
    iron = mix(palette.silhouette, palette.near, 0.3)
    for side, depth in ((-1, 0.22), (1, 0.36), (-1, 0.62)):
        x, y = street.at(side * 0.66, 0, depth)
        tall = 0.34 * depth
        width = max(0.003, 0.012 * depth)
        canvas.fill(
            [
                box(x - width / 2, y - tall, x + width / 2, y),
                box(x - width * 2, y - tall * 0.03, x + width * 2, y),
            ],
            iron,
            edge=0.2,
        )
        head = [
            (x - width * 2, y - tall * 1.14),
            (x + width * 2, y - tall * 1.14),
            (x + width * 1.2, y - tall),
            (x - width * 1.2, y - tall),
        ]
        cap = [
            (x - width * 2.4, y - tall * 1.14),
            (x, y - tall * 1.24),
            (x + width * 2.4, y - tall * 1.14),
        ]
        canvas.fill(
            [head], (255, 224, 150) if scene.is_lit else mix(iron, (230, 230, 220), 0.5), edge=0.4
        )
        canvas.fill([cap], iron, edge=0.2)
        if scene.is_lit:
            canvas.glow(x, y - tall * 1.08, 0.05 + 0.16 * depth, LAMPLIGHT, 0.75)
            canvas.fill(
                [ellipse(x, y, 0.2 * depth, 0.04 * depth)], LAMPLIGHT, alpha=0.3, blur=0.02, edge=0
            )


def _passers(canvas: Canvas, scene: Scene, palette: Palette, street: _Street) -> None:
    if "people" in scene.absent:
        return
    dice = canvas.random("passers")
    names = ["gentleman", "lady", "peasant woman", "boy"]
    if scene.people & {"man", "woman", "child"}:
        names[0] = figures.template_of(scene)
    count = 7 if "crowd" in scene.tags else 3
    # From far to near, and the one the text names stands nearest.
    for index in reversed(range(count)):
        depth = 0.62 if index == 0 else dice.uniform(0.14, 0.34)
        cloth = (
            palettes.accent(scene, (112, 56, 52))
            if index == 0
            else figures.CLOTHS[int(dice.integers(len(figures.CLOTHS)))]
        )
        at = street.at(dice.uniform(-0.45, 0.45), 0, depth)
        figures.stand(
            canvas,
            names[index % len(names)],
            figures.dress(scene, palette, cloth),
            at=at,
            size=0.3 * depth + 0.02,
            is_turned=dice.random() < 0.5,
        )
