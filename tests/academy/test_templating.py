"""What templates may call: words for dates and sizes, icons, the import map; and what no template may hold."""

import hashlib
import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from jinja2 import UndefinedError

from academy import templating
from academy.gallery import samples

STATIC = Path(settings.ROOT) / "academy" / "static" / "academy"
TEMPLATES = sorted((Path(settings.ROOT) / "templates").rglob("*.html"))
DRESSES = ("500.html", "email.html", "email_frame.html")  # of what has no style sheet
PAGES = [path for path in TEMPLATES if "emails" not in path.parts and path.name not in DRESSES]


def test_times_are_london_times() -> None:
    summer = datetime(2026, 7, 31, 23, 30, tzinfo=UTC)
    assert templating.date_words(summer) == "1 August 2026"
    assert templating.time_words(summer) == "12:30am"
    assert templating.date_words(date(2026, 11, 26)) == "26 November 2026"


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (0, 0, "midnight"),
        (0, 5, "12:05am"),
        (10, 0, "10am"),
        (12, 0, "noon"),
        (12, 1, "12:01pm"),
        (14, 31, "2:31pm"),
    ],
)
def test_time_words(hour: int, minute: int, words: str) -> None:
    assert templating.time_words(datetime(2026, 11, 26, hour, minute, tzinfo=UTC)) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "under 1 min"),
        (29, "under 1 min"),
        (31, "1 min"),
        (360, "6 min"),
        (3600, "1 hour"),
        (10_260, "2 hours 51 min"),
    ],
)
def test_minutes_words(seconds: int, words: str) -> None:
    assert templating.minutes_words(seconds) == words


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (1, "1 KB"),
        (12_300, "12 KB"),
        (400_000, "under 1 MB"),
        (31_000_000, "31 MB"),
        (1_540_000_000, "1.5 GB"),
        (5_000_000_000, "5 GB"),
    ],
)
def test_megabytes(size: int, words: str) -> None:
    assert templating.megabytes(size) == words


def test_clock_words_and_plural() -> None:
    assert [templating.clock_words(s) for s in (0, 41, 725, 3729)] == ["0:00", "0:41", "12:05", "1:02:09"]
    assert [templating.plural(n, "lesson") for n in (0, 1, 2)] == ["0 lessons", "1 lesson", "2 lessons"]


def test_every_template_escapes() -> None:
    assert templating.environment().from_string("{{ name }}").render(name="<b>") == "&lt;b&gt;"


def test_a_misspelt_name_fails() -> None:
    with pytest.raises(UndefinedError):
        templating.environment().from_string("{{ mispelt }}").render()


def test_the_import_map_is_allowed_by_its_hash() -> None:
    script = re.fullmatch(r'<script type="importmap">(.*)</script>', templating.import_map())
    assert script is not None
    assert '"controllers/player"' in script[1]
    assert "</" not in script[1]
    assert templating.import_map_hash().startswith("'sha256-")


def test_no_page_has_a_style_or_a_script_of_its_own() -> None:
    wrong = [
        f"{path.name}: {found[0]}"
        for path in PAGES
        if (found := re.search(r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*\ssrc=)", path.read_text()))
    ]
    assert not wrong


def test_every_icon_and_picture_that_is_named_is_drawn() -> None:
    words = "\n".join(path.read_text() for path in TEMPLATES)
    icons = set(re.findall(r'<symbol id="([a-z0-9-]+)"', (STATIC / "img" / "icons.svg").read_text()))
    named = set(re.findall(r'\bicon\("([a-z0-9-]+)"', words)) | set(
        re.findall(r'(?:before|after)="([a-z0-9-]+)"', words)
    )
    assert len(named) > 20
    assert named <= icons
    pictures = set(re.findall(r' id="([a-z0-9-]+)"', (STATIC / "img" / "pictures.svg").read_text()))
    assert {
        "reach",
        "listen",
        "connect",
        "organise",
        "leadership",
        "strategy",
        "action",
        "certificate",
    } <= pictures
    assert {"door", "empty"} <= pictures


def test_vendored_files_are_what_their_table_says() -> None:
    table = (STATIC / "vendor" / "README.md").read_text()
    rows = re.findall(r"\| `([^`]+)` \| `([0-9a-f]{64})` \|", table)
    assert {path for path, _ in rows} == {
        path.relative_to(STATIC / "vendor").as_posix()
        for path in (STATIC / "vendor").glob("*/*")
        if path.is_file()
    }
    for path, digest in rows:
        assert hashlib.sha256((STATIC / "vendor" / path).read_bytes()).hexdigest() == digest


def test_every_colour_of_the_night_has_one_of_the_day() -> None:
    tokens = (STATIC / "css" / "tokens.css").read_text()
    day, night = tokens.split("@media (prefers-color-scheme: dark)")
    names = set(re.findall(r"(--[a-z-]+):", night.split("@media")[0]))
    assert len(names) > 30
    assert names <= set(re.findall(r"(--[a-z-]+):", day))


def test_the_gallery_has_samples_for_all_it_shows() -> None:
    assert {"streets", "modules", "media", "certificates", "hubs", "form"} <= set(samples())
