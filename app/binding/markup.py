"""Markup as bytes: where each element starts and ends, and text put between them."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

_UTF16_MARKS = {
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}
_UTF8_MARK = b"\xef\xbb\xbf"
_DECLARATION = re.compile(rb"<\?xml\s[^>]*?\?>", re.IGNORECASE)
_ENCODING = re.compile(rb"""encoding\s*=\s*["']([\w.:-]+)""")
_START_TAG = re.compile(rb"""<(?:"[^"]*"|'[^']*'|[^>"'])*>""")

# One byte for one byte, so that offsets hold. A letter for all beyond ASCII lets any encoding,
# declared or not, through expat; without ampersands no entity is unknown and none can grow.
_MASK = bytes(range(256)).translate(
    bytes.maketrans(
        bytes([*range(0x20), ord("&"), *range(0x80, 0x100)]), b" " * 0x20 + b"+" + b"x" * 0x80
    )
)


class Unreadable(Exception):
    """The markup is not well-formed."""


@dataclass(frozen=True, slots=True)
class Document:
    """
    One file of markup: *body* is its bytes behind *mark*, the byte order mark; UTF-16 as UTF-8.

    *codec* is what inserted text is written in: "ascii" with character references where the
    file's own encoding is another one, or is not what it says.
    """

    mark: bytes
    body: bytes
    codec: str

    @classmethod
    def of(cls, data: bytes) -> "Document":
        """Raises `Unreadable` for broken UTF-16."""
        codec = _UTF16_MARKS.get(data[:2])
        if codec is not None:
            mark = data[:2] if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else b""
            try:
                return cls(mark, data[len(mark) :].decode(codec).encode(), codec)
            except UnicodeDecodeError as error:
                raise Unreadable from error
        mark = _UTF8_MARK if data.startswith(_UTF8_MARK) else b""
        body = data[len(mark) :]
        return cls(mark, body, "utf-8" if _is_utf8(body) else "ascii")

    def with_inserted(self, pieces: Iterable[tuple[int, str]]) -> bytes:
        """The file with each text at its offset in *body*; equal offsets keep their order."""
        is_wide = self.codec.startswith("utf-16")
        codec = "utf-8" if is_wide else self.codec
        parts = []
        done = 0
        for offset, text in sorted(pieces, key=lambda piece: piece[0]):
            parts += [self.body[done:offset], text.encode(codec, "xmlcharrefreplace")]
            done = offset
        body = b"".join([*parts, self.body[done:]])
        return self.mark + (body.decode().encode(self.codec) if is_wide else body)


@dataclass(slots=True)
class Outline:
    """
    All elements of a document in the order of their start tags, as parallel lists by number.

    *starts* are the offsets of start tags, *ends* those of end tags, *parents* the numbers of the
    parents (-1 for the root); *attributes* are the root's.
    """

    document: Document
    names: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Document) -> "Outline":
        """Raises `Unreadable` for what is not well-formed."""
        outline = cls(document)
        outline._read()
        return outline

    def __len__(self) -> int:
        return len(self.names)

    def local_name(self, element: int) -> str:
        return self.names[element].rpartition(":")[2]

    def prefix(self, element: int) -> str:
        """With its colon, ready to stand before a name; "" for none."""
        head, colon, _ = self.names[element].rpartition(":")
        return head + colon

    def path(self, element: int) -> list[int]:
        """From the root down to *element*."""
        path = [element]
        while self.parents[path[-1]] >= 0:
            path.append(self.parents[path[-1]])
        return path[::-1]

    def after(self, element: int) -> int:
        """The offset behind the whole element."""
        tag = self._start_tag(element)
        if tag.endswith(b"/>"):
            return self.starts[element] + len(tag)
        return self.document.body.index(b">", self.ends[element]) + 1

    def before_end(self, element: int) -> int | None:
        """The offset of the end tag; None for an element without one."""
        return None if self._start_tag(element).endswith(b"/>") else self.ends[element]

    def following(self, element: int) -> range:
        """The elements that start behind *element*."""
        return range(bisect_left(self.starts, self.after(element)), len(self))

    def _start_tag(self, element: int) -> bytes:
        tag = _START_TAG.match(self.document.body, self.starts[element])
        if tag is None:
            raise Unreadable
        return tag.group()

    def _read(self) -> None:
        parser = expat.ParserCreate("us-ascii")
        path = [-1]

        def start(name: str, attributes: dict[str, str]) -> None:
            if not self.names:
                self.attributes.update(attributes)
            self.names.append(name)
            self.starts.append(parser.CurrentByteIndex)
            self.ends.append(-1)
            self.parents.append(path[-1])
            path.append(len(self.names) - 1)

        def end(_name: str) -> None:
            self.ends[path.pop()] = parser.CurrentByteIndex

        parser.StartElementHandler = start
        parser.EndElementHandler = end
        try:
            parser.Parse(_masked(self.document.body), True)  # noqa: FBT003 - expat takes it by place
        except expat.ExpatError as error:
            raise Unreadable from error


def declared_encoding(data: bytes) -> str | None:
    declaration = _DECLARATION.search(data[:1024])
    encoding = _ENCODING.search(declaration.group()) if declaration else None
    return encoding.group(1).decode() if encoding else None


def without_declaration(text: str) -> str:
    """Behind the declaration and behind anything that stands before the first tag."""
    declaration = _DECLARATION.search(text[:1024].encode("ascii", "replace"))
    return text[declaration.end() if declaration else max(text.find("<"), 0) :]


def _is_utf8(body: bytes) -> bool:
    if (declared_encoding(body) or "utf-8").lower() not in {"utf-8", "utf8"}:
        return False
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True


def _masked(body: bytes) -> bytes:
    # Blanks instead of the declaration, which must not stand behind junk and may name an encoding
    # unknown to expat.
    declaration = _DECLARATION.search(body[:1024])
    lead = declaration.end() if declaration else max(body.find(b"<"), 0)
    return b" " * lead + body[lead:].translate(_MASK)
