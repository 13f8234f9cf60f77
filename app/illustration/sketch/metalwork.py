"""Swords, rings, clocks, goblets and keys."""

import math

import numpy as np

from app.illustration.sketch import palette as palettes
from app.illustration.sketch.canvas import Canvas, Point
from app.illustration.sketch.palette import Colour, mix
from app.illustration.sketch.reading import Scene
from app.illustration.sketch.shapes import ellipse, spline

GOLD: Colour = (206, 162, 78)
_STEEL: Colour = (196, 202, 210)


def sword(canvas: Canvas, _: Scene) -> None:
    canvas.fill(
        [[(0.205, 0.885), (0.72, 0.345), (0.765, 0.285), (0.735, 0.365), (0.235, 0.90)]],
        _STEEL,
        edge=0.5,
    )
    canvas.fill(
        [[(0.215, 0.887), (0.742, 0.318), (0.75, 0.31), (0.225, 0.893)]],
        (244, 247, 252),
        alpha=0.85,
        edge=0,
    )
    guard = [
        (0.225, 0.765),
        (0.30, 0.83),
        (0.35, 0.875),
        (0.335, 0.89),
        (0.28, 0.855),
        (0.21, 0.785),
        (0.225, 0.765),
    ]
    canvas.fill([spline(guard)], GOLD, edge=0.5)
    canvas.fill(
        [[(0.225, 0.85), (0.255, 0.88), (0.165, 0.965), (0.14, 0.945)]], (76, 42, 28), edge=0.4
    )
    canvas.fill([ellipse(0.146, 0.962, 0.022, 0.022)], GOLD, edge=0.5)


def ring(canvas: Canvas, scene: Scene) -> None:
    band = spline(
        [
            (0.5 + 0.13 * math.cos(t), 0.72 + 0.12 * math.sin(t))
            for t in np.linspace(0, 2 * math.pi, 30)
        ],
        3,
    )
    canvas.stroke([(band, 1.0)], mix(GOLD, (60, 36, 14), 0.35), width=0.034)
    canvas.stroke([(band, 1.0)], GOLD, width=0.022)
    canvas.stroke([(band[20:44], 1.0)], (255, 240, 200), width=0.007, blur=0.002)
    stone = [(0.455, 0.59), (0.475, 0.555), (0.525, 0.555), (0.545, 0.59), (0.5, 0.63)]
    canvas.fill([stone], palettes.accent(scene, (168, 40, 52)), edge=0.6)
    canvas.fill(
        [[(0.475, 0.562), (0.5, 0.562), (0.492, 0.59), (0.468, 0.588)]],
        (255, 240, 236),
        alpha=0.6,
        edge=0,
    )
    canvas.glow(0.48, 0.575, 0.05, (255, 244, 220), 0.8)


def clock(canvas: Canvas, _: Scene) -> None:
    x, y = 0.5, 0.55
    canvas.fill(
        [[(0.34, 0.84), (0.37, 0.62), (0.63, 0.62), (0.66, 0.84)]],
        (92, 56, 36),
        grain=0.3,
        edge=0.4,
    )
    canvas.fill([ellipse(x, y, 0.18, 0.18)], (156, 118, 60), edge=0.6)
    canvas.fill([ellipse(x, y, 0.15, 0.15)], (240, 232, 212), grain=0.06, edge=0.5)
    dice = canvas.random("hours")
    turn = dice.uniform(0, 2 * math.pi)
    marks = [
        ([_on(x, y, t, 0.12), _on(x, y, t, 0.138)], 1.0)
        for t in np.linspace(0, 2 * math.pi, 13)[:-1]
    ]
    canvas.stroke(marks, (44, 32, 28), width=0.006)
    canvas.stroke([([(x, y), _on(x, y, turn, 0.08)], 1.0)], (44, 32, 28), width=0.01)
    canvas.stroke([([(x, y), _on(x, y, turn * 12, 0.115)], 1.0)], (44, 32, 28), width=0.006)


def goblet(canvas: Canvas, scene: Scene) -> None:
    side = [
        (0.10, 0.40),
        (0.105, 0.50),
        (0.075, 0.585),
        (0.022, 0.62),
        (0.018, 0.74),
        (0.05, 0.79),
        (0.10, 0.815),
    ]
    outline = [(0.5 - a, b) for a, b in side] + [(0.5 + a, b) for a, b in reversed(side)]
    canvas.fill([spline(outline, 6)], mix(GOLD, (150, 150, 156), 0.3), grain=0.2, edge=0.6)
    canvas.fill([ellipse(0.5, 0.40, 0.1, 0.026)], palettes.accent(scene, (112, 24, 34)), edge=0.5)
    canvas.stroke(
        [(spline([(0.44, 0.43), (0.435, 0.51), (0.455, 0.57)], 8), 1.0)],
        (255, 246, 220),
        width=0.012,
        alpha=0.7,
        blur=0.003,
    )


def key(canvas: Canvas, _: Scene) -> None:
    iron = (148, 132, 108)
    bow = [
        (0.34 + 0.075 * math.cos(t), 0.72 + 0.06 * math.sin(t))
        for t in np.linspace(0, 2 * math.pi, 24)
    ]
    canvas.stroke([(bow, 1.0), ([(0.41, 0.735), (0.70, 0.80)], 1.0)], iron, width=0.026)
    teeth = [([(0.64, 0.79), (0.625, 0.85)], 1.0), ([(0.69, 0.80), (0.675, 0.87)], 1.0)]
    canvas.stroke(teeth, iron, width=0.024)
    canvas.stroke([([(0.42, 0.731), (0.69, 0.791)], 1.0)], (236, 226, 204), width=0.006, alpha=0.7)


def shine(canvas: Canvas, line: list[Point], *, width: float = 0.012) -> None:
    canvas.stroke([(spline(line, 8), 1.0)], (255, 248, 228), width=width, alpha=0.65, blur=0.003)


def _on(x: float, y: float, turn: float, reach: float) -> Point:
    return (x + reach * math.sin(turn), y - reach * math.cos(turn))
