"""
The hand of each style: what turns the same scene into a watercolour, an engraving or a woodcut.
"""

# A composition is made of numbers, each used once and in its place.
# ruff: noqa: PLR2004

from collections.abc import Callable

import numpy as np
from PIL import Image, ImageFilter

from app.illustration.sketch.canvas import Canvas, Field, blurred
from app.illustration.sketch.palette import INK, PAPER, Colour

_FLAT_COLOURS = 14
_LUMA = np.asarray((0.299, 0.587, 0.114), np.float32)


def finish(canvas: Canvas, style: str, *, is_oval: bool) -> Image.Image:
    """Applies *style* and the edge of the paper."""
    pixels = np.clip(canvas.pixels, 0, 255)
    # Words of a reader's own are a style that no hand of ours has.
    drawn = _HANDS.get(style, _watercolour)(canvas, pixels)
    if canvas.random("mirror").random() < 0.5:
        drawn = drawn[:, ::-1]
    framed = _mounted(canvas, drawn, is_oval=is_oval)
    return Image.fromarray(np.clip(framed, 0, 255).astype(np.uint8))


def _watercolour(canvas: Canvas, pixels: Field) -> Field:
    lines = _contours(canvas)
    toned = pixels * (1 + (canvas.tooth() - 0.5) * 0.2)[..., None]
    return _inked(toned, lines * 0.6, INK)


def _engraving(canvas: Canvas, pixels: Field) -> Field:
    """Lines of one spacing whose width follows the shade; deep shade is hatched across as well."""
    shade = 1 - _stretched(pixels)
    x, y = canvas.grid()
    wobble = canvas.noise("burin", cell=0.12, octaves=3) * 0.012
    ink = np.zeros_like(shade)
    for turn, begin, gap in ((0.25, 0.08, 0.0066), (-0.9, 0.45, 0.0066), (1.35, 0.7, 0.0058)):
        phase = (x * np.sin(turn) + y * np.cos(turn) + wobble) / gap
        wave = 0.5 + 0.5 * np.cos(2 * np.pi * phase)
        width = np.clip((shade - begin) / (1 - begin), 0, 1) * 0.85
        ink = np.maximum(ink, np.clip((wave - (1 - width)) * 4, 0, 1) * (width > 0))
    ink = np.maximum(ink, _contours(canvas))
    return _inked(_sheet(canvas, (246, 238, 218)), ink * 0.92, (30, 26, 26))


def _gouache(canvas: Canvas, pixels: Field) -> Field:
    """Flat areas with soft borders, matte and a little more colourful than nature."""
    flat = Image.fromarray(pixels.astype(np.uint8)).filter(ImageFilter.MedianFilter(7))
    smooth = np.asarray(flat, np.float32)
    light = smooth @ _LUMA
    steps = 14.0
    # Lightness alone is stepped; stepping each colour by itself would speckle every gradient.
    stepped = np.round(light / 255 * steps + (canvas.tooth() - 0.5) * 0.6) / steps * 255
    # Near black a whole step would be many times the light there is, and colours would burst.
    mixed = smooth * np.clip((stepped * 0.8 + light * 0.2 + 1) / (light + 1), 0.6, 1.4)[..., None]
    grey = (mixed @ _LUMA)[..., None]
    return np.asarray(grey + (mixed - grey) * 1.35, np.float32) * 0.96 + 10


def _oil(canvas: Canvas, pixels: Field) -> Field:
    """Smears colour along flowing strokes and lets the light catch their ridges."""
    flow = canvas.noise("flow", cell=0.22, octaves=3) * np.float32(2 * np.pi * 1.6)
    step = canvas.unit / 380
    rows, columns = np.indices(flow.shape)
    jitter = canvas.random("bristles").random(flow.shape, dtype=np.float32)
    smeared = np.zeros_like(pixels)
    relief = np.zeros_like(flow)
    reach = (-3, -2, -1, 0, 1, 2, 3)
    for along in reach:
        shift_x, shift_y = np.cos(flow) * step * along, np.sin(flow) * step * along
        row = np.clip(rows + shift_y.astype(int), 0, canvas.height - 1)
        column = np.clip(columns + shift_x.astype(int), 0, canvas.width - 1)
        smeared += pixels[row, column]
        relief += jitter[row, column]
    smeared /= len(reach)
    relief = blurred(relief / len(reach), 0.8)
    lit = 1 + (relief - np.roll(relief, 2, axis=0)) * 1.1
    grey = (smeared @ _LUMA)[..., None]
    rich = grey + (smeared - grey) * 1.25
    warm = np.asarray((1.03, 1.0, 0.92), np.float32)
    return np.asarray(_curved(rich) * lit[..., None] * warm, np.float32)


def _pencil(canvas: Canvas, pixels: Field) -> Field:
    shade = 1 - _stretched(pixels)
    tooth = (
        canvas.random("tooth").random(shade.shape, dtype=np.float32) * 0.55 + canvas.tooth() * 0.45
    )
    x, y = canvas.grid()
    strokes = 0.5 + 0.5 * np.cos(
        2 * np.pi * (x * 0.8 + y * 0.6 + canvas.noise("hand", cell=0.3) * 0.05) / 0.008
    )
    grain = blurred(np.clip(tooth * 0.7 + strokes * 0.3, 0, 1), 0.7)
    graphite = np.clip((shade * 1.15 - grain * 0.55) * 1.25, 0, 0.88)
    graphite = np.maximum(graphite, _contours(canvas) * 0.75)
    return _inked(_sheet(canvas, (248, 246, 240)), graphite, (54, 54, 60))


def _flat(canvas: Canvas, pixels: Field) -> Field:
    """A few even colours with clean borders, as if cut out of paper."""
    grey = (pixels @ _LUMA)[..., None]
    bold = np.clip(grey + (pixels - grey) * 1.5, 0, 255) / 255
    bright = Image.fromarray(np.asarray(255 * bold**0.85, np.uint8))
    # Odd, as the filters want it: whatever is smaller goes.
    speck = max(3, round(canvas.unit / 96) | 1)
    even = bright.filter(ImageFilter.MedianFilter(speck))
    few = even.quantize(
        _FLAT_COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE
    )
    cut = few.filter(ImageFilter.ModeFilter(speck)).convert("RGB")
    # Borders fall between pixels.
    return np.asarray(cut.filter(ImageFilter.GaussianBlur(0.6)), np.float32)


def _storybook(canvas: Canvas, pixels: Field) -> Field:
    grey = (pixels @ _LUMA)[..., None]
    bright = 255 * (np.clip(grey + (pixels - grey) * 1.2, 0, 255) / 255) ** 0.72
    pastel = bright * 0.88 + np.asarray((255, 240, 214), np.float32) * 0.12
    toned = pastel * (1 + (canvas.tooth() - 0.5) * 0.1)[..., None]
    return _inked(toned.astype(np.float32), np.clip(_contours(canvas) * 1.1, 0, 1), (96, 60, 40))


def _noir(canvas: Canvas, pixels: Field) -> Field:
    light = _stretched(pixels)
    hard = 1 / (1 + np.exp(-(light - 0.5) * 9))
    grain = canvas.random("film").normal(0, 0.035, hard.shape).astype(np.float32)
    x, y = canvas.grid()
    away = ((x / canvas.right - 0.5) * 2) ** 2 + ((y / canvas.bottom - 0.5) * 2) ** 2
    tone = np.clip(hard + grain, 0, 1) * (1 - 0.5 * np.clip(away - 0.5, 0, 1))
    return np.asarray(tone[..., None] * np.asarray((242, 242, 246), np.float32) + 8, np.float32)


def _woodcut(canvas: Canvas, pixels: Field) -> Field:
    """Black, ochre and paper; the gouge leaves lines where light turns into shade."""
    light = blurred(_stretched(pixels), canvas.unit / 420)
    _, y = canvas.grid()
    wobble = canvas.noise("gouge", cell=0.1, octaves=3) * 0.03
    cut = (0.5 + 0.5 * np.cos(2 * np.pi * (y + wobble) / 0.012)) * 0.3 - 0.15
    black = blurred(np.asarray(light + cut < 0.42, np.float32), 0.7)
    ochre = blurred(np.asarray(light + cut * 0.8 < 0.74, np.float32), 0.7)
    printed = _inked(_sheet(canvas, (244, 234, 208)), ochre * 0.9, (206, 154, 78))
    return _inked(printed, np.maximum(black, _contours(canvas)) * 0.95, (28, 24, 24))


def _contours(canvas: Canvas) -> Field:
    """Where a pen would draw: along strong borders between light and dark."""
    soft = blurred(canvas.outlined() / 255, canvas.unit / 640)
    down, across = np.gradient(soft)
    strength = np.hypot(down, across) * canvas.unit / 26
    broken = canvas.noise("pen", cell=0.06, octaves=3) * 0.9
    return np.asarray(np.clip((strength - 0.35 - broken * 0.6) * 1.6, 0, 1), np.float32)


def _stretched(pixels: Field) -> Field:
    """Lightness between 0 and 1, using the whole range whatever the hour of the scene."""
    grey = pixels @ _LUMA
    low, high = np.percentile(grey[::8, ::8], (2, 98))
    return np.asarray(np.clip((grey - low) / max(1.0, float(high - low)), 0, 1), np.float32)


def _curved(pixels: Field) -> Field:
    share = np.clip(pixels / 255, 0, 1)
    return np.asarray(255 * (share * 0.6 + share * share * (3 - 2 * share) * 0.4), np.float32)


def _inked(pixels: Field, ink: Field, colour: Colour) -> Field:
    cover = ink[..., None]
    return np.asarray(pixels * (1 - cover) + np.asarray(colour, np.float32) * cover, np.float32)


def _sheet(canvas: Canvas, colour: Colour) -> Field:
    tone = 1 + (canvas.tooth() - 0.5) * 0.06
    return np.asarray(tone[..., None] * np.asarray(colour, np.float32), np.float32)


def _mounted(canvas: Canvas, drawn: Field, *, is_oval: bool) -> Field:
    """Paint ends before the paper does, in an uneven edge; portraits sit in an oval."""
    x, y = canvas.grid()
    across, down = (x / canvas.right - 0.5) * 2, (y / canvas.bottom - 0.5) * 2
    uneven = canvas.noise("edge", cell=0.1, octaves=5, gain=0.6) - 0.5
    margin = 0.045
    if is_oval:
        away = np.sqrt((across / 0.9) ** 2 + (down / 0.92) ** 2) - 1 + uneven * 0.07
    else:
        away = np.maximum(
            (np.abs(across) - 1) * canvas.right / 2, (np.abs(down) - 1) * canvas.bottom / 2
        )
        away = away + margin + uneven * 0.045
    inside = np.clip(-away * 90, 0, 1)[..., None]
    dried = 1 - np.exp(-(((away + 0.014) / 0.012) ** 2))[..., None] * 0.14
    return np.asarray(drawn * dried * inside + _sheet(canvas, PAPER) * (1 - inside), np.float32)


_HANDS: dict[str, Callable[[Canvas, Field], Field]] = {
    "watercolour-ink": _watercolour,
    "engraving": _engraving,
    "gouache": _gouache,
    "oil": _oil,
    "pencil": _pencil,
    "flat": _flat,
    "storybook": _storybook,
    "noir": _noir,
    "woodcut": _woodcut,
}
