"""Portraits: a painted profile in an oval, with a rim of light."""

# A composition is made of numbers, each used once and in its place.

import numpy as np

from app.illustration.sketch import headgear
from app.illustration.sketch.canvas import Canvas, Point
from app.illustration.sketch.palette import NAMED, Colour, Palette, mix
from app.illustration.sketch.reading import Scene
from app.illustration.sketch.shapes import ellipse, spline
from app.illustration.sketch.sitter import Sitter

Outline = list[Point]


def paint(canvas: Canvas, scene: Scene, palette: Palette) -> None:
    sitter = Sitter(canvas, scene)
    _backdrop(canvas, scene, palette)
    if sitter.is_woman and not scene.people & {"bun", "hood", "kerchief", "armour"}:
        sitter.wash([[(0.44, 0.20), (0.52, 0.165), (0.61, 0.19), (0.67, 0.29), (0.69, 0.42), (0.685, 0.55),
            (0.72, 0.66),
                      (0.69, 0.80), (0.61, 0.82), (0.565, 0.66), (0.54, 0.50),
                          (0.50, 0.42)]], sitter.hair)  # fmt: skip
    sitter.wash([sitter.profile()], sitter.skin, is_smooth=False)
    _face(sitter)
    _clothes(sitter, scene)
    _head(sitter, scene)
    headgear.paint(sitter, scene)
    sitter.model()
    sitter.rim(palette)


def _backdrop(canvas: Canvas, scene: Scene, palette: Palette) -> None:
    tone: Colour = (196, 172, 134)
    if scene.is_dark or scene.mood == "grim":
        tone = mix(palette.sky[1], (92, 96, 108), 0.5)
    elif scene.colours:
        tone = mix(tone, NAMED[scene.colours[0]], 0.2)
    canvas.gradient(
        [mix(tone, (255, 250, 236), 0.25), mix(tone, (40, 34, 32), 0.35)],
        bottom=canvas.bottom,
    )
    clouds = canvas.noise("backdrop", cell=0.4, octaves=6, gain=0.6)
    canvas.wash(np.clip((clouds - 0.45) * 3, 0, 1), mix(tone, (255, 246, 220), 0.5), alpha=0.5)
    canvas.glow(0.36 * canvas.right, 0.4 * canvas.bottom, 0.42, palette.light, 0.4)


def _clothes(sitter: Sitter, scene: Scene) -> None:
    if "armour" in scene.people:
        headgear.cuirass(sitter)
        return
    body = sitter.body()
    coat = spline([(0.455, 0.64), *body[1:-1], (0.590, 0.655), (0.53, 0.675), (0.455, 0.64)])
    sitter.wash([coat], sitter.cloth, is_smooth=False)
    dice = sitter.canvas.random("folds")
    folds = [
        spline([(x, 0.74 + 0.1 * dice.random()), (x - 0.03, 0.95), (x - 0.08, 1.2)], 6)
        for x in dice.uniform(0.3, 0.8, 14)
    ]
    sitter.line(folds, mix(sitter.cloth, (255, 236, 210), 0.3), width=0.007, alpha=0.3)
    if sitter.is_woman:
        sitter.wash(
            [
                [
                    (0.44, 0.655),
                    (0.42, 0.70),
                    (0.47, 0.715),
                    (0.54, 0.705),
                    (0.6, 0.66),
                    (0.53, 0.675),
                ],
            ],
            (216, 204, 186),
            alpha=0.9,
        )
        sitter.wash([ellipse(0.465, 0.722, 0.013, 0.016, 14)], (206, 168, 84))
        return
    collar = mix(sitter.cloth, (220, 208, 186), 0.15 if "uniform" in scene.people else 0.75)
    sitter.wash(
        [
            [
                (0.445, 0.64),
                (0.425, 0.60),
                (0.47, 0.625),
                (0.53, 0.655),
                (0.60, 0.625),
                (0.607, 0.665),
                (0.54, 0.70),
                (0.47, 0.69),
            ],
        ],
        collar,
    )
    lapel = [[(0.44, 0.66), (0.36, 0.86), (0.42, 1.02), (0.47, 0.72)]]
    sitter.wash(lapel, mix(sitter.cloth, (12, 10, 14), 0.35), is_smooth=False, alpha=0.8)
    buttons = [ellipse(0.46 + 0.008 * n, 0.78 + 0.09 * n, 0.008, 0.008, 14) for n in range(5)]
    sitter.wash(
        buttons,
        (206, 170, 92) if "uniform" in scene.people else mix(sitter.cloth, (240, 230, 210), 0.35),
    )
    if "uniform" in scene.people:
        sitter.wash([[(0.64, 0.70), (0.74, 0.735), (0.76, 0.775), (0.65, 0.745)]], (206, 170, 92))


def _face(sitter: Sitter) -> None:
    """Shade under the jaw and on the far cheek, then eye, brow, mouth and ear in a few strokes."""
    deep, line = mix(sitter.skin, (96, 56, 52), 0.55), mix(sitter.skin, (40, 26, 28), 0.85)
    canvas = sitter.canvas
    jaw = [(0.43, 0.546), (0.50, 0.52), (0.565, 0.44), (0.60, 0.5), (0.57, 0.66), (0.47, 0.66)]
    canvas.fill([sitter.at(spline([*jaw, jaw[0]]))], deep, alpha=0.5, blur=0.012, edge=0)
    socket = [(0.392, 0.33), (0.415, 0.322), (0.435, 0.34), (0.41, 0.35)]
    canvas.fill([sitter.at(spline([*socket, socket[0]]))], deep, alpha=0.5, blur=0.006, edge=0)
    ((x, y),) = sitter.at([(0.43, 0.43)])
    canvas.fill([ellipse(x, y, 0.04, 0.034)], (206, 96, 84), alpha=0.28, blur=0.014, edge=0)
    eye = [(0.396, 0.340), (0.408, 0.332), (0.424, 0.342), (0.408, 0.347)]
    canvas.fill([sitter.at(eye)], (240, 232, 222), edge=0.3)
    ((x, y),) = sitter.at([(0.404, 0.339)])
    canvas.fill([ellipse(x, y, 0.007, 0.009, 16)], (52, 40, 40), edge=0)
    sitter.line(
        [spline([(0.393, 0.340), (0.408, 0.330), (0.428, 0.341)], 6)],
        line,
        width=0.005,
        alpha=0.9,
    )
    brow = 0.004 if sitter.is_woman else 0.009
    sitter.line(
        [spline([(0.386, 0.316), (0.405, 0.305), (0.437, 0.313)], 6)],
        mix(sitter.hair, line, 0.4),
        width=brow,
        alpha=0.9,
    )
    sitter.line(
        [spline([(0.366, 0.448), (0.384, 0.450), (0.404, 0.446)], 6)],
        (132, 60, 58),
        width=0.005,
        alpha=0.85,
    )
    sitter.line(
        [spline([(0.374, 0.417), (0.388, 0.414), (0.392, 0.404)], 6)],
        line,
        width=0.003,
        alpha=0.6,
    )
    if sitter.is_old:
        wrinkles = [[(0.432, 0.345), (0.452, 0.352)], [(0.430, 0.335), (0.452, 0.332)], [(0.40, 0.425),
            (0.418, 0.46), (0.412, 0.48)],
                    [(0.405, 0.27), (0.44, 0.262)], [(0.402, 0.285), (0.438, 0.279)]]  # fmt: skip
        sitter.line([spline(wrinkle, 5) for wrinkle in wrinkles], line, width=0.003, alpha=0.45)


def _ear(sitter: Sitter) -> None:
    outer = sitter.at(
        spline(
            [
                (0.546, 0.395),
                (0.566, 0.392),
                (0.572, 0.415),
                (0.56, 0.452),
                (0.545, 0.45),
                (0.546, 0.395),
            ],
        ),
    )
    sitter.canvas.fill([outer], mix(sitter.skin, (150, 80, 70), 0.25), edge=0.5)
    sitter.line(
        [spline([(0.552, 0.405), (0.563, 0.41), (0.556, 0.438)], 5)],
        mix(sitter.skin, (60, 34, 34), 0.7),
        width=0.003,
        alpha=0.7,
    )


def _curls(sitter: Sitter) -> None:
    """Locks that fall behind the ear; shorter on men."""
    dice = sitter.canvas.random("curls")
    low = 0.78 if sitter.is_woman else 0.56
    # Three shades in turn, each as one wash, as a painter would load the brush three times.
    for turn in range(3):
        centres = [
            (x + dice.normal(0, 0.01) + 0.03 * (y - 0.3), y + dice.normal(0, 0.01))
            for y in np.arange(0.3 + 0.016 * turn, low, 0.045)
            for x in (0.585, 0.625, 0.66)
        ]
        shade = mix(sitter.hair, (255, 226, 190), 0.1 * turn)
        sitter.wash([ellipse(*centre, 0.03, 0.028, 14) for centre in centres], shade)
        sitter.line([_curl(*centre) for centre in centres], _dark(shade), width=0.003, alpha=0.5)


def _curl(x: float, y: float) -> Outline:
    turns = zip(np.linspace(0, 5.5, 7), np.linspace(0.032, 0.008, 7), strict=True)
    return spline([(x + r * np.cos(t), y + r * np.sin(t)) for t, r in turns], 4)


def _dark(colour: Colour) -> Colour:
    return mix(colour, (16, 10, 10), 0.5)


def _head(sitter: Sitter, scene: Scene) -> None:
    people = scene.people
    if not people & {"bald", "hood", "armour"}:
        sitter.wash([[(0.372, 0.300), (0.392, 0.250), (0.445, 0.192), (0.53, 0.175), (0.61, 0.22), (0.648, 0.31),
            (0.642, 0.40), (0.607, 0.49),
                      (0.585, 0.54), (0.572, 0.47), (0.575, 0.42), (0.545, 0.40), (0.528, 0.43), (0.518, 0.40),
                      (0.528, 0.345), (0.47, 0.315),
                      (0.43, 0.27), (0.40, 0.285)]], sitter.hair)  # fmt: skip
        dice = sitter.canvas.random("strands")
        strands = [
            spline([(a, 0.215 + abs(a - 0.52) * 0.3), (a + 0.04, 0.27), (a + 0.05, 0.35)], 6)
            for a in dice.uniform(0.42, 0.57, 40)
        ]
        sitter.line(strands, mix(sitter.hair, (255, 232, 196), 0.5), width=0.0025, alpha=0.4)
    if not people & {"hood", "kerchief", "armour"} and not (
        sitter.is_woman and "bun" not in people
    ):
        _ear(sitter)
    if "bun" in people:
        sitter.wash(
            [
                [
                    (0.63, 0.27),
                    (0.68, 0.235),
                    (0.735, 0.275),
                    (0.735, 0.335),
                    (0.69, 0.365),
                    (0.64, 0.335),
                ],
            ],
            sitter.hair,
        )
    if "long-hair" in people and not people & headgear.COVERING:
        _curls(sitter)
    if "beard" in people:
        long = sitter.dice.uniform(0.02, 0.12)
        sitter.wash([[(0.535, 0.43), (0.515, 0.50), (0.47, 0.475), (0.41, 0.455), (0.362, 0.447), (0.356, 0.50),
            (0.352, 0.55),
                      (0.368, 0.61 + long * 0.5), (0.42, 0.64 + long), (0.50, 0.63 + long * 0.4),
                      (0.545, 0.54)]], sitter.hair)  # fmt: skip
    elif "moustache" in people:
        sitter.wash(
            [
                [
                    (0.352, 0.425),
                    (0.39, 0.428),
                    (0.425, 0.462),
                    (0.40, 0.464),
                    (0.37, 0.449),
                    (0.34, 0.452),
                ],
            ],
            sitter.hair,
        )
