"""Whole people by sex, age and dress, a few strokes each, for streets, roads and rooms."""

# A figure is made of numbers: feet at (0, 0), the crown of the head at -1.

from dataclasses import dataclass, field

from app.illustration.sketch.canvas import Canvas, Point
from app.illustration.sketch.palette import NAMED, Colour, Palette, mix
from app.illustration.sketch.reading import Scene
from app.illustration.sketch.shapes import ellipse, placed, spline

Outline = list[Point]
Parts = tuple[tuple[str, Outline], ...]

_HEAD: Outline = ellipse(0.0, -0.915, 0.058, 0.075, 20)
_HAIR: Outline = [(-0.06, -0.9), (-0.062, -0.96), (-0.02, -1.0), (0.04, -0.99), (0.056, -0.95), (0.0, -0.955),
    (-0.03, -0.88)]  # fmt: skip
_COAT: Outline = [(-0.05, -0.84), (0.05, -0.84), (0.13, -0.79), (0.15, -0.6), (0.12, -0.46), (0.14, -0.3),
    (-0.14, -0.3),
                  (-0.12, -0.46), (-0.15, -0.6), (-0.13, -0.79)]  # fmt: skip
_ARMS: Parts = (("shade", [(-0.13, -0.79), (-0.2, -0.62), (-0.19, -0.44), (-0.14, -0.44), (-0.13, -0.6),
    (-0.08, -0.74)]),
                ("cloth", [(0.13, -0.79), (0.2, -0.62), (0.18, -0.44), (0.13, -0.44), (0.14, -0.6), (0.08, -0.74)]),
                ("skin", ellipse(0.155, -0.43, 0.022, 0.028, 12)),
                    ("skin", ellipse(-0.165, -0.43, 0.022, 0.028, 12)))  # fmt: skip
_LEGS: Parts = (("dark", [(-0.11, -0.34), (0.0, -0.34), (-0.03, 0.0), (-0.12, 0.0), (-0.1, -0.04)]),
                ("dark", [(0.0, -0.34), (0.11, -0.34), (0.13, -0.03), (0.16, 0.0), (0.06, 0.0)]))  # fmt: skip
_SKIRT: Outline = [(-0.075, -0.6), (0.075, -0.6), (0.14, -0.42), (0.24, -0.02), (0.1, 0.0), (-0.12, 0.0),
    (-0.24, -0.02), (-0.14, -0.42)]  # fmt: skip
_BODICE: Outline = [
    (-0.04, -0.84),
    (0.04, -0.84),
    (0.105, -0.79),
    (0.075, -0.58),
    (-0.075, -0.58),
    (-0.105, -0.79),
]
_ROBE: Outline = [(-0.06, -0.84), (0.06, -0.84), (0.14, -0.72), (0.18, -0.4), (0.22, 0.0), (-0.22, 0.0),
    (-0.18, -0.4), (-0.14, -0.72)]  # fmt: skip
_HOOD: Outline = [(-0.08, -0.8), (-0.095, -0.92), (-0.03, -1.03), (0.05, -1.0), (0.06, -0.95), (0.0, -0.93),
    (-0.01, -0.86), (0.05, -0.81)]  # fmt: skip
_STICK: Outline = [(0.2, -0.52), (0.215, -0.52), (0.245, 0.0), (0.23, 0.0)]
_KERCHIEF: Outline = [(-0.07, -0.82), (-0.078, -0.95), (0.0, -1.01), (0.06, -0.97), (0.05, -0.94),
    (0.0, -0.94), (-0.01, -0.86), (0.03, -0.82)]  # fmt: skip
_TOP_HAT: Parts = (("dark", [(-0.1, -0.975), (0.1, -0.975), (0.1, -0.96), (-0.1, -0.96)]),
                   ("dark", [(-0.062, -1.12), (0.062, -1.12), (0.056, -0.97), (-0.056, -0.97)]))  # fmt: skip
_CAP: Parts = (("dark", [(-0.066, -0.945), (-0.06, -1.01), (0.05, -1.015), (0.064, -0.955), (0.1, -0.94),
    (0.06, -0.935)]),)  # fmt: skip
_WOMAN_ARMS: Parts = (("shade", [(-0.105, -0.79), (-0.16, -0.63), (-0.06, -0.5), (-0.04, -0.54),
    (-0.1, -0.64), (-0.06, -0.74)]),
                      ("cloth", [(0.105, -0.79), (0.16, -0.63), (0.06, -0.5), (0.03, -0.54), (0.1, -0.64),
                          (0.06, -0.74)]),
                      ("skin", ellipse(0.0, -0.515, 0.035, 0.02, 12)))  # fmt: skip

TEMPLATES: dict[str, Parts] = {
    "gentleman": (*_LEGS, ("cloth", _COAT), *_ARMS,
                  ("light", [(-0.03, -0.83), (0.03, -0.83), (0.0, -0.68)]), ("skin", _HEAD),
                      ("hair", _HAIR), *_TOP_HAT),
    "peasant": (*_LEGS, ("light", _COAT), *_ARMS, ("dark", [(-0.135, -0.5), (0.135, -0.5), (0.13, -0.47),
        (-0.13, -0.47)]),
                ("skin", _HEAD), ("hair", _HAIR), *_CAP),
    "soldier": (*_LEGS, ("cloth", _COAT), *_ARMS, ("light", [(-0.12, -0.8), (-0.09, -0.82), (0.12, -0.5),
        (0.1, -0.47)]),
                ("light", [(0.12, -0.8), (0.09, -0.82), (-0.12, -0.5), (-0.1, -0.47)]),
                ("trim", [(-0.17, -0.8), (-0.08, -0.83), (-0.08, -0.79), (-0.16, -0.77)]),
                ("trim", [(0.17, -0.8), (0.08, -0.83), (0.08, -0.79), (0.16, -0.77)]), ("skin", _HEAD),
                ("dark", [(-0.065, -1.1), (0.065, -1.1), (0.06, -0.95), (0.09, -0.935), (-0.06, -0.945)]),
                ("dark", [(0.19, -1.08), (0.205, -1.08), (0.225, 0.0), (0.195, 0.0)])),
    "knight": (("shade", _ROBE), *_LEGS, ("steel", _COAT), ("steel", _ARMS[0][1]), ("steel", _ARMS[1][1]),
        ("trim", [(-0.13, -0.5),
               (0.13, -0.5), (0.13, -0.46), (-0.13, -0.46)]), ("skin", _HEAD),
               ("steel", [(-0.075, -0.85), (-0.075, -0.98), (0.0, -1.04), (0.07, -0.98), (0.072, -0.93),
                   (-0.01, -0.93), (-0.01, -0.85)]),
               ("steel", [(0.15, -0.5), (0.17, -0.5), (0.2, 0.0), (0.185, 0.0)])),
    "robed": (("cloth", _ROBE), ("shade", [(0.02, -0.8), (0.14, -0.72), (0.22, 0.0), (0.06, 0.0)]),
        ("skin", _HEAD), ("shade", _HOOD)),
    "old man": (("dark", [(-0.1, -0.1), (0.08, -0.1), (0.1, 0.0), (-0.12, 0.0)]), ("cloth", _ROBE),
        ("shade", [(0.04, -0.8), (0.14, -0.72),
                (0.2, -0.08), (0.08, -0.08)]), *_ARMS, ("skin", _HEAD), ("hair", _HAIR),
                ("hair", [(-0.03, -0.9), (0.06, -0.9), (0.05, -0.78), (0.02, -0.7), (-0.02, -0.79)]),
                    ("dark", _STICK)),
    "lady": (("cloth", _SKIRT), ("shade", [(0.03, -0.6), (0.075, -0.6), (0.24, -0.02), (0.1, 0.0)]),
        ("cloth", _BODICE), *_WOMAN_ARMS,
             ("light", [(-0.05, -0.84), (0.05, -0.84), (0.0, -0.77)]), ("skin", _HEAD), ("hair", _HAIR),
             ("hair", ellipse(-0.055, -0.95, 0.04, 0.045, 14))),
    "peasant woman": (("cloth", _SKIRT), ("light", [(-0.03, -0.58), (0.07, -0.58), (0.14, -0.08),
        (-0.03, -0.06)]), ("shade", _BODICE),
                      *_WOMAN_ARMS, ("skin", _HEAD), ("kerchief", _KERCHIEF)),
    "old woman": (("shade", _SKIRT), ("cloth", _BODICE), ("cloth", [(-0.12, -0.8), (0.12, -0.8), (0.16, -0.5),
        (0.0, -0.38), (-0.16, -0.5)]),
                  ("skin", _HEAD), ("kerchief", _KERCHIEF), ("dark", _STICK)),
    "boy": (*_LEGS, ("cloth", _COAT), *_ARMS, ("skin", ellipse(0.0, -0.93, 0.085, 0.1, 20)),
            ("hair", [(-0.09, -0.9), (-0.09, -0.99), (0.0, -1.05), (0.085, -0.99), (0.08, -0.96),
                (-0.02, -0.97), (-0.05, -0.88)])),
    "girl": (("dark", [(-0.07, -0.2), (-0.02, -0.2), (-0.03, 0.0), (-0.08, 0.0)]), ("dark", [(0.02, -0.2),
        (0.07, -0.2), (0.09, 0.0),
             (0.03, 0.0)]), ("cloth", [(-0.09, -0.82), (0.09, -0.82), (0.11, -0.55), (0.2, -0.16),
                 (-0.2, -0.16), (-0.11, -0.55)]),
             ("skin", ellipse(0.0, -0.93, 0.08, 0.095, 20)), ("hair", [(-0.1, -0.7), (-0.1, -0.96),
                 (0.0, -1.04), (0.08, -0.97),
             (0.0, -0.97), (-0.04, -0.9), (-0.05, -0.7)])),
}  # fmt: skip
CLOTHS: tuple[Colour, ...] = (
    (66, 74, 98),
    (112, 78, 54),
    (92, 96, 78),
    (120, 60, 58),
    (70, 62, 72),
)
_STRAIGHT = frozenset({"light", "trim", "dark", "steel"})
_GLOOM = {"day": 0.1, "dawn": 0.25, "dusk": 0.42, "night": 0.62}


@dataclass(frozen=True, slots=True)
class Dress:
    """The colours of one figure's parts in the light of the scene."""

    parts: dict[str, Colour] = field(default_factory=dict)


def template_of(scene: Scene) -> str:
    people = scene.people
    if "child" in people:
        return "girl" if scene.is_woman else "boy"
    if scene.is_woman:
        plain = "peasant woman" if "kerchief" in people else "lady"
        return "old woman" if "old" in people else plain
    dressed = {
        "armour": "knight",
        "uniform": "soldier",
        "hood": "robed",
        "old": "old man",
        "peasant": "peasant",
    }
    return next((name for sign, name in dressed.items() if sign in people), "gentleman")


def dress(scene: Scene, palette: Palette, cloth: Colour) -> Dress:
    gloom = _GLOOM[scene.time]
    hair = (
        NAMED[scene.hair]
        if scene.hair
        else (186, 184, 180)
        if "old" in scene.people
        else (74, 50, 36)
    )
    colours: dict[str, Colour] = {
        "skin": (222, 178, 148),
        "hair": hair,
        "cloth": cloth,
        "shade": mix(cloth, (16, 14, 22), 0.35),
        "dark": (46, 40, 44),
        "light": (232, 222, 200),
        "trim": (206, 170, 92),
        "steel": (150, 158, 168),
        "kerchief": mix(cloth, (196, 70, 56), 0.6),
    }
    return Dress({name: mix(colour, palette.near, gloom) for name, colour in colours.items()})


def stand(
    canvas: Canvas, name: str, colours: Dress, *, at: Point, size: float, is_turned: bool = False
) -> None:
    """One figure with its shadow; *size* is its height."""
    x, y = at
    shadow = [
        (x - 0.1 * size, y),
        (x + 0.1 * size, y),
        (x + 0.75 * size, y + 0.12 * size),
        (x + 0.5 * size, y + 0.14 * size),
    ]
    canvas.fill([shadow], (14, 12, 18), alpha=0.3, blur=0.02 * size, edge=0)
    # Children come to an adult's chest.
    tall = size * (0.66 if name in {"boy", "girl"} else 1.0)
    paint(canvas, TEMPLATES[name], colours, at=at, size=tall, is_turned=is_turned)


def paint(
    canvas: Canvas, parts: Parts, colours: Dress, *, at: Point, size: float, is_turned: bool = False
) -> None:
    for part, outline in parts:
        turned = [(-across, down) for across, down in outline] if is_turned else outline
        is_straight = part in _STRAIGHT
        line = turned if is_straight else spline([*turned, turned[0]], 5)
        canvas.fill([placed(line, *at, size)], colours.parts[part], grain=0.22, edge=0.35)
