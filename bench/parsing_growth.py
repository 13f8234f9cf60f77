"""
Whether time per word stays flat from short books to long ones: `python -m bench.parsing_growth [PICTURE]`.

Prints microseconds of CPU per thousand words, medians of fresh processes, and draws them as SVG.
"""

import math
import sys
import tempfile
from pathlib import Path

from bench import large_books, parsing_speed

_WORDS = (10_000, 30_000, 100_000, 300_000, 1_000_000, 2_000_000)
_COLOURS = {".epub": "#1f6feb", ".fb2": "#b3541e"}
# A short book is read so often that each process reads about so many words: clocks are coarse.
_WORDS_READ = 500_000
_FLAT = 0.2

# The picture, in pixels.
_WIDTH, _HEIGHT = 720, 340
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 20, 46, 52

Line = list[tuple[int, float]]


def main(picture: Path) -> int:
    lines = {suffix: _measured(suffix) for suffix in _COLOURS}
    picture.write_text(_drawn(lines), "utf-8")
    return 1 if any(_off(line) > _FLAT for line in lines.values()) else 0


def _measured(suffix: str) -> Line:
    line = []
    with tempfile.TemporaryDirectory() as folder:
        for words in _WORDS:
            path = Path(folder) / f"{words}{suffix}"
            path.write_bytes(large_books.make(words, suffix))
            times = max(1, _WORDS_READ // words)
            found = parsing_speed.measured("ours", path, times=times)
            per_thousand = 1e9 * (found.file_s or 0) / (found.words or 1)
            line.append((found.words or 0, per_thousand))
            print(
                f"{suffix[1:]:5} {found.words:>10,} words {per_thousand:6.0f} µs per thousand words",
                flush=True,
            )
    print(f"{suffix[1:]:5} at most {_off(line):.0%} off the mean")
    return line


def _off(line: Line) -> float:
    """How far the figure that is furthest off lies from the mean."""
    values = [value for _, value in line]
    mean = sum(values) / len(values)
    return max(abs(value / mean - 1) for value in values)


def _drawn(lines: dict[str, Line]) -> str:
    top = 100 * math.ceil(1.4 * max(value for line in lines.values() for _, value in line) / 100)
    grid = [_grid_line(value, top) for value in range(0, top + 1, max(100, top // 500 * 100))]
    names = [_word_mark(words) for words in _WORDS]
    drawn = [
        _line(suffix, line, top, 22 * number) for number, (suffix, line) in enumerate(lines.items())
    ]
    return "\n".join(
        [
            (
                f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" '
                'font-family="sans-serif" font-size="13" fill="#57606a">'
            ),
            f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
            (
                f'<text x="{_LEFT}" y="26" fill="#24292f" font-size="15">Reading a book: CPU time per '
                "thousand words, in µs; the band is 20 % about the mean</text>"
            ),
            *grid,
            *names,
            *drawn,
            "</svg>\n",
        ]
    )


def _line(suffix: str, line: Line, top: int, below: int) -> str:
    colour = _COLOURS[suffix]
    mean = sum(value for _, value in line) / len(line)
    high, low = _y((1 + _FLAT) * mean, top), _y((1 - _FLAT) * mean, top)
    points = [f"{_x(words):.1f},{_y(value, top):.1f}" for words, value in line]
    dots = [
        f'<circle cx="{point.split(",")[0]}" cy="{point.split(",")[1]}" r="4" fill="{colour}"/>'
        for point in points
    ]
    return "\n".join(
        [
            (
                f'<rect x="{_LEFT}" y="{high:.1f}" width="{_WIDTH - _LEFT - _RIGHT}" '
                f'height="{low - high:.1f}" fill="{colour}" opacity="0.10"/>'
            ),
            f'<polyline points="{" ".join(points)}" fill="none" stroke="{colour}" stroke-width="2"/>',
            *dots,
            (
                f'<text x="{_WIDTH - 110}" y="{_TOP + 18 + below}" fill="{colour}">'
                f"{suffix[1:].upper()}</text>"
            ),
        ]
    )


def _grid_line(value: int, top: int) -> str:
    y = _y(value, top)
    return (
        f'<line x1="{_LEFT}" y1="{y:.1f}" x2="{_WIDTH - _RIGHT}" y2="{y:.1f}" stroke="#d0d7de"/>'
        f'<text x="{_LEFT - 10}" y="{y + 4:.1f}" text-anchor="end">{value}</text>'
    )


def _word_mark(words: int) -> str:
    name = f"{words // 1_000_000} M" if words >= 1_000_000 else f"{words // 1000} k"
    y = _HEIGHT - _BOTTOM + 22
    return f'<text x="{_x(words):.1f}" y="{y}" text-anchor="middle">{name} words</text>'


def _x(words: int) -> float:
    reach = math.log(_WORDS[-1] / _WORDS[0])
    share = math.log(words / _WORDS[0]) / reach
    return _LEFT + 40 + share * (_WIDTH - _LEFT - _RIGHT - 80)


def _y(value: float, top: int) -> float:
    return _HEIGHT - _BOTTOM - value / top * (_HEIGHT - _TOP - _BOTTOM)


if __name__ == "__main__":
    default = Path(__file__).parents[1] / "docs/pictures/parsing.svg"
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else default))
