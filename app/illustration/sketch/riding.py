"""Horses at a gallop, their riders, and carriages."""

# A composition is made of numbers, each used once and in its place.

import math

from app.illustration.sketch import figures
from app.illustration.sketch.canvas import Canvas
from app.illustration.sketch.figures import Dress, Outline, Parts
from app.illustration.sketch.palette import Colour, mix
from app.illustration.sketch.shapes import box, ellipse, placed, spline

_FAR_LEGS: tuple[Outline, ...] = (
    [(0.22, -0.36), (0.34, -0.3), (0.5, -0.3), (0.52, -0.18), (0.55, -0.15), (0.5, -0.14), (0.46, -0.25),
        (0.32, -0.23), (0.2, -0.28)],
    [(-0.3, -0.36), (-0.4, -0.24), (-0.54, -0.16), (-0.62, -0.04), (-0.66, -0.03), (-0.62, -0.0),
        (-0.5, -0.12), (-0.34, -0.18), (-0.22, -0.28)],
)  # fmt: skip
_BODY: Outline = [(-0.4, -0.42), (-0.34, -0.52), (-0.2, -0.545), (-0.02, -0.51), (0.12, -0.53), (0.24, -0.62),
    (0.33, -0.74), (0.4, -0.8),
                  (0.42, -0.85), (0.44, -0.8), (0.5, -0.76), (0.58, -0.66), (0.59, -0.62), (0.55, -0.6),
                      (0.46, -0.655), (0.42, -0.64),
                  (0.37, -0.52), (0.33, -0.4), (0.24, -0.3), (0.08, -0.27), (-0.1, -0.29), (-0.22, -0.28),
                      (-0.34, -0.3)]  # fmt: skip
_NEAR_LEGS: tuple[Outline, ...] = (
    [(0.16, -0.38), (0.33, -0.34), (0.46, -0.2), (0.6, -0.13), (0.64, -0.16), (0.65, -0.12), (0.58, -0.07),
        (0.42, -0.13), (0.26, -0.24), (0.14, -0.28)],
    [(-0.36, -0.42), (-0.4, -0.3), (-0.34, -0.2), (-0.46, -0.08), (-0.52, 0.0), (-0.47, 0.01), (-0.38, -0.05),
        (-0.26, -0.2), (-0.18, -0.3), (-0.22, -0.42)],
)  # fmt: skip
_MANE: Outline = [
    (0.4, -0.84),
    (0.3, -0.84),
    (0.2, -0.74),
    (0.1, -0.68),
    (0.16, -0.66),
    (0.1, -0.58),
    (0.22, -0.6),
    (0.34, -0.72),
]
_TAIL: Outline = [
    (-0.38, -0.48),
    (-0.5, -0.54),
    (-0.64, -0.5),
    (-0.8, -0.52),
    (-0.68, -0.44),
    (-0.74, -0.38),
    (-0.54, -0.42),
    (-0.4, -0.4),
]
_RIDER: Parts = (
    ("shade", [(-0.02, -0.84), (-0.2, -0.78), (-0.42, -0.74), (-0.56, -0.62), (-0.36, -0.62), (-0.14, -0.54),
        (0.0, -0.6)]),
    ("dark", [(-0.06, -0.56), (0.06, -0.58), (0.16, -0.44), (0.1, -0.28), (0.17, -0.25), (0.16, -0.22),
        (0.03, -0.22), (0.06, -0.4), (-0.08, -0.46)]),
    ("cloth", [(0.0, -0.88), (0.1, -0.86), (0.12, -0.74), (0.07, -0.54), (-0.1, -0.52), (-0.1, -0.66)]),
    ("cloth", [(0.07, -0.83), (0.18, -0.7), (0.3, -0.7), (0.3, -0.66), (0.16, -0.63), (0.05, -0.74)]),
    ("skin", ellipse(0.31, -0.68, 0.022, 0.022, 12)),
    ("skin", ellipse(0.1, -0.94, 0.047, 0.06, 20)),
    ("dark", [(0.04, -0.95), (0.05, -1.01), (0.13, -1.02), (0.155, -0.97), (0.19, -0.955), (0.02, -0.94)]),
)  # fmt: skip


def rider(canvas: Canvas, colours: Dress, hide: Colour, *, x: float, y: float) -> None:
    _horse(canvas, hide, x, y, 0.46)
    figures.paint(canvas, _RIDER, colours, at=(x, y), size=0.46)
    rein = [(0.3, -0.68), (0.44, -0.66), (0.54, -0.64)]
    canvas.stroke([(placed(rein, x, y, 0.46), 1.0)], (40, 28, 24), width=0.003)


def carriage(canvas: Canvas, colours: Dress, hide: Colour, *, x: float, y: float) -> None:
    """A closed coach behind one horse, with its coachman."""
    coach, wood = x - 0.24, colours.parts["cloth"]
    _horse(canvas, hide, x + 0.24, y, 0.34)
    canvas.stroke([([(coach + 0.1, y - 0.1), (x + 0.3, y - 0.13)], 1.0)], (52, 34, 26), width=0.007)
    body = [
        (-0.15, -0.36),
        (0.12, -0.36),
        (0.15, -0.3),
        (0.12, -0.16),
        (0.06, -0.1),
        (-0.1, -0.1),
        (-0.16, -0.18),
    ]
    canvas.fill([placed(spline([*body, body[0]], 5), coach, y, 1.0)], wood, grain=0.25, edge=0.4)
    canvas.fill(
        [box(coach - 0.08, y - 0.31, coach + 0.04, y - 0.22)],
        mix(wood, (255, 226, 160), 0.5),
        edge=0.4,
    )
    canvas.fill(
        [box(coach - 0.17, y - 0.375, coach + 0.14, y - 0.355)],
        mix(wood, (10, 8, 10), 0.6),
        edge=0.3,
    )
    figures.paint(canvas, _RIDER[2:], colours, at=(coach + 0.17, y - 0.04), size=0.36)
    for wheel, radius in ((coach - 0.12, 0.085), (coach + 0.12, 0.068)):
        _wheel(canvas, wheel, y - radius + 0.01, radius)


def _wheel(canvas: Canvas, x: float, y: float, radius: float) -> None:
    rim = ellipse(x, y, radius, radius, 36)
    turns = [math.pi * n / 4 for n in range(8)]
    spokes = [([(x, y), (x + radius * math.cos(t), y + radius * math.sin(t))], 1.0) for t in turns]
    canvas.stroke([([*rim, rim[0]], 1.0)], (44, 30, 24), width=0.009)
    canvas.stroke(spokes, (66, 44, 32), width=0.004)


def _horse(canvas: Canvas, hide: Colour, x: float, y: float, size: float) -> None:
    dark = mix(hide, (20, 14, 14), 0.55)
    parts = (
        (_FAR_LEGS, dark),
        ((_TAIL,), mix(dark, (10, 8, 8), 0.4)),
        ((_BODY,), hide),
        (_NEAR_LEGS, hide),
    )
    for outlines, colour in (*parts, ((_MANE,), mix(dark, (10, 8, 8), 0.4))):
        lines = [placed(spline([*line, line[0]], 6), x, y, size) for line in outlines]
        canvas.fill(lines, colour, grain=0.25, edge=0.4)
    belly = [(-0.34, -0.36), (-0.1, -0.36), (0.2, -0.36), (0.24, -0.3), (0.0, -0.27), (-0.3, -0.29)]
    canvas.fill(
        [placed(spline([*belly, belly[0]]), x, y, size)], dark, alpha=0.45, blur=0.006, edge=0
    )
    canvas.fill(
        [ellipse(x + 0.475 * size, y - 0.735 * size, 0.006, 0.006, 10)], (16, 10, 10), edge=0
    )
