"""Rooms in one-point perspective, lit by a window, a hearth or a candle."""

# A composition is made of numbers, each used once and in its place.
# ruff: noqa: PLR2004

import numpy as np

from app.illustration.sketch import comforts, furniture
from app.illustration.sketch import palette as palettes
from app.illustration.sketch.canvas import Canvas
from app.illustration.sketch.palette import NAMED, Colour, Palette, mix
from app.illustration.sketch.reading import Scene
from app.illustration.sketch.room import WOOD, Room
from app.illustration.sketch.shapes import box, ellipse, spline


def paint(canvas: Canvas, scene: Scene, palette: Palette) -> None:
    wall = _wall(scene)
    room = Room(canvas)
    _shell(canvas, room, scene, wall)
    if "window" not in scene.absent:
        _window(canvas, room, scene, palette, wall)
    dice = canvas.random("furniture")
    if "books" in scene.tags or dice.random() < 0.4:
        furniture.shelves(canvas, room, scene)
    else:
        furniture.picture(canvas, room, wall)
    if "fireplace" in scene.tags:
        furniture.hearth(canvas, room, scene)
    if "carpet" in scene.tags or dice.random() < 0.5:
        furniture.carpet(canvas, room, scene)
    comforts.behind(canvas, room, scene, wall)
    if "bed" in scene.tags:
        furniture.bed(canvas, room, scene)
    elif scene.frame != "action":
        furniture.table(canvas, room, scene)
    comforts.before(canvas, room, scene, palette)
    _gloom(canvas, scene)


def _wall(scene: Scene) -> Colour:
    wall: Colour = (148, 112, 82)
    for name in scene.colours:
        if name in {"red", "green", "blue", "gold", "grey", "white"}:
            wall = mix(wall, NAMED[name], 0.5)
            break
    if scene.mood == "grim":
        wall = mix(wall, (70, 70, 74), 0.5)
    return mix(wall, (38, 32, 42), 0.5) if scene.is_dark else wall


def _shell(canvas: Canvas, room: Room, scene: Scene, wall: Colour) -> None:
    left, right, top, floor = room.left_x, room.right_x, room.top_y, room.floor_y
    far, low = canvas.right, canvas.bottom
    canvas.gradient([mix(wall, (10, 8, 10), 0.2), wall, wall], bottom=low)
    canvas.fill(
        [[(0, 0), (left, top), (left, floor), (0, low)]], mix(wall, (0, 0, 0), 0.3), grain=0.15
    )
    canvas.fill(
        [[(far, 0), (right, top), (right, floor), (far, low)]],
        mix(wall, (0, 0, 0), 0.2),
        grain=0.15,
    )
    canvas.fill([[(0, 0), (far, 0), (right, top), (left, top)]], mix(wall, (0, 0, 0), 0.42))
    canvas.fill([box(left, top, right, floor)], mix(wall, (255, 236, 204), 0.12), grain=0.18)
    stripes = [([(x, top), (x, floor)], 0.6) for x in np.arange(left, right, 0.035)]
    canvas.stroke(stripes, mix(wall, (255, 240, 214), 0.3), width=0.004, alpha=0.18)
    canvas.fill([box(left, floor - 0.09, right, floor)], mix(wall, WOOD, 0.55), edge=0.3)
    plank = mix(WOOD, (30, 22, 24), 0.45) if scene.is_dark else (124, 84, 56)
    canvas.fill([[(0, low), (far, low), (right, floor), (left, floor)]], plank, grain=0.3)
    joints = []
    for across in np.linspace(-1.2, 1.2, 26):
        start = room.eye[0] + across * (right - left) / 2 * 1.0
        end = room.eye[0] + across * canvas.right * 1.6
        joints.append(([(start, floor), (end, low + 0.35)], 0.8))
    canvas.stroke(
        [line for line in joints if left <= line[0][0][0] <= right],
        (24, 14, 10),
        width=0.0022,
        alpha=0.6,
    )
    beams = [
        [(x - 0.008, top), (x + 0.008, top), (room.eye[0] + (x - room.eye[0]) * 1.75 + 0.02, 0),
        (room.eye[0] + (x - room.eye[0]) * 1.75 - 0.02, 0)]
        for x in np.linspace(left, right, 6)[1:-1]
    ]  # fmt: skip
    canvas.fill(beams, mix(wall, (20, 12, 8), 0.75), alpha=0.85, edge=0.3)


def _window(canvas: Canvas, room: Room, scene: Scene, palette: Palette, wall: Colour) -> None:
    x = canvas.random("window").uniform(0.42, 0.52) * canvas.right
    top, bottom, half = room.top_y + 0.08, room.floor_y - 0.16, 0.1
    canvas.fill(
        [box(x - half - 0.014, top - 0.014, x + half + 0.014, bottom + 0.014)],
        mix(WOOD, wall, 0.3),
        edge=0.4,
    )
    steps = 24
    for index in range(steps):
        tint = palette.sky[min(len(palette.sky) - 1, index * len(palette.sky) // steps)]
        ahead = palette.sky[min(len(palette.sky) - 1, index * len(palette.sky) // steps + 1)]
        share = (index * len(palette.sky) / steps) % 1
        y = top + (bottom - top) * index / steps
        canvas.fill(
            [box(x - half, y, x + half, y + (bottom - top) / steps + 0.002)],
            mix(tint, ahead, share),
            edge=0,
            grain=0.05,
        )
    hills = [
        (x - half, bottom),
        (x - half, bottom - 0.05),
        (x - 0.02, bottom - 0.075),
        (x + half, bottom - 0.04),
        (x + half, bottom),
    ]
    canvas.fill([hills], palette.away(0.35), edge=0.3)
    if scene.time == "night":
        canvas.fill([ellipse(x + 0.045, top + 0.06, 0.018, 0.018)], (246, 240, 222), edge=0)
        canvas.glow(x + 0.045, top + 0.06, 0.07, palette.light, 0.6)
    bars = [
        ([(x, top), (x, bottom)], 1.0),
        ([(x - half, top + (bottom - top) * 0.4), (x + half, top + (bottom - top) * 0.4)], 1.0),
    ]
    canvas.stroke(bars, (58, 38, 26), width=0.009)
    cloth = palettes.accent(scene, (124, 58, 52))
    for side in (-1, 1):
        curtain = [(x + side * 0.17, top - 0.03), (x + side * 0.06, top - 0.03), (x + side * 0.088, top + 0.14),
                   (x + side * 0.135, bottom - 0.02), (x + side * 0.12, bottom + 0.14),
                   (x + side * 0.19, bottom + 0.14),
                   (x + side * 0.18, top + 0.1), (x + side * 0.17, top - 0.03)]  # fmt: skip
        canvas.fill(
            [spline(curtain)],
            mix(cloth, (20, 14, 20), 0.5 if scene.is_dark else 0.1),
            grain=0.35,
            edge=0.5,
        )
        folds = [
            (
                [
                    (x + side * (0.09 + 0.02 * n), top),
                    (x + side * (0.125 + 0.016 * n), bottom + 0.12),
                ],
                0.7,
            )
            for n in range(4)
        ]
        canvas.stroke(folds, mix(cloth, (16, 10, 14), 0.7), width=0.004, alpha=0.45, blur=0.002)
    if not scene.is_dark:
        shaft = [
            (x - half, top),
            (x + half, top),
            (x + 0.42, canvas.bottom),
            (x + 0.04, canvas.bottom),
        ]
        canvas.fill([shaft], (255, 240, 200), alpha=0.2, blur=0.014, edge=0)


def _gloom(canvas: Canvas, scene: Scene) -> None:
    """Corners fall into shadow, deeper at night."""
    x, y = canvas.grid()
    away = ((x / canvas.right - 0.5) * 2) ** 2 + ((y / canvas.bottom - 0.55) * 2) ** 2
    canvas.shade(
        1 - np.clip(away - 0.35, 0, 1.2).astype(np.float32) * (0.42 if scene.is_dark else 0.26)
    )
