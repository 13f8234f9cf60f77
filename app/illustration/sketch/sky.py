"""Skies: their gradient, sun, moon, stars, clouds, lightning and birds."""

# A composition is made of numbers, each used once and in its place.

import numpy as np

from app.illustration.sketch.canvas import Canvas, blurred
from app.illustration.sketch.palette import WHITE, Palette, mix
from app.illustration.sketch.reading import Scene
from app.illustration.sketch.shapes import ellipse


def paint(canvas: Canvas, scene: Scene, palette: Palette, *, horizon: float) -> float:
    """Paints down to *horizon* and returns the x of the sun or moon, wanted again by the water."""
    dice = canvas.random("sky")
    canvas.gradient(palette.sky, bottom=horizon)
    x = dice.uniform(0.2, 0.8) * canvas.right
    is_low = scene.time in {"dawn", "dusk"}
    y = horizon - dice.uniform(0.03, 0.09) if is_low else dice.uniform(0.15, 0.28)
    is_covered = bool(scene.weather & {"storm", "rain"})
    orb = "moon" if scene.time == "night" else "sun"
    if scene.time == "night" and not is_covered and "star" not in scene.absent:
        _stars(canvas, horizon)
    if not is_covered and orb not in scene.absent:
        _orb(canvas, scene, palette, x, y)
    if not ({"cloud"} & scene.absent or "clear" in scene.weather):
        _clouds(canvas, scene, palette, horizon)
    return x


def birds(canvas: Canvas, scene: Scene, palette: Palette) -> None:
    if scene.time == "night" or scene.weather & {"storm", "snow"}:
        return
    dice = canvas.random("birds")
    centre_x, centre_y = dice.uniform(0.25, 0.75) * canvas.right, dice.uniform(0.16, 0.34)
    flock = []
    for _ in range(int(dice.integers(4, 9))):
        x, y = centre_x + dice.normal(0, 0.08), centre_y + dice.normal(0, 0.035)
        wing = dice.uniform(0.008, 0.015)
        line = [(x - wing, y - wing * 0.5), (x - wing * 0.4, y - wing * 0.6), (x, y),
                (x + wing * 0.4, y - wing * 0.6), (x + wing, y - wing * 0.45)]  # fmt: skip
        flock.append((line, 1.0))
    canvas.stroke(flock, palette.silhouette, width=0.002, alpha=0.8)


def _stars(canvas: Canvas, horizon: float) -> None:
    dice = canvas.random("stars")
    field = np.zeros((canvas.height, canvas.width), np.float32)
    count = int(300 * canvas.right * canvas.bottom)
    rows = (dice.random(count) ** 1.3 * horizon * canvas.unit * 0.9).astype(int)
    columns = dice.integers(0, canvas.width - 1, count)
    brightness = dice.random(count).astype(np.float32)
    field[rows, columns] = brightness
    field[rows, columns + 1] = brightness * 0.6
    canvas.pixels += (field + blurred(field, 1.2))[..., None] * 190


def _orb(canvas: Canvas, scene: Scene, palette: Palette, x: float, y: float) -> None:
    is_night = scene.time == "night"
    canvas.glow(x, y, 0.34 if not is_night else 0.24, palette.light, 0.5)
    canvas.glow(x, y, 0.12, palette.light, 0.55)
    radius = 0.048 if is_night else 0.042
    colour = (255, 216, 154) if scene.time == "dusk" else (250, 244, 226)
    canvas.fill([ellipse(x, y, radius, radius)], colour, blur=0.0015, grain=0.06, edge=0)
    if is_night:
        seas = [
            ellipse(x - 0.012, y - 0.008, 0.014, 0.011),
            ellipse(x + 0.014, y + 0.012, 0.01, 0.008),
        ]
        canvas.fill(seas, (206, 208, 206), alpha=0.5, blur=0.003, edge=0)


def _clouds(canvas: Canvas, scene: Scene, palette: Palette, horizon: float) -> None:
    is_heavy = bool(scene.weather & {"storm", "rain", "snow"})
    field = canvas.noise("clouds", cell=0.42, octaves=6, gain=0.56)
    # Clouds lie flat towards the horizon, so the field is read with rows stretched below the
    # zenith.
    rows = (np.linspace(0, 1, canvas.height) ** 0.7 * (canvas.height - 1)).astype(int)
    field = field[rows]
    _, y = canvas.grid()
    fade = np.clip((horizon + 0.02 - y) * 4.5, 0, 1)
    body = np.clip((field - (0.46 if is_heavy else 0.53)) * 5.5, 0, 1) * fade
    bright = mix(palette.sky[0], WHITE, 0.75 if scene.time == "day" else 0.35)
    if scene.time == "night":
        bright = mix(palette.sky[0], palette.light, 0.22)
    if is_heavy:
        bright = mix(palette.sky[0], (30, 32, 42), 0.35)
    if scene.time == "dusk":
        bright = mix(palette.sky[1], palette.sky[0], 0.55)
    canvas.wash(body, bright, alpha=0.75, grain=0.1)
    shift = max(2, canvas.unit // 50)
    belly = np.clip(body - np.roll(body, -shift, axis=0), 0, 1)
    canvas.wash(belly, mix(bright, palette.sky[0], 0.8), alpha=0.6, grain=0.1)


def lightning(canvas: Canvas, horizon: float) -> None:
    dice = canvas.random("lightning")
    x, y = dice.uniform(0.25, 0.75) * canvas.right, 0.02
    bolt = [(x, y)]
    while y < horizon - 0.03:
        x, y = x + dice.uniform(-0.05, 0.05), y + dice.uniform(0.03, 0.06)
        bolt.append((x, y))
    for points in (bolt, [bolt[len(bolt) // 2], (x + 0.09, y - 0.05), (x + 0.12, y)]):
        canvas.stroke([(points, 1.0)], (214, 222, 255), width=0.012, alpha=0.6, blur=0.012)
        canvas.stroke([(points, 1.0)], (250, 250, 255), width=0.003)
    canvas.glow(bolt[0][0], 0.1, 0.3, (170, 184, 230), 0.5)
