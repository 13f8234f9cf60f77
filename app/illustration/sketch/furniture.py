"""What stands in a room: shelves, a hearth, carpets, tables, beds and candles."""

# A composition is made of numbers, each used once and in its place.

from app.illustration.sketch import palette as palettes
from app.illustration.sketch.canvas import Canvas
from app.illustration.sketch.palette import Colour, mix
from app.illustration.sketch.reading import Scene
from app.illustration.sketch.room import WOOD, Room
from app.illustration.sketch.shapes import Dice, box, ellipse, spline

_SPINES: tuple[Colour, ...] = (
    (124, 48, 40),
    (58, 82, 64),
    (56, 66, 102),
    (156, 120, 68),
    (92, 62, 46),
)


def shelves(canvas: Canvas, room: Room, scene: Scene) -> None:
    dice = canvas.random("books")
    start, end = room.right_x + 0.02, room.right * 0.995
    case = [
        (start, room.top_y + 0.05),
        (end, 0.03),
        (end, room.bottom * 0.93),
        (start, room.floor_y + 0.05),
    ]
    canvas.fill([case], (34, 24, 20) if scene.is_dark else (58, 38, 28), edge=0.3)
    for shelf in range(5):
        x = start + 0.008
        while x < end - 0.012:
            depth = (x - start) / (end - start)
            top, bottom = (
                room.top_y + 0.05 - depth * (room.top_y + 0.02),
                room.floor_y + 0.05 + depth * (room.bottom * 0.93 - room.floor_y - 0.05),
            )
            step = (bottom - top) / 5
            width, base = (
                dice.uniform(0.009, 0.018) * (0.8 + 0.5 * depth),
                top + step * (shelf + 0.95),
            )
            spine = mix(
                _SPINES[int(dice.integers(0, 5))], (20, 14, 12), 0.5 if scene.is_dark else 0.15
            )
            canvas.fill(
                [box(x, base - step * dice.uniform(0.6, 0.85), x + width, base)], spine, edge=0.3
            )
            x += width + 0.0015


def picture(canvas: Canvas, room: Room, wall: Colour) -> None:
    x, y = room.right_x - 0.13, room.top_y + 0.12
    canvas.fill(
        [box(x - 0.06, y - 0.05, x + 0.06, y + 0.09)], mix((176, 136, 70), wall, 0.3), edge=0.5
    )
    canvas.fill(
        [box(x - 0.048, y - 0.038, x + 0.048, y + 0.078)], mix((70, 74, 66), wall, 0.3), grain=0.5
    )
    canvas.fill(
        [ellipse(x, y + 0.005, 0.018, 0.024), ellipse(x, y + 0.07, 0.036, 0.04)],
        mix((40, 32, 34), wall, 0.1),
        edge=0,
    )


def hearth(canvas: Canvas, room: Room, scene: Scene) -> None:
    stone = (72, 64, 64) if scene.is_dark else (128, 116, 106)
    left, floor = room.left_x, room.floor_y
    canvas.fill(
        [[(0, 0.3), (left + 0.012, 0.34), (left + 0.012, floor + 0.02), (0, floor + 0.26)]],
        stone,
        grain=0.35,
        edge=0.3,
    )
    canvas.fill(
        [[(-0.01, 0.28), (left + 0.03, 0.325), (left + 0.03, 0.355), (-0.01, 0.32)]],
        (66, 46, 36),
        edge=0.4,
    )
    mouth = [
        (0.03, floor - 0.12),
        (left - 0.04, floor - 0.11),
        (left - 0.04, floor + 0.06),
        (0.03, floor + 0.17),
    ]
    canvas.fill([mouth], (20, 12, 10))
    _flames(canvas, canvas.random("hearth"), left * 0.48, floor + 0.1, 0.15)
    canvas.glow(left * 0.5, floor + 0.05, 0.34, (255, 140, 54), 0.65)
    canvas.glow(left + 0.1, floor + 0.24, 0.34, (255, 132, 52), 0.35)


def _flames(canvas: Canvas, dice: Dice, x: float, y: float, height: float) -> None:
    for colour, size in (((214, 74, 22), 1.0), ((250, 152, 44), 0.72), ((255, 228, 144), 0.42)):
        tongues = []
        for _ in range(7):
            foot, lean = x + dice.uniform(-0.05, 0.05) * size, dice.uniform(-0.02, 0.02)
            tall = height * dice.uniform(0.6, 1.1) * size
            tongues.append(spline([(foot - 0.018 * size, y), (foot - 0.012 * size, y - tall * 0.4),
                (foot + lean, y - tall),
                                   (foot + 0.012 * size, y - tall * 0.4), (foot + 0.018 * size, y)], 6))  # fmt: skip
        canvas.fill(tongues, colour, alpha=0.85, blur=0.002, edge=0)


def carpet(canvas: Canvas, room: Room, scene: Scene) -> None:
    cloth = mix(
        palettes.accent(scene, (136, 58, 48)), (24, 16, 20), 0.45 if scene.is_dark else 0.05
    )
    middle, floor, low = room.eye[0], room.floor_y + 0.07, room.bottom - 0.03
    for inset, colour in (
        (0.0, cloth),
        (0.03, mix(cloth, (220, 190, 130), 0.5)),
        (0.045, mix(cloth, (40, 24, 30), 0.3)),
    ):
        half_far, half_near = 0.3 - inset, 0.56 - inset * 1.6
        canvas.fill([[(middle - half_far, floor + inset * 0.5), (middle + half_far, floor + inset * 0.5),
                      (middle + half_near, low - inset),
                      (middle - half_near, low - inset)]], colour, grain=0.3, edge=0.3)  # fmt: skip


def table(canvas: Canvas, room: Room, scene: Scene) -> None:
    wood = mix(WOOD, (30, 20, 22), 0.35) if scene.is_dark else (118, 76, 48)
    middle, top = room.eye[0], room.floor_y + 0.08
    edge = top + 0.09
    canvas.fill(
        [ellipse(middle, edge + 0.2, 0.34, 0.05)], (12, 8, 8), alpha=0.45, blur=0.015, edge=0
    )
    legs = [box(middle + x - 0.012, edge, middle + x + 0.012, edge + 0.21) for x in (-0.27, 0.27)]
    canvas.fill(legs, mix(wood, (10, 6, 6), 0.45), edge=0.3)
    canvas.fill(
        [
            [
                (middle - 0.24, top),
                (middle + 0.24, top),
                (middle + 0.32, edge),
                (middle - 0.32, edge),
            ]
        ],
        wood,
        grain=0.35,
        edge=0.3,
    )
    canvas.fill([box(middle - 0.32, edge, middle + 0.32, edge + 0.024)], mix(wood, (10, 6, 6), 0.4))
    page = [
        (middle - 0.09, top + 0.025),
        (middle + 0.05, top + 0.025),
        (middle + 0.065, top + 0.066),
        (middle - 0.105, top + 0.066),
    ]
    canvas.fill([page], (234, 222, 194), grain=0.06, edge=0.4)
    canvas.stroke(
        [([(middle - 0.02, top + 0.025), (middle - 0.02, top + 0.066)], 1.0)],
        (150, 130, 100),
        width=0.003,
    )
    books = [(0.11, 0.0, (118, 44, 38)), (0.12, 0.018, (58, 78, 88))]
    for x, lift, colour in books:
        canvas.fill(
            [box(middle + x, top + 0.03 - lift, middle + x + 0.11, top + 0.05 - lift)],
            colour,
            edge=0.4,
        )
    is_lit = bool(scene.tags & {"candle", "lamp"}) or (
        scene.is_dark and "fireplace" not in scene.tags
    )
    if is_lit:
        _candle(canvas, middle - 0.17, top + 0.04)


def _candle(canvas: Canvas, x: float, y: float) -> None:
    canvas.fill([ellipse(x, y, 0.034, 0.012)], (156, 122, 60), edge=0.4)
    canvas.fill([box(x - 0.012, y - 0.11, x + 0.012, y)], (240, 228, 198), edge=0.3)
    canvas.glow(x + 0.06, y - 0.06, 0.5, (255, 156, 66), 0.4)
    canvas.glow(x, y - 0.13, 0.2, (255, 184, 90), 0.6)
    flame = spline(
        [
            (x, y - 0.108),
            (x - 0.01, y - 0.124),
            (x, y - 0.166),
            (x + 0.01, y - 0.124),
            (x, y - 0.108),
        ],
        6,
    )
    canvas.fill([flame], (255, 240, 184), blur=0.001, edge=0)
    canvas.glow(x, y - 0.13, 0.05, (255, 236, 180), 0.9)


def bed(canvas: Canvas, room: Room, scene: Scene) -> None:
    cloth = mix(
        palettes.accent(scene, (150, 132, 112)), (24, 20, 28), 0.45 if scene.is_dark else 0.05
    )
    x, floor = room.right_x - 0.16, room.floor_y
    canvas.fill([box(x - 0.2, floor - 0.12, x + 0.22, floor + 0.1)], (74, 48, 32), edge=0.4)
    canvas.fill(
        [[(x - 0.18, floor), (x + 0.2, floor), (x + 0.3, floor + 0.27), (x - 0.36, floor + 0.27)]],
        cloth,
        grain=0.3,
        edge=0.4,
    )
    canvas.fill(
        [
            [
                (x - 0.36, floor + 0.27),
                (x + 0.3, floor + 0.27),
                (x + 0.3, floor + 0.35),
                (x - 0.36, floor + 0.35),
            ]
        ],
        mix(cloth, (16, 12, 14), 0.5),
    )
    canvas.fill(
        [ellipse(x + across, floor + 0.005, 0.085, 0.035) for across in (-0.08, 0.1)],
        (226, 220, 208),
        edge=0.5,
    )
