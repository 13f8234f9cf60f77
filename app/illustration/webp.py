"""A WebP file taken apart and put together again with the pixels it has and a label of ours."""

import struct

# https://developers.google.com/speed/webp/docs/riff_container
_PIXELS = {b"VP8 ", b"VP8L"}
_HAS_XMP = 0x04
_HEADER = 12
_CHUNK = 8


def relabelled(data: bytes, *, width: int, height: int, packet: bytes) -> bytes:
    """
    *data* without any chunk but its pixels, and with *packet* as its XMP; none for an empty one.

    *data* is a whole, opaque picture that has been decoded before.
    """
    pixels = b"".join(_chunk(name, body) for name, body in _chunks(data) if name in _PIXELS)
    if packet:
        size = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        head = _chunk(b"VP8X", bytes([_HAS_XMP, 0, 0, 0]) + size)
        pixels = head + pixels + _chunk(b"XMP ", packet)
    return _chunk(b"RIFF", b"WEBP" + pixels)


def _chunks(data: bytes) -> list[tuple[bytes, bytes]]:
    found = []
    at = _HEADER
    while at + _CHUNK <= len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        found.append((name, data[at + _CHUNK : at + _CHUNK + size]))
        # Bodies of an odd length are padded; the padding does not count.
        at += _CHUNK + size + size % 2
    return found


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
