"""Outlines of things as lists of points; a size of 1 is one unit of the canvas."""

import math
from collections.abc import Sequence

import numpy as np

from app.illustration.sketch.canvas import Field, Point

Dice = np.random.Generator


def spline(points: Sequence[Point], steps: int = 12) -> list[Point]:
    """A smooth line through *points* (Catmull-Rom)."""
    nodes = np.asarray(points, float)
    last = len(nodes) - 1
    curve: list[Point] = []
    for index in range(last):
        before, start = nodes[max(index - 1, 0)], nodes[index]
        end, after = nodes[index + 1], nodes[min(index + 2, last)]
        for t in np.linspace(0, 1, steps, endpoint=False):
            bend = 2 * before - 5 * start + 4 * end - after
            twist = 3 * start - before - 3 * end + after
            x, y = 0.5 * (2 * start + (end - before) * t + bend * t * t + twist * t**3)
            curve.append((float(x), float(y)))
    curve.append((float(nodes[last][0]), float(nodes[last][1])))
    return curve


def placed(points: Sequence[Point], x: float, y: float, size: float) -> list[Point]:
    return [(x + across * size, y + down * size) for across, down in points]


def box(left: float, top: float, right: float, bottom: float) -> list[Point]:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


def ellipse(x: float, y: float, across: float, down: float, corners: int = 40) -> list[Point]:
    turns = np.linspace(0, 2 * math.pi, corners, endpoint=False)
    return [(x + across * math.cos(turn), y + down * math.sin(turn)) for turn in turns]


def ridge(dice: Dice, count: int, *, height: float, roughness: float, depth: int = 9) -> Field:
    """
    A line of hills as *count* heights between about -height and +height (midpoint displacement).
    """
    line = dice.uniform(-height, height, 2)
    for _ in range(depth):
        middle = (line[:-1] + line[1:]) / 2 + dice.uniform(-1, 1, len(line) - 1) * height
        joined = np.empty(len(line) + len(middle))
        joined[0::2], joined[1::2] = line, middle
        line, height = joined, height * roughness
    places = np.linspace(0, len(line) - 1, count)
    return np.interp(places, np.arange(len(line)), line).astype(np.float32)


def conifer(dice: Dice, x: float, y: float, height: float) -> list[Point]:
    width = height * dice.uniform(0.3, 0.4)
    left: list[Point] = [(x, y - height)]
    right: list[Point] = [(x, y - height)]
    tiers = 8
    for tier in range(1, tiers + 1):
        down = y - height + height * 0.94 * tier / tiers
        reach = width / 2 * tier / tiers
        left += [
            (x - reach * dice.uniform(0.8, 1.15), down),
            (x - reach * 0.55, down - height * 0.02),
        ]
        right += [
            (x + reach * dice.uniform(0.8, 1.15), down),
            (x + reach * 0.55, down - height * 0.02),
        ]
    return [*left, (x - width * 0.05, y), (x + width * 0.05, y), *reversed(right)]


def ragged(dice: Dice, x: float, y: float, across: float, down: float) -> list[Point]:
    """An ellipse with an uneven outline, as leaves or rubble have."""
    turns = np.linspace(0, 2 * math.pi, 34, endpoint=False)
    reach = dice.uniform(0.86, 1.1, len(turns))
    return [
        (x + across * r * math.cos(turn), y + down * r * math.sin(turn))
        for turn, r in zip(turns, reach, strict=True)
    ]


def branches(
    dice: Dice, x: float, y: float, length: float, *, turn: float = -math.pi / 2, depth: int = 5
) -> list[tuple[list[Point], float]]:
    """Lines of a bare tree with their thickness relative to the trunk."""
    end = (x + math.cos(turn) * length, y + math.sin(turn) * length)
    lines = [([(x, y), end], 0.62 ** (5 - depth))]
    if depth:
        for _ in range(int(dice.integers(2, 4))):
            bend = turn + dice.uniform(-0.6, 0.6)
            lines += branches(
                dice, *end, length * dice.uniform(0.62, 0.82), turn=bend, depth=depth - 1
            )
    return lines
