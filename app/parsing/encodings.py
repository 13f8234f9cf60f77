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
)
_DECLARED = re.compile(rb"""(?:encoding|charset)\s*=\s*["']?([A-Za-z0-9._:-]+)""")
# What Python also calls encodings: no text, or text in which a file could hide half a character.
_NO_CHARSETS = frozenset(
    {
        "base64", "bz2", "hex", "idna", "punycode", "quopri", "raw-unicode-escape", "rot-13",
        "undefined", "unicode-escape", "uu", "zlib",
    }
)  # fmt: skip
# Names that Python does not know, but that programs for Windows wrote.
_CODE_PAGE = re.compile(r"(?:x-)?(?:windows|win|cp|ms|ansi)?[-_]?(125\d|866)", re.IGNORECASE)
_CYRILLIC = ("cp1251", "koi8_r", "koi8_u", "cp866", "mac_cyrillic", "iso8859_5")
# Declared by programs that never asked; what is written in another alphabet shows it.
_UNASKED = frozenset(
    {
        *_CYRILLIC,
        "cp1252",
        "iso8859-1",
        "iso8859-5",
        "iso8859-15",
        "mac-cyrillic",
        "koi8-r",
        "koi8-u",
    }
)
# A frequent small letter behind a letter: half of what is not ASCII in a Slavic text, and far less
# where its letters were taken for others (measured on Russian and Ukrainian novels: 0.70 to 0.05-0.4).
_SLAVIC = re.compile("(?<=[А-Яа-яЁёІіЇїЄєҐґЎў])[аеёиоунтсрвлкмдпыьягзбйіїє]")
_FOREIGN = re.compile("[^\x00-\x7f]")
_IS_SLAVIC = 0.5
_MARGIN = 0.1
_LIKELY = [
    "cp1252",
    "cp1250",
    "gb18030",
    "shift_jis",
    "big5",
    "euc_kr",
]
_SAMPLE = 64 * 1024
_WIDE = 32  # bytes in which the first tags are told by their zeroes
# Below this share of broken characters a file is UTF-8 with a few accidents; a guess.
_TOLERABLE = 0.05


def decode(data: bytes, warnings: list[ParseWarning], *, fallback: str = "cp1252") -> str:
    """The text of *data*; never raises. A guess is added to *warnings*."""
    if marked := _marked(data):
        return data.decode(marked, "replace")
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
    marked = _marked(data)
    if marked and marked != "utf-8-sig":
        return data.decode(marked, "replace").encode()
    return data


def _marked(data: bytes) -> str | None:
    """What a byte order mark says, or zeroes in every second byte of what must be markup."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return name
    head = data[:_WIDE]
    first, second = head[::2].count(0), head[1::2].count(0)
    if len(head) == _WIDE and max(first, second) > 0.4 * _WIDE and not min(first, second):
        return "utf-16-le" if second else "utf-16-be"
    return None


def _decode_old(data: bytes, warnings: list[ParseWarning], fallback: str) -> str:
    declared, slavic = _declared(data), _slavic(data)
    if declared and not declared.startswith("utf"):
        if slavic and declared in _UNASKED and _outdoes(data, slavic, declared):
            warnings.append(ParseWarning("encoding", f"declared {declared}, read as {slavic}"))
            return data.decode(slavic, "replace")
        text = data.decode(declared, "replace")
        if _is_tolerable(text):
            if "\ufffd" in text:
                warnings.append(ParseWarning("encoding", "some characters are broken"))
            return text
    text = data.decode("utf-8", "replace")
    if _is_tolerable(text):
        warnings.append(ParseWarning("encoding", "some characters are broken"))
        return text
    best = None if slavic else from_bytes(data[:_SAMPLE], cp_isolation=_LIKELY).best()
    guessed = slavic or (best.encoding if best else fallback)
    warnings.append(
        ParseWarning("encoding", f"not declared, or declared wrongly; read as {guessed}")
    )
    return data.decode(guessed, "replace")


def _is_tolerable(text: str) -> bool:
    return text.count("\ufffd") <= _TOLERABLE * (len(text) - len(text.encode("ascii", "ignore")))


def _slavic(data: bytes) -> str | None:
    """The encoding in which *data* is Slavic text in Cyrillic letters, if there is one."""
    shares = {name: _share(data, name) for name in _CYRILLIC}
    best = max(shares, key=lambda name: shares[name])
    return best if shares[best] >= _IS_SLAVIC else None


def _outdoes(data: bytes, guessed: str, declared: str) -> bool:
    return _share(data, guessed) > _share(data, declared) + _MARGIN


def _share(data: bytes, encoding: str) -> float:
    text = data[:_SAMPLE].decode(encoding, "replace")
    return len(_SLAVIC.findall(text)) / max(1, len(_FOREIGN.findall(text)))


def _declared(data: bytes) -> str | None:
    found = _DECLARED.search(data, 0, 1024)
    if not found:
        return None
    try:
        name = codecs.lookup(found[1].decode("ascii")).name
    except LookupError:
        page = _CODE_PAGE.fullmatch(found[1].decode("ascii"))
        return f"cp{page[1]}" if page else None
    return None if name in _NO_CHARSETS else name
