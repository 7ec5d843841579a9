"""What a file is, decided by its first bytes and never by its name, and what we take. Pure.

A wrong name is no fault: a photo called report.pdf is kept as the photo that it is. What runs, what carries scripts,
and what nobody could open is refused in words that say what to do instead.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

HEAD = 64 * 1024  # bytes that are looked at to say what a file is
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}" + rb"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
WE_TAKE = "We take photos, sound, film, PDF, Word, Excel, PowerPoint and OpenDocument files, and plain text."
CUT_OFF = "A part of this file is missing. It may have been cut off on its way. Send it again."


class NotTaken(ValueError):
    """A file that is not kept; the words say why and what to do. code: for us, such as "empty"."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code = code


class Family(StrEnum):
    PICTURE = "picture"
    PLAYED = "played"  # sound or film
    PDF = "pdf"
    ZIPPED = "zipped"  # which office document it is, its list of contents says
    OLD_OFFICE = "old office"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Kind:
    """reader: what Pillow or ffmpeg calls it, so that they try nothing else."""

    family: Family
    type: str
    ending: str
    reader: str = ""


def _picture(reader: str, type_: str, ending: str) -> Kind:
    return Kind(Family.PICTURE, type_, ending, reader)


def _played(reader: str, type_: str, ending: str) -> Kind:
    return Kind(Family.PLAYED, type_, ending, reader)


HEIF = _picture("HEIF", "image/heic", "heic")
AVIF = _picture("AVIF", "image/avif", "avif")
MP4 = _played("mov", "video/mp4", "mp4")
MP3 = _played("mp3", "audio/mpeg", "mp3")
TEXT = Kind(Family.TEXT, "text/plain", "txt")
BEGINS = {
    b"\xff\xd8\xff": _picture("JPEG", "image/jpeg", "jpg"),
    b"\x89PNG\r\n\x1a\n": _picture("PNG", "image/png", "png"),
    b"GIF87a": _picture("GIF", "image/gif", "gif"),
    b"GIF89a": _picture("GIF", "image/gif", "gif"),
    b"II*\0": _picture("TIFF", "image/tiff", "tif"),
    b"MM\0*": _picture("TIFF", "image/tiff", "tif"),
    b"%PDF-": Kind(Family.PDF, "application/pdf", "pdf"),
    b"PK\x03\x04": Kind(Family.ZIPPED, "application/zip", "zip"),
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": Kind(Family.OLD_OFFICE, "application/msword", "doc"),
    b"{\\rtf": Kind(Family.TEXT, "application/rtf", "rtf"),
    b"\x1aE\xdf\xa3": _played("matroska", "video/x-matroska", "mkv"),
    b"OggS": _played("ogg", "audio/ogg", "ogg"),
    b"ID3": MP3,
    b"fLaC": _played("flac", "audio/flac", "flac"),
    b"#!AMR": _played("amr", "audio/amr", "amr"),
    b"caff": _played("caf", "audio/x-caf", "caf"),
    b"\x30\x26\xb2\x75\x8e\x66\xcf\x11": _played("asf", "video/x-ms-asf", "wmv"),
    b"\0\0\x01\xba": _played("mpeg", "video/mpeg", "mpg"),
}
INSIDE = {  # of files that begin with RIFF or FORM and a length
    b"WEBP": _picture("WEBP", "image/webp", "webp"),
    b"WAVE": _played("wav", "audio/wav", "wav"),
    b"AVI ": _played("avi", "video/x-msvideo", "avi"),
    b"AIFF": _played("aiff", "audio/aiff", "aiff"),
    b"AIFC": _played("aiff", "audio/aiff", "aiff"),
}
HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}
RUNS = {
    b"MZ": "a Windows program",
    b"\x7fELF": "a Linux program",
    b"\xfe\xed\xfa\xce": "a Mac program",
    b"\xfe\xed\xfa\xcf": "a Mac program",
    b"\xce\xfa\xed\xfe": "a Mac program",
    b"\xcf\xfa\xed\xfe": "a Mac program",
    b"\xca\xfe\xba\xbe": "a program",
    b"dex\n": "an Android program",
    b"\0asm": "a program",
    b"L\0\0\0\x01\x14\x02\0": "a Windows shortcut",
    b"#!": "a script, which is a program",
}
PACKED = {
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf": "a 7-Zip archive",
    b"\x1f\x8b": "a packed archive",
    b"BZh": "a packed archive",
    b"\xfd7zXZ": "a packed archive",
    b"PK\x05\x06": "an empty archive",
}
MARKUP = re.compile(rb"<(?:!doctype\s+)?(svg|html|head|body|script|iframe|\?php)\b|<\?(php)", re.IGNORECASE)


def kind_of(head: bytes, name: str = "") -> Kind:
    """What begins with these bytes (up to HEAD of them). Raises NotTaken.

    `name` decides nothing but whether plain text is called .csv.
    """
    if not head:
        raise NotTaken(
            "empty", "This file is empty. Choose it again, or open it first to see whether it is whole."
        )
    if EICAR in head:
        raise NotTaken("harmful", "This file was stopped, because it looks like a virus.")
    found = _known(head)
    if found is not None:
        return found
    for begins, what in RUNS.items():
        if head.startswith(begins):
            raise NotTaken("program", f"This file is {what}, whatever its name says. {WE_TAKE}")
    for begins, what in PACKED.items():
        if head.startswith(begins):
            raise NotTaken("packed", f"This file is {what}. Unpack it, and add the files in it one by one.")
    return _text(head, name)


def _known(head: bytes) -> Kind | None:
    """By what the first bytes promise."""
    for begins, kind in BEGINS.items():
        if head.startswith(begins):
            return kind
    if head[:4] in (b"RIFF", b"FORM"):
        return INSIDE.get(head[8:12])
    if head[4:8] == b"ftyp":
        return _boxed(head)
    if head[4:8] in (b"moov", b"mdat", b"wide", b"free", b"skip"):
        return _played("mov", "video/quicktime", "mov")
    if head[:1] == b"\xff" and len(head) > 2:
        if head[1] & 0xF6 == 0xF0:
            return _played("aac", "audio/aac", "aac")
        if head[1] & 0xE0 == 0xE0 and head[1] & 0x06 in (2, 4):
            return MP3
    if head[:1] == b"G" and head[188:189] == b"G" and head[376:377] == b"G":
        return _played("mpegts", "video/mp2t", "ts")
    return Kind(Family.PDF, "application/pdf", "pdf") if b"%PDF-" in head[:1024] else None


def _boxed(head: bytes) -> Kind:
    """MP4 and its many relations, by their brands."""
    size = min(int.from_bytes(head[:4], "big"), 256)
    brands = {head[8:12], *(head[at : at + 4] for at in range(16, size, 4))}
    if head[8:12] == b"avif" or b"avif" in brands and not brands & {b"isom", b"mp42"}:
        return AVIF
    if head[8:12] in HEIF_BRANDS:
        return HEIF
    if head[8:11] == b"3gp":
        return _played("mov", "video/3gpp", "3gp")
    if head[8:11] in (b"M4A", b"M4B"):
        return _played("mov", "audio/mp4", "m4a")
    return _played("mov", "video/quicktime", "mov") if head[8:12] == b"qt  " else MP4


def _text(head: bytes, name: str) -> Kind:
    """Plain words, or what looks like them and is a page."""
    markup = MARKUP.search(head[:4096])
    if markup:
        what = (markup[1] or markup[2] or b"").lower()
        if what == b"svg":
            raise NotTaken(
                "svg",
                "This is an SVG drawing, which can carry programs. Save it as a PNG or a PDF, and send that.",
            )
        raise NotTaken(
            "page",
            "This is a web page, whatever its name says. Print it to a PDF, or add its address as a link.",
        )
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<?xml", b"<!DOCTYPE")):
        raise NotTaken("page", f"This is a file for programs, not for people. {WE_TAKE}")
    if head[:2] not in (b"\xff\xfe", b"\xfe\xff") and has_controls(head):
        raise NotTaken("unknown", f"We do not know this kind of file, or it is damaged. {WE_TAKE}")
    return Kind(Family.TEXT, "text/csv", "csv") if name.lower().endswith(".csv") else TEXT


def has_controls(part: bytes) -> bool:
    """Whether there are bytes in it that no text has."""
    return bool(part.translate(None, delete=NO_CONTROLS))


NO_CONTROLS = bytes([9, 10, 12, 13, *range(32, 127), *range(128, 256)])
