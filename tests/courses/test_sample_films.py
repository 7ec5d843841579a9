"""The committed sample films are whole: every file is there, small enough, captioned and marked as sample."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

import courses.media

SAMPLES = Path(courses.media.__file__).resolve().parent / "samples"
FILMS: list[dict[str, Any]] = json.loads((SAMPLES / "samples.json").read_text(encoding="utf-8"))
LIMIT = 4 * 1024 * 1024
CUE = re.compile(r"00:00:(\d\d\.\d{3}) --> 00:00:(\d\d\.\d{3})\n(.+(?:\n.+)*)")


def test_there_are_ten_and_they_fit() -> None:
    assert len(FILMS) == 10
    assert sum(file.stat().st_size for file in SAMPLES.iterdir()) <= LIMIT


@pytest.mark.parametrize("film", FILMS, ids=lambda film: film["slug"])
class TestFilm:
    def test_it_is_short_and_marked(self, film: dict[str, Any]) -> None:
        assert film["sample"] is True
        assert 8 <= film["duration_s"] <= 20

    def test_files_are_as_listed(self, film: dict[str, Any]) -> None:
        assert (SAMPLES / film["video"]).stat().st_size == film["bytes"]
        assert (SAMPLES / film["audio"]).stat().st_size == film["audio_bytes"]
        assert (SAMPLES / film["poster"]).read_bytes()[8:12] == b"WEBP"

    def test_it_starts_before_it_is_loaded(self, film: dict[str, Any]) -> None:
        for kind in ("video", "audio"):
            data = (SAMPLES / film[kind]).read_bytes()
            assert data[4:8] == b"ftyp"
            assert 0 < data.find(b"moov") < data.find(b"mdat")

    def test_captions_follow_one_another_to_the_end(self, film: dict[str, Any]) -> None:
        text = (SAMPLES / film["captions"]).read_text(encoding="utf-8")
        assert text.startswith("WEBVTT\n\n")
        cues = CUE.findall(text)
        assert 4 <= len(cues) <= 6
        assert "[soft music]" in cues[0][2]
        assert "Sample film" in cues[0][2]
        assert [start for start, _, _ in cues[1:]] == [end for _, end, _ in cues[:-1]]
        assert float(cues[-1][1]) == film["duration_s"]
        for start, end, words in cues:
            assert len(words) / (float(end) - float(start)) <= 17  # characters a second that can be read

    def test_the_transcript_says_what_is_read_and_seen(self, film: dict[str, Any]) -> None:
        words = (SAMPLES / film["transcript"]).read_text(encoding="utf-8")
        captions = (SAMPLES / film["captions"]).read_text(encoding="utf-8")
        assert words.startswith(film["title"] + "\n")
        assert "Sample film." in words
        assert "In the picture: " in words
        for _, _, line in CUE.findall(captions)[1:]:
            assert line in words
