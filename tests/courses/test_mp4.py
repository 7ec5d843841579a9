"""The length of a film from its header; whatever is not a whole film is refused in words."""

import io
import json
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import courses.media
from courses.media.mp4 import NotMp4, seconds_in
from courses.media.rules import captions_fault
from tests.cms.mp4 import atom, film_file

SAMPLES = Path(courses.media.__file__).parent / "samples"


def read(content: bytes) -> int:
    return seconds_in(io.BytesIO(content), len(content))


@pytest.mark.parametrize(("seconds", "said"), [(7.4, 7), (7.6, 8), (0.1, 1), (3600, 3600)])
def test_seconds_are_rounded_and_at_least_one(seconds, said):
    assert read(film_file(seconds)) == said


def test_a_long_header_counts_in_64_bits():
    mvhd = struct.pack(">B3xQQIQ", 1, 0, 0, 90_000, 90_000 * 20) + bytes(80)
    large = struct.pack(">I4sQ", 1, b"mdat", 16 + 64) + bytes(64)
    assert read(atom(b"ftyp", b"isom" + bytes(12)) + large + atom(b"moov", atom(b"mvhd", mvhd))) == 20


def test_the_real_sample_films():
    for entry in json.loads((SAMPLES / "samples.json").read_text()):
        for name in (entry["video"], entry["audio"]):
            assert abs(read((SAMPLES / name).read_bytes()) - entry["duration_s"]) <= 1, name
        assert captions_fault((SAMPLES / entry["captions"]).read_text()) == ""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "does not begin like one"),
        (b"<html>not a film</html>", "does not begin like one"),
        (b"RIFF\x00\x00\x00\x00WEBP" * 9, "does not begin like one"),
        (atom(b"moov", b""), "does not begin like one"),
        (atom(b"ftyp", b"isom"), "a part of its header is missing"),
        (film_file(7)[:-1], "cut off"),
        (film_file(7)[:60], "cut off"),
        (atom(b"ftyp", b"isom") + atom(b"moov", atom(b"mvhd", bytes(9))), "header is damaged"),
        (atom(b"ftyp", b"isom") + atom(b"moov", atom(b"mvhd", bytes(40))), "says no length"),
    ],
)
def test_what_is_not_a_whole_film_is_refused(content, said):
    with pytest.raises(NotMp4, match=said):
        read(content)


@given(st.binary(max_size=200), st.integers(0, 150))
def test_no_bytes_break_it(noise, at):
    whole = film_file(7)
    for content in (noise, whole[:at] + noise + whole[at:], whole[:at] + noise):
        try:
            assert read(content) >= 1
        except NotMp4:
            pass


@pytest.mark.parametrize(
    ("captions", "said"),
    [
        ("WEBVTT\n\n00:00.000 --> 00:01.000\nHello", ""),
        (
            "WEBVTT - with a title\r\n\r\nNOTE of ours\r\n\r\n1\r\n00:00:00.000 --> 00:00:01.000 line:80%\r\nHello",
            "",
        ),
        ("", "first line must be WEBVTT"),
        ("WEBVTTX\n\n00:00.000 --> 00:01.000\nHello", "first line must be WEBVTT"),
        ("WEBVTT\n00:00.000 --> 00:01.000\nHello", "Leave an empty line"),
        ("WEBVTT\n\n", "not one line"),
        ("WEBVTT\n\nHello", "no times such as"),
        ("WEBVTT\n\n00:00,000 --> 00:01,000\nHello", "no times such as"),
        ("WEBVTT\n\n00:00.000 --> 00:01.000\n", "no words at"),
        ("WEBVTT\n\n00:02.000 --> 00:03.000\nB\n\n00:00.000 --> 00:01.000\nA", "not in order"),
    ],
)
def test_captions(captions, said):
    fault = captions_fault(captions)
    assert said in fault and bool(said) == bool(fault)
