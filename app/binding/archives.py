"""Zip archives rewritten member by member: what is not replaced keeps its stored bytes."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from app.errors import CorruptArchive

# PKWARE APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16, after the signature.
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")

_STORED, _DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
_IS_UTF8 = 0x800
_HAS_DESCRIPTOR = 0x08
_VERSION = 20  # 2.0 is what deflate needs.
# Readable by everybody, writable by the owner, as Unix permission bits.
_PERMISSIONS = 0o100644 << 16


@dataclass(frozen=True, slots=True)
class _Member:
    """One entry as it goes into the new archive; *name* and *comment* are stored bytes."""

    name: bytes
    flags: int
    method: int
    stamp: tuple[int, int]
    crc: int
    payload: bytes
    size: int
    attributes: int = _PERMISSIONS
    comment: bytes = b""


class Archive:
    """An existing archive. Raises `CorruptArchive` where it cannot be read."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except zipfile.BadZipFile as error:
            raise CorruptArchive from error

    @property
    def names(self) -> list[str]:
        return self._zip.namelist()

    def read(self, name: str) -> bytes:
        try:
            return self._zip.read(name)
        except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
            raise CorruptArchive(f"{name} cannot be unpacked.") from error

    def rewritten(
        self, *, replaced: Mapping[str, bytes], added: Mapping[str, bytes], first: str = ""
    ) -> bytes:
        """The archive with some members replaced and others added; *first* goes first, stored."""
        members: list[_Member] = []
        for info in self._zip.infolist():
            # Of two members with one name the last is the one that is read, so it is replaced.
            is_shown = self._zip.getinfo(info.filename) is info
            if is_shown and info.filename == first:
                members.insert(0, self._first(info))
            elif is_shown and info.filename in replaced:
                members.append(self._replaced(info, replaced[info.filename]))
            else:
                members.append(self._copied(info))
        for name, data in added.items():
            # Stored, for JPEG does not deflate.
            members.insert(0 if name == first else len(members), _new(name, data, _STORED))
        return _written(members, self._zip.comment)

    def _first(self, info: zipfile.ZipInfo) -> _Member:
        if info.compress_type == _STORED:
            return self._copied(info)
        return _new(info.filename, self.read(info.filename), _STORED)

    def _copied(self, info: zipfile.ZipInfo) -> _Member:
        return _Member(
            name=_stored_name(info),
            # The sizes are known now, so no descriptor follows the payload.
            flags=info.flag_bits & ~_HAS_DESCRIPTOR,
            method=info.compress_type,
            stamp=_stamp(info.date_time),
            crc=info.CRC,
            payload=self._payload(info),
            size=info.file_size,
            attributes=info.external_attr,
            comment=info.comment,
        )

    def _replaced(self, info: zipfile.ZipInfo, data: bytes) -> _Member:
        payload = _packed(data, info.compress_type)
        return _Member(
            name=_stored_name(info),
            flags=info.flag_bits & _IS_UTF8,
            method=info.compress_type,
            stamp=_stamp(info.date_time),
            crc=zlib.crc32(data),
            payload=payload,
            size=len(data),
            attributes=info.external_attr,
            comment=info.comment,
        )

    def _payload(self, info: zipfile.ZipInfo) -> bytes:
        header = self._data[info.header_offset : info.header_offset + _LOCAL.size]
        if len(header) < _LOCAL.size:
            raise CorruptArchive(f"{info.filename} cannot be found.")
        name_size, extra_size = _LOCAL.unpack(header)[-2:]
        start = info.header_offset + _LOCAL.size + name_size + extra_size
        return self._data[start : start + info.compress_size]


def _new(name: str, data: bytes, method: int) -> _Member:
    return _Member(
        name=name.encode(),
        flags=0 if name.isascii() else _IS_UTF8,
        method=method,
        # A fixed time, so that binding the same pictures twice gives the same file.
        stamp=_stamp((1980, 1, 1, 0, 0, 0)),
        crc=zlib.crc32(data),
        payload=_packed(data, method),
        size=len(data),
    )


def _packed(data: bytes, method: int) -> bytes:
    if method == _STORED:
        return data
    if method != _DEFLATED:
        raise CorruptArchive(f"Compression method {method} is none of EPUB's.")
    deflate = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return deflate.compress(data) + deflate.flush()


def _stored_name(info: zipfile.ZipInfo) -> bytes:
    # zipfile reads unflagged names as code page 437, which maps all 256 bytes: none is lost.
    return info.orig_filename.encode("utf-8" if info.flag_bits & _IS_UTF8 else "cp437")


def _stamp(moment: tuple[int, int, int, int, int, int]) -> tuple[int, int]:
    year, month, day, hour, minute, second = moment
    return (hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day)


def _written(members: list[_Member], comment: bytes) -> bytes:
    out = io.BytesIO()
    directory = []
    for member in members:
        shared = (
            _VERSION,
            member.flags,
            member.method,
            *member.stamp,
            member.crc,
            len(member.payload),
            member.size,
            len(member.name),
        )
        tail = (0, len(member.comment), 0, 0, member.attributes, out.tell())
        directory.append(
            # Made by 3, Unix: the attributes are its permission bits.
            _CENTRAL.pack(b"PK\1\2", 3 << 8 | _VERSION, *shared, *tail)
            + member.name
            + member.comment
        )
        out.write(_LOCAL.pack(b"PK\3\4", *shared, 0) + member.name + member.payload)
    start = out.tell()
    index = b"".join(directory)
    count = len(members)
    end = _END.pack(b"PK\5\6", 0, 0, count, count, len(index), start, len(comment))
    return out.getvalue() + index + end + comment
