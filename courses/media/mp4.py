"""How long an MP4 is, read from its header, and whether the file is whole. Pure; needs no other program."""

import struct
from collections.abc import Iterator
from typing import IO

MOST_ATOMS = 10_000  # a sane file has under ten at the top; one that is cut into fragments has two for each


class NotMp4(ValueError):
    """The bytes are not an MP4 file, or it is damaged; the text says which."""


def seconds_in(file: IO[bytes], size: int) -> int:
    """Whole seconds, rounded, at least 1. Raises NotMp4."""
    atoms = list(_atoms(file, 0, size))
    if not atoms or atoms[0][0] != b"ftyp":
        raise NotMp4("it does not begin like one")
    start, end = _one(file, b"mvhd", *_in(atoms, b"moov"))
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


Atom = tuple[bytes, int, int]  # kind, where its content begins, where it ends


def _atoms(file: IO[bytes], start: int, end: int) -> Iterator[Atom]:
    """The atoms that lie side by side from start to end."""
    at = start
    for count in range(MOST_ATOMS):
        if at >= end:
            return
        file.seek(at)
        head = file.read(16)
        if at + 8 > end or len(head) < 8:
            raise NotMp4("it ends too early, perhaps because the upload was cut off")
        (length, kind), content = struct.unpack(">I4s", head[:8]), at + 8
        if length == 1 and len(head) == 16:
            (length,), content = struct.unpack(">Q", head[8:]), at + 16
        elif length == 0:
            length = end - at
        if length < content - at or (count == 0 and not kind.isalnum()):
            raise NotMp4("it does not begin like one")
        if at + length > end:
            cut = "it ends too early, perhaps because the upload was cut off"
            raise NotMp4(cut if count else "it does not begin like one")
        yield kind, content, at + length
        at += length
    raise NotMp4("it is in too many pieces")


def _one(file: IO[bytes], kind: bytes, start: int, end: int) -> tuple[int, int]:
    return _in(list(_atoms(file, start, end)), kind)


def _in(atoms: list[Atom], kind: bytes) -> tuple[int, int]:
    """Where the content of the first atom of this kind begins and ends."""
    for found, start, end in atoms:
        if found == kind:
            return start, end
    raise NotMp4("a part of its header is missing")
