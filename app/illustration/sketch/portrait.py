"""Portraits: a painted profile in an oval, with a rim of light."""

import numpy as np

from app.illustration.sketch import palette as palettes
from app.illustration.sketch.canvas import Canvas, Point, blurred
from app.illustration.sketch.palette import NAMED, Colour, Palette, mix
from app.illustration.sketch.reading import Scene
from app.illustration.sketch.shapes import Dice, ellipse, placed, spline

Outline = list[Point]


def paint(canvas: Canvas, scene: Scene, palette: Palette) -> None:
    sitter = _Sitter(canvas, scene)
    _backdrop(canvas, scene, palette)
    if sitter.is_woman and not scene.people & {"bun", "hood"}:
        sitter.wash([[(0.44, 0.20), (0.52, 0.165), (0.61, 0.19), (0.67, 0.29), (0.69, 0.42), (0.685, 0.55), (0.72, 0.66),
                      (0.69, 0.80), (0.61, 0.82), (0.565, 0.66), (0.54, 0.50), (0.50, 0.42)]], sitter.hair)  # fmt: skip
    sitter.wash([sitter.profile()], sitter.skin, is_smooth=False)
    _clothes(sitter, scene)
    _head(sitter, scene)
    sitter.rim(palette)


class _Sitter:
    """Collects everything painted of one person, because the rim of light follows the whole outline."""

    def __init__(self, canvas: Canvas, scene: Scene) -> None:
        self.canvas = canvas
        self.dice: Dice = canvas.random("face")
        self.is_woman = scene.is_woman
        self.is_old = "old" in scene.people
        self.skin: Colour = (60, 46, 46)
        cloth = palettes.accent(scene, (108, 50, 56) if self.is_woman else (52, 62, 88))
        if scene.colours[:1] == ("black",):
            cloth = NAMED["black"]
        self.cloth = mix(cloth, (30, 26, 34), 0.4)
        self.hair = mix(_hair(scene), (34, 28, 32), 0.45)
        self._size = 1.14
        self._covered = np.zeros((canvas.height, canvas.width), np.float32)

    def at(self, outline: Outline) -> Outline:
        shift = (self.canvas.right - self._size) / 2
        return placed(outline, shift, 0.11 * self.canvas.bottom - 0.02, self._size)

    def wash(
        self, outlines: list[Outline], colour: Colour, *, is_smooth: bool = True, alpha: float = 1.0
    ) -> None:
        drawn = [self.at(spline([*line, line[0]]) if is_smooth else line) for line in outlines]
        before = self.canvas.pixels.copy()
        self.canvas.fill(drawn, colour, alpha=alpha, grain=0.3, edge=0.35)
        self._covered = np.maximum(
            self._covered, (np.abs(self.canvas.pixels - before).max(axis=2) > 2).astype(np.float32)
        )

    def line(self, lines: list[Outline], colour: Colour, *, width: float, alpha: float) -> None:
        self.canvas.stroke(
            [(self.at(line), 0.8) for line in lines], colour, width=width, alpha=alpha, blur=0.0008
        )

    def profile(self) -> Outline:
        """Forehead to chin facing left, then neck, shoulders, back and skull, with features drawn by lot."""
        dice = self.dice
        nose = 0.008 + dice.uniform(-0.008, 0.012) + (0.008 if self.is_old else 0)
        forehead, chin = dice.uniform(-0.008, 0.008), dice.uniform(-0.008, 0.01)
        brow = 0.003 if self.is_woman else 0.01 + dice.uniform(-0.004, 0.004)
        face = [(0.452, 0.205), (0.410 + forehead, 0.240), (0.389 + forehead, 0.285), (0.382 - brow, 0.322), (0.392, 0.345),
                (0.374 - nose * 0.5, 0.378), (0.357 - nose, 0.408), (0.362 - nose * 0.6, 0.417), (0.380, 0.425), (0.377, 0.436),
                (0.367, 0.447), (0.377, 0.4555), (0.369, 0.465), (0.380, 0.479), (0.374 - chin, 0.505), (0.386 - chin * 0.5, 0.526),
                (0.424, 0.545), (0.462, 0.550)]  # fmt: skip
        neck = [(0.462, 0.545), (0.470, 0.60), (0.45, 0.655)]
        nape = [
            (0.575, 0.62),
            (0.582, 0.54),
            (0.61, 0.46),
            (0.628, 0.37),
            (0.605, 0.275),
            (0.545, 0.215),
            (0.455, 0.205),
        ]
        return spline(face) + spline(neck) + spline(self.body()) + spline(nape)

    def body(self) -> Outline:
        wide = 0.17 if self.is_woman else 0.25
        return [(0.452, 0.655), (0.42 - wide * 0.35, 0.70), (0.37 - wide * 0.75, 0.77), (0.31 - wide * 0.5, 0.92), (0.29 - wide * 0.4, 1.3),
                (0.80 + wide * 0.5, 1.3), (0.78 + wide * 0.35, 0.88), (0.70 + wide * 0.1, 0.745), (0.60, 0.69), (0.575, 0.62)]  # fmt: skip

    def rim(self, palette: Palette) -> None:
        """Light from the left along every edge, and a soft glow on the face."""
        unit = self.canvas.unit
        solid = blurred(self._covered, unit / 500)
        edge = np.clip(
            solid - np.roll(np.roll(solid, int(unit * 0.013), axis=1), int(unit * 0.005), axis=0),
            0,
            1,
        )
        light = (
            blurred(edge, unit / 260)[..., None]
            * np.asarray(mix(palette.light, (255, 206, 150), 0.5), np.float32)
            / 255
        )
        self.canvas.pixels = 255 - (255 - self.canvas.pixels) * (1 - light * 0.8)
        ((x, y),) = self.at([(0.40, 0.40)])
        self.canvas.glow(x, y, 0.14, (255, 206, 160), 0.22)


def _backdrop(canvas: Canvas, scene: Scene, palette: Palette) -> None:
    tone: Colour = (196, 172, 134)
    if scene.is_dark or scene.mood == "grim":
        tone = mix(palette.sky[1], (92, 96, 108), 0.5)
    elif scene.colours:
        tone = mix(tone, NAMED[scene.colours[0]], 0.2)
    canvas.gradient(
        [mix(tone, (255, 250, 236), 0.25), mix(tone, (40, 34, 32), 0.35)], bottom=canvas.bottom
    )
    clouds = canvas.noise("backdrop", cell=0.4, octaves=6, gain=0.6)
    canvas.wash(np.clip((clouds - 0.45) * 3, 0, 1), mix(tone, (255, 246, 220), 0.5), alpha=0.5)
    canvas.glow(0.36 * canvas.right, 0.4 * canvas.bottom, 0.42, palette.light, 0.4)


def _clothes(sitter: _Sitter, scene: Scene) -> None:
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
                ]
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
            ]
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


def _head(sitter: _Sitter, scene: Scene) -> None:
    people = scene.people
    if not people & {"bald", "hood"}:
        sitter.wash([[(0.372, 0.300), (0.392, 0.250), (0.445, 0.192), (0.53, 0.175), (0.61, 0.22), (0.648, 0.31), (0.642, 0.40), (0.607, 0.49),
                      (0.585, 0.54), (0.572, 0.47), (0.575, 0.42), (0.545, 0.40), (0.528, 0.43), (0.518, 0.40), (0.528, 0.345), (0.47, 0.315),
                      (0.43, 0.27), (0.40, 0.285)]], sitter.hair)  # fmt: skip
        dice = sitter.canvas.random("strands")
        strands = [
            spline([(a, 0.215 + abs(a - 0.52) * 0.3), (a + 0.04, 0.27), (a + 0.05, 0.35)], 6)
            for a in dice.uniform(0.42, 0.57, 40)
        ]
        sitter.line(strands, mix(sitter.hair, (255, 232, 196), 0.5), width=0.0025, alpha=0.4)
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
                ]
            ],
            sitter.hair,
        )
    if "beard" in people:
        long = sitter.dice.uniform(0.02, 0.12)
        sitter.wash([[(0.535, 0.43), (0.515, 0.50), (0.47, 0.475), (0.41, 0.455), (0.362, 0.447), (0.356, 0.50), (0.352, 0.55),
                      (0.368, 0.61 + long * 0.5), (0.42, 0.64 + long), (0.50, 0.63 + long * 0.4), (0.545, 0.54)]], sitter.hair)  # fmt: skip
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
                ]
            ],
            sitter.hair,
        )
    if "hood" in people:
        sitter.wash([[(0.40, 0.245), (0.44, 0.165), (0.54, 0.125), (0.65, 0.175), (0.715, 0.31), (0.72, 0.48), (0.78, 0.66), (0.68, 0.76),
                      (0.56, 0.72), (0.60, 0.56), (0.605, 0.42), (0.56, 0.29), (0.48, 0.232)]], mix(sitter.cloth, (14, 12, 16), 0.25))  # fmt: skip
    if "crown" in people:
        sitter.wash([[(0.40, 0.25), (0.385, 0.15), (0.43, 0.20), (0.46, 0.125), (0.50, 0.19), (0.54, 0.12), (0.57, 0.19), (0.62, 0.145), (0.615, 0.25)]],
                    (206, 164, 76), is_smooth=False)  # fmt: skip
    elif "hat" in people:
        brim = [
            (0.31, 0.262),
            (0.40, 0.238),
            (0.52, 0.226),
            (0.66, 0.252),
            (0.72, 0.285),
            (0.60, 0.268),
            (0.45, 0.262),
        ]
        sitter.wash(
            [brim, [(0.415, 0.245), (0.420, 0.09), (0.50, 0.07), (0.595, 0.085), (0.615, 0.25)]],
            mix(sitter.cloth, (20, 18, 22), 0.6),
        )


def _hair(scene: Scene) -> Colour:
    if "old" in scene.people:
        return (176, 174, 170)
    for name in ("red", "gold", "grey", "white", "brown", "black"):
        if name in scene.colours:
            return NAMED[name]
    return (74, 50, 36)
