"""Paints the covers of the two demo books: an orchard on a viaduct, a lighthouse at dawn."""

import io
import math
import random

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

WIDTH, HEIGHT = 800, 1200
_SCALE = 2  # Painted twice as large and reduced, which smooths the edges.

# Pillow's own font has no Cyrillic, so the letters of one title are strokes in a unit square.
_LETTERS: dict[str, list[list[tuple[float, float]]]] = {
    "С": [[(0.5 + 0.5 * math.cos(a / 20), 0.5 + 0.5 * math.sin(a / 20)) for a in range(16, 111)]],
    "О": [[(0.5 + 0.5 * math.cos(a / 20), 0.5 + 0.5 * math.sin(a / 20)) for a in range(127)]],
    "Л": [[(0, 1), (0.12, 0.9), (0.3, 0), (0.9, 0), (0.9, 1)]],
    "Я": [
        [(0.85, 1), (0.85, 0), (0.3, 0), (0.1, 0.12), (0.1, 0.42), (0.3, 0.55), (0.85, 0.55)],
        [(0.45, 0.55), (0.05, 1)],
    ],
    "Н": [[(0.1, 0), (0.1, 1)], [(0.9, 0), (0.9, 1)], [(0.1, 0.5), (0.9, 0.5)]],
    "А": [[(0, 1), (0.5, 0), (1, 1)], [(0.18, 0.66), (0.82, 0.66)]],
    "П": [[(0.1, 1), (0.1, 0), (0.9, 0), (0.9, 1)]],
    "Ч": [[(0.15, 0), (0.15, 0.4), (0.35, 0.58), (0.85, 0.58)], [(0.85, 0), (0.85, 1)]],
    "Т": [[(0, 0), (1, 0)], [(0.5, 0), (0.5, 1)]],
}

Colour = tuple[int, int, int]


def orchard() -> bytes:
    """Dusk: nineteen arches, round trees, one green lamp."""
    dice = random.Random(19)
    canvas = _sky([(0.0, (22, 28, 58)), (0.45, (92, 72, 110)), (0.68, (226, 142, 98))])
    _glow(canvas, (560, 700), 330, (255, 190, 120), 0.55)
    draw = ImageDraw.Draw(canvas)
    _hills(draw, dice, top=760, colour=(70, 58, 88))
    _hills(draw, dice, top=850, colour=(48, 44, 70))
    _viaduct(draw, dice)
    _glow(canvas, (318, 632), 150, (120, 255, 150), 0.8)
    _mist(canvas, dice, top=1010, colour=(196, 164, 170))
    draw = ImageDraw.Draw(canvas)
    for line, top in (("The Orchard", 120), ("on the Viaduct", 212)):
        _centred(draw, line, top, 78, (255, 236, 206))
    _centred(draw, "BookReader AI", 1120, 34, (255, 236, 206))
    return _jpeg(canvas)


def salt() -> bytes:
    """Dawn over still water: a striped lighthouse, a sail, and both again upside down."""
    canvas = _sky([(0.0, (24, 44, 92)), (0.35, (92, 128, 170)), (0.6, (250, 196, 150))])
    _glow(canvas, (400, 760), 420, (255, 214, 150), 0.7)
    draw = ImageDraw.Draw(canvas)
    draw.polygon(_scaled([(500, 765), (560, 716), (660, 706), (740, 765)]), fill=(64, 56, 74))
    for step in range(9):
        low, high = 716 - step * 34, 716 - (step + 1) * 34
        near, far = 46 - step * 2.4, 46 - (step + 1) * 2.4
        band = [(620 - near, low), (620 + near, low), (620 + far, high), (620 - far, high)]
        draw.polygon(_scaled(band), fill=(176, 58, 52) if step % 2 else (240, 230, 214))
    draw.rectangle(_box(588, 396, 652, 410), fill=(64, 56, 74))
    draw.rectangle(_box(600, 356, 640, 396), fill=(255, 232, 150))
    draw.polygon(_scaled([(594, 356), (646, 356), (620, 326)]), fill=(140, 44, 44))
    _glow(canvas, (620, 376), 170, (255, 236, 160), 0.9)
    draw = ImageDraw.Draw(canvas)
    draw.polygon(_scaled([(216, 738), (216, 590), (318, 726)]), fill=(246, 196, 60))
    draw.polygon(_scaled([(216, 676), (216, 640), (246, 680)]), fill=(190, 52, 46))
    draw.line(_scaled([(214, 752), (214, 580)]), fill=(52, 40, 44), width=5 * _SCALE)
    draw.polygon(_scaled([(150, 738), (336, 738), (306, 764), (180, 764)]), fill=(40, 34, 44))
    _mirror(canvas, horizon=764)
    draw = ImageDraw.Draw(canvas)
    _lettered(draw, "СОЛЯНАЯ", top=120)
    _lettered(draw, "ПОЧТА", top=218)
    _centred(draw, "BookReader AI", 1120, 34, (255, 240, 214))
    return _jpeg(canvas)


def _sky(stops: list[tuple[float, Colour]]) -> Image.Image:
    rows = np.linspace(0, 1, HEIGHT * _SCALE)
    places = [place for place, _ in stops]
    channels = [np.interp(rows, places, [colour[c] for _, colour in stops]) for c in range(3)]
    column = np.stack(channels, axis=1).round().astype(np.uint8)
    return Image.fromarray(np.repeat(column[:, None, :], WIDTH * _SCALE, axis=1))


def _glow(
    canvas: Image.Image, centre: tuple[int, int], radius: int, colour: Colour, strength: float
) -> None:
    y, x = np.mgrid[0 : HEIGHT * _SCALE, 0 : WIDTH * _SCALE]
    distance = np.hypot(x - centre[0] * _SCALE, y - centre[1] * _SCALE) / (radius * _SCALE)
    weight = np.clip(1 - distance, 0, 1) ** 2 * strength * 255
    canvas.paste(colour, (0, 0), Image.fromarray(weight.astype(np.uint8)))


def _hills(draw: ImageDraw.ImageDraw, dice: random.Random, *, top: int, colour: Colour) -> None:
    phase = dice.uniform(0, 6)
    ridge = [
        (x, top + 38 * math.sin(x / 140 + phase) + 14 * math.sin(x / 47 + 2 * phase))
        for x in range(0, WIDTH + 8, 8)
    ]
    draw.polygon(_scaled([*ridge, (WIDTH, HEIGHT), (0, HEIGHT)]), fill=colour)


def _viaduct(draw: ImageDraw.ImageDraw, dice: random.Random) -> None:
    brick, shade = (104, 44, 44), (66, 30, 40)
    deck, foot, span = 700, HEIGHT, 100
    draw.rectangle(_box(0, deck, WIDTH, deck + 26), fill=brick)
    for left in range(-30, WIDTH, span):
        draw.rectangle(_box(left, deck + 26, left + 28, foot), fill=brick)
        draw.rectangle(_box(left + 20, deck + 26, left + 28, foot), fill=shade)
        # The spandrels: a square of brick less a half circle.
        arch = [
            (left + 28 + 36 - 36 * math.cos(a / 16), deck + 66 - 36 * math.sin(a / 16))
            for a in range(51)
        ]
        wall = [(left + 100, deck + 66), (left + 100, deck + 20), (left + 28, deck + 20)]
        draw.polygon(_scaled([(left + 28, deck + 66), *arch, *wall]), fill=brick)
    for x in range(-10, WIDTH + 20, 62):
        if not 250 < x < 390:
            _tree(draw, dice, x, deck)
    draw.rectangle(_box(286, 652, 350, 702), fill=shade)
    draw.rectangle(_box(280, 606, 356, 656), fill=(44, 52, 74))
    draw.rectangle(_box(288, 614, 348, 648), fill=(190, 255, 190))
    draw.polygon(_scaled([(270, 608), (366, 608), (340, 578), (296, 578)]), fill=(38, 34, 50))
    for x in (303, 318, 333):
        draw.line(_scaled([(x, 614), (x, 648)]), fill=(44, 52, 74), width=2 * _SCALE)


def _tree(draw: ImageDraw.ImageDraw, dice: random.Random, x: int, foot: int) -> None:
    draw.line(_scaled([(x, foot), (x + 5, foot - 46)]), fill=(50, 36, 38), width=6 * _SCALE)
    for _ in range(9):
        dx, dy, r = dice.uniform(-20, 28), dice.uniform(-92, -42), dice.uniform(13, 22)
        green = (34 + dice.randrange(26), 66 + dice.randrange(30), 48)
        draw.ellipse(_box(x + dx - r, foot + dy - r, x + dx + r, foot + dy + r), fill=green)
    for _ in range(6):
        dx, dy = dice.uniform(-24, 34), dice.uniform(-96, -38)
        red = dice.choice([(232, 70, 52), (246, 182, 70)])
        draw.ellipse(_box(x + dx - 4, foot + dy - 4, x + dx + 4, foot + dy + 4), fill=red)


def _mist(canvas: Image.Image, dice: random.Random, *, top: int, colour: Colour) -> None:
    veil = Image.new("L", canvas.size, 0)
    draw = ImageDraw.Draw(veil)
    for _ in range(60):
        x, y, r = dice.uniform(-80, WIDTH), dice.uniform(top, HEIGHT), dice.uniform(60, 160)
        draw.ellipse(_box(x - r, y - r / 3, x + r, y + r / 3), fill=150)
    canvas.paste(colour, (0, 0), veil.filter(ImageFilter.GaussianBlur(30 * _SCALE)))
    shadow = np.zeros((canvas.height, canvas.width), np.uint8)
    shadow[-200 * _SCALE :] = np.linspace(0, 210, 200 * _SCALE)[:, None].astype(np.uint8)
    canvas.paste((36, 28, 52), (0, 0), Image.fromarray(shadow))


def _mirror(canvas: Image.Image, *, horizon: int) -> None:
    """The lower part becomes the upper, upside down, darker and a little torn by ripples."""
    pixels = np.asarray(canvas).astype(float)
    line = horizon * _SCALE
    depth = canvas.height - line
    water = pixels[line - depth : line][::-1] * np.linspace(0.9, 0.42, depth)[:, None, None]
    rows = np.arange(depth)
    shifts = np.round(np.sin(rows / 9) * rows / 110).astype(int)
    rippled = np.stack(
        [np.roll(row, shift, axis=0) for row, shift in zip(water, shifts, strict=True)]
    )
    canvas.paste(Image.fromarray(rippled.round().astype(np.uint8)), (0, line))


def _lettered(draw: ImageDraw.ImageDraw, word: str, *, top: int) -> None:
    wide, high, gap = 52, 66, 22
    left = (WIDTH - len(word) * (wide + gap) + gap) / 2
    for letter in word:
        for stroke in _LETTERS[letter]:
            points = _scaled([(left + x * wide, top + y * high) for x, y in stroke])
            draw.line(points, fill=(255, 240, 214), width=8 * _SCALE, joint="curve")
        left += wide + gap


def _centred(draw: ImageDraw.ImageDraw, text: str, top: int, size: int, colour: Colour) -> None:
    font = ImageFont.load_default(size * _SCALE)
    middle = WIDTH * _SCALE / 2
    draw.text((middle, top * _SCALE), text, font=font, fill=colour, anchor="ma")


def _scaled(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    return [(x * _SCALE, y * _SCALE) for x, y in points]


def _box(left: float, top: float, right: float, bottom: float) -> tuple[float, ...]:
    return (left * _SCALE, top * _SCALE, right * _SCALE, bottom * _SCALE)


def _jpeg(canvas: Image.Image) -> bytes:
    out = io.BytesIO()
    small = canvas.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    small.save(out, "JPEG", quality=88, optimize=True)
    return out.getvalue()
