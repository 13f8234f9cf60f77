"""What sitters wear on their heads, and the armour of those who wear it."""

# A composition is made of numbers, each used once and in its place.

from app.illustration.sketch.palette import Colour, mix
from app.illustration.sketch.reading import Scene
from app.illustration.sketch.shapes import ellipse, spline
from app.illustration.sketch.sitter import Outline, Sitter

COVERING = frozenset({"hood", "kerchief", "armour"})
_GOLD: Colour = (206, 164, 76)
_STEEL: Colour = (146, 152, 160)
_HOOD: Outline = [(0.40, 0.245), (0.44, 0.165), (0.54, 0.125), (0.65, 0.175), (0.715, 0.31), (0.72, 0.48),
    (0.78, 0.66), (0.68, 0.76), (0.56, 0.72), (0.60, 0.56), (0.605, 0.42), (0.56, 0.29), (0.48, 0.232)]  # fmt: skip
_KERCHIEF: Outline = [(0.395, 0.262), (0.42, 0.2), (0.5, 0.155), (0.6, 0.18), (0.665, 0.28), (0.675, 0.4),
    (0.655, 0.52), (0.6, 0.6), (0.5, 0.61), (0.452, 0.575), (0.5, 0.535), (0.552, 0.44), (0.548, 0.36),
    (0.5, 0.3), (0.44, 0.268)]  # fmt: skip
_KNOT: Outline = [(0.455, 0.575), (0.44, 0.6), (0.4, 0.66), (0.425, 0.68), (0.46, 0.63), (0.48, 0.69),
    (0.51, 0.68), (0.495, 0.6)]  # fmt: skip
_CROWN: Outline = [(0.40, 0.25), (0.385, 0.15), (0.43, 0.20), (0.46, 0.125), (0.50, 0.19), (0.54, 0.12),
    (0.57, 0.19), (0.62, 0.145), (0.615, 0.25)]  # fmt: skip
_BRIM: Outline = [
    (0.31, 0.262),
    (0.40, 0.238),
    (0.52, 0.226),
    (0.66, 0.252),
    (0.72, 0.285),
    (0.60, 0.268),
    (0.45, 0.262),
]
_TALL: Outline = [(0.415, 0.245), (0.420, 0.09), (0.50, 0.07), (0.595, 0.085), (0.615, 0.25)]
_CAP: Outline = [(0.39, 0.265), (0.4, 0.2), (0.46, 0.145), (0.56, 0.14), (0.645, 0.19), (0.665, 0.27),
    (0.6, 0.262), (0.48, 0.258)]  # fmt: skip
_PEAK: Outline = [(0.325, 0.292), (0.36, 0.262), (0.44, 0.25), (0.46, 0.268), (0.4, 0.283)]
_HELMET: Outline = [(0.385, 0.29), (0.4, 0.19), (0.49, 0.12), (0.6, 0.14), (0.67, 0.25), (0.675, 0.42),
    (0.66, 0.56), (0.56, 0.6), (0.53, 0.52), (0.54, 0.4), (0.5, 0.318), (0.42, 0.3)]  # fmt: skip


def paint(sitter: Sitter, scene: Scene) -> None:
    people = scene.people
    if "armour" in people:
        _helmet(sitter)
        return
    if "hood" in people:
        _folded(sitter, _HOOD, mix(sitter.cloth, (14, 12, 16), 0.25))
    elif "kerchief" in people:
        colour = mix(sitter.cloth, (222, 206, 180), 0.2)
        sitter.wash([_KNOT], mix(colour, (14, 10, 12), 0.15))
        _folded(sitter, _KERCHIEF, colour)
    if "crown" in people:
        sitter.wash([_CROWN], _GOLD, is_smooth=False)
        sitter.wash(
            [ellipse(x, 0.232, 0.011, 0.013, 14) for x in (0.44, 0.505, 0.57)], (150, 40, 50)
        )
    elif "cap" in people:
        felt = mix(sitter.cloth, (20, 18, 22), 0.45)
        sitter.wash([_CAP], felt)
        sitter.wash([_PEAK], mix(felt, (10, 8, 10), 0.4))
    elif "hat" in people:
        felt = mix(sitter.cloth, (20, 18, 22), 0.6)
        sitter.wash([_TALL], felt, is_smooth=False)
        sitter.wash(
            [[(0.413, 0.205), (0.61, 0.21), (0.613, 0.25), (0.415, 0.245)]],
            mix(felt, (150, 60, 54), 0.5),
            is_smooth=False,
        )
        sitter.wash([_BRIM], felt)


def cuirass(sitter: Sitter) -> None:
    """Plates on the breast and shoulder, with their rivets and shine."""
    sitter.wash(
        [spline([(0.45, 0.63), *sitter.body()[1:-1], (0.59, 0.64), (0.52, 0.66)])],
        _STEEL,
        is_smooth=False,
    )
    for plate in range(3):
        y = 0.75 + 0.065 * plate
        sitter.wash(
            [
                [
                    (0.6, y - 0.03),
                    (0.7, y - 0.04),
                    (0.8, y + 0.03),
                    (0.8, y + 0.07),
                    (0.7, y + 0.03),
                    (0.6, y + 0.03),
                ]
            ],
            mix(_STEEL, (30, 32, 40), 0.18 + 0.08 * plate),
        )
    sitter.wash(
        [[(0.45, 0.6), (0.44, 0.66), (0.5, 0.69), (0.6, 0.66), (0.6, 0.6), (0.52, 0.63)]],
        mix(_STEEL, (240, 244, 250), 0.2),
    )
    sitter.wash(
        [ellipse(0.43 + 0.045 * n, 0.78 + 0.012 * n, 0.008, 0.008, 12) for n in range(4)],
        mix(_STEEL, (20, 20, 26), 0.5),
    )
    sitter.line(
        [spline([(0.4, 0.74), (0.37, 0.86), (0.38, 1.0)], 6)],
        (248, 250, 255),
        width=0.014,
        alpha=0.45,
    )


def _helmet(sitter: Sitter) -> None:
    sitter.wash([_HELMET], _STEEL)
    sitter.wash(
        [[(0.38, 0.3), (0.43, 0.285), (0.545, 0.325), (0.55, 0.35), (0.5, 0.335), (0.4, 0.315)]],
        mix(_STEEL, (30, 30, 36), 0.4),
    )
    plume = [
        (0.5, 0.12),
        (0.56, 0.04),
        (0.68, 0.05),
        (0.78, 0.16),
        (0.8, 0.3),
        (0.72, 0.2),
        (0.62, 0.14),
    ]
    sitter.wash([plume], mix(sitter.cloth, (190, 60, 50), 0.5))
    sitter.line(
        [spline([(0.44, 0.24), (0.5, 0.17), (0.57, 0.165)], 6)],
        (248, 250, 255),
        width=0.012,
        alpha=0.5,
    )


def _folded(sitter: Sitter, outline: Outline, colour: Colour) -> None:
    sitter.wash([outline], colour)
    dice = sitter.canvas.random("head cloth")
    folds = [
        spline([(0.5 + a, 0.2 + 0.02 * a), (0.585 + a * 0.5, 0.33), (0.6 + a * 0.6, 0.52)], 6)
        for a in dice.uniform(0.0, 0.12, 7)
    ]
    sitter.line(folds, mix(colour, (12, 8, 10), 0.5), width=0.004, alpha=0.4)
    sitter.line(
        [[(a + 0.006, b) for a, b in fold] for fold in folds],
        mix(colour, (255, 240, 214), 0.4),
        width=0.003,
        alpha=0.35,
    )
