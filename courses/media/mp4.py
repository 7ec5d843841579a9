"""How long an MP4 is, read from its header. Pure; needs no other program."""

import struct
from typing import IO

MOST_ATOMS = 1000  # a sane file has under ten at the top


class NotMp4(ValueError):
    """The bytes are not an MP4 file, or its header is damaged."""


def seconds_in(file: IO[bytes], size: int) -> int:
    """Whole seconds, rounded, at least 1. Raises NotMp4."""
    moov = _find(file, b"moov", 0, size, first=b"ftyp")
    start, end = _find(file, b"mvhd", *moov)
    file.seek(start)
    head = file.read(min(32, end - start))
    try:
        if head[0] == 1:
            timescale, duration = struct.unpack(">IQ", head[20:32])
        else:
            timescale, duration = struct.unpack(">II", head[12:20])
    except (struct.error, IndexError):
        raise NotMp4("its header is damaged") from None
    if not timescale:
        raise NotMp4("its header says no length")
    return max(1, round(int(duration) / int(timescale)))


def _find(file: IO[bytes], name: bytes, start: int, end: int, first: bytes = b"") -> tuple[int, int]:
    """Where the content of an atom begins and ends, among those from start to end."""
    at = start
    for count in range(MOST_ATOMS):
        if at + 8 > end:
            break
        file.seek(at)
        length, kind = struct.unpack(">I4s", file.read(8))
        content = at + 8
        if length == 1:
            (length,), content = struct.unpack(">Q", file.read(8)), at + 16
        elif length == 0:
            length = end - at
        if (count == 0 and first and kind != first) or length < content - at:
            raise NotMp4("it does not begin like one")
        if at + length > end:
            raise NotMp4("it ends too early, perhaps because the upload was cut off")
        if kind == name:
            return content, at + length
        at += length
    raise NotMp4("a part of its header is missing")
