"""ZIP archives that lie: every field of every header can be set by hand."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass

STORED, DEFLATED = 0, 8


@dataclass
class Member:
    """None means the truth."""

    name: bytes
    data: bytes
    method: int = DEFLATED
    packed: bytes | None = None
    size: int | None = None
    packed_size: int | None = None
    crc: int | None = None
    flags: int = 0
    attributes: int = 0
    extra: bytes = b""
    local_name: bytes | None = None
    local_size: int | None = None
    offset: int | None = None
    is_listed: bool = True

    def __post_init__(self) -> None:
        if self.packed is None:
            self.packed = deflated(self.data) if self.method == DEFLATED else self.data


def deflated(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def truth(value, otherwise):
    return otherwise if value is None else value


def packed(members, *, count=None, disk=0, directory=None, comment=b"", before=b"", shift=0):
    """The archive; *directory* replaces where the list of members is said to start."""
    out, listed = bytearray(before), bytearray()
    for member in members:
        place = len(out)
        crc = truth(member.crc, zlib.crc32(member.data))
        size = truth(member.size, len(member.data))
        packed_size = truth(member.packed_size, len(member.packed))
        local_name = truth(member.local_name, member.name)
        sizes = (crc, packed_size, truth(member.local_size, size))
        if member.flags & 8:
            sizes = (0, 0, 0)
        out += struct.pack("<4sHHHHHIII", b"PK\3\4", 20, member.flags, member.method, 0, 33, *sizes)
        out += struct.pack("<HH", len(local_name), 0) + local_name + member.packed
        if member.flags & 8:
            out += struct.pack("<4sIII", b"PK\7\b", crc, packed_size, size)
        if member.is_listed:
            fields = (20, 20, member.flags, member.method, 0, 33, crc, packed_size, size)
            listed += struct.pack("<4sHHHHHHIII", b"PK\1\2", *fields)
            lengths = (len(member.name), len(member.extra), 0, 0, 0, member.attributes)
            listed += struct.pack("<HHHHHII", *lengths, truth(member.offset, place) + shift)
            listed += member.name + member.extra
    start = truth(directory, len(out))
    number = truth(count, sum(member.is_listed for member in members)) & 0xFFFF
    out += listed
    out += struct.pack(
        "<4sHHHHIIH", b"PK\5\6", disk, disk, number, number, len(listed), start, len(comment)
    )
    return bytes(out + comment)


def members_of(data: bytes) -> list[Member]:
    """The members of an honest archive, to be changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as opened:
        return [
            Member(info.filename.encode(), opened.read(info), method=info.compress_type)
            for info in opened.infolist()
        ]
