"""When a video may be shown to learners, and whether captions are WebVTT that browsers can read. Pure."""

import re
from collections.abc import Iterator
from typing import Any, Protocol

STAMP = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
TIMING = re.compile(rf"{STAMP}[ \t]+-->[ \t]+{STAMP}(?:[ \t].*)?", re.ASCII)
NO_CUE = ("NOTE", "STYLE", "REGION")
LONGEST_HOURS = 4


class Shown(Protocol):
    """What is asked of a video."""

    title: str
    file: Any
    captions: str
    transcript: str


def reasons_against_showing(video: Shown | None) -> Iterator[str]:
    """Everything that keeps a video from being published in a lesson (INV-51), one sentence each."""
    if video is None:
        yield "The video of this lesson is gone. Choose another one."
        return
    if not video.file:
        yield f"The video “{video.title}” has no file yet. Upload one."
    if not video.captions.strip():
        yield f"The video “{video.title}” has no captions. Add them, for people who cannot hear it."
    elif fault := captions_fault(video.captions):
        yield f"The captions of “{video.title}” cannot be used. {fault}"
    if not video.transcript.strip():
        yield f"The video “{video.title}” has no words to read. Add what is said and what matters in the picture."


def length_fault(seconds: int) -> str:
    """Why a film or sound of this length is not taken; empty when it is."""
    if seconds <= LONGEST_HOURS * 3600:
        return ""
    return f"This is longer than {LONGEST_HOURS} hours. Cut it into lessons, and bring in one at a time."


def captions_fault(text: str) -> str:
    """What is wrong with these captions, in words that say where; empty when they are WebVTT with at least one cue."""
    blocks = re.split(r"\n{2,}", text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n").strip("\n"))
    if not re.fullmatch(r"WEBVTT([ \t].*)?", blocks[0].split("\n")[0]):
        return "The first line must be WEBVTT, with an empty line after it."
    if "-->" in blocks[0]:
        return "Leave an empty line after WEBVTT."
    before, cues = 0, 0
    for block in blocks[1:]:
        rows = block.strip().split("\n")
        if not rows[0] or rows[0].split(" ")[0] in NO_CUE:
            continue
        at = next((place for place, row in enumerate(rows[:2]) if "-->" in row), None)
        found = TIMING.fullmatch(rows[at].strip()) if at is not None else None
        if at is None or found is None:
            return f"This part has no times such as 00:01.000 --> 00:04.000: “{rows[0][:60]}”."
        start, end = _milliseconds(found.groups()[:4]), _milliseconds(found.groups()[4:])
        if end <= start:
            return f"This line ends before it begins: “{rows[at][:60]}”."
        if start < before:
            return f"The lines are not in order of time, from here on: “{rows[at][:60]}”."
        if not "".join(rows[at + 1 :]).strip():
            return f"There are no words at “{rows[at][:60]}”."
        before, cues = start, cues + 1
    return "" if cues else "There is not one line in them."


def _milliseconds(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths
