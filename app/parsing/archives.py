"""ZIP archives from strangers: checked before they are read, read by counting what comes out."""

import io
import re
import struct
import unicodedata
import zipfile
import zlib
from copy import copy
from itertools import pairwise
from typing import Self

from app.domain.limits import Limits
from app.errors import (
    AmbiguousArchive,
    ArchiveTooLarge,
    CorruptArchive,
    PasswordProtected,
    TooManyEntries,
    UnsafeArchive,
    UnsupportedCompression,
)

_LOCAL_HEADER = struct.Struct("<4s22xHH")
_LOCAL_MAGIC = b"PK\x03\x04"
_END = struct.Struct("<4xHH4xI4x")
_ENTRY_MAGIC = b"PK\x01\x02"
_END_MAGIC = b"PK\x05\x06"
_MARKUP = re.compile(rb"<(?:\?xml|(?:[\w.-]+:)?FictionBook)")
END_REACH = 65_557  # bytes from the end of a file within which its directory must end
_ENCRYPTED = 0x1
_IN_UTF_8 = 0x800
_SYMLINK = 0o120000
_FILE_TYPE = 0o170000
_SHOWN = 100  # characters of a name
_CHUNK = 256 * 1024


class Archive:
    """
    An archive whose members may be read by name.

    Sizes written in the archive are never believed: `read` inflates by itself and counts.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.limits = limits
        self._data = memoryview(data)
        self._spent = 0
        infos = _directory(data, limits)
        _check_sizes(infos, limits)
        self._infos = _by_name(infos)
        self._folded = {_folded(name): name for name in reversed(self._infos)}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._infos)

    @property
    def own_names(self) -> tuple[str, ...]:
        """Without the files that a Mac packs beside each other one, with a dot before the name."""
        return tuple(name for name in self._infos if not name.rpartition("/")[2].startswith("._"))

    def find(self, name: str) -> str | None:
        """The member's spelling of *name*; case and composition count only where members differ in it."""
        return name if name in self._infos else self._folded.get(_folded(name))

    def read(self, name: str, *, limit: int | None = None) -> bytes:
        """Raises `KeyError` for an unknown name, `ArchiveTooLarge` past *limit* bytes."""
        info = self._infos[name]
        _check_readable(info)
        packed = self._packed(info)
        most = self.limits.member
        limit = min(limit or most, most, self.limits.inflated - self._spent)
        content = (
            bytes(packed)
            if info.compress_type == zipfile.ZIP_STORED
            else _inflate(packed, limit, self.limits)
        )
        if len(content) > limit:
            raise ArchiveTooLarge(limit=limit)
        self._spent += len(content)
        if len(content) != info.file_size or zlib.crc32(content) != info.CRC:
            shown = _shown(name)
            raise CorruptArchive(f"A file inside the archive is damaged: {shown}", member=shown)
        return content

    def head(self, name: str, size: int) -> bytes:
        """The first bytes, or none of a damaged file; they are not counted, and nothing is checked."""
        info = self._infos[name]
        packed = self._packed(info)
        if info.compress_type == zipfile.ZIP_STORED:
            return bytes(packed[:size])
        try:
            return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed[: 2 * size], size)
        except zlib.error:
            return b""

    def within(self, limits: Limits) -> Self:
        """The same archive, for a shorter look."""
        other = copy(self)
        other.limits = limits
        return other

    def check(self, name: str) -> None:
        """Raises `PasswordProtected` or `UnsupportedCompression` without reading anything."""
        _check_readable(self._infos[name])

    def _packed(self, info: zipfile.ZipInfo) -> memoryview:
        header = self._data[info.header_offset : info.header_offset + _LOCAL_HEADER.size]
        if len(header) < _LOCAL_HEADER.size:
            raise CorruptArchive("The archive ends in the middle of a file.")
        magic, name_length, extra_length = _LOCAL_HEADER.unpack(header)
        start = info.header_offset + _LOCAL_HEADER.size + name_length + extra_length
        packed = self._data[start : start + info.compress_size]
        if magic != _LOCAL_MAGIC or len(packed) < info.compress_size:
            raise CorruptArchive("The archive ends in the middle of a file.")
        return packed


def is_archive(data: bytes) -> bool:
    """Whether it is a ZIP archive, perhaps behind rubbish; not a document that holds one."""
    if data.startswith((_LOCAL_MAGIC, _END_MAGIC)):
        return True
    start = data.find(_LOCAL_MAGIC) if _END_MAGIC in data[-END_REACH:] else -1
    return start >= 0 and not _MARKUP.search(data, 0, start)


def _directory(data: bytes, limits: Limits) -> list[zipfile.ZipInfo]:
    _check_end(data, limits)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            infos = opened.infolist()
    except (zipfile.BadZipFile, struct.error, UnicodeDecodeError, ValueError, EOFError) as error:
        raise CorruptArchive from error
    except NotImplementedError as error:
        raise UnsupportedCompression from error
    if len(infos) > limits.entries:
        raise TooManyEntries(limit=limits.entries)
    for info in infos:
        _check_name(info, limits.name)
    return infos


def _check_end(data: bytes, limits: Limits) -> None:
    """What zipfile does not look at, or only after reading a list that takes it too long."""
    end = data.rfind(_END_MAGIC, max(0, len(data) - END_REACH))
    if end < 0 or len(data) < end + _END.size:
        return
    disk, first_disk, list_size = _END.unpack_from(data, end)
    if disk or first_disk:
        raise CorruptArchive("This is one part of a split archive.")
    number = data.count(_ENTRY_MAGIC, max(0, end - list_size), end)
    if number > limits.entries:
        raise TooManyEntries(
            f"The archive holds {number:,} files; the limit is {limits.entries:,}.",
            limit=limits.entries,
        )


def _check_name(info: zipfile.ZipInfo, longest: int) -> None:
    name = info.orig_filename.replace("\\", "/")
    is_absolute = name.startswith("/") or name[1:2] == ":"
    if not name or is_absolute or ".." in name.split("/") or "\0" in name:
        raise UnsafeArchive(member=_shown(name))
    if len(name.encode("utf-8", "replace")) > longest:
        raise UnsafeArchive("The archive holds a file with an endless name.", limit=longest)
    if (info.external_attr >> 16) & _FILE_TYPE == _SYMLINK:
        raise UnsafeArchive(
            "The archive holds a link to a place outside itself.", member=_shown(name)
        )


def _shown(name: str) -> str:
    """A stranger's name as a problem may carry it."""
    return "".join(c if c.isprintable() else "�" for c in name[:_SHOWN])


def _check_sizes(infos: list[zipfile.ZipInfo], limits: Limits) -> None:
    if sum(info.file_size for info in infos) > limits.inflated:
        raise ArchiveTooLarge(limit=limits.inflated)
    # Members that share bytes are how a small file unpacks to gigabytes; zipfile does not look.
    by_place = sorted(infos, key=lambda info: info.header_offset)
    for one, other in pairwise(by_place):
        if one.header_offset + _LOCAL_HEADER.size + one.compress_size > other.header_offset:
            raise ArchiveTooLarge("Files inside the archive overlap.")


def _by_name(infos: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    named: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        if info.is_dir():
            continue
        name = _decoded(info).replace("\\", "/")
        # Two readers may take different ones, so what one checks the other may not show.
        if name in named and named[name].CRC != info.CRC:
            raise AmbiguousArchive("The archive holds two different files of one name.")
        named.setdefault(name, info)
    return named


def _decoded(info: zipfile.ZipInfo) -> str:
    """The name, which many programs write in UTF-8 without the flag that says so."""
    if info.flag_bits & _IN_UTF_8 or info.filename.isascii():
        return info.filename
    try:
        return info.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return info.filename


def _folded(name: str) -> str:
    # A Mac writes the names of files decomposed, and the books in them composed.
    return name.lower() if name.isascii() else unicodedata.normalize("NFC", name).casefold()


def _check_readable(info: zipfile.ZipInfo) -> None:
    if info.flag_bits & _ENCRYPTED:
        raise PasswordProtected
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise UnsupportedCompression


def _inflate(packed: memoryview, limit: int, limits: Limits) -> bytes:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    ceiling = max(limits.ratio_from, len(packed) * limits.ratio)
    pieces: list[bytes] = []
    size = 0
    rest: memoryview | bytes = packed
    try:
        while not inflater.eof:
            piece = inflater.decompress(rest, _CHUNK)
            rest = inflater.unconsumed_tail
            size += len(piece)
            if size > min(limit, ceiling):
                raise ArchiveTooLarge(limit=min(limit, ceiling))
            if not piece and not rest:
                break
            pieces.append(piece)
    except zlib.error as error:
        raise CorruptArchive from error
    return b"".join(pieces)
