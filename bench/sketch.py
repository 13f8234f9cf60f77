"""
Times the local painter over 24 descriptions, tells its memory, and writes what it painted as one
contact sheet: `python -m bench.sketch docs/pictures`.
"""

import argparse
import io
import subprocess
import sys
import time
from pathlib import Path

from PIL import Image

from app.domain.descriptions import DescriptionType
from app.domain.illustrations import CompiledPrompt, Passage
from app.illustration import prompts, styles
from app.illustration.sizes import size_for
from app.illustration.sketch import painter
from app.illustration.styles import STYLES

# What the painter must keep to on one core of the machine it was measured on.
_MOST_SECONDS = 1.5
_MOST_MB = 300
_MARGIN_PX = 10

# Type, style and our own words; every second one is Russian.
DESCRIPTIONS = (
    ("location", "", "A ruined castle on a crag above a mountain lake at night, cold moonlight on the water."),
    ("location", "", "Заснеженная деревня с церковью, сумерки, дым над крышами и свет в окнах."),
    ("atmosphere", "", "Thick mist over a pine forest at dawn, a narrow path between the trunks."),
    ("location", "", "Узкая улица старого города, вечер, дождь, горят фонари."),
    ("location", "", "A storm at sea, a sailing ship among the waves, lightning."),
    ("location", "", "Старая мельница на холме, стога в поле, ясный солнечный день."),
    ("location", "", "A study with a fireplace, bookshelves and a candle on the table, night."),
    ("location", "", "Гостиная с пианино и люстрой, у окна стояла дама в синем платье."),
    ("character", "", "A young woman with brown curls, in a red dress with a lace collar."),
    ("character", "", "Старик с длинной белой бородой, в чёрном плаще."),
    ("character", "", "A young officer in a blue uniform with golden epaulettes and a black moustache."),
    ("character", "", "Крестьянка в зелёном платке, усталое бледное лицо."),
    ("object", "", "A violin with its bow lay on the table."),
    ("object", "", "На столе кипел медный самовар."),
    ("object", "", "An old letter with a red seal, and a quill beside it."),
    ("object", "", "Букет красных и белых роз в вазе."),
    ("action", "", "A rider gallops along the road through the steppe at sunset."),
    ("action", "", "Два солдата дрались на шпагах на рассвете, началась дуэль."),
    ("action", "", "A carriage races along the road at night."),
    ("location", "", "Ночью у костра в лесу стояла палатка."),
    ("location", "engraving", "A sunny street with a church; a crowd of people on the pavement."),
    ("location", "oil", "Осенний лес, одинокий путник в шляпе на дороге."),
    ("atmosphere", "pencil", "A boat on a quiet lake at dawn, reeds by the shore."),
    ("location", "woodcut", "Волк стоял на снегу у края леса, всходила луна."),
)  # fmt: skip


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument(
        "--style", default="", choices=["", *(style.id for style in STYLES)], help="for all"
    )
    options.add_argument("--seed", type=int, default=7)
    options.add_argument("--side", type=int, default=1024, help="the longer side in pixels")
    chosen = options.parse_args()
    tiles: list[Image.Image] = []
    slowest = 0.0
    for index, (kind, style, words) in enumerate(DESCRIPTIONS):
        prompt = _prompt(kind, chosen.style or style, words)
        width, height = (side * chosen.side // 1024 for side in size_for(DescriptionType(kind)))
        start = time.process_time()
        data = painter.paint(prompt.text, chosen.seed + index, width, height, prompt.sights)
        taken = time.process_time() - start
        slowest = max(slowest, taken)
        print(f"{taken:5.2f} s  {len(data) / 1000:5.0f} kB  {width}x{height}  {words}")
        tiles.append(Image.open(io.BytesIO(data)))
    _sheet(tiles).save(chosen.folder / "sketches.jpg", quality=82, progressive=True)
    print(f"slowest {slowest:.2f} s (at most {_MOST_SECONDS})")
    for each in STYLES:
        print(f"{_memory_mb(each.id)} MB (at most {_MOST_MB}) in {each.id}")


def _memory_mb(style_id: str) -> int:
    """The most that a process of its own ever held to paint one crowded landscape."""
    program = (
        "from app.domain.descriptions import DescriptionType; "
        "from app.domain.illustrations import Sights; from app.illustration.sketch import painter; "
        "words = ('forest', 'sea', 'castle', 'mountain', 'fog', 'rain'); "
        f"painter.paint('', 7, 1024, 768, Sights(DescriptionType.LOCATION, {style_id!r}, words)); "
        "status = open('/proc/self/status').read(); "
        "print(status.split('VmHWM:')[1].split()[0])"
    )
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    return int(told.stdout) // 1000


def _prompt(kind: str, style_id: str, words: str) -> CompiledPrompt:
    style = styles.by_id(style_id) or styles.DEFAULT_STYLE
    return prompts.compile(Passage(words, "", DescriptionType(kind)), style)


def _sheet(tiles: list[Image.Image], columns: int = 4, side: int = 360) -> Image.Image:
    for tile in tiles:
        tile.thumbnail((side - _MARGIN_PX, side - _MARGIN_PX))
    rows = [tiles[start : start + columns] for start in range(0, len(tiles), columns)]
    heights = [max(tile.height for tile in row) + _MARGIN_PX for row in rows]
    sheet = Image.new("RGB", (columns * side, sum(heights)), (40, 38, 36))
    y = 0
    for row, height in zip(rows, heights, strict=True):
        for column, tile in enumerate(row):
            left = column * side + (side - tile.width) // 2
            sheet.paste(tile, (left, y + (height - tile.height) // 2))
        y += height
    return sheet


if __name__ == "__main__":
    main()
