"""Pictures that are bombs, are something else, or are cut off."""

import base64
import struct
import zlib

from tests.parsing.builders import epub, fb2, png
from tests.parsing.hostile.cases import ACCEPTED, case

MIB = 1 << 20


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_of(width: int, height: int, *extra: bytes, body: bytes = b"") -> bytes:
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    return (
        b"\x89PNG\r\n\x1a\n"
        + header
        + b"".join(extra)
        + chunk(b"IDAT", body or zlib.compress(bytes(99)))
        + chunk(b"IEND", b"")
    )


def gif(width: int, height: int) -> bytes:
    return (
        b"GIF89a"
        + struct.pack("<HHBBB", width, height, 0, 0, 0)
        + b"\x2c"
        + struct.pack("<HHHHB", 0, 0, width, height, 0)
        + b"\x02\x02\x44\x01\x00;"
    )


def jpeg(width: int, height: int, *, before: bytes = b"") -> bytes:
    frame = (
        struct.pack(">BBHBHHB", 0xFF, 0xC0, 17, 8, height, width, 3)
        + b"\x01\x11\0\x02\x11\0\x03\x11\0"
    )
    return b"\xff\xd8" + before + frame + b"\xff\xda\0\x08\x01\x01\0\0\x3f\0" + b"\xff\xd9"


def webp(width: int, height: int) -> bytes:
    sizes = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4) + sizes
    return b"RIFF" + struct.pack("<I", len(body)) + body


def bmp(width: int, height: int) -> bytes:
    return b"BM" + struct.pack(
        "<IHHIIiiHHIIiiII", 54, 0, 0, 54, 40, width, height, 1, 24, 0, 0, 1, 1, 0, 0
    )


def tiff(width: int, height: int) -> bytes:
    entries = ((256, 4, 1, width), (257, 4, 1, height), (259, 3, 1, 1))
    return (
        b"II*\0\x08\0\0\0"
        + struct.pack("<H", 3)
        + b"".join(struct.pack("<HHII", *e) for e in entries)
        + bytes(4)
    )


def covered(data: bytes, kind: str = "png") -> bytes:
    item = (
        f'<item id="cover" href="cover.{kind}" media-type="image/{kind}" properties="cover-image"/>'
    )
    shown = f'<p>text</p><img src="cover.{kind}" alt="cover"/>'
    return epub([("One", shown)], files={f"cover.{kind}": data}, manifest=item)


def covered_fb2(data: bytes) -> bytes:
    return fb2(about='<coverpage><image l:href="#c"/></coverpage>', binaries={"c": data})


def drawing(body: str, **attributes: str) -> bytes:
    rest = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:l="http://www.w3.org/1999/xlink"{rest}>{body}</svg>'.encode()


USES = '<g id="a0"><text>x</text></g>' + "".join(
    f'<g id="a{n}"><use l:href="#a{n - 1}"/><use l:href="#a{n - 1}"/></g>' for n in range(1, 60)
)
PROFILE = chunk(b"iCCP", b"x\0\0" + zlib.compress(bytes(80 * MIB), 9))
TEXT = chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(80 * MIB), 9))
COVER = "cover"
NONE = {"has_cover": False}

CASES = [
    case(
        "i01 PNG 30,000 x 30,000",
        lambda: covered(png_of(30_000, 30_000, body=zlib.compress(bytes(9 * MIB)))),
        ACCEPTED,
        **NONE,
    ),
    case("i01 PNG 1 x 100 million", lambda: covered(png_of(1, 100_000_000)), ACCEPTED, **NONE),
    case("i01 GIF 65,535 x 65,535", lambda: covered(gif(65_535, 65_535), "gif"), ACCEPTED, **NONE),
    case(
        "i01 JPEG 65,500 x 65,500", lambda: covered(jpeg(65_500, 65_500), "jpeg"), ACCEPTED, **NONE
    ),
    case(
        "i01 WebP 16,777,216 x 16,777,216",
        lambda: covered(webp(1 << 24, 1 << 24), "webp"),
        ACCEPTED,
        **NONE,
    ),
    case("i01 BMP 40,000 x 40,000", lambda: covered(bmp(40_000, 40_000), "bmp"), ACCEPTED, **NONE),
    case("i01 TIFF 2^32", lambda: covered(tiff(0xFFFFFFFF, 0xFFFFFFFF), "tiff"), ACCEPTED, **NONE),
    case("i02 PNG 2^31 x 1", lambda: covered(png_of(0x80000000, 1)), ACCEPTED, **NONE),
    case("i02 PNG 0 x 0", lambda: covered(png_of(0, 0)), ACCEPTED, **NONE),
    case("i02 BMP that stands on its head", lambda: covered(bmp(-1, -1), "bmp"), ACCEPTED, **NONE),
    case("i03 GIF of six bytes", lambda: covered(b"GIF89a", "gif"), ACCEPTED, **NONE),
    case(
        "i03 JPEG of marks",
        lambda: covered(b"\xff\xd8" + b"\xff" * 100_000, "jpeg"),
        ACCEPTED,
        **NONE,
    ),
    case(
        "i03 JPEG with pieces of no length",
        lambda: covered(b"\xff\xd8" + b"\xff\xe1\0\0" * 50_000, "jpeg"),
        ACCEPTED,
        **NONE,
    ),
    case("i03 JPEG cut in its frame", lambda: covered(jpeg(9, 9)[:9], "jpeg"), ACCEPTED, **NONE),
    case("i03 WebP of its name", lambda: covered(b"RIFF\x04\0\0\0WEBP", "webp"), ACCEPTED, **NONE),
    case("i03 PNG of its name", lambda: covered(b"\x89PNG\r\n\x1a\n"), ACCEPTED, **NONE),
    case("i04 PNG with a profile of 80 MiB", lambda: covered(png_of(9, 9, PROFILE)), ACCEPTED),
    case("i04 PNG with a text of 80 MiB", lambda: covered(png_of(9, 9, TEXT)), ACCEPTED),
    case(
        "i04 PNG whose pixels are 80 MiB",
        lambda: covered(png_of(9, 9, body=zlib.compress(bytes(80 * MIB), 9))),
        ACCEPTED,
    ),
    case("i05 drawing of 2^59 uses", lambda: covered(drawing(USES), "svg+xml"), ACCEPTED, **NONE),
    case(
        "i05 drawing as wide as the world",
        lambda: covered(drawing("", width="1e9", height="1e9"), "svg+xml"),
        ACCEPTED,
        **NONE,
    ),
    case(
        "i05 drawing in itself",
        lambda: epub(
            files={"cover.svg": drawing('<image l:href="cover.svg"/>')},
            manifest='<item id="c" href="cover.svg" media-type="image/svg+xml" properties="cover-image"/>',
        ),
        ACCEPTED,
        **NONE,
    ),
    case(
        "i05 drawings in a circle",
        lambda: epub(
            files={
                "a.svg": drawing('<image l:href="b.svg"/>'),
                "b.svg": drawing('<image l:href="a.svg"/>'),
            },
            manifest='<item id="c" href="a.svg" media-type="image/svg+xml" properties="cover-image"/>'
            '<item id="d" href="b.svg" media-type="image/svg+xml"/>',
        ),
        ACCEPTED,
        **NONE,
    ),
    case(
        "i06 FB2 PNG of 900 million", lambda: covered_fb2(png_of(30_000, 30_000)), ACCEPTED, **NONE
    ),
    case(
        "i06 FB2 picture of 30 MB",
        lambda: covered_fb2(png_of(9, 9) + bytes(30_000_000)),
        ACCEPTED,
        **NONE,
    ),
    case(
        "i06 FB2 picture that is no base64",
        lambda: covered_fb2(png()).replace(base64.b64encode(png())[:20], b"*&lt;?" * 9),
        ACCEPTED,
        **NONE,
    ),
    case(
        "a04 drawing that runs",
        lambda: covered(drawing("<script>alert(1)</script>", onload="alert(1)"), "svg+xml"),
        ACCEPTED,
        **NONE,
    ),
    case(
        "a05 page as JPEG",
        lambda: covered(b"<!doctype html><script>alert(1)</script>", "jpeg"),
        ACCEPTED,
        **NONE,
    ),
    case(
        "a05 page behind GIF",
        lambda: covered(b"GIF89a/*<script>*/=1;alert(1)//</script>", "gif"),
        ACCEPTED,
    ),
    case(
        "a05 PNG with a page in it",
        lambda: covered(png_of(9, 9, chunk(b"tEXt", b"x\0<script>alert(1)</script>"))),
        ACCEPTED,
    ),
    case("a05 archive as PNG", lambda: covered(epub()), ACCEPTED, **NONE),
    case(
        "i07 3,000 pictures",
        lambda: epub(
            [("1", "".join(f'<p>w</p><img src="{n}.gif" alt=""/>' for n in range(3_000)))],
            files={f"{n}.gif": gif(1, 1 + n % 99) for n in range(3_000)},
            manifest="".join(
                f'<item id="i{n}" href="{n}.gif" media-type="image/gif"/>' for n in range(3_000)
            ),
        ),
        ACCEPTED,
    ),
    case(
        "i07 one picture 50,000 times",
        lambda: epub(
            [("1", "<p>w</p>" + '<img src="p.png" alt=""/>' * 50_000)],
            files={"p.png": png()},
            manifest='<item id="p" href="p.png" media-type="image/png"/>',
        ),
        ACCEPTED,
    ),
    case(
        "i07 inline picture of 10 MB",
        lambda: epub(
            [("1", f'<p>w</p><img src="data:image/png;base64,{"A" * 9_900_000}" alt=""/>')]
        ),
        ACCEPTED,
    ),
]
