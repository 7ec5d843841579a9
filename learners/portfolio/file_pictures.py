"""Pictures of a portfolio, drawn anew from their pixels: where, when and by which phone they were taken is left out."""

import logging
import warnings
from dataclasses import dataclass
from pathlib import Path

import pillow_heif
from PIL import Image, ImageOps

from academy.shared.photos import without_transparency
from learners.portfolio.file_rules import CUT_OFF, Kind, NotTaken

LARGEST = 2400  # on the longer side, as they are kept; in full size where the learner wished it
SMALL = 480  # of the picture in a list
MOST_PIXELS = 60_000_000  # a photo of the largest phones; more is a bomb or a poster
QUALITY, FINE = 82, 92

log = logging.getLogger(__name__)
pillow_heif.register_heif_opener(thumbnails=False)


@dataclass(frozen=True, slots=True)
class Drawn:
    """Sizes in pixels, after it was turned upright."""

    width: int
    height: int


def draw_anew(sent: Path, kind: Kind, *, to: Path, small: Path, original: bool) -> Drawn:
    """Write `sent` as a JPEG with nothing but its pixels, and a small one beside it. Raises NotTaken."""
    try:
        return _drawn(sent, kind, to, small, original)
    except NotTaken:
        raise
    except Image.DecompressionBombError as fault:
        raise _too_many() from fault
    except Exception as fault:  # Pillow's readers raise whatever they meet in a broken file
        log.info("picture_not_read: %s", type(fault).__name__)
        if "truncated" in str(fault).lower() or "end of file" in str(fault).lower():
            raise NotTaken("cut_off", CUT_OFF) from fault
        raise NotTaken(
            "damaged", "We cannot open this picture. It may be damaged. Send it again, or take it again."
        ) from fault


def _drawn(sent: Path, kind: Kind, to: Path, small: Path, original: bool) -> Drawn:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # we count for ourselves, first
        with Image.open(sent, formats=[kind.reader]) as found:
            if found.width * found.height > MOST_PIXELS:
                raise _too_many()
            if kind.reader == "TIFF" and getattr(found, "n_frames", 1) > 1:
                raise NotTaken("pages", "This picture has several pages. Save it as a PDF, and send that.")
            if not original:
                found.draft("RGB", (LARGEST, LARGEST))  # a JPEG is read at the size that is needed
            upright = ImageOps.exif_transpose(found)
            if not original:
                upright.thumbnail((LARGEST, LARGEST))
            flat = without_transparency(upright)
    flat.save(to, "JPEG", quality=FINE if original else QUALITY, optimize=not original)
    drawn = Drawn(flat.width, flat.height)
    flat.thumbnail((SMALL, SMALL))
    flat.save(small, "JPEG", quality=QUALITY, optimize=True)
    return drawn


def _too_many() -> NotTaken:
    return NotTaken(
        "too_many_pixels", "This picture has too many pixels. Take it with a phone, or make it smaller."
    )
