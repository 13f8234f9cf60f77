"""
How many words a text has, as people count: accents, soft hyphens and joiners split none.

Words are runs of letters and digits, joined by single hyphens and apostrophes. An expression
says so in a line, but costs more than all the rest of reading a book; so each character becomes
the byte of its class, and the ways in which a word can start are counted in C.
"""

import codecs
import re
import unicodedata

_LETTER, _JOINER, _OTHER = "a", "-", " "
_LETTERS = re.compile(r"[^\W_]")  # An underscore is no letter.
_JOINERS = frozenset("-\u2011'\u2019")
_IGNORED = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
# What most books are written in, in one byte each; all others are classified as they come.
_COMMON = (
    "\0\t\n\r"
    + "".join(map(chr, range(0x20, 0x7F)))
    + "".join(map(chr, range(0xC0, 0x100)))
    + "".join(map(chr, range(0x410, 0x450)))
    + "ЁёІіЇїЄєҐґ–—‘’“”„…«»№§\xa0\xad\u200a\u2060"
)


def count(text: str) -> int:
    found, _ = codecs.charmap_encode(text, _count_rest.__qualname__, _CODES)
    classes = b" " + found.translate(_CLASSES, _DELETED)
    # A word starts after a blank, after a joiner that joins nothing, or after two joiners.
    return classes.count(b" a") + classes.count(b" -a") + classes.count(b"--a")


class _Classes(dict[int, str]):
    """The class of each character beyond the common ones, found out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _class_of(chr(code))
        return found


def _count_rest(error: UnicodeError) -> tuple[str, int]:
    assert isinstance(error, UnicodeEncodeError)
    return error.object[error.start : error.end].translate(_rest), error.end


def _class_of(character: str) -> str:
    if character in _IGNORED or unicodedata.category(character).startswith("M"):
        return ""
    if character in _JOINERS:
        return _JOINER
    return _LETTER if _LETTERS.match(character) else _OTHER


_rest = _Classes()
_CODES = codecs.charmap_build(_COMMON.ljust(256, "\ufffe"))  # U+FFFE stands for no character.
_CLASSES = "".join(_class_of(c) or _OTHER for c in _COMMON).encode().ljust(256)
_DELETED = bytes(n for n, c in enumerate(_COMMON) if not _class_of(c))
codecs.register_error(_count_rest.__qualname__, _count_rest)
