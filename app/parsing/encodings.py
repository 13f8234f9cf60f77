"""Bytes to text: byte order mark, UTF-8, what the file declares, then a guess that is reported."""

import codecs
import re

from charset_normalizer import from_bytes

from app.domain.books import ParseWarning

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0?\0", "utf-16-le"),
    (b"\0<\0?", "utf-16-be"),
)
_DECLARED = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?([A-Za-z0-9._:-]+)""")
_LIKELY = [
    "cp1251",
    "koi8_r",
    "cp866",
    "cp1252",
    "cp1250",
    "gb18030",
    "shift_jis",
    "big5",
    "euc_kr",
]
_SAMPLE = 64 * 1024
# Below this share of broken characters a file is UTF-8 with a few accidents; a guess.
_TOLERABLE = 0.05


def decode(data: bytes, warnings: list[ParseWarning], *, fallback: str = "cp1252") -> str:
    """The text of *data*; never raises. A guess is added to *warnings*."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    # UTF-8 first: wrong declarations over it are common, bytes that are UTF-8 by chance are not.
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_old(data, warnings, fallback)
    declared = _declared(data)
    if declared and not declared.startswith(("utf", "ascii")) and not text.isascii():
        warnings.append(ParseWarning("encoding", f"declared {declared}, is UTF-8"))
    return text


def transcoded(data: bytes) -> bytes:
    """*data* in an encoding in which markup is ASCII, so that it may be searched as bytes."""
    for mark, name in _MARKS[1:]:
        if data.startswith(mark):
            return data.decode(name, "replace").encode()
    return data


def _decode_old(data: bytes, warnings: list[ParseWarning], fallback: str) -> str:
    declared = _declared(data)
    if declared and not declared.startswith("utf"):
        try:
            return data.decode(declared)
        except UnicodeDecodeError:
            pass
    replaced = data.decode("utf-8", "replace")
    foreign = len(replaced) - len(replaced.encode("ascii", "ignore"))
    if replaced.count("\ufffd") < _TOLERABLE * foreign:
        warnings.append(ParseWarning("encoding", "some characters are broken"))
        return replaced
    best = from_bytes(data[:_SAMPLE], cp_isolation=_LIKELY).best()
    guessed = best.encoding if best else fallback
    warnings.append(
        ParseWarning("encoding", f"not declared, or declared wrongly; read as {guessed}")
    )
    return data.decode(guessed, "replace")


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data, 0, 1024)
    if not found:
        return None
    try:
        return codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        return None
