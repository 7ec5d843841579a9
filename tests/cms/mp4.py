"""The smallest file that is an MP4 by its header."""

import struct


def film_file(seconds: float) -> bytes:
    """ftyp, moov with mvhd, and some bytes of film."""
    mvhd = struct.pack(">B3xIIII", 0, 0, 0, 1000, round(seconds * 1000)) + bytes(80)
    return atom(b"ftyp", b"isom" + bytes(12)) + atom(b"moov", atom(b"mvhd", mvhd)) + atom(b"mdat", bytes(64))


def atom(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", len(content) + 8, kind) + content
