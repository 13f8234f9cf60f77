"""Archives that are cut, damaged, or much larger than they say."""

import struct
from dataclasses import replace

from tests.parsing.builders import epub
from tests.parsing.hostile.cases import ACCEPTED, case
from tests.parsing.hostile.lying import CHAPTER, DAMAGED, MIB, NO_BOOK, added, changed
from tests.parsing.hostile.zips import Member, members_of, packed


def zeros(size: int, *, name: bytes = b"OEBPS/c1.xhtml") -> bytes:
    kept = [member for member in members_of(epub()) if member.name != name]
    return packed([*kept, Member(name, bytes(size))])


def sharing(copies: int) -> bytes:
    """Many names for the bytes of one member."""

    one = Member(b"x", bytes(20 * MIB))
    others = [
        replace(one, name=b"x%d" % n, data=b"", packed=b"", size=20 * MIB) for n in range(copies)
    ]
    linked = [replace(each, packed_size=len(one.packed), offset=0) for each in others]

    return packed([one, *linked, *members_of(epub())])


def zip64(size: int) -> bytes:
    """A chapter that declares its size in the extra field of ZIP64."""
    extra = struct.pack("<HHQQ", 1, 16, size, 100)
    return changed("OEBPS/c1.xhtml", size=0xFFFFFFFF, packed_size=0xFFFFFFFF, extra=extra)


def broken_zip64() -> bytes:
    return changed("OEBPS/c1.xhtml", size=0xFFFFFFFF, extra=struct.pack("<HHI", 1, 4, 1))


CASES = [
    case("z01 only blanks", lambda: b" \n\t" * 1000, NO_BOOK),
    case("z01 only a byte order mark", lambda: b"\xef\xbb\xbf", NO_BOOK, "empty-file"),
    case("z02 only NULs", lambda: bytes(100_000), NO_BOOK),
    case("z02 one byte", lambda: b"P", NO_BOOK),
    case("z03 magic alone", lambda: b"PK\3\4", "corrupt-archive", NO_BOOK),
    case("z03 no end of directory", lambda: epub()[:-22], "corrupt-archive"),
    case("z03 cut in the directory", lambda: epub()[:-150], "corrupt-archive"),
    case("z03 end that starts nowhere", lambda: epub() + b"PK\5\6", *DAMAGED),
    case(
        "z04 wrong sum of the package",
        lambda: changed("OEBPS/content.opf", crc=1),
        "corrupt-archive",
    ),
    case(
        "z04 wrong sum of the container",
        lambda: changed("META-INF/container.xml", crc=1),
        "corrupt-archive",
    ),
    case("z04 garbage for deflate", lambda: changed(CHAPTER, packed=b"\xff" * 99), *DAMAGED),
    case(
        "z04 deflate that never ends",
        lambda: changed(CHAPTER, packed=b"\0\0\0\xff\xff" * 9),
        *DAMAGED,
    ),
    case("z04 deflate of nothing", lambda: changed(CHAPTER, packed=b""), *DAMAGED),
    case("z05 300 MiB chapter", lambda: zeros(300 * MIB), "archive-too-large"),
    case(
        "z05 100 MiB package",
        lambda: zeros(100 * MIB, name=b"OEBPS/content.opf"),
        "archive-too-large",
    ),
    case(
        "z05 100 MiB container",
        lambda: zeros(100 * MIB, name=b"META-INF/container.xml"),
        "archive-too-large",
    ),
    case(
        "z05 50 MiB contents", lambda: zeros(50 * MIB, name=b"OEBPS/nav.xhtml"), "archive-too-large"
    ),
    case(
        "z05 40 MiB mimetype",
        lambda: zeros(40 * MIB, name=b"mimetype"),
        "archive-too-large",
        ACCEPTED,
    ),
    case(
        "z05 bomb nobody names",
        lambda: added(Member(b"x", bytes(200 * MIB))),
        "archive-too-large",
        ACCEPTED,
    ),
    case(
        "z06 declares less",
        lambda: changed(CHAPTER, data=bytes(90 * MIB), packed=None, size=900),
        "archive-too-large",
    ),
    case(
        "z06 declares 4 GiB less one",
        lambda: changed(CHAPTER, size=0xFFFFFFFE),
        "archive-too-large",
        "corrupt-archive",
    ),
    case(
        "z06 declares 2^62 in ZIP64", lambda: zip64(1 << 62), "archive-too-large", "corrupt-archive"
    ),
    case("z06 declares a few bytes in ZIP64", lambda: zip64(5), *DAMAGED),
    case("z06 broken ZIP64 field", broken_zip64, "corrupt-archive", "archive-too-large"),
    case("z06 the two headers disagree", lambda: changed(CHAPTER, local_size=7), *DAMAGED),
    case(
        "z06 packed more than the file has",
        lambda: changed(CHAPTER, packed_size=1 << 30),
        "corrupt-archive",
        "archive-too-large",
    ),
    case("z07 forty names for one bomb", lambda: sharing(40), "archive-too-large"),
    case("z07 two names for one bomb", lambda: sharing(2), "archive-too-large"),
]
