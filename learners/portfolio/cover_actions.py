"""Covering faces, names and door numbers on a photo that is in a portfolio already."""

import io
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from PIL import Image, ImageDraw

from academy.accounts.models import Account
from academy.shared.rulings import Refused
from learners.portfolio import file_store
from learners.portfolio.cover_rules import grid_of, place_of
from learners.portfolio.file_actions import replace_file
from learners.portfolio.file_policies import can_be_covered, may_take_away
from learners.portfolio.models import EvidenceFile

QUALITY = 90


def put_covered(*, file_id: int, picture: UploadedFile[Any], by: Account, now: datetime) -> EvidenceFile:
    """A picture that was covered on the phone takes the place of this one. Raises NotTaken, Refused."""
    file = EvidenceFile.objects.select_related("item").get(pk=file_id)
    may_take_away(by, file).enforce()
    _is_picture(file)
    return replace_file(file_id=file_id, sent=picture, by=by, now=now)


def cover_squares(
    *, file_id: int, squares: Collection[tuple[int, int]], by: Account, now: datetime
) -> EvidenceFile:
    """Paint these (row, column) of its grid black, for good. Raises NotTaken, Refused."""
    file = EvidenceFile.objects.select_related("item").get(pk=file_id)
    may_take_away(by, file).enforce()
    _is_picture(file)
    if not squares:
        raise Refused("Tick the squares that you want to cover first.")
    with Image.open(file_store.path_of(file.stored)) as found:
        painted = found.convert("RGB")
    brush, grid = ImageDraw.Draw(painted), grid_of(painted.width, painted.height)
    for row, column in squares:
        left, top, right, bottom = place_of(row, column, grid, painted.width, painted.height)
        brush.rectangle((left, top, right - 1, bottom - 1), fill=(0, 0, 0))
    made = io.BytesIO()
    painted.save(made, "JPEG", quality=QUALITY)
    return replace_file(
        file_id=file_id, sent=SimpleUploadedFile(file.name, made.getvalue(), "image/jpeg"), by=by, now=now
    )


def _is_picture(file: EvidenceFile) -> None:
    if not (may := can_be_covered(file)):
        raise Refused(may.reason)
