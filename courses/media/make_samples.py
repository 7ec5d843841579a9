"""Makes the ten sample films of `samples/` again: `python -m courses.media.make_samples [slug ...]`.

Wants ffmpeg and Chromium on PATH, and Playwright (a test dependency). The pictures are drawn by
`sample_stage/` in the browser, twelve to the second; the sound is made of sine tones. The words stand in
`sample_stage/films.toml`. The same tools give the same bytes.
"""

import json
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Page, sync_playwright

from courses.media.sample_sound import tones

STAGE = Path(__file__).resolve().parent / "sample_stage"
SAMPLES = Path(__file__).resolve().parent / "samples"
WIDTH, HEIGHT, RATE = 854, 480, 12
TITLE_SECONDS = 3.0
BUDGET = 4 * 1024 * 1024  # bytes, all files together
FFMPEG = ["ffmpeg", "-v", "error", "-y"]
PICTURE = f"-c:v libx264 -profile:v high -pix_fmt yuv420p -preset veryslow -crf 27 -g {RATE * 5}".split()
PICTURE += ["-tune", "animation", "-threads", "1", "-vf", "scale=out_color_matrix=bt709:out_range=tv"]
PICTURE += ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"]
SOUND = ["-c:a", "aac", "-b:a", "32k", "-ar", "32000", "-ac", "1"]
FAST = ["-movflags", "+faststart"]
PLAIN = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact"]


@dataclass(frozen=True, slots=True)
class Film:
    """One film as written in films.toml; `starts` are the seconds at which its lines begin."""

    slug: str
    title: str
    ground: str
    picture: str
    lines: list[str]
    seen: str
    starts: list[float] = field(default_factory=list)
    seconds: int = 0


def timed(film: Film) -> Film:
    """The film with its times: a line stays long enough to be read twice; the whole is in full seconds."""
    starts, moment = [], TITLE_SECONDS
    for line in film.lines:
        starts.append(round(moment, 2))
        moment += max(2.5, 1.5 + len(line) * 0.045)
    return Film(**{**asdict(film), "starts": starts, "seconds": int(moment + 0.9)})


def spoken(words: str) -> str:
    """The words without the marks for line ends."""
    return words.replace(" / ", " ")


def captions(film: Film) -> str:
    """WebVTT: the words on the screen, and that there is music."""
    ends = [*film.starts[1:], film.seconds]
    cues = [(0.0, film.starts[0], f"[soft music]\n{spoken(film.title)}. Sample film.")]
    cues += [
        (start, end, spoken(line)) for line, start, end in zip(film.lines, film.starts, ends, strict=True)
    ]
    blocks = [f"{clock(start)} --> {clock(end)}\n{words}\n" for start, end, words in cues]
    return "WEBVTT\n\n" + "\n".join(blocks)


def clock(seconds: float) -> str:
    return f"00:00:{seconds:06.3f}"


def transcript(film: Film) -> str:
    """Everything that is to be read and seen, as plain text."""
    lines = "\n".join(spoken(line) for line in film.lines)
    return (
        f"{spoken(film.title)}\n\n"
        "Sample film. Nobody speaks: the words stand on the screen, with soft music.\n\n"
        f"{lines}\n\nIn the picture: {film.seen}\n"
    )


def frames(page: Page, film: Film) -> Iterator[bytes]:
    """Each frame as PNG; a frame that looks like the one before is not taken again."""
    before, picture = "", b""
    for number in range(film.seconds * RATE):
        drawn: str = page.evaluate("([film, t]) => draw(film, t)", [asdict(film), number / RATE])
        if drawn != before:
            before, picture = drawn, page.screenshot(type="png")
        yield picture


def encode(film: Film, pictures: Iterator[bytes], target: Path) -> None:
    """Pictures and tones into an MP4 that starts to play before it is loaded."""
    sound = tones(film.starts, film.seconds, film.slug)
    inputs = [*f"-f image2pipe -framerate {RATE} -c:v png -i - -f lavfi -i".split(), sound]
    command = [*FFMPEG, *inputs, "-t", str(film.seconds), *PICTURE, *SOUND, *FAST, *PLAIN, str(target)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        if process.stdin is None:
            raise RuntimeError("ffmpeg takes no pictures")
        for picture in pictures:
            process.stdin.write(picture)
        process.stdin.close()
        if process.wait():
            raise RuntimeError(f"ffmpeg failed for {film.slug}")


def run(*command: str, given: bytes | None = None) -> str:
    return subprocess.run(command, input=given, capture_output=True, check=True).stdout.decode()


def extract(film: Film, poster: bytes, video: Path) -> None:
    """The sound alone, for those who listen only, and the poster."""
    audio, image = video.with_suffix(".m4a"), video.with_suffix(".webp")
    run(*FFMPEG, "-i", str(video), "-vn", "-c:a", "copy", *FAST, *PLAIN, str(audio))
    to_webp = ["-f", "png_pipe", "-i", "-", "-c:v", "libwebp", "-quality", "82"]
    run(*FFMPEG, *to_webp, *PLAIN, str(image), given=poster)
    video.with_suffix(".vtt").write_text(captions(film), encoding="utf-8")
    video.with_suffix(".txt").write_text(transcript(film), encoding="utf-8")


def facts(film: Film) -> dict[str, Any]:
    """What the catalogue wants to know: whole seconds (rounded down), bytes, file names."""
    video = SAMPLES / f"{film.slug}.mp4"
    seconds = run("ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", str(video))
    names = {"video": ".mp4", "audio": ".m4a", "poster": ".webp", "captions": ".vtt", "transcript": ".txt"}
    return {
        "slug": film.slug,
        "title": spoken(film.title),
        "sample": True,
        "duration_s": int(float(seconds)),
        **{kind: video.with_suffix(suffix).name for kind, suffix in names.items()},
        "bytes": video.stat().st_size,
        "audio_bytes": video.with_suffix(".m4a").stat().st_size,
    }


def make(page: Page, film: Film) -> None:
    with TemporaryDirectory() as folder:
        target = Path(folder) / f"{film.slug}.mp4"
        encode(film, frames(page, film), target)
        page.evaluate("(film) => poster(film)", asdict(film))
        extract(film, page.screenshot(type="png"), target)
        for file in Path(folder).iterdir():
            shutil.copyfile(file, SAMPLES / file.name)


def main(wanted: list[str]) -> None:
    SAMPLES.mkdir(exist_ok=True)
    written = tomllib.loads((STAGE / "films.toml").read_text(encoding="utf-8"))
    films = [timed(Film(**film)) for film in written["film"]]
    with sync_playwright() as browsers:
        browser = browsers.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        page.goto((STAGE / "stage.html").as_uri())
        page.evaluate("Promise.all(Array.from(document.fonts, (font) => font.load()))")
        for film in films:
            if not wanted or film.slug in wanted:
                make(page, film)
                print(film.slug, film.seconds, "s")
        browser.close()
    listed = json.dumps([facts(film) for film in films], ensure_ascii=False, indent=2)
    (SAMPLES / "samples.json").write_text(listed + "\n", encoding="utf-8")
    total = sum(file.stat().st_size for file in SAMPLES.iterdir())
    print(f"{total} of {BUDGET} bytes")
    if total > BUDGET:
        raise SystemExit("too large: raise the crf")


if __name__ == "__main__":
    main(sys.argv[1:])
