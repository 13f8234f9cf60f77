"""Somebody who sits for a portrait: colours, the outline of the profile and the light around it."""

# A composition is made of numbers, each used once and in its place.
# ruff: noqa: PLR2004

import numpy as np

from app.illustration.sketch.canvas import Canvas, Point, blurred
from app.illustration.sketch.palette import NAMED, Colour, Palette, mix
from app.illustration.sketch.reading import Scene
from app.illustration.sketch.shapes import Dice, placed, spline

Outline = list[Point]


class Sitter:
    """Collects everything painted of one person, because the rim of light follows the whole outline."""

    def __init__(self, canvas: Canvas, scene: Scene) -> None:
        self.canvas = canvas
        self.dice: Dice = canvas.random("face")
        self.is_woman = scene.is_woman
        self.is_old = "old" in scene.people
        self.skin: Colour = mix((218, 178, 148), (96, 92, 108), 0.45 if scene.is_dark else 0.0)
        if scene.mood == "grim" or self.is_old:
            self.skin = mix(self.skin, (196, 184, 172), 0.4)
        cloth: Colour = (108, 50, 56) if self.is_woman else (52, 62, 88)
        if scene.cloth:
            cloth = NAMED[scene.cloth]
        self.cloth = mix(cloth, (30, 26, 34), 0.3)
        self.hair = mix(_hair(scene), (34, 28, 32), 0.25)
        self.is_child = "child" in scene.people
        # A child's head is large for its body and sits lower in the frame.
        self._size = 1.08 if self.is_child else 1.14
        self._covered = np.zeros((canvas.height, canvas.width), np.float32)

    def at(self, outline: Outline) -> Outline:
        shift = (self.canvas.right - self._size) / 2
        lower = 0.06 if self.is_child else 0.0
        return placed(outline, shift, 0.11 * self.canvas.bottom - 0.02 + lower, self._size)

    def wash(
        self,
        outlines: list[Outline],
        colour: Colour,
        *,
        is_smooth: bool = True,
        alpha: float = 1.0,
    ) -> None:
        drawn = [self.at(spline([*line, line[0]]) if is_smooth else line) for line in outlines]
        before = self.canvas.pixels.copy()
        self.canvas.fill(drawn, colour, alpha=alpha, grain=0.3, edge=0.35)
        self._covered = np.maximum(
            self._covered,
            (np.abs(self.canvas.pixels - before).max(axis=2) > 2).astype(np.float32),
        )

    def line(self, lines: list[Outline], colour: Colour, *, width: float, alpha: float) -> None:
        self.canvas.stroke(
            [(self.at(line), 0.8) for line in lines],
            colour,
            width=width,
            alpha=alpha,
            blur=0.0008,
        )

    def profile(self) -> Outline:
        """Forehead to chin facing left, then neck, shoulders, back and skull, with features drawn by
        lot.
        """
        dice = self.dice
        nose = (
            -0.008
            if self.is_child
            else 0.008 + dice.uniform(-0.008, 0.012) + (0.008 if self.is_old else 0)
        )
        forehead, chin = dice.uniform(-0.008, 0.008), dice.uniform(-0.008, 0.01)
        brow = 0.002 if self.is_woman or self.is_child else 0.01 + dice.uniform(-0.004, 0.004)
        face = [(0.452, 0.205), (0.410 + forehead, 0.240), (0.389 + forehead, 0.285), (0.382 - brow, 0.322),
            (0.392, 0.345),
                (0.374 - nose * 0.5, 0.378), (0.357 - nose, 0.408), (0.362 - nose * 0.6, 0.417), (0.380, 0.425),
                (0.377, 0.436),
                (0.367, 0.447), (0.377, 0.4555), (0.369, 0.465), (0.380, 0.479), (0.374 - chin, 0.505),
                (0.386 - chin * 0.5, 0.526),
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
        wide = 0.02 if self.is_child else 0.17 if self.is_woman else 0.25
        return [(0.452, 0.655), (0.42 - wide * 0.35, 0.70), (0.37 - wide * 0.75, 0.77), (0.31 - wide * 0.5, 0.92),
            (0.29 - wide * 0.4, 1.3),
                (0.80 + wide * 0.5, 1.3), (0.78 + wide * 0.35, 0.88), (0.70 + wide * 0.1, 0.745), (0.60, 0.69),
                (0.575, 0.62)]  # fmt: skip

    def model(self) -> None:
        """Shade gathers on the side away from the light, in patches as wet paint does."""
        x, y = self.canvas.grid()
        away = np.clip(
            (x / self.canvas.right - 0.44) * 2.2 + (y / self.canvas.bottom - 0.5) * 0.5, 0, 1
        )
        patches = 0.7 + 0.6 * self.canvas.noise("model", cell=0.22, octaves=4)
        solid = blurred(self._covered, self.canvas.unit / 400)
        self.canvas.shade((1 - 0.5 * away * patches * solid).astype(np.float32))

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
        self.canvas.pixels = 255.0 - (255 - self.canvas.pixels) * (1 - light * 0.8)
        ((x, y),) = self.at([(0.40, 0.40)])
        self.canvas.glow(x, y, 0.14, (255, 206, 160), 0.22)


def _hair(scene: Scene) -> Colour:
    if scene.hair:
        return NAMED[scene.hair]
    if "old" in scene.people:
        return (186, 184, 180)
    return (74, 50, 36)
