"""
Paints one scene in every style, for the list of styles, and all of them on one sheet:
`python -m bench.style_samples app/api/static/styles docs/pictures`.
"""

import argparse
import io
from pathlib import Path

from PIL import Image, ImageDraw

from app.domain.descriptions import DescriptionType
from app.domain.illustrations import Sights
from app.illustration import provenance
from app.illustration.sketch import painter
from app.illustration.styles import STYLES

WIDTH, HEIGHT = 512, 384
MOST_BYTES = 60_000
# Sky, water, stone, leaves and wood: what the hands of the styles differ in.
_SEEN = ("castle", "crag", "lake", "autumn", "morning", "boat", "water", "mountain", "shore")
_SEED = 3
_COLUMNS = 3
_SHEET_PX = 1200
_MARGIN_PX = 10
_CAPTION_PX = 22


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("samples", type=Path, help="folder of the samples")
    options.add_argument("sheet", type=Path, help="folder of the sheet")
    chosen = options.parse_args()
    chosen.samples.mkdir(exist_ok=True)
    for style in STYLES:
        data = sample(style.id)
        (chosen.samples / f"{style.id}.webp").write_bytes(data)
        print(f"{len(data) / 1000:5.1f} kB  {style.id}")
    sheet = _sheet(chosen.samples)
    sheet.thumbnail((_SHEET_PX, _SHEET_PX))
    sheet.save(chosen.sheet / "styles.jpg", quality=80, progressive=True)


def sample(style_id: str) -> bytes:
    """The scene in that style, as good as fits into `MOST_BYTES`."""
    sights = Sights(DescriptionType.LOCATION, style_id, _SEEN)
    data = painter.paint("", _SEED, WIDTH, HEIGHT, sights)
    painted = Image.open(io.BytesIO(data))
    label = provenance.label(painter.VERSION, provenance.ALGORITHM)
    for quality in range(90, 0, -5):
        if len(data) <= MOST_BYTES:
            return data
        stream = io.BytesIO()
        painted.save(stream, "WEBP", quality=quality, method=6, xmp=label)
        data = stream.getvalue()
    raise AssertionError(style_id)


def _sheet(folder: Path) -> Image.Image:
    across, down = WIDTH + _MARGIN_PX, HEIGHT + _MARGIN_PX + _CAPTION_PX
    rows = -(-len(STYLES) // _COLUMNS)
    sheet = Image.new("RGB", (_COLUMNS * across, rows * down), (40, 38, 36))
    pen = ImageDraw.Draw(sheet)
    for index, style in enumerate(STYLES):
        x, y = index % _COLUMNS * across, index // _COLUMNS * down
        sheet.paste(Image.open(folder / f"{style.id}.webp"), (x + 5, y + 5))
        pen.text((x + 8, y + HEIGHT + 10), style.id, fill=(230, 226, 216), font_size=15)
    return sheet


if __name__ == "__main__":
    main()
