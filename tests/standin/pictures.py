"""Pictures that are a pure function of what was asked, and files that only look like pictures."""

import hashlib
import io
import json
import random
import struct
import zlib

from PIL import Image, ImageDraw


def picture(wish: dict[str, object], form: str = "JPEG") -> bytes:
    """
    The same wish gives the same bytes; another seed gives others. Carries EXIF, as the real
    service does.
    """
    reference = wish.get("reference")
    recipe = json.dumps([wish.get(name) for name in ("prompt", "model", "size", "seed")])
    dice = random.Random(hashlib.sha256(recipe.encode()).hexdigest())
    width, height = (int(side) for side in str(wish.get("size", "1024x1024")).split("x"))
    drawn = Image.new("RGB", (width, height), _colour(dice))
    draw = ImageDraw.Draw(drawn)
    for _ in range(24):
        x, y = dice.randrange(width), dice.randrange(height)
        radius = dice.randrange(width // 16 + 2, width // 3 + 3)
        draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=_colour(dice))
    if isinstance(reference, bytes):
        # Its echo in the corner proves that it came.
        shown = Image.open(io.BytesIO(reference)).convert("RGB")
        drawn.paste(shown.resize((width // 4, height // 4)), (0, 0))
    exif = Image.Exif()
    exif[0x010F] = str(wish.get("model"))
    exif[0x9286] = f"prompt: {wish.get('prompt')}"
    return _saved(drawn, form, exif=exif.tobytes())


def blank(wish: dict[str, object]) -> bytes:
    width, height = (int(side) for side in str(wish["size"]).split("x"))
    return _saved(Image.new("RGB", (width, height)), "JPEG")


def bomb(side: int = 12_000) -> bytes:
    """A PNG of 18 kB that unpacks to 144 megapixels."""
    row = bytes(1 + side // 8)
    packer = zlib.compressobj(9)
    rows = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _colour(dice: random.Random) -> tuple[int, int, int]:
    return (dice.randrange(256), dice.randrange(256), dice.randrange(256))


def _saved(drawn: Image.Image, form: str, **options: bytes) -> bytes:
    stream = io.BytesIO()
    drawn.save(stream, form, **options)
    return stream.getvalue()
