"""Land and water: ridges, fields, roads, rivers, seas and what grows there."""

# A composition is made of numbers, each used once and in its place.
# ruff: noqa: PLR2004

import numpy as np

from app.illustration.sketch import shapes
from app.illustration.sketch.canvas import Canvas, Field, blurred
from app.illustration.sketch.palette import WHITE, Palette, mix
from app.illustration.sketch.reading import Scene


def ridges(canvas: Canvas, scene: Scene, palette: Palette, *, horizon: float) -> None:
    """Hills or mountains behind each other, paler with distance and lit from the left."""
    is_high = "mountain" in scene.tags
    dice = canvas.random("ridges")
    count = 4 if is_high else 2
    for index in range(count):
        nearness = (index + 1) / (count + 1)
        height = (0.19 if is_high else 0.035) * (1 - 0.5 * nearness)
        line = shapes.ridge(dice, canvas.width, height=height, roughness=0.52 if is_high else 0.42)
        line += horizon - height * 0.5 + (0.11 * nearness if is_high else 0.02 * index)
        colour = palette.away(0.75 - 0.5 * nearness)
        if "snow" in scene.weather:
            colour = mix(colour, palette.snow, 0.5 * (1 - nearness))
        body = below(canvas, line)
        canvas.wash(body, colour, alpha=0.97, grain=0.14, edge=0.25)
        if is_high:
            _light(canvas, line, body, palette, index)
        if index < count - 1:
            mist(
                canvas,
                float(line.mean()) + height * 0.5,
                0.06,
                palette.horizon,
                alpha=0.45,
                key=f"ridge {index}",
            )


def below(canvas: Canvas, line: Field) -> Field:
    """1 below *line* (one y for every column), 0 above, with a soft edge of one pixel."""
    _, y = canvas.grid()
    return np.clip((y - line[None, :]) * canvas.unit, 0, 1).astype(np.float32)


def mist(
    canvas: Canvas,
    y: float,
    thickness: float,
    colour: tuple[float, float, float],
    *,
    alpha: float,
    key: str,
) -> None:
    field = canvas.noise(f"mist {key}", cell=0.35, octaves=3)
    _, rows = canvas.grid()
    band = np.exp(-(((rows - y - (field - 0.5) * 0.06) / thickness) ** 2))
    canvas.wash(band * (0.25 + 0.9 * field), colour, alpha=alpha, grain=0.04)


def ground(canvas: Canvas, scene: Scene, palette: Palette, *, top: float) -> None:
    colour = palette.snow if "snow" in scene.weather else palette.ground
    if "desert" in scene.tags:
        colour = mix(palette.ground, (222, 184, 122), 0.25 if scene.is_dark else 0.8)
    elif "wheat" in scene.tags and "snow" not in scene.weather:
        colour = mix(palette.ground, (216, 172, 84), 0.2 if scene.is_dark else 0.7)
    line = top + shapes.ridge(canvas.random("ground"), canvas.width, height=0.016, roughness=0.42)
    body = below(canvas, line)
    canvas.wash(body, mix(colour, palette.horizon, 0.25), alpha=0.99, grain=0.2, edge=0.15)
    _, y = canvas.grid()
    nearness = np.clip((y - top) / (canvas.bottom - top), 0, 1) * body
    canvas.wash(nearness, mix(colour, palette.near, 0.45), alpha=0.85, grain=0.2)
    # Long patches of light and shade make a plain recede.
    patches = canvas.noise("patches", cell=0.16, octaves=4)
    rows = np.clip((np.arange(canvas.height) ** 1.02).astype(int), 0, canvas.height - 1)
    canvas.wash(
        np.clip((patches[rows] - 0.52) * 6, 0, 1) * body,
        mix(colour, palette.light, 0.35), alpha=0.3, grain=0.1,
    )  # fmt: skip
    if "snow" not in scene.weather and "city" not in scene.tags and "desert" not in scene.tags:
        _grass(canvas, palette, colour, top)


def road(canvas: Canvas, scene: Scene, palette: Palette, *, top: float) -> None:
    dice = canvas.random("road")
    start, sway = dice.uniform(0.4, 0.6) * canvas.right, dice.uniform(0.05, 0.14)
    left, right = [], []
    for t in np.linspace(0, 1, 26):
        y = top + (canvas.bottom + 0.02 - top) * t
        centre = start + np.sin(t * 3.0) * sway * (0.3 + t)
        half = 0.004 + 0.15 * t**1.5
        left.append((float(centre - half), float(y)))
        right.append((float(centre + half), float(y)))
    pale = mix(palette.ground, (232, 214, 178), 0.15 if scene.time == "night" else 0.55)
    if "snow" in scene.weather:
        pale = mix(palette.snow, palette.near, 0.3)
    canvas.fill([left + right[::-1]], pale, alpha=0.85, blur=0.002, edge=0.4, grain=0.2)
    ruts = [
        [(a[0] + (b[0] - a[0]) * share, a[1]) for a, b in zip(left, right, strict=True)]
        for share in (0.3, 0.7)
    ]
    canvas.stroke(
        [(rut, 0.7) for rut in ruts],
        mix(pale, palette.near, 0.6),
        width=0.006,
        alpha=0.4,
        blur=0.002,
    )


def water(
    canvas: Canvas, scene: Scene, palette: Palette, *, horizon: float, light_x: float
) -> None:
    """Mirrors what stands above *horizon*, broken by ripples, and glitters below the sun."""
    first = int(horizon * canvas.unit)
    depth = canvas.height - first
    mirrored = canvas.pixels[:first][::-1]
    down = np.arange(depth)
    rows = np.minimum((down * 0.9).astype(int), first - 1)
    ripples = canvas.noise("ripples", cell=0.05, octaves=3)[:depth]
    swing = ((ripples - 0.5) * 80 * (down / depth)[:, None] * canvas.unit / 1024).astype(int)
    columns = np.clip(np.arange(canvas.width)[None, :] + swing, 0, canvas.width - 1)
    tint = np.asarray(mix(palette.near, (44, 82, 104), 0.65), np.float32)
    murk = np.linspace(0.25, 0.78, depth, dtype=np.float32)[:, None, None]
    canvas.pixels[first:] = mirrored[rows[:, None], columns] * (1 - murk) + tint * murk
    _waves(canvas, scene, palette, horizon, light_x)


def shore(canvas: Canvas, palette: Palette) -> float:
    """Dark land at our feet; returns its y."""
    top = canvas.bottom - 0.09
    line = top + shapes.ridge(canvas.random("shore"), canvas.width, height=0.03, roughness=0.5)
    canvas.wash(
        below(canvas, line), mix(palette.near, (20, 18, 18), 0.35), alpha=0.97, grain=0.25, edge=0.2
    )
    reeds = canvas.random("reeds")
    lines = []
    for x in reeds.uniform(0, canvas.right, 160):
        tall = reeds.uniform(0.02, 0.09)
        lines.append(
            (
                [(x, top + 0.05), (x + reeds.normal(0, 0.012), top + 0.03 - tall)],
                reeds.uniform(0.4, 1),
            )
        )
    canvas.stroke(lines, palette.silhouette, width=0.0022, alpha=0.85)
    return top


def _light(canvas: Canvas, line: Field, body: Field, palette: Palette, index: int) -> None:
    """The side of every slope that faces left is lit; far peaks carry snow."""
    slope = np.gradient(np.convolve(line, np.ones(9) / 9, mode="same")) * 3
    crags = canvas.noise(f"crags {index}", cell=0.09, octaves=5)
    across = np.gradient(crags, axis=1) * canvas.unit / 9
    facing = np.clip(-slope[None, :] * 0.8 + across, -1, 1)
    _, y = canvas.grid()
    fade = np.exp(-np.clip(y - line[None, :], 0, 2) / 0.16) * body
    canvas.shade(1 + (facing * fade * 0.3).astype(np.float32))
    if index < 2:
        snow = np.clip((line[None, :] + 0.05 + (crags - 0.5) * 0.16 - y) * canvas.unit / 10, 0, 1)
        canvas.wash(
            snow * body * (facing > -0.3), mix(palette.horizon, WHITE, 0.6), alpha=0.6, grain=0.06
        )


def _waves(canvas: Canvas, scene: Scene, palette: Palette, horizon: float, light_x: float) -> None:
    dice = canvas.random("waves")
    is_rough = "storm" in scene.weather
    glitter = mix(palette.horizon, palette.light, 0.6)
    lines = []
    for _ in range(900):
        t = dice.random() ** 1.4
        y = horizon + 0.006 + (canvas.bottom - horizon) * t
        near_light = dice.random() < 0.6
        x = (
            light_x + dice.normal(0, 0.05 + 0.12 * t)
            if near_light
            else dice.uniform(0, canvas.right)
        )
        half = dice.uniform(0.004, 0.014) * (0.5 + 2 * t)
        lines.append(
            (
                [(x - half, y), (x + half, y + dice.normal(0, 0.001))],
                dice.uniform(0.2, 1 if near_light else 0.5),
            )
        )
    canvas.stroke(lines, glitter, width=0.0022, alpha=0.75)
    if "sea" not in scene.tags:
        return
    for band in range(7 if is_rough else 4):
        t = (band + 1) / 8
        swell = shapes.ridge(
            dice,
            canvas.width,
            height=(0.02 if is_rough else 0.006) * (0.4 + 1.6 * t),
            roughness=0.5,
        )
        line = horizon + (canvas.bottom - horizon) * t**1.3 + swell
        body = below(canvas, line)
        crest = np.clip(
            body - np.roll(body, max(2, int(canvas.unit * 0.012 * (0.4 + t))), axis=0), 0, 1
        )
        foam = np.clip((canvas.noise(f"foam {band}", cell=0.03, octaves=3) - 0.42) * 5, 0, 1)
        canvas.wash(body, mix(palette.near, (36, 70, 90), 0.6), alpha=0.22, grain=0.1)
        canvas.wash(
            blurred(crest, 0.8) * foam,
            mix(palette.horizon, WHITE, 0.5),
            alpha=0.75 if is_rough else 0.45,
        )


def _grass(
    canvas: Canvas, palette: Palette, colour: tuple[float, float, float], top: float
) -> None:
    dice = canvas.random("grass")
    for tone, alpha in (
        (mix(colour, palette.near, 0.7), 0.5),
        (mix(colour, palette.light, 0.4), 0.45),
    ):
        blades = []
        for _ in range(1500):
            t = dice.random() ** 0.6
            x, y = dice.uniform(0, canvas.right), top + 0.01 + (canvas.bottom - top) * t
            tall = 0.006 + 0.04 * t * dice.uniform(0.5, 1)
            blades.append(
                ([(x, y), (x + dice.normal(0, 0.3) * tall, y - tall)], dice.uniform(0.4, 1))
            )
        canvas.stroke(blades, tone, width=0.0016, alpha=alpha)
