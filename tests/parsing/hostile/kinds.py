"""Files of other kinds."""

import bz2
import io
import tarfile

from tests.parsing.builders import archive, fb2, png
from tests.parsing.hostile.cases import ACCEPTED, case
from tests.parsing.hostile.lying import NO_BOOK
from tests.parsing.hostile.zips import STORED, Member, packed


def tar() -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as opened:
        about = tarfile.TarInfo("book.fb2")
        about.size = len(fb2())
        opened.addfile(about, io.BytesIO(fb2()))
    return out.getvalue()


def office(folder: str) -> bytes:
    return archive({"[Content_Types].xml": "<Types/>", f"{folder}/document.xml": "<w/>"})


CASES = [
    case("k01 PDF behind blanks", lambda: b"\n\n%PDF-1.4\n1 0 obj", NO_BOOK),
    case(
        "k02 Kindle",
        lambda: bytes(60) + b"TEXtREAd" + bytes(99),
        NO_BOOK,
        facts={"detected": "mobi"},
    ),
    case("k03 spreadsheet", lambda: office("xl"), NO_BOOK, facts={"detected": "xlsx"}),
    case("k03 slides", lambda: office("ppt"), NO_BOOK, facts={"detected": "pptx"}),
    case("k04 program", lambda: archive({"META-INF/MANIFEST.MF": "Main-Class: x"}), NO_BOOK),
    case("k04 empty archive", lambda: archive({}), NO_BOOK, "empty-book"),
    case(
        "k04 comic",
        lambda: archive({f"{n}.webp": b"RIFF" for n in range(9)}),
        NO_BOOK,
        facts={"detected": "cbz"},
    ),
    case("k05 page", lambda: b"<HTML><BODY>x", NO_BOOK, facts={"detected": "html"}),
    case("k05 page that speaks of FB2", lambda: b"<html><body>&lt;FictionBook&gt;", NO_BOOK),
    case("k06 feed", lambda: b"<?xml version='1.0'?><rss><FictionBookish/></rss>", NO_BOOK),
    case("k06 drawing", lambda: b"<svg xmlns='http://www.w3.org/2000/svg'/>", NO_BOOK),
    case("k08 bzip2", lambda: bz2.compress(fb2()), NO_BOOK, facts={"detected": "bzip2"}),
    case("k08 tar", tar, NO_BOOK, ACCEPTED),
    case("k08 picture", lambda: png() + b"PK\5\6" + bytes(18), NO_BOOK),
    case(
        "k08 program for Linux", lambda: b"\x7fELF" + bytes(99), NO_BOOK, facts={"detected": "elf"}
    ),
    case(
        "k08 ZIP of nothing but folders",
        lambda: packed([Member(b"META-INF/", b"", STORED)]),
        NO_BOOK,
    ),
]
