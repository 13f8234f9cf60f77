"""Forests, single trees and gardens."""

# A composition is made of numbers, each used once and in its place.
# ruff: noqa: PLR2004

import numpy as np

from app.illustration.sketch import shapes
from app.illustration.sketch.canvas import Canvas, Point
from app.illustration.sketch.land import mist
from app.illustration.sketch.palette import MOONLIGHT, NAMED, Colour, Palette, mix
from app.illustration.sketch.reading import Scene

# Height, depth below the horizon and number of trees, from far to near.
_ROWS = ((0.11, 0.01, 60), (0.2, 0.04, 30), (0.55, 0.16, 10))


def forest(canvas: Canvas, scene: Scene, palette: Palette, *, top: float) -> None:
    """Three rows; the nearest stands left and right and frames the picture."""
    is_broad = canvas.random("kind of forest").random() < 0.35 or "autumn" in scene.tags
    for row, (height, lower, count) in enumerate(_ROWS):
        dice = canvas.random(f"forest {row}")
        colour = mix(
            mix(palette.foliage, palette.horizon, 0.5 - 0.25 * row), palette.near, 0.2 + 0.2 * row
        )
        base = top + lower
        places = [float(dice.random()) for _ in range(count)]
        if row == len(_ROWS) - 1:
            places = [x * 0.22 - 0.04 if n % 2 else 1.04 - x * 0.22 for n, x in enumerate(places)]
        for x in places:
            y, tall = base + dice.uniform(0, 0.03), height * dice.uniform(0.6, 1.15)
            if is_broad:
                _broadleaf(
                    canvas,
                    f"{row} {x}",
                    (x * canvas.right, y),
                    tall,
                    colour,
                    palette=palette,
                    scene=scene,
                )
            else:
                _conifer(
                    canvas, dice, (x * canvas.right, y), tall, colour, palette=palette, scene=scene
                )
        if row < len(_ROWS) - 1:
            mist(canvas, base, 0.045, palette.horizon, alpha=0.4, key=f"forest {row}")


def grove(canvas: Canvas, scene: Scene, palette: Palette, *, top: float, count: int = 5) -> None:
    """A few trees in the middle distance, which keep a plain from being empty."""
    dice = canvas.random("grove")
    for index in range(count):
        x = dice.uniform(0.02, 0.98) * canvas.right
        y = top + dice.uniform(0.0, 0.05)
        tall = dice.uniform(0.07, 0.13) + (y - top)
        colour = mix(mix(palette.foliage, palette.horizon, 0.25), palette.near, 0.2)
        _broadleaf(canvas, f"grove {index}", (x, y), tall, colour, palette=palette, scene=scene)


def lone(canvas: Canvas, scene: Scene, palette: Palette, *, top: float) -> None:
    """One large tree at the edge of the picture."""
    dice = canvas.random("lone tree")
    x = (0.16 if dice.random() < 0.5 else 0.84) * canvas.right
    y = top + 0.2
    _broadleaf(
        canvas,
        "lone",
        (x, y),
        0.6,
        mix(palette.foliage, palette.near, 0.35),
        palette=palette,
        scene=scene,
    )


def frame(canvas: Canvas, scene: Scene, palette: Palette) -> None:
    """Bushes at the lower corners and, by day and in leaf, a bough from above: near things give depth."""
    dice = canvas.random("frame")
    dark = mix(palette.foliage, palette.near, 0.55)
    if "snow" in scene.weather:
        dark = mix(palette.snow, palette.near, 0.45)
    for side in (0.0, 1.0):
        for _ in range(int(dice.integers(1, 4))):
            x = (side + (0.5 - side) * dice.uniform(-0.05, 0.3)) * canvas.right
            centre = (x, canvas.bottom - dice.uniform(0.05, 0.09))
            _foliage(canvas, dice, centre, dice.uniform(0.06, 0.11), dark, palette=palette)
    if scene.weather & {"snow", "fog"} or scene.time == "night" or dice.random() < 0.5:
        return
    side, reach = (0.0, 1) if dice.random() < 0.5 else (canvas.right, -1)
    limb = shapes.spline([(side, 0.1), (side + reach * 0.16, 0.13), (side + reach * 0.36, 0.1)], 8)
    canvas.stroke([(limb, 1.0)], mix(dark, (30, 22, 20), 0.6), width=0.011)
    for x, y in limb[3::3]:
        centre = (x, y + dice.uniform(-0.03, 0.02))
        _foliage(canvas, dice, centre, dice.uniform(0.05, 0.08), dark, palette=palette)


def flowers(canvas: Canvas, scene: Scene, palette: Palette, *, top: float) -> None:
    dice = canvas.random("flowers")
    hues = [NAMED[name] for name in scene.colours if name in NAMED] or [
        (206, 92, 96),
        (232, 196, 104),
        (222, 212, 228),
    ]
    for hue in hues:
        blooms = []
        for _ in range(110):
            t = dice.random() ** 0.7
            x, y = dice.uniform(0, canvas.right), top + 0.05 + (canvas.bottom - top) * t
            size = 0.003 + 0.011 * t
            blooms.append(shapes.ellipse(x, y, size, size * 0.8, 10))
        canvas.fill(
            blooms, mix(hue, palette.near, 0.5 if scene.is_dark else 0.05), alpha=0.9, edge=0.3
        )


def _conifer(
    canvas: Canvas,
    dice: shapes.Dice,
    foot: Point,
    tall: float,
    colour: Colour,
    *,
    palette: Palette,
    scene: Scene,
) -> None:
    outline = shapes.conifer(dice, *foot, tall)
    canvas.fill([outline], colour, grain=0.25, edge=0.2)
    light = palette.snow if "snow" in scene.weather else mix(colour, palette.light, 0.4)
    dabs = []
    for _ in range(10 if tall < 0.15 else 34):
        t = dice.uniform(0.08, 0.92)
        reach = tall * 0.16 * t
        x, y = foot[0] + dice.uniform(-1, 0.5) * reach, foot[1] - tall * (1 - t)
        dabs.append(([(x, y), (x - reach * 0.35, y + tall * 0.03)], dice.uniform(0.4, 1)))
    canvas.stroke(
        dabs, light, width=max(0.0015, tall * 0.012), alpha=0.9 if "snow" in scene.weather else 0.4
    )


def _broadleaf(
    canvas: Canvas,
    key: str,
    foot: Point,
    tall: float,
    colour: Colour,
    *,
    palette: Palette,
    scene: Scene,
) -> None:
    dice = canvas.random(f"tree {key}")
    x, y = foot
    bark = mix(colour, (30, 22, 20), 0.6)
    depth = 6 if tall > 0.3 else 4
    lines = shapes.branches(dice, x, y, tall * 0.27, depth=depth)
    for thickness in sorted({thickness for _, thickness in lines}, reverse=True):
        limbs = [(line, 1.0) for line, own in lines if own == thickness]
        canvas.stroke(limbs, bark, width=max(0.0012, tall * 0.05 * min(1.0, thickness)))
    if "snow" in scene.weather:
        return
    _foliage(canvas, dice, (x, y - tall * 0.66), tall * 0.36, colour, palette=palette)


def _foliage(
    canvas: Canvas,
    dice: shapes.Dice,
    centre: Point,
    size: float,
    colour: Colour,
    *,
    palette: Palette,
) -> None:
    """Lobes of shade, then leaves that stray over their outline, lighter towards the sun."""
    lobes = [
        (
            dice.uniform(-0.62, 0.62) * size,
            dice.uniform(-0.5, 0.36) * size,
            dice.uniform(0.36, 0.56) * size,
        )
        for _ in range(9)
    ]
    x, y = centre
    rough = [shapes.ragged(dice, x + a, y + b, reach, reach * 0.8) for a, b, reach in lobes]
    canvas.fill(rough, mix(colour, palette.near, 0.35), alpha=0.96, grain=0.35, edge=0.3)
    count = 150 if size > 0.1 else 34
    leaf = size * (0.05 if size > 0.1 else 0.11)
    # By night the sky gives leaves little light.
    shine = 0.45 if palette.light == MOONLIGHT else 1.0
    for share, lift, alpha in ((0.0, -0.1, 0.9), (0.16, 0.08, 0.8), (0.4, 0.22, 0.7)):
        leaves = []
        for _ in range(count):
            a, b, reach = lobes[int(dice.integers(len(lobes)))]
            turn, away = (
                dice.uniform(0, 6.28),
                reach * (1.04 - 1.3 * max(0.0, lift)) * dice.random() ** 0.5,
            )
            spot = (
                x + a - lift * reach + away * np.cos(turn),
                y + b - lift * reach + away * 0.8 * np.sin(turn),
            )
            leaves.append(
                shapes.ellipse(
                    *spot, leaf * dice.uniform(0.6, 1.5), leaf * dice.uniform(0.5, 0.9), 8
                )
            )
        canvas.fill(
            leaves, mix(colour, palette.light, share * shine), alpha=alpha, grain=0.3, edge=0.2
        )
