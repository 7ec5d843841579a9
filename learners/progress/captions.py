"""The words of a video, line by line, from its captions. Pure."""

import functools
import html
import re

from learners.progress.outlines import Line

CUE = re.compile(r"(?:(\d+):)?(\d{2}):(\d{2})\.\d{3}\s+-->")
MARKUP = re.compile(r"<[^>]*>")


@functools.lru_cache(
    maxsize=200
)  # a film of ten minutes takes longer to read than the rest of its page to make
def lines_of(captions: str) -> tuple[Line, ...]:
    """WebVTT → lines with the second at which each begins. What is not a cue is left out."""
    lines = []
    for block in re.split(r"\n\s*\n", captions.replace("\r\n", "\n")):
        rows = block.strip().split("\n")
        at = next((place for place, row in enumerate(rows) if CUE.match(row)), None)
        if at is None:
            continue
        hours, minutes, seconds = CUE.match(rows[at]).groups()  # type: ignore[union-attr]
        text = html.unescape(MARKUP.sub("", " ".join(row.strip() for row in rows[at + 1 :])))
        if text:
            lines.append(Line(int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds), text))
    return tuple(lines)
