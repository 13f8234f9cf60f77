"""What falls from the sky or hangs in the air, in front of everything else."""

from app.illustration.sketch.canvas import Canvas
from app.illustration.sketch.land import mist
from app.illustration.sketch.palette import Palette, mix
from app.illustration.sketch.reading import Scene
from app.illustration.sketch.shapes import ellipse


def paint(canvas: Canvas, scene: Scene, palette: Palette) -> None:
    if "fog" in scene.weather:
        pale = mix(palette.horizon, (222, 224, 226), 0.15 if scene.is_dark else 0.45)
        for layer in range(4):
            mist(
                canvas,
                canvas.bottom * (0.5 + 0.12 * layer),
                0.13,
                pale,
                alpha=0.55,
                key=f"fog {layer}",
            )
    if scene.weather & {"rain", "storm"}:
        _rain(canvas)
    if "snow" in scene.weather:
        _snow(canvas)


def _rain(canvas: Canvas) -> None:
    dice = canvas.random("rain")
    drops = []
    for _ in range(int(900 * canvas.right * canvas.bottom)):
        x, y = dice.uniform(-0.05, canvas.right + 0.1), dice.uniform(-0.05, canvas.bottom)
        long = dice.uniform(0.02, 0.06)
        drops.append(([(x, y), (x - long * 0.22, y + long)], dice.uniform(0.2, 0.8)))
    canvas.stroke(drops, (210, 218, 230), width=0.0012, alpha=0.45)


def _snow(canvas: Canvas) -> None:
    dice = canvas.random("snow")
    for smallest, largest, count in ((0.001, 0.003, 520), (0.003, 0.007, 70)):
        flakes = []
        for _ in range(int(count * canvas.right * canvas.bottom)):
            size = dice.uniform(smallest, largest)
            flakes.append(
                ellipse(
                    dice.uniform(0, canvas.right), dice.uniform(0, canvas.bottom), size, size, 10
                )
            )
        canvas.fill(flakes, (250, 251, 254), alpha=0.85, blur=0.0008, edge=0, grain=0.03)
