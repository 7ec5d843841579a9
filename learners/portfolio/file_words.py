"""The words of a plain text file, so that they can be read beside something else."""

import codecs
from dataclasses import dataclass
from pathlib import Path

TYPES = ("text/plain", "text/csv")
MOST_WORDS = 20_000  # characters that a page shows
BYTES_EACH = 4  # at most, in UTF-8 and UTF-16


@dataclass(frozen=True, slots=True)
class Words:
    """whole: nothing was left out."""

    text: str
    whole: bool


def words_of(path: Path) -> Words:
    """Its beginning. Raises OSError where it is not there."""
    with path.open("rb") as file:
        head = file.read(MOST_WORDS * BYTES_EACH)
        more = bool(file.read(1))
    text = _decoded(head).replace("\r\n", "\n")
    return Words(text[:MOST_WORDS].strip("\n"), not more and len(text) <= MOST_WORDS)


def _decoded(head: bytes) -> str:
    """By its mark, else as UTF-8, else as older Windows programs wrote it. What is
    cut off at the end is left out."""
    name = "utf-16" if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"
    try:
        return codecs.getincrementaldecoder(name)().decode(head)
    except UnicodeDecodeError:
        return head.decode("cp1252", "replace")
