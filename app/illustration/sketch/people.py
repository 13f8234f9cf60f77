"""People in a landscape: a walker on the road, riders, runners and fighters."""

# A composition is made of numbers, each used once and in its place.

import numpy as np

from app.illustration.sketch import palette as palettes
from app.illustration.sketch.canvas import Canvas, Point
from app.illustration.sketch.palette import Colour, Palette, mix
from app.illustration.sketch.reading import Scene
from app.illustration.sketch.shapes import Dice, box, ellipse, placed, spline, walker

Outline = list[Point]
_HORSE: tuple[Outline, ...] = (
    [(-0.46, -0.34), (-0.30, -0.47), (-0.05, -0.44), (0.18, -0.50), (0.30, -0.66), (0.42, -0.76), (0.45, -0.70),
     (0.58, -0.60), (0.55, -0.54), (0.42, -0.56), (0.34, -0.40), (0.24, -0.27), (0.02, -0.24), (-0.20, -0.26),
     (-0.36, -0.24)],
    [(-0.46, -0.36), (-0.62, -0.30), (-0.74, -0.16), (-0.58, -0.22), (-0.44, -0.28)],
    [(0.20, -0.34), (0.40, -0.26), (0.52, -0.10), (0.56, -0.12), (0.44, -0.32), (0.28, -0.40)],
    [(0.12, -0.30), (0.26, -0.16), (0.22, 0.0), (0.27, 0.0), (0.32, -0.18), (0.22, -0.34)],
    [(-0.36, -0.34), (-0.48, -0.16), (-0.66, -0.06), (-0.64, -0.02), (-0.42, -0.12), (-0.26, -0.28)],
    [(-0.26, -0.30), (-0.22, -0.14), (-0.36, 0.0), (-0.31, 0.01), (-0.15, -0.14), (-0.14, -0.28)],
)  # fmt: skip
_RIDER: tuple[Outline, ...] = (
    [(-0.08, -0.42), (-0.12, -0.66), (-0.02, -0.80), (0.08, -0.72), (0.20, -0.62), (0.19, -0.58), (0.07, -0.62),
    (0.06, -0.42)],
    [(-0.02, -0.80), (-0.03, -0.92), (0.06, -0.96), (0.11, -0.90), (0.08, -0.80)],
    [(-0.10, -0.70), (-0.34, -0.66), (-0.56, -0.52), (-0.40, -0.50), (-0.12, -0.44)],
)  # fmt: skip
_RUNNER: tuple[Outline, ...] = (
    [(-0.02, -0.82), (0.14, -0.80), (0.12, -0.55), (0.06, -0.40), (-0.08, -0.42), (-0.10, -0.6)],
    [(0.04, -0.46), (0.22, -0.34), (0.20, -0.10), (0.30, -0.06), (0.28, -0.02), (0.14, -0.04), (0.14, -0.28),
    (-0.02, -0.40)],
    [(-0.06, -0.46), (-0.16, -0.24), (-0.38, -0.14), (-0.40, -0.20), (-0.24, -0.32), (-0.1, -0.5)],
    [(0.10, -0.78), (0.26, -0.64), (0.36, -0.70), (0.34, -0.76), (0.26, -0.72), (0.14, -0.82)],
    [(0.0, -0.78), (-0.18, -0.68), (-0.22, -0.54), (-0.17, -0.53), (-0.12, -0.64), (0.04, -0.72)],
)  # fmt: skip


def small(canvas: Canvas, scene: Scene, palette: Palette, *, foot: float) -> None:
    """Somebody on the road, with a long shadow, when the text speaks of people."""
    dice = canvas.random("walker")
    x, size = dice.uniform(0.42, 0.6) * canvas.right, 0.15
    y = foot + 0.14
    canvas.fill(
        [[(x - 0.02, y), (x + 0.02, y), (x + 0.16, y + 0.03), (x + 0.12, y + 0.04)]],
        palette.silhouette,
        alpha=0.35,
        blur=0.004,
        edge=0,
    )
    canvas.fill(walker(x, y, size, is_woman=scene.is_woman), palette.silhouette, grain=0.1, edge=0)
    if "hat" in scene.people:
        canvas.fill(
            [
                box(x - 0.03, y - size * 0.955, x + 0.03, y - size * 0.94),
                box(x - 0.017, y - size * 1.1, x + 0.017, y - size * 0.94),
            ],
            palette.silhouette,
            edge=0,
        )


def action(canvas: Canvas, scene: Scene, palette: Palette, *, foot: float) -> None:
    """A rider, two fighters or a runner, large in the foreground, with dust behind."""
    dice = canvas.random("action")
    y, dark = min(foot + 0.24, canvas.bottom - 0.08), mix(palette.silhouette, (8, 8, 10), 0.4)
    x = dice.uniform(0.45, 0.58) * canvas.right
    canvas.fill([ellipse(x, y + 0.006, 0.24, 0.018)], (8, 8, 10), alpha=0.45, blur=0.01, edge=0)
    if scene.tags & {"horse", "carriage"}:
        _draw(canvas, _HORSE, x, y, size=0.42, colour=mix(dark, (74, 48, 34), 0.35))
        _draw(
            canvas,
            _RIDER,
            x,
            y,
            size=0.42,
            colour=mix(dark, palettes.accent(scene, (60, 52, 72)), 0.4),
        )
    elif "fight" in scene.tags:
        _fighters(canvas, scene, x, y, dark)
    else:
        _draw(
            canvas,
            _RUNNER,
            x,
            y,
            size=0.4,
            colour=mix(dark, palettes.accent(scene, (70, 58, 60)), 0.3),
        )
        canvas.fill([ellipse(x + 0.05, y - 0.36, 0.032, 0.038)], dark)
    _dust(canvas, scene, dice, x, y)


def _fighters(canvas: Canvas, scene: Scene, x: float, y: float, dark: Colour) -> None:
    blade: list[tuple[Outline, float]] = []
    for side, cloth in ((-1, palettes.accent(scene, (130, 56, 50))), (1, (66, 74, 98))):
        centre = x + side * 0.17
        mirrored = tuple([(-side * a, b) for a, b in outline] for outline in _RUNNER)
        _draw(canvas, mirrored, centre, y, size=0.4, colour=mix(dark, cloth, 0.45))
        canvas.fill([ellipse(centre - side * 0.03, y - 0.36, 0.03, 0.036)], dark)
        blade.append(([(centre - side * 0.13, y - 0.29), (centre - side * 0.25, y - 0.44)], 1.0))
    canvas.stroke(blade, (226, 230, 238), width=0.006)


def _dust(canvas: Canvas, scene: Scene, dice: Dice, x: float, y: float) -> None:
    across, down = canvas.grid()
    cloud = np.exp(-(((across - x + 0.3) / 0.24) ** 2 + ((down - y + 0.01) / 0.06) ** 2))
    field = np.clip((canvas.noise("dust", cell=0.1) - 0.35) * 3, 0, 1)
    canvas.wash(
        cloud * field, (96, 102, 118) if scene.time == "night" else (220, 206, 186), alpha=0.75
    )
    lines = []
    for _ in range(26):
        a, b, long = (
            x - dice.uniform(0.2, 0.6),
            y - 0.16 + dice.normal(0, 0.11),
            dice.uniform(0.05, 0.2),
        )
        lines.append(([(a, b), (a - long, b + long * 0.03)], dice.uniform(0.2, 0.7)))
    canvas.stroke(lines, (238, 232, 222), width=0.003, alpha=0.35)


def _draw(
    canvas: Canvas,
    outlines: tuple[Outline, ...],
    x: float,
    y: float,
    *,
    size: float,
    colour: Colour,
) -> None:
    canvas.fill(
        [placed(spline([*line, line[0]], 8), x, y, size) for line in outlines],
        colour,
        grain=0.2,
        edge=0.3,
    )
