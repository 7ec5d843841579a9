"""Files as people send them, good and bad, made on the spot."""

import io
import struct
import subprocess
import zipfile
import zlib
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from learners.portfolio.file_rules import BEGINS, EICAR, MP4, Kind
from tests.factories.photos import picture

PLACE = "+54.5733-001.2378/"  # where a phone says that a film was made
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def sent(content: bytes, name: str = "thing.bin") -> SimpleUploadedFile:
    """As a form hands it over; what it says of its type is a lie, and nobody asks."""
    return SimpleUploadedFile(name, content, content_type="application/x-msdownload")


def zipped(**parts: bytes | str) -> bytes:
    """An archive; `__` in a name stands for a slash, `_dot_` for a dot."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return made.getvalue()


def word(**more: bytes | str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr(
            "word/document.xml", "<w:document>" + "What I did at the market. " * 50 + "</w:document>"
        )
        for name, content in more.items():
            packed.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return made.getvalue()


def pdf() -> bytes:
    return b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"


def huge_png(side: int = 64_000) -> bytes:
    """A picture that says it has side x side points, in a few bytes."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    lines = zlib.compress(b"\0" * 1_000_000, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def ffmpeg(to: Path, *options: str, seconds: float = 2, film: bool = True, sound: bool = True) -> bytes:
    """A test picture and a tone, made by the real ffmpeg; `to` says the container by its ending."""
    line = ["ffmpeg", "-v", "error", "-y"]
    if film:
        line += ["-f", "lavfi", "-i", f"testsrc2=size=160x120:rate=10:duration={seconds}"]
    if sound:
        line += ["-f", "lavfi", "-i", f"sine=frequency=440:sample_rate=8000:duration={seconds}"]
    line += ["-metadata", f"location={PLACE}", "-metadata", "title=Amara at home"]
    subprocess.run([*line, *options, str(to)], check=True)
    return to.read_bytes()


def iphone_film(folder: Path) -> bytes:
    """HEVC in a QuickTime file, with where it was made."""
    return ffmpeg(folder / "film.mov", "-c:v", "libx265", "-x265-params", "log-level=none", "-c:a", "aac")


def kind(reader: str) -> Kind:
    return next(one for one in (MP4, *BEGINS.values()) if one.reader == reader)


def heic() -> bytes:

    made = io.BytesIO()
    notes = Image.Exif()
    notes[0x010F] = "A telephone of Amara"
    notes.get_ifd(0x8825)[2] = (54.0, 34.0, 12.0)
    Image.new("RGB", (640, 480), (90, 60, 30)).save(made, "HEIF", exif=notes.tobytes())
    return made.getvalue()


def lying_word() -> bytes:
    """A document whose list of contents says that a part of 40 MB has ten bytes."""
    content = bytearray(word(word__media__zeros=bytes(40_000_000)))
    size = struct.pack("<I", 40_000_000)
    while (at := content.find(size)) >= 0:
        content[at : at + 4] = struct.pack("<I", 10)
    return bytes(content)


def packed_oddly() -> bytes:
    """A document of which a part asks for a way of packing that takes any amount of memory, and is damaged too."""
    made = io.BytesIO(word())
    with zipfile.ZipFile(made, "a", zipfile.ZIP_LZMA) as packed:
        packed.writestr("word/media/x", bytes(5000))
    content = made.getvalue()
    at = content.index(b"word/media/x") + len("word/media/x") + 20
    return content[:at] + b"\xff" * 8 + content[at + 8 :]


BAD = {  # name: what is sent, what it is called, how it is refused
    "empty": (b"", "photo.jpg", "empty"),
    "a photo that was cut off": (picture(size=(1600, 1200))[:-2000], "photo.jpg", "cut_off"),
    "a pdf that was cut off": (pdf()[:-30], "report.pdf", "cut_off"),
    "a word document that was cut off": (word()[:-40], "report.docx", "cut_off"),
    "a program called photo.jpg": (b"MZ\x90\0" + bytes(200), "photo.jpg", "program"),
    "a linux program": (b"\x7fELF\x02\x01\x01" + bytes(200), "report.pdf", "program"),
    "a script": (b"#!/bin/sh\nrm -rf /\n", "notes.txt", "program"),
    "an android program": (
        zipped(AndroidManifest_dot_xml="x", classes_dot_dex="y"),
        "photos.docx",
        "program",
    ),
    "eicar": (EICAR, "notes.txt", "harmful"),
    "eicar in a word document": (word(word__media__x=EICAR), "report.docx", "harmful"),
    "svg with a script": (
        b'<?xml version="1.0"?><svg xmlns="x"><script>alert(1)</script></svg>',
        "a.svg",
        "svg",
    ),
    "svg called png": (b'<svg onload="alert(1)"/>', "drawing.png", "svg"),
    "html called pdf": (b"<!DOCTYPE html><html><script>alert(1)</script></html>", "report.pdf", "page"),
    "html after words": (b"hello <script>alert(1)</script>", "notes.txt", "page"),
    "php": (b"<?php system($_GET[0]);", "photo.jpg", "page"),
    "a flood": (word(word__media__zeros=bytes(40_000_000)), "report.docx", "flood"),
    "a flood whose list of contents lies": (lying_word(), "report.docx", "damaged"),
    "a document that is packed oddly": (packed_oddly(), "report.docx", "damaged"),
    "64,000 by 64,000 points": (huge_png(), "photo.png", "too_many_pixels"),
    "9,000 by 9,000 points": (huge_png(9_000), "photo.png", "too_many_pixels"),
    "an archive": (zipped(a_dot_txt="x"), "all.zip", "packed"),
    "a rar archive": (b"Rar!\x1a\x07\0" + bytes(80), "all.rar", "packed"),
    "macros": (word(word__vbaProject_dot_bin=b"x"), "report.docx", "macros"),
    "pages": (zipped(Index__Document_dot_iwa="x"), "report.pages", "pages"),
    "nonsense": (bytes(range(256)) * 4, "photo.jpg", "unknown"),
    "a film that is none": (b"\0\0\0\x18ftypmp42" + bytes(300), "film.mp4", "cut_off"),
    "a list of addresses called film": (b"#EXTM3U\nfile:///etc/passwd\n\0", "film.mp4", "unknown"),
}
