"""Archives whose files are too many, locked, elsewhere, or archives themselves."""

from dataclasses import replace

from tests.parsing.builders import archive, epub, fb2
from tests.parsing.hostile.cases import ACCEPTED, case
from tests.parsing.hostile.lying import CHAPTER, DAMAGED, MIB, NO_BOOK, added, changed
from tests.parsing.hostile.zips import STORED, Member, members_of, packed

UNSAFE = ("unsafe-archive", ACCEPTED)


def nested_inside(depth: int) -> bytes:
    data = epub()
    for n in range(depth):
        data = archive({f"book{n}.zip": data})
    return data


def listed_names(number: int, name: str = "f{}") -> bytes:
    empty = [Member(name.format(n).encode(), b"", method=STORED) for n in range(number)]
    return packed([*members_of(epub()), *empty])


def fb2_zip(name: str = "book.fb2", data: bytes | None = None, **fields) -> bytes:
    return packed([Member(name.encode(), data or fb2(), **fields)])


def encrypted(data: bytes) -> bytes:
    return packed([replace(member, flags=1) for member in members_of(data)])


def method(number: int) -> bytes:
    return changed("OEBPS/content.opf", method=number, packed=b"x" * 40)


def quine_like() -> bytes:
    inner = archive({"a": b"PK\3\4" * 50})
    return archive({"r/r.zip": inner, "r.zip": inner})


LINK = 0o120777 << 16

PIPE = 0o010644 << 16

CASES = [
    case("z08 book in three archives", lambda: nested_inside(3), NO_BOOK),
    case("z08 EPUB in an archive", lambda: archive({"a.epub": epub()}), NO_BOOK),
    case("z09 archives like each other", quine_like, NO_BOOK),
    case("z10 12,000 members", lambda: listed_names(12_000), "too-many-entries"),
    case(
        "z10 count that lies",
        lambda: packed(members_of(epub()), count=60_000),
        "corrupt-archive",
        ACCEPTED,
        "too-many-entries",
    ),
    case("z11 climbs out", lambda: added(Member(b"OEBPS/../../../tmp/evil", b"x")), *UNSAFE),
    case("z11 climbs out, backwards", lambda: added(Member(b"..\\..\\evil.bat", b"x")), *UNSAFE),
    case("z11 a drive", lambda: added(Member(b"c:evil", b"x")), *UNSAFE),
    case("z11 a network share", lambda: added(Member(b"\\\\host\\evil", b"x")), *UNSAFE),
    case(
        "z11 another name inside",
        lambda: changed(CHAPTER, local_name=b"../../evil.xhtm"),
        *UNSAFE,
        *DAMAGED,
    ),
    case("z12 a link", lambda: added(Member(b"l", b"/etc/passwd", attributes=LINK)), *UNSAFE),
    case("z12 a pipe", lambda: added(Member(b"p", b"", attributes=PIPE)), *UNSAFE),
    case(
        "z13 two packages",
        lambda: added(Member(b"OEBPS/content.opf", b"<x/>")),
        "ambiguous-archive",
        ACCEPTED,
    ),
    case(
        "z13 two containers",
        lambda: added(Member(b"META-INF/container.xml", b"<x/>")),
        "ambiguous-archive",
        ACCEPTED,
    ),
    case(
        "z13 names that differ in case",
        lambda: added(Member(b"oebps/C1.XHTML", b"<x/>")),
        "ambiguous-archive",
        ACCEPTED,
    ),
    case("z14 every file locked", lambda: encrypted(epub()), "password-protected"),
    case(
        "z14 locked with AES",
        lambda: changed("OEBPS/content.opf", method=99, flags=1),
        "password-protected",
        "unsupported-compression",
    ),
    case("z14 FB2 locked", lambda: fb2_zip(flags=1), "password-protected"),
    case("z15 third disk of three", lambda: packed(members_of(epub()), disk=2), "corrupt-archive"),
    *(
        case(f"z16 method {number}", lambda n=number: method(n), "unsupported-compression")
        for number in (1, 6, 9, 12, 14, 93, 95, 98)
    ),
    case(
        "z17 list behind the end",
        lambda: packed(members_of(epub()), directory=1 << 31),
        "corrupt-archive",
    ),
    case(
        "z17 members behind the end",
        lambda: packed(members_of(epub()), shift=1 << 20),
        "corrupt-archive",
    ),
    case("z17 NUL in a name", lambda: added(Member(b"a\0.png", b"x")), *UNSAFE),
    case("z17 no name", lambda: added(Member(b"", b"x")), *UNSAFE, "corrupt-archive"),
    case("z17 line ends in a name", lambda: added(Member(b"a\r\nSet-Cookie: x", b"x")), *UNSAFE),
    case(
        "z17 broken UTF-8 in a name",
        lambda: added(Member(b"\xff\xfe.png", b"x", flags=0x800)),
        *UNSAFE,
        "corrupt-archive",
    ),
    case("z17 name of 65,000 letters", lambda: added(Member(b"n" * 65_000, b"x")), *UNSAFE),
    case(
        "z18 data descriptors",
        lambda: packed([replace(m, flags=8) for m in members_of(epub())]),
        ACCEPTED,
    ),
    case("z18 a long comment", lambda: packed(members_of(epub()), comment=b"c" * 60_000), ACCEPTED),
    case(
        "z18 a program before it",
        lambda: packed(members_of(epub()), before=b"#!/bin/sh\n" * 99),
        ACCEPTED,
        NO_BOOK,
        "corrupt-archive",
    ),
    case(
        "z20 FB2 of 200 MiB", lambda: fb2_zip(data=fb2() + b" " * (200 * MIB)), "archive-too-large"
    ),
    case(
        "z20 FB2 that says it is small",
        lambda: fb2_zip(data=fb2() + b" " * (200 * MIB), size=99),
        "archive-too-large",
    ),
    case(
        "z20 two FB2",
        lambda: archive({"a.fb2": fb2(), "b.fb2": fb2()}),
        "ambiguous-archive",
        ACCEPTED,
    ),
    case(
        "z20 FB2 and a reading list", lambda: archive({"a.fb2": fb2(), "read.txt": "x"}), ACCEPTED
    ),
    case(
        "z20 EPUB and FB2 at once",
        lambda: added(Member(b"a.fb2", fb2())),
        ACCEPTED,
        "ambiguous-archive",
    ),
    case("z20 FB2 that is an EPUB", lambda: archive({"a.fb2": epub()}), "invalid-fb2", NO_BOOK),
    case("z20 FB2 that climbs out", lambda: fb2_zip("../../a.fb2"), "unsafe-archive", ACCEPTED),
]
