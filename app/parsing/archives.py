"""ZIP archives from strangers: checked before they are read, read by counting what comes out."""

import io
import struct
import zipfile
import zlib
from itertools import pairwise

from app.errors import (
    AmbiguousArchive,
    ArchiveTooLarge,
    CorruptArchive,
    PasswordProtected,
    TooManyEntries,
    UnsafeArchive,
    UnsupportedCompression,
)
from app.parsing.limits import LIMITS

_LOCAL_HEADER = struct.Struct("<4s22xHH")
_LOCAL_MAGIC = b"PK\x03\x04"
_END = struct.Struct("<4xHH")
_END_MAGIC = b"PK\x05\x06"
END_REACH = 65_557  # bytes from the end of a file within which its directory must end
_ENCRYPTED = 0x1
_SYMLINK = 0o120000
_FILE_TYPE = 0o170000
_CHUNK = 256 * 1024


class Archive:
    """
    An archive whose members may be read by name.

    Sizes written in the archive are never believed: `read` inflates by itself and counts.
    """

    def __init__(self, data: bytes) -> None:
        self._data = memoryview(data)
        self._spent = 0
        infos = _directory(data)
        _check_sizes(infos)
        self._infos = _by_name(infos)
        self._folded = {name.casefold(): name for name in reversed(self._infos)}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._infos)

    def find(self, name: str) -> str | None:
        """The member's spelling of *name*; letter case counts only where members differ in it."""
        return name if name in self._infos else self._folded.get(name.casefold())

    def read(self, name: str, *, limit: int = LIMITS.member) -> bytes:
        """Raises `KeyError` for an unknown name, `ArchiveTooLarge` past *limit* bytes."""
        info = self._infos[name]
        _check_readable(info)
        packed = self._packed(info)
        limit = min(limit, LIMITS.inflated - self._spent)
        content = (
            bytes(packed) if info.compress_type == zipfile.ZIP_STORED else _inflate(packed, limit)
        )
        if len(content) > limit:
            raise ArchiveTooLarge(limit=limit)
        self._spent += len(content)
        if len(content) != info.file_size or zlib.crc32(content) != info.CRC:
            raise CorruptArchive(f"A file inside the archive is damaged: {name}")
        return content

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


def _directory(data: bytes) -> list[zipfile.ZipInfo]:
    _check_disk(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            infos = opened.infolist()
    except (zipfile.BadZipFile, struct.error, UnicodeDecodeError, ValueError, EOFError) as error:
        raise CorruptArchive from error
    except NotImplementedError as error:
        raise UnsupportedCompression from error
    if len(infos) > LIMITS.entries:
        raise TooManyEntries(limit=LIMITS.entries)
    for info in infos:
        _check_name(info)
    return infos


def _check_disk(data: bytes) -> None:
    """Parts of a split archive say so at their end, which zipfile does not read."""
    end = data.rfind(_END_MAGIC, max(0, len(data) - END_REACH))
    if end >= 0 and len(data) >= end + _END.size and any(_END.unpack_from(data, end)):
        raise CorruptArchive("This is one part of a split archive.")


def _check_name(info: zipfile.ZipInfo) -> None:
    name = info.orig_filename.replace("\\", "/")
    parts = name.split("/")
    escapes = ".." in parts or name.startswith("/") or (len(name) > 1 and name[1] == ":")
    if escapes or "\0" in name or len(name.encode("utf-8", "replace")) > LIMITS.name:
        raise UnsafeArchive
    if (info.external_attr >> 16) & _FILE_TYPE == _SYMLINK:
        raise UnsafeArchive("The archive holds a link to a place outside itself.")


def _check_sizes(infos: list[zipfile.ZipInfo]) -> None:
    if sum(info.file_size for info in infos) > LIMITS.inflated:
        raise ArchiveTooLarge(limit=LIMITS.inflated)
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
        name = info.filename.replace("\\", "/")
        # Two readers may take different ones, so what one checks the other may not show.
        if name in named and named[name].CRC != info.CRC:
            raise AmbiguousArchive("The archive holds two different files of one name.")
        named.setdefault(name, info)
    return named


def _check_readable(info: zipfile.ZipInfo) -> None:
    if info.flag_bits & _ENCRYPTED:
        raise PasswordProtected
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise UnsupportedCompression


def _inflate(packed: memoryview, limit: int) -> bytes:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    ceiling = max(LIMITS.ratio_from, len(packed) * LIMITS.ratio)
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
