"""Photos that people send: only the picture is kept."""

import io
import struct
import zlib

import pytest
from django.core.files.storage import default_storage
from django.test import RequestFactory
from PIL import Image

from academy.shared.photos import (
    LARGEST,
    MOST_BYTES,
    NotAPhoto,
    forget_photo,
    keep_photo,
    photo_response,
    read_photo,
)
from tests.factories.photos import TAKEN_BY, picture, upload


def test_where_it_was_taken_and_by_whom_is_gone_and_it_stands_upright() -> None:
    sent = picture(turned=6)
    assert TAKEN_BY.encode() in sent
    photo = read_photo(upload(sent))
    assert TAKEN_BY.encode() not in photo.content
    kept = Image.open(io.BytesIO(photo.content))
    assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", (600, 800), {})
    assert (photo.width, photo.height) == (600, 800)
    assert not {"exif", "icc_profile", "comment", "photoshop"} & set(kept.info)


def test_a_large_one_is_made_smaller() -> None:
    photo = read_photo(upload(picture(size=(6000, 3000))))
    assert (photo.width, photo.height) == (LARGEST, LARGEST // 2)


@pytest.mark.parametrize(
    ("kind", "mode"),
    [("PNG", "RGBA"), ("PNG", "P"), ("PNG", "L"), ("PNG", "LA"), ("WEBP", "RGB"), ("JPEG", "CMYK")],
)
def test_each_kind_becomes_a_jpeg(kind: str, mode: str) -> None:
    photo = read_photo(upload(picture(kind, mode=mode), name="x"))
    assert Image.open(io.BytesIO(photo.content)).mode == "RGB"


def test_what_hides_behind_a_picture_is_not_kept() -> None:
    photo = read_photo(upload(picture() + b"<script>alert(1)</script>"))
    assert b"<script>" not in photo.content


def bomb() -> bytes:
    """A PNG of some hundred bytes that says it is a hundred thousand pixels wide."""
    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(b"")), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    )


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "This file is empty"),
        (b"%PDF-1.7 hello", "We cannot read this file as a photo"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "We cannot read this file"),
        (b"GIF89a" + b"x" * 100, "We cannot read this file"),
        (picture()[:400], "We cannot read this file"),
        (picture(size=(150, 900)), "too small to read"),
        (bomb(), "too many pixels"),
        (b"\xff\xd8" + b"0" * MOST_BYTES, "larger than 10 MB"),
    ],
    ids=["empty", "pdf", "svg", "gif", "cut off", "tiny", "bomb", "too large"],
)
def test_what_is_no_photo_is_refused_with_its_reason(content: bytes, why: str) -> None:
    with pytest.raises(NotAPhoto, match=why):
        read_photo(upload(content))


def test_the_same_file_has_the_same_name_for_ever() -> None:
    assert read_photo(upload(name="a")).sent_sha256 == read_photo(upload(name="b")).sent_sha256
    assert read_photo(upload()).sent_sha256 != read_photo(upload(picture(shade=91))).sent_sha256


def test_it_is_given_out_as_a_file_to_save_and_never_kept_by_the_browser() -> None:
    name = keep_photo(read_photo(upload()), folder="somewhere")
    answer = photo_response(RequestFactory().get("/"), name, filename="sheet.jpg")
    said = {key: answer[key] for key in ("Content-Type", "Cache-Control", "X-Content-Type-Options")}
    assert said == {
        "Content-Type": "image/jpeg",
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
    }
    assert answer["Content-Disposition"] == 'attachment; filename="sheet.jpg"'
    for close in answer._resource_closers:  # type: ignore[attr-defined]
        close()
    for _ in range(2):
        forget_photo(name)
    assert not default_storage.exists(name)
