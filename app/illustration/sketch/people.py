"""People in a landscape: a walker on the road, riders, runners and fighters."""

# A composition is made of numbers, each used once and in its place.

import numpy as np

from app.illustration.sketch import figures, riding
from app.illustration.sketch import palette as palettes
from app.illustration.sketch.canvas import Canvas, Point
from app.illustration.sketch.figures import Parts
from app.illustration.sketch.palette import NAMED, Colour, Palette, mix
from app.illustration.sketch.reading import Scene
from app.illustration.sketch.shapes import Dice, ellipse

Outline = list[Point]
_RUNNER: Parts = (
    ("shade", [(-0.02, -0.78), (-0.2, -0.7), (-0.24, -0.54), (-0.18, -0.52), (-0.13, -0.63), (0.03, -0.69)]),
    ("dark", [(-0.08, -0.46), (-0.18, -0.26), (-0.4, -0.18), (-0.42, -0.26), (-0.38, -0.28), (-0.24, -0.36),
        (0.0, -0.5)]),
    ("dark", [(-0.02, -0.48), (0.1, -0.5), (0.24, -0.32), (0.18, -0.06), (0.27, -0.02), (0.26, 0.0),
        (0.12, 0.0), (0.12, -0.28)]),
    ("cloth", [(-0.02, -0.82), (0.12, -0.82), (0.15, -0.7), (0.1, -0.44), (0.02, -0.38), (-0.14, -0.4),
        (-0.06, -0.62)]),
    ("cloth", [(0.08, -0.78), (0.22, -0.64), (0.35, -0.72), (0.38, -0.67), (0.22, -0.56), (0.06, -0.68)]),
    ("skin", ellipse(0.38, -0.7, 0.025, 0.025, 12)),
    ("skin", ellipse(0.13, -0.905, 0.058, 0.072, 20)),
    ("hair", [(0.06, -0.88), (0.06, -0.95), (0.12, -0.99), (0.19, -0.95), (0.13, -0.94), (0.09, -0.87)]),
)  # fmt: skip
_FENCER: Parts = (
    ("shade", [(-0.05, -0.78), (-0.22, -0.82), (-0.3, -0.95), (-0.35, -0.92), (-0.26, -0.75), (-0.06, -0.68)]),
    ("dark", [(-0.1, -0.44), (-0.22, -0.22), (-0.4, -0.03), (-0.46, -0.02), (-0.44, 0.0), (-0.34, 0.0),
        (-0.12, -0.2), (0.02, -0.42)]),
    ("dark", [(-0.02, -0.46), (0.08, -0.46), (0.26, -0.28), (0.24, -0.04), (0.33, -0.02), (0.32, 0.0),
        (0.17, 0.0), (0.16, -0.24)]),
    ("cloth", [(-0.06, -0.82), (0.07, -0.82), (0.11, -0.7), (0.08, -0.48), (0.1, -0.4), (-0.14, -0.38),
        (-0.1, -0.6)]),
    ("cloth", [(0.04, -0.8), (0.2, -0.7), (0.33, -0.72), (0.33, -0.67), (0.18, -0.63), (0.02, -0.7)]),
    ("skin", ellipse(0.335, -0.695, 0.024, 0.026, 12)),
    ("skin", ellipse(0.035, -0.905, 0.058, 0.072, 20)),
    ("hair", [(-0.03, -0.87), (-0.03, -0.95), (0.03, -0.99), (0.095, -0.95), (0.04, -0.94), (0.0, -0.86)]),
)  # fmt: skip


def small(canvas: Canvas, scene: Scene, palette: Palette, *, foot: float) -> None:
    """Somebody on the road when the text speaks of people; several where it speaks of many."""
    dice = canvas.random("walker")
    x, y = dice.uniform(0.4, 0.62) * canvas.right, foot + 0.14
    if "crowd" in scene.tags:
        for _ in range(6):
            cloth = figures.CLOTHS[int(dice.integers(len(figures.CLOTHS)))]
            name = ("peasant", "peasant woman", "gentleman")[int(dice.integers(3))]
            at = (x + dice.uniform(-0.3, 0.3), y - dice.uniform(0.01, 0.04))
            figures.stand(canvas, name, figures.dress(scene, palette, cloth), at=at, size=0.15)
    colours = figures.dress(scene, palette, _cloth(scene))
    figures.stand(canvas, figures.template_of(scene), colours, at=(x, y), size=0.19)


def act(canvas: Canvas, scene: Scene, palette: Palette, *, foot: float) -> None:
    """A rider, a carriage, two fighters, a runner or somebody who stands, large in the foreground."""
    dice = canvas.random("action")
    y = min(foot + 0.24, canvas.bottom - 0.1)
    x = dice.uniform(0.45, 0.58) * canvas.right
    colours = figures.dress(scene, palette, _cloth(scene))
    hide = mix((112, 72, 46), palette.near, 0.15 + 0.5 * (scene.time == "night"))
    canvas.fill([ellipse(x, y + 0.006, 0.26, 0.02)], (8, 8, 10), alpha=0.4, blur=0.01, edge=0)
    if "carriage" in scene.tags:
        riding.carriage(canvas, colours, hide, x=x, y=y)
    elif "horse" in scene.tags:
        riding.rider(canvas, colours, hide, x=x, y=y)
    elif "fight" in scene.tags:
        _fighters(canvas, scene, palette, x=x, y=y)
    elif "run" in scene.tags:
        figures.paint(canvas, _RUNNER, colours, at=(x, y), size=0.44)
    else:
        figures.stand(canvas, figures.template_of(scene), colours, at=(x, y), size=0.46)
        return
    if not scene.is_indoors:
        _dust(canvas, scene, dice, x, y)


def _cloth(scene: Scene) -> Colour:
    return NAMED[scene.cloth] if scene.cloth else palettes.accent(scene, (104, 58, 62))


def _fighters(canvas: Canvas, scene: Scene, palette: Palette, *, x: float, y: float) -> None:
    blades: list[tuple[Outline, float]] = []
    for side, cloth in ((-1, _cloth(scene)), (1, (66, 74, 98))):
        centre = x + side * 0.2
        colours = figures.dress(scene, palette, cloth)
        figures.paint(canvas, _FENCER, colours, at=(centre, y), size=0.44, is_turned=side > 0)
        blades.append(([(centre - side * 0.148, y - 0.305), (centre - side * 0.26, y - 0.47)], 1.0))
    canvas.stroke(blades, (238, 242, 248), width=0.009)


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
