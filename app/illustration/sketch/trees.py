"""Forests, single trees and gardens."""

# A composition is made of numbers, each used once and in its place.
# ruff: noqa: PLR2004

from app.illustration.sketch import shapes
from app.illustration.sketch.canvas import Canvas, Point
from app.illustration.sketch.land import mist
from app.illustration.sketch.palette import NAMED, Colour, Palette, mix
from app.illustration.sketch.reading import Scene

# Height, depth below the horizon and number of trees, from far to near.
_ROWS = ((0.11, 0.01, 60), (0.2, 0.04, 30), (0.55, 0.16, 10))


def forest(canvas: Canvas, scene: Scene, palette: Palette, *, top: float) -> None:
    """Three rows; the nearest stands left and right and frames the picture."""
    is_broad = canvas.random("kind of forest").random() < 0.35 or "autumn" in scene.tags
    for row, (height, lower, count) in enumerate(_ROWS):
        dice = canvas.random(f"forest {row}")
        colour = mix(
            mix(palette.foliage, palette.horizon, 0.5 - 0.25 * row), palette.near, 0.2 + 0.3 * row
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
            size = 0.002 + 0.008 * t
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
    centre_y, size = y - tall * 0.68, tall * 0.34
    leaves = 26 if tall < 0.3 else 90
    scale = 1.0 if tall < 0.3 else 0.62
    dark = shapes.crown(dice, x, centre_y, size, leaves)
    canvas.fill(dark, mix(colour, palette.near, 0.25), alpha=0.95, grain=0.3, edge=0.3)
    for share, lift in ((0.2, 0.08), (0.45, 0.2)):
        clumps = shapes.crown(
            dice, x - size * lift, centre_y - size * lift, size * (0.9 - lift), leaves // 2
        )
        small = [_shrunk(clump, scale * (0.8 - lift)) for clump in clumps]
        canvas.fill(small, mix(colour, palette.light, share), alpha=0.55, grain=0.3, edge=0.25)


def _shrunk(outline: list[Point], scale: float) -> list[Point]:
    x = sum(point[0] for point in outline) / len(outline)
    y = sum(point[1] for point in outline) / len(outline)
    return [(x + (a - x) * scale, y + (b - y) * scale) for a, b in outline]
