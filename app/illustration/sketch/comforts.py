"""What else a room can have: armchairs, pianos, chandeliers, stairs, doors, icons and people."""

# A composition is made of numbers, each used once and in its place.
# ruff: noqa: PLR2004

import numpy as np

from app.illustration.sketch import figures
from app.illustration.sketch import palette as palettes
from app.illustration.sketch.canvas import Canvas
from app.illustration.sketch.palette import LAMPLIGHT, Colour, Palette, mix
from app.illustration.sketch.reading import Scene
from app.illustration.sketch.room import WOOD, Room
from app.illustration.sketch.shapes import box, ellipse, placed, spline

_GOLD: Colour = (196, 152, 76)


def behind(canvas: Canvas, room: Room, scene: Scene, wall: Colour) -> None:
    """What stands against the walls, to be painted before the table."""
    if "door" in scene.tags:
        _door(canvas, room, wall)
    if "stairs" in scene.tags:
        _stairs(canvas, room, wall)
    if "icon" in scene.tags:
        _icon(canvas, room)
    if "chandelier" in scene.tags:
        _chandelier(canvas, room, scene)
    if "piano" in scene.tags:
        _piano(canvas, room, scene)


def before(canvas: Canvas, room: Room, scene: Scene, palette: Palette) -> None:
    """What stands nearer than the table."""
    if "armchair" in scene.tags:
        _armchair(canvas, room, scene)
    if scene.people & {"man", "woman", "child"} and scene.frame != "action":
        x = (0.34 if canvas.random("guest").random() < 0.5 else 0.68) * canvas.right
        colours = figures.dress(scene, palette, palettes.accent(scene, (104, 58, 62)))
        figures.stand(
            canvas, figures.template_of(scene), colours, at=(x, room.floor_y + 0.25), size=0.52
        )


def _door(canvas: Canvas, room: Room, wall: Colour) -> None:
    left, right, top, floor = (
        room.right_x - 0.24,
        room.right_x - 0.06,
        room.top_y + 0.11,
        room.floor_y,
    )
    wood = mix(WOOD, wall, 0.2)
    canvas.fill(
        [box(left - 0.016, top - 0.016, right + 0.016, floor)],
        mix(wood, (230, 210, 180), 0.25),
        edge=0.4,
    )
    canvas.fill([box(left, top, right, floor)], wood, grain=0.35, edge=0.4)
    panels = [
        box(left + a, b, left + a + 0.06, b + tall)
        for a in (0.02, 0.1)
        for b, tall in ((top + 0.025, 0.13), (top + 0.19, 0.15))
    ]
    canvas.fill(panels, mix(wood, (20, 12, 8), 0.3), edge=0.5)
    canvas.fill(
        [ellipse(right - 0.016, (top + floor) / 2 + 0.02, 0.008, 0.008, 14)], _GOLD, edge=0.4
    )


def _stairs(canvas: Canvas, room: Room, wall: Colour) -> None:
    wood, floor = mix(WOOD, wall, 0.35), room.floor_y
    start = room.left_x - 0.02
    for step in range(9):
        x, y = start + 0.03 * step + 0.02, floor + 0.06 - 0.045 * step
        canvas.fill(
            [box(x, y - 0.045, start + 0.34, y)],
            mix(wood, (20, 12, 10), 0.06 * (step % 2) + 0.1),
            grain=0.25,
            edge=0.3,
        )
        canvas.fill(
            [box(x - 0.006, y - 0.05, x + 0.036, y - 0.04)],
            mix(wood, (255, 230, 190), 0.25),
            edge=0.3,
        )
    posts = [
        (
            [
                (start + 0.035 + 0.03 * n, floor + 0.015 - 0.045 * n),
                (start + 0.035 + 0.03 * n, floor - 0.095 - 0.045 * n),
            ],
            1.0,
        )
        for n in range(9)
    ]
    canvas.stroke(
        [*posts, ([posts[0][0][1], posts[-1][0][1]], 1.0)], mix(wood, (16, 8, 6), 0.5), width=0.008
    )


def _icon(canvas: Canvas, room: Room) -> None:
    x, y = room.left_x + 0.06, room.top_y + 0.09
    canvas.fill([box(x - 0.04, y - 0.055, x + 0.04, y + 0.055)], _GOLD, grain=0.3, edge=0.5)
    canvas.fill([box(x - 0.03, y - 0.044, x + 0.03, y + 0.044)], (122, 56, 40), edge=0.4)
    canvas.fill([ellipse(x, y - 0.014, 0.02, 0.02, 24)], (230, 194, 110), edge=0.5)
    canvas.fill(
        [
            ellipse(x, y - 0.012, 0.011, 0.014, 18),
            [(x - 0.024, y + 0.044), (x, y + 0.004), (x + 0.024, y + 0.044)],
        ],
        (70, 50, 48),
        edge=0.3,
    )
    canvas.glow(x, y + 0.08, 0.06, (255, 150, 90), 0.7)
    canvas.fill([ellipse(x, y + 0.08, 0.01, 0.008, 14)], (190, 50, 40), edge=0.4)


def _chandelier(canvas: Canvas, room: Room, scene: Scene) -> None:
    x, y = room.eye[0], room.top_y + 0.02
    canvas.stroke([([(x, 0.0), (x, y)], 1.0)], _GOLD, width=0.005)
    arms = [
        (spline([(x, y + 0.03), (x + a * 0.6, y + 0.055), (x + a, y + 0.02)], 6), 1.0)
        for a in (-0.15, -0.08, 0.08, 0.15)
    ]
    canvas.stroke([*arms, ([(x, y), (x, y + 0.05)], 1.0)], _GOLD, width=0.008)
    drops = [
        ellipse(x + a, y + 0.062 - abs(a) * 0.2, 0.005, 0.01, 10)
        for a in np.linspace(-0.14, 0.14, 11)
    ]
    canvas.fill(drops, (236, 240, 244), alpha=0.85, edge=0.5)
    for a in (-0.15, -0.08, 0.0, 0.08, 0.15):
        canvas.fill(
            [box(x + a - 0.005, y - 0.02, x + a + 0.005, y + 0.02)], (244, 234, 206), edge=0.3
        )
        canvas.fill(
            [
                spline(
                    [
                        (x + a, y - 0.02),
                        (x + a - 0.006, y - 0.03),
                        (x + a, y - 0.05),
                        (x + a + 0.006, y - 0.03),
                        (x + a, y - 0.02),
                    ],
                    4,
                )
            ],
            (255, 236, 170),
            edge=0,
        )
        canvas.glow(x + a, y - 0.03, 0.06, LAMPLIGHT, 0.5)
    canvas.glow(x, y, 0.4, LAMPLIGHT, 0.35 if scene.is_dark else 0.15)


def _piano(canvas: Canvas, room: Room, scene: Scene) -> None:
    black: Colour = (40, 34, 36) if scene.is_dark else (58, 44, 42)
    x, floor = room.left_x + 0.15, room.floor_y + 0.05
    wood = mix(black, (140, 96, 70), 0.3)
    canvas.fill([box(x - 0.15, floor - 0.27, x + 0.17, floor)], wood, grain=0.25, edge=0.4)
    canvas.fill(
        [box(x - 0.16, floor - 0.285, x + 0.18, floor - 0.265)],
        mix(wood, (255, 230, 190), 0.2),
        edge=0.4,
    )
    canvas.fill(
        [
            box(x - 0.12, floor - 0.24, x - 0.005, floor - 0.16),
            box(x + 0.025, floor - 0.24, x + 0.14, floor - 0.16),
        ],
        black,
        edge=0.5,
    )
    canvas.fill([box(x - 0.05, floor - 0.225, x + 0.07, floor - 0.15)], (236, 228, 206), edge=0.5)
    canvas.fill(
        [
            box(x - 0.17, floor - 0.13, x + 0.19, floor - 0.1),
            box(x - 0.16, floor - 0.1, x - 0.145, floor + 0.03),
            box(x + 0.165, floor - 0.1, x + 0.18, floor + 0.03),
        ],
        black,
        grain=0.2,
        edge=0.4,
    )
    canvas.fill([box(x - 0.15, floor - 0.132, x + 0.17, floor - 0.114)], (238, 232, 218), edge=0.3)
    keys = [
        ([(x + a, floor - 0.131), (x + a, floor - 0.12)], 1.0)
        for a in np.arange(-0.14, 0.165, 0.013)
    ]
    canvas.stroke(keys, (24, 20, 22), width=0.005)
    canvas.fill(
        [
            ellipse(x + 0.02, floor + 0.09, 0.055, 0.016),
            box(x + 0.012, floor + 0.09, x + 0.028, floor + 0.17),
        ],
        black,
        edge=0.4,
    )


def _armchair(canvas: Canvas, room: Room, scene: Scene) -> None:
    cloth = mix(palettes.accent(scene, (122, 64, 56)), (20, 16, 20), 0.4 if scene.is_dark else 0.08)
    side = 1 if canvas.random("armchair").random() < 0.5 else -1
    x, y = room.eye[0] + side * 0.38, room.bottom - 0.1
    back = [
        (-0.13, -0.14),
        (-0.14, -0.34),
        (-0.1, -0.42),
        (0.0, -0.44),
        (0.1, -0.42),
        (0.14, -0.34),
        (0.13, -0.14),
    ]
    canvas.fill([ellipse(x, y, 0.2, 0.03)], (10, 6, 6), alpha=0.5, blur=0.012, edge=0)
    canvas.fill([placed(spline(back, 6), x, y, 1)], cloth, grain=0.3, edge=0.5)
    canvas.fill(
        [box(x - 0.13, y - 0.19, x + 0.13, y - 0.03)],
        mix(cloth, (255, 230, 200), 0.14),
        grain=0.3,
        edge=0.4,
    )
    arms = [
        placed(
            spline(
                [
                    (a - 0.045, -0.02),
                    (a - 0.05, -0.22),
                    (a, -0.26),
                    (a + 0.05, -0.22),
                    (a + 0.045, -0.02),
                ],
                6,
            ),
            x,
            y,
            1,
        )
        for a in (-0.15, 0.15)
    ]
    canvas.fill(arms, mix(cloth, (14, 8, 10), 0.25), grain=0.3, edge=0.5)
    canvas.fill(
        [
            ellipse(x + a, y - b, 0.005, 0.005, 8)
            for a, b in ((-0.06, 0.34), (0.0, 0.36), (0.06, 0.34), (-0.03, 0.28), (0.03, 0.28))
        ],
        mix(cloth, (10, 6, 8), 0.6),
        edge=0,
    )
