"""Pictures as phones and computers send them."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

TAKEN_BY = "A telephone of Amara"


def picture(
    kind: str = "JPEG",
    size: tuple[int, int] = (800, 600),
    mode: str = "RGB",
    *,
    turned: int = 0,
    shade: int = 90,
) -> bytes:
    """The bytes of a picture. turned: its EXIF orientation; then it says who took it and where, too."""
    shade = shade * 11 % 256  # near ones would be one JPEG
    drawn = Image.new(mode, size, shade if mode in ("L", "P") else (shade, 60, 30, 120)[: len(mode)])
    notes = Image.Exif()
    if turned:
        notes[0x0112], notes[0x010F] = turned, TAKEN_BY
        notes.get_ifd(0x8825)[2] = (54.0, 34.0, 12.0)  # a latitude
    written = io.BytesIO()
    drawn.save(written, kind, exif=notes)
    return written.getvalue()


def upload(
    content: bytes | None = None, name: str = "sheet.jpg", kind: str = "image/jpeg"
) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture() if content is None else content, content_type=kind)
