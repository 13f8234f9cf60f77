"""Times the local painter over eight prompts and writes what it painted as one contact sheet."""

import argparse
import io
import time
from pathlib import Path

from PIL import Image

from app.domain.descriptions import DescriptionType
from app.illustration.framing import FRAMES
from app.illustration.sizes import size_for
from app.illustration.sketch import painter
from app.illustration.styles import STYLES

PROMPTS = (
    (
        "location",
        "A vast ruined castle on a crag above a mountain lake at night, cold moonlight, ominous",
    ),
    ("location", "A snowy village with a church at dusk, smoke above the roofs, warm windows"),
    ("atmosphere", "Thick mist over a pine forest at dawn, a narrow path"),
    ("location", "A storm at sea, a sailing ship among the waves, lightning"),
    ("character", "An old man with a long white beard, black cloak, deep wrinkles"),
    ("character", "A young woman in a red dress with brown curls, warm daylight"),
    ("object", "A golden ring with a green stone beside an old letter"),
    ("action", "A rider gallops along the road through the steppe at sunset"),
    ("location", "A study with a fireplace, bookshelves and a candle on the table, night"),
    ("location", "A wheat field with a country road and trees on a sunny day"),
    ("location", "A narrow city street in rain, evening, lamps"),
    ("atmosphere", "Autumn garden by a quiet pond, golden afternoon"),
)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument(
        "--style", default="each", choices=["each", *(style.id for style in STYLES)]
    )
    options.add_argument("--seed", type=int, default=7)
    chosen = options.parse_args()
    styles = [style for style in STYLES if chosen.style in {style.id, "each"}]
    tiles: list[Image.Image] = []
    for index, (kind, words) in enumerate(PROMPTS):
        style = styles[index % len(styles)]
        prompt = f"{style.words}. {FRAMES[kind]}: {words}."
        width, height = size_for(DescriptionType(kind))
        start = time.perf_counter()
        data = painter.paint(prompt, chosen.seed, width, height)
        taken = time.perf_counter() - start
        print(
            f"{taken:5.2f} s  {len(data) / 1000:6.0f} kB  {width}x{height}  {style.id:16} {words}"
        )
        tiles.append(Image.open(io.BytesIO(data)))
    _sheet(tiles).save(chosen.folder / "sketches.png")


def _sheet(tiles: list[Image.Image], columns: int = 4, side: int = 400) -> Image.Image:
    rows = -(-len(tiles) // columns)
    sheet = Image.new("RGB", (columns * side, rows * side), (40, 38, 36))
    for index, tile in enumerate(tiles):
        tile.thumbnail((side - 8, side - 8))
        x, y = index % columns * side, index // columns * side
        sheet.paste(tile, (x + (side - tile.width) // 2, y + (side - tile.height) // 2))
    return sheet


if __name__ == "__main__":
    main()
