"""Photos that people send: looked at, made smaller, and written anew, so that nothing but the picture is kept.

A phone writes into each photo where and when it was taken and by which phone; a file may also hold what is no
picture at all. What is kept is drawn from the pixels alone.
"""

import hashlib
import io
import logging
import warnings
from dataclasses import dataclass
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from PIL import Image, ImageOps

from academy.shared.storage import range_response
from academy.shared.tokens import new_token

MOST_BYTES = 10_000_000
MOST_PIXELS = 60_000_000  # a photo of the largest phones; more is a bomb or a poster
SMALLEST = 200  # on its shorter side: below, nobody can read a name on it
LARGEST = 2400  # on its longer side, as it is kept
QUALITY = 82
KINDS = ("JPEG", "PNG", "WEBP")
ACCEPT = "image/jpeg,image/png,image/webp"  # iPhones turn their own kind into one of these
TOO_MANY = "This picture has too many pixels. Take a photo with a phone instead."

log = logging.getLogger(__name__)


class NotAPhoto(ValueError):
    """What was sent cannot be kept; the words say why and what to do."""


@dataclass(frozen=True, slots=True)
class Photo:
    """A clean JPEG. sent_sha256: of the file as it came, to know it again."""

    content: bytes
    width: int
    height: int
    sent_sha256: str


def read_photo(sent: UploadedFile[Any]) -> Photo:
    """The picture, upright, at most 2,400 pixels long, with nothing else. Raises NotAPhoto."""
    if not sent.size:
        raise NotAPhoto("This file is empty. Take the photo again.")
    if sent.size > MOST_BYTES:
        raise NotAPhoto(
            f"This photo is larger than {MOST_BYTES // 1_000_000} MB. Take it again, a little smaller."
        )
    assert sent.file is not None
    digest = hashlib.sha256()
    for chunk in sent.chunks():
        digest.update(chunk)
    try:
        content, width, height = _drawn_anew(sent.file)
    except NotAPhoto:
        raise
    except Image.DecompressionBombError as fault:
        raise NotAPhoto(TOO_MANY) from fault
    except Exception as fault:  # Pillow's readers raise whatever they meet in a broken file
        log.info("photo_not_read: %s", type(fault).__name__)
        raise NotAPhoto("We cannot read this file as a photo. Send a JPEG, PNG or WebP picture.") from fault
    return Photo(content, width, height, digest.hexdigest())


def _drawn_anew(file: IO[bytes]) -> tuple[bytes, int, int]:
    file.seek(0)
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", Image.DecompressionBombWarning
        )  # we count for ourselves, before reading
        with Image.open(file, formats=KINDS) as found:
            if found.width * found.height > MOST_PIXELS:
                raise NotAPhoto(TOO_MANY)
            if min(found.size) < SMALLEST:
                raise NotAPhoto("This picture is too small to read. Take the photo again, from nearer.")
            found.draft("RGB", (LARGEST, LARGEST))  # a JPEG is read at the size that is needed
            upright = ImageOps.exif_transpose(found)
            upright.thumbnail((LARGEST, LARGEST))
            flat = without_transparency(upright)
    written = io.BytesIO()
    flat.save(written, "JPEG", quality=QUALITY, optimize=True)
    return written.getvalue(), flat.width, flat.height


def without_transparency(picture: Image.Image) -> Image.Image:
    """On white, in plain RGB, and in a new image that has none of the old one's notes."""
    colours = picture.convert("RGBA") if picture.mode in ("LA", "P", "PA", "RGBA") else picture.convert("RGB")
    fresh = Image.new("RGB", colours.size, "white")
    fresh.paste(colours, mask=colours.getchannel("A") if colours.mode == "RGBA" else None)
    return fresh


def keep_photo(photo: Photo, *, folder: str) -> str:
    """Store it below MEDIA_ROOT, where no address leads; returns the file's name."""
    return default_storage.save(f"{folder}/{new_token()}.jpg", ContentFile(photo.content))


def forget_photo(name: str) -> None:
    """Delete the file; one that is gone already is no fault."""
    default_storage.delete(name)


def photo_response(request: HttpRequest, name: str, *, filename: str) -> HttpResponseBase:
    """The photo, for somebody who may see it: never kept by the browser, never opened as a page. Raises OSError."""
    file = default_storage.open(name)
    answer = range_response(
        request,
        file,
        size=file.size,
        content_type="image/jpeg",
        etag=f'"{hashlib.sha256(name.encode()).hexdigest()[:24]}"',
        filename=filename,
    )
    answer["Cache-Control"] = "private, no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["X-Robots-Tag"] = "noindex"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
