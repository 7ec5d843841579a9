"""Sound and film: whether they are whole, written anew without where and when they were made, and a copy that every
browser plays. All by ffmpeg, which is told what a file is and may open nothing else.
"""

import json
import logging
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from learners.portfolio.file_rules import CUT_OFF, Kind, NotTaken

LONGEST = 4 * 3600  # seconds
MOST_PIXELS = 8192 * 4320  # of one picture in a film
VIEW = 1280  # the longer side of the copy for viewing
MINUTE = 60
HOUR = 60 * MINUTE
BEAT = 20  # seconds between two signs of life
QUIET = ["-hide_banner", "-nostdin", "-v", "error", "-y"]
PRIVATE = ["-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-flags", "+bitexact"]
FAST = ["-movflags", "+faststart"]  # begins to play before all of it has come
# even sizes, no larger than VIEW on either side
SMALLER = (
    f"scale=w='if(gte(iw,ih),trunc(min({VIEW},iw)/2)*2,-2)':h='if(gte(iw,ih),-2,trunc(min({VIEW},ih)/2)*2)'"
)
TO_FILM = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "26", "-pix_fmt", "yuv420p"] + [
    *("-vf", SMALLER, "-fpsmax", "30", "-c:a", "aac", "-b:a", "96k", "-ac", "2"),
]
TO_SOUND = ["-c:a", "aac", "-b:a", "96k", "-ac", "2"]
DAMAGED = "We cannot play this recording. It may be damaged. Send it again, or make it again."

Beat = Callable[[], None]
log = logging.getLogger(__name__)


class ConverterAway(Exception):
    """ffmpeg is missing, or was stopped: nobody knows about this file yet."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a file says of itself. Sizes in pixels of the film as it is shown; codecs as ffmpeg calls them."""

    seconds: float | None
    film: str
    sound: str
    points: str
    width: int | None
    height: int | None

    @property
    def plays_everywhere(self) -> bool:
        """In every browser of the last years, once it lies in an MP4."""
        shown = not self.film or (self.film == "h264" and self.points in ("yuv420p", "yuvj420p"))
        return shown and self.sound in ("", "aac", "mp3")


@dataclass(frozen=True, slots=True)
class Made:
    """Files in the workroom. view: a copy to play, where the kept file itself does not play everywhere."""

    kept: Path
    kept_type: str
    view: Path | None
    view_type: str
    small: Path | None
    seconds: int
    width: int | None
    height: int | None


def can_convert() -> bool:
    return bool(shutil.which("ffmpeg") and shutil.which("ffprobe"))


def listen(sent: Path, kind: Kind) -> Heard:
    """Raises NotTaken where there is neither sound nor film in it."""
    if _is_short_of_its_header(sent):
        raise NotTaken("cut_off", CUT_OFF)
    line = ["-v", "error", "-of", "json", "-show_format", "-show_streams", *_opened(sent, kind)]
    done = _run(["ffprobe", *line], MINUTE)
    if done.returncode:
        cut = "moov atom not found" in done.stderr or "End of file" in done.stderr
        raise NotTaken("cut_off", CUT_OFF) if cut else NotTaken("damaged", DAMAGED)
    told = json.loads(done.stdout or "{}")
    streams = told.get("streams", [])
    sound: dict[str, Any] = next((one for one in streams if one.get("codec_type") == "audio"), {})
    films = [one for one in streams if one.get("codec_type") == "video"]
    film: dict[str, Any] = next(
        (one for one in films if not one.get("disposition", {}).get("attached_pic")), {}
    )
    if not film and not sound:
        raise NotTaken("damaged", DAMAGED)
    length = told.get("format", {}).get("duration") or (film or sound).get("duration")
    heard = Heard(
        seconds=float(length) if length else None,
        film=film.get("codec_name", ""),
        sound=sound.get("codec_name", ""),
        points=film.get("pix_fmt", ""),
        width=film.get("width"),
        height=film.get("height"),
    )
    if (heard.seconds or 0) > LONGEST:
        raise NotTaken(
            "too_long", "This recording is longer than four hours. Send the part of it that matters."
        )
    if (heard.width or 0) * (heard.height or 0) > MOST_PIXELS:
        raise NotTaken("too_many_pixels", "The pictures of this film are too large. Make it smaller first.")
    return heard


def _is_short_of_its_header(sent: Path) -> bool:
    """AVI and WAV say at once how long they are, and ffmpeg does not mind when they are not. Recorders that did
    not know it wrote zero or the largest number."""
    with sent.open("rb") as file:
        head = file.read(8)
    said = int.from_bytes(head[4:], "little")
    return head[:4] == b"RIFF" and said not in (0, 0xFFFFFFFF) and sent.stat().st_size * 1.01 + 64 < said


def make(sent: Path, kind: Kind, room: Path, *, beat: Beat) -> Made:
    """Look through the whole of it, and write what is kept. Raises NotTaken, ConverterAway."""
    heard = listen(sent, kind)
    seconds = _played_through(sent, kind, heard, beat)
    kept, kept_type = _stripped(sent, kind, heard, room, beat)
    view, view_type = None, ""
    if kept is None or not _plays(heard, kept):
        name, view_type, options = (
            ("view.mp4", "video/mp4", TO_FILM) if heard.film else ("view.m4a", "audio/mp4", TO_SOUND)
        )
        view = _written(sent, kind, room / name, [*options, *FAST], beat, HOUR)
        if view is None:
            raise NotTaken("damaged", DAMAGED)
    if kept is None:  # it cannot be copied as it is: the copy is what we keep
        assert view is not None
        kept, kept_type, view, view_type = view, view_type, None, ""
    return Made(
        kept=kept,
        kept_type=kept_type,
        view=view,
        view_type=view_type,
        small=_small(view or kept, room, seconds) if heard.film else None,
        seconds=max(1, round(seconds)),
        width=heard.width,
        height=heard.height,
    )


def _plays(heard: Heard, kept: Path) -> bool:
    return kept.suffix in (".mp4", ".m4a", ".mp3") or (
        kept.suffix == ".wav" and heard.sound in ("pcm_s16le", "pcm_u8")
    )


def _played_through(sent: Path, kind: Kind, heard: Heard, beat: Beat) -> float:
    """Every picture and every sound of it, once; returns its seconds. A file that was cut off shows it here."""
    line = [
        *QUIET,
        "-progress",
        "pipe:1",
        "-nostats",
        *_opened(sent, kind),
        "-map",
        "0:V:0?",
        "-map",
        "0:a:0?",
    ]
    done = _run(["ffmpeg", *line, "-f", "null", "-"], HOUR, beat)
    reached = [line.partition("=")[2] for line in done.stdout.splitlines() if line.startswith("out_time_us=")]
    seconds = int(reached[-1]) / 1_000_000 if reached and reached[-1].lstrip("-").isdigit() else 0.0
    if done.returncode or seconds <= 0:
        raise NotTaken("damaged", DAMAGED)
    short = heard.seconds is not None and seconds < heard.seconds * 0.95 - 1
    if short or "partial file" in done.stderr:
        raise NotTaken("cut_off", CUT_OFF)
    return seconds


def _stripped(sent: Path, kind: Kind, heard: Heard, room: Path, beat: Beat) -> tuple[Path | None, str]:
    """The same sound and pictures, not one of them changed, without anything beside them."""
    if heard.plays_everywhere and kind.ending != "mp3":
        ending, type_, more = ("mp4", "video/mp4", FAST) if heard.film else ("m4a", "audio/mp4", FAST)
        if not heard.film and heard.sound == "mp3":
            ending, type_, more = "mp3", "audio/mpeg", []
    else:
        ending, type_, more = kind.ending, kind.type, []
        if not heard.film and ending in ("mp4", "mov", "mkv", "3gp"):
            type_ = {"mkv": "audio/x-matroska", "3gp": "audio/3gpp"}.get(ending, "audio/mp4")
    return _written(sent, kind, room / f"kept.{ending}", ["-c", "copy", *more], beat, 10 * MINUTE), type_


def _written(sent: Path, kind: Kind, to: Path, options: list[str], beat: Beat, patience: int) -> Path | None:
    """None where ffmpeg could not."""
    line = [*QUIET, *_opened(sent, kind), "-map", "0:V:0?", "-map", "0:a:0?", "-threads", "2"]
    done = _run(["ffmpeg", *line, *PRIVATE, *options, str(to)], patience, beat)
    if done.returncode or not to.exists() or not to.stat().st_size:
        log.info("film_not_written: %s: %s", to.name, done.stderr[-300:])
        return None
    return to


def _small(film: Path, room: Path, seconds: float) -> Path | None:
    """One picture out of it, from its first second."""
    to = room / "small.jpg"
    cut = ["-frames:v", "1", "-vf", "scale=480:-2", *PRIVATE]
    done = _run(
        [
            "ffmpeg",
            *QUIET,
            "-protocol_whitelist",
            "file",
            "-ss",
            f"{min(1.0, seconds / 2):.2f}",
            "-i",
            str(film),
        ]
        + [*cut, str(to)],
        MINUTE,
    )
    return to if not done.returncode and to.exists() else None


def _opened(sent: Path, kind: Kind) -> list[str]:
    """Only this file, and only as what its bytes say: a list of addresses called film.mp4 opens nothing."""
    return ["-protocol_whitelist", "file", "-f", kind.reader, "-i", str(sent)]


def _run(line: list[str], patience: int, beat: Beat | None = None) -> subprocess.CompletedProcess[str]:
    """Wait for it, and give a sign of life meanwhile."""
    try:
        with subprocess.Popen(
            ["nice", "-n", "10", *line] if patience > MINUTE else line,  # pages come first
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        ) as running:
            for _ in range(max(1, round(patience / BEAT))):
                try:
                    out, err = running.communicate(timeout=BEAT)
                    return subprocess.CompletedProcess(line, running.returncode, out, err)
                except subprocess.TimeoutExpired:
                    if beat:
                        beat()
            running.kill()
            raise NotTaken("too_slow", "We could not get through this recording. Send a shorter part of it.")
    except FileNotFoundError as fault:
        raise ConverterAway(line[0]) from fault
