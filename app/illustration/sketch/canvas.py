"""A sheet of wet paper: washes of pigment, strokes and light, in units of the shorter side."""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter

from app.illustration.sketch.palette import Colour

Point = tuple[float, float]
Shape = Sequence[Point]
Field = NDArray[np.floating[Any]]
Box = tuple[int, int, int, int]

_TRIANGLE = 3
_FINER = 2  # Shapes are drawn at twice the size and averaged down, which smooths their edges.


class Canvas:
    """
    *right* and *bottom* are the far edges; (0, 0) is the upper left corner and y grows downwards.
    """

    def __init__(self, width: int, height: int, seed: int) -> None:
        self.width = width
        self.height = height
        self.unit = min(width, height)
        self.right = width / self.unit
        self.bottom = height / self.unit
        self.pixels: Field = np.zeros((height, width, 3), np.float32)
        self._drawn: Field | None = None
        self._tooth: Field | None = None
        self._seed = seed
        self._washes = 0
        self._pigments = [self.noise(f"pigment {n}", cell=1 / 6, octaves=5) for n in range(3)]

    def random(self, key: str) -> np.random.Generator:
        """An own stream per *key*, so that a new element never changes the others."""
        digest = hashlib.sha256(f"{self._seed}|{key}".encode()).digest()
        return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:8], "big")))

    def noise(self, key: str, *, cell: float, octaves: int = 4, gain: float = 0.55) -> Field:
        """Clouds between 0 and 1; the largest are *cell* units wide."""
        dice = self.random(key)
        total = np.zeros((self.height, self.width), np.float32)
        weight, weights, step = 1.0, 0.0, cell * self.unit
        for _ in range(octaves):
            rows, columns = int(self.height / step) + 2, int(self.width / step) + 2
            grid = Image.fromarray(dice.random((rows, columns), dtype=np.float32))
            layer = grid.resize((self.width, self.height), Image.Resampling.BICUBIC)
            total += np.asarray(layer) * np.float32(weight)
            weights += weight
            weight *= gain
            step = max(2.0, step / 2)
        return total / np.float32(weights)

    def tooth(self) -> Field:
        """The grain of the paper, made once."""
        if self._tooth is None:
            self._tooth = self.noise("paper", cell=1 / 40, octaves=4, gain=0.7)
        return self._tooth

    def grid(self) -> tuple[Field, Field]:
        """Row of x and column of y in units."""
        x = (np.arange(self.width, dtype=np.float32) / self.unit)[None, :]
        y = (np.arange(self.height, dtype=np.float32) / self.unit)[:, None]
        return x, y

    def gradient(self, stops: Sequence[Colour], *, bottom: float) -> None:
        """Covers everything; the last colour is reached at *bottom*."""
        rows = np.clip(np.arange(self.height) / (bottom * self.unit), 0, 1)
        places = np.linspace(0, 1, len(stops))
        channels = [np.interp(rows, places, [stop[n] for stop in stops]) for n in range(3)]
        self.pixels[:] = np.stack(channels, axis=1).astype(np.float32)[:, None, :]

    def fill(
        self,
        shapes: Iterable[Shape],
        colour: Colour,
        *,
        alpha: float = 1.0,
        blur: float = 0.0,
        grain: float = 0.12,
        edge: float = 0.2,
    ) -> None:
        """A wash over polygons; *blur* in units."""
        polygons = [shape for shape in shapes if len(shape) >= _TRIANGLE]
        box = self._box(polygons, blur * 3)
        if box is None:
            return
        drawn, draw = self._sheet(box)
        for polygon in polygons:
            draw.polygon(self._scaled(polygon, box), fill=255)
        self._blend(self._mask(drawn, box, blur), box, colour, alpha=alpha, grain=grain, edge=edge)

    def stroke(
        self,
        lines: Iterable[tuple[Shape, float]],
        colour: Colour,
        *,
        width: float = 0.001,
        alpha: float = 1.0,
        blur: float = 0.0,
    ) -> None:
        """Lines, each with its own strength from 0 to 1; *width* in units."""
        drawn_lines = list(lines)
        box = self._box([line for line, _ in drawn_lines], width + blur * 3)
        if box is None:
            return
        drawn, draw = self._sheet(box)
        pen = max(1, round(width * self.unit * _FINER))
        for line, strength in drawn_lines:
            draw.line(self._scaled(line, box), fill=round(255 * strength), width=pen, joint="curve")
        self._blend(self._mask(drawn, box, blur), box, colour, alpha=alpha, grain=0.05, edge=0.0)

    def wash(
        self,
        mask: Field,
        colour: Colour,
        *,
        alpha: float = 1.0,
        grain: float = 0.12,
        edge: float = 0.0,
    ) -> None:
        """A wash over the whole sheet, as strong as *mask* says."""
        box = (0, 0, self.width, self.height)
        self._blend(np.clip(mask, 0, 1), box, colour, alpha=alpha, grain=grain, edge=edge)

    def glow(self, x: float, y: float, radius: float, colour: Colour, strength: float) -> None:
        """Adds light that fades out within about twice *radius*."""
        reach = radius * 2.4
        box = self._box([[(x - reach, y - reach), (x + reach, y + reach)]], 0)
        if box is None:
            return
        left, top, right, bottom = box
        across = np.arange(left, right, dtype=np.float32)[None, :] / self.unit - x
        down = np.arange(top, bottom, dtype=np.float32)[:, None] / self.unit - y
        light = np.exp(-(across**2 + down**2) / radius**2) * strength
        region = self.pixels[top:bottom, left:right]
        tint = np.asarray(colour, np.float32) / 255
        region[:] = 255 - (255 - region) * (1 - light[..., None] * tint)

    def draw_outlines(self) -> Field:
        """
        Remembers how light the sheet is as the pen sees it; what is painted later, such as rain, gets no
        contours.
        """
        light = np.clip(self.pixels @ np.asarray((0.299, 0.587, 0.114), np.float32), 0, 255)
        # The median forgets stars and other specks, round which no pen would go.
        calm = Image.fromarray(light.astype(np.uint8)).filter(ImageFilter.MedianFilter(5))
        self._drawn = np.asarray(calm, np.float32)
        return self._drawn

    def outlined(self) -> Field:
        """How light the sheet was when its outlines were drawn; draws them if nobody has."""
        return self.draw_outlines() if self._drawn is None else self._drawn

    def shade(self, factor: Field) -> None:
        """Darkens below 1 and lightens above."""
        self.pixels *= factor[..., None]

    def _box(self, shapes: Sequence[Shape], margin: float) -> Box | None:
        points = np.asarray([point for shape in shapes for point in shape], np.float64)
        if not points.size:
            return None
        low = np.floor((points.min(axis=0) - margin) * self.unit).astype(int) - 2
        high = np.ceil((points.max(axis=0) + margin) * self.unit).astype(int) + 3
        left, top = max(0, int(low[0])), max(0, int(low[1]))
        right, bottom = min(self.width, int(high[0])), min(self.height, int(high[1]))
        return (left, top, right, bottom) if left < right and top < bottom else None

    def _sheet(self, box: Box) -> tuple[Image.Image, ImageDraw.ImageDraw]:
        size = ((box[2] - box[0]) * _FINER, (box[3] - box[1]) * _FINER)
        sheet = Image.new("L", size, 0)
        return sheet, ImageDraw.Draw(sheet)

    def _scaled(self, shape: Shape, box: Box) -> list[Point]:
        scale = self.unit * _FINER
        return [(x * scale - box[0] * _FINER, y * scale - box[1] * _FINER) for x, y in shape]

    def _mask(self, drawn: Image.Image, box: Box, blur: float) -> Field:
        mask = drawn.resize((box[2] - box[0], box[3] - box[1]), Image.Resampling.BOX)
        if blur:
            mask = mask.filter(ImageFilter.GaussianBlur(blur * self.unit))
        return np.asarray(mask, np.float32) / 255

    def _blend(
        self, mask: Field, box: Box, colour: Colour, *, alpha: float, grain: float, edge: float
    ) -> None:
        left, top, right, bottom = box
        self._washes += 1
        pigment = self._pigments[self._washes % len(self._pigments)][top:bottom, left:right]
        tone = 1 + (pigment - 0.5) * (2 * grain)
        if edge:
            # Pigment gathers where a wash dries: darker along the inner side of its outline.
            tone = tone * (1 - np.clip(mask - blurred(mask, self.unit / 110), 0, 1) * (2.2 * edge))
        region = self.pixels[top:bottom, left:right]
        cover = (mask * np.float32(alpha))[..., None]
        region += (tone[..., None] * np.asarray(colour, np.float32) - region) * cover


def blurred(field: Field, radius: float) -> Field:
    """*field* between 0 and 1, softened by *radius* pixels."""
    picture = Image.fromarray((np.clip(field, 0, 1) * 255).astype(np.uint8))
    return np.asarray(picture.filter(ImageFilter.GaussianBlur(radius)), np.float32) / 255
