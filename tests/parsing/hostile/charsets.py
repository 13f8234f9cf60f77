"""Texts in encodings that are none, and characters that are none."""

import codecs

from tests.parsing.builders import epub, fb2
from tests.parsing.hostile.cases import ACCEPTED, case
from tests.parsing.hostile.documents import _opf, chapter, declared, in_encoding

CASES = [
    *(
        case(
            f"x10 declares {name}",
            lambda n=name: declared(n),
            ACCEPTED,
            "invalid-fb2",
            "unsupported-format",
        )
        for name in (
            "unicode_escape",
            "raw_unicode_escape",
            "zlib",
            "hex",
            "base64",
            "rot13",
            "idna",
            "punycode",
            "undefined",
            "utf-7",
            "utf-16",
            "utf-32",
            "ebcdic-cp-us",
            "x" * 5_000,
            "../../x",
            "cp037",
        )
    ),
    case("x10 UTF-32", lambda: in_encoding("utf-32"), ACCEPTED),
    case(
        "x10 UTF-16 without a mark",
        lambda: in_encoding("utf-16-le"),
        ACCEPTED,
        "unsupported-format",
    ),
    case("x10 half a UTF-16 file", lambda: in_encoding("utf-16")[:-301], ACCEPTED, "invalid-fb2"),
    case("x10 Shift JIS", lambda: in_encoding("shift_jis"), ACCEPTED),
    case(
        "x11 lone halves of characters",
        lambda: in_encoding("utf-16-le", mark=codecs.BOM_UTF16_LE).replace(
            "текст".encode("utf-16-le"), b"\x00\xd8\x01\xd8" * 9
        ),
        ACCEPTED,
    ),
    case(
        "x11 too long UTF-8",
        lambda: fb2(["<p>text</p>"]).replace(b"text", b"\xc0\xbcscript\xc0\xbe te\xed\xa0\x80"),
        ACCEPTED,
        markup=("<script",),
    ),
    case(
        "x11 forbidden references",
        lambda: fb2(["<p>a&#0;b&#x1F;c&#xD800;d&#xFFFF;e&#x110000;f&#-1;g&#99999999999;</p>"]),
        ACCEPTED,
        "invalid-fb2",
    ),
    case(
        "x11 controls in an EPUB",
        lambda: chapter("<p>a\0b\x01c\x1fd\x7fe\x85f\ufffeg\U0001ffffh</p>"),
        ACCEPTED,
    ),
    case(
        "x11 controls in a title",
        lambda: epub(files={"content.opf": _opf("A\0B\x07C\x1b[31mD")}),
        ACCEPTED,
    ),
]
