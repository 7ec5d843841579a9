"""One file from the outside: what it is, and what we keep of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile

from learners.portfolio import file_documents, file_films, file_pictures
from learners.portfolio.file_films import Beat
from learners.portfolio.file_rules import HEAD, Family, Kind, NotTaken, kind_of

SHOWN = ("image/jpeg", "audio/mpeg", "audio/mp4", "audio/wav", "video/mp4")  # by every browser, in a page
QUICK_BYTES = (
    40_000_000  # what is not sound or film, and not larger, is looked through while the learner waits
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is kept, and what is made from it. Paths of files that are still in the workroom."""

    kept: Path
    ending: str
    type: str
    view: Path | None = None
    view_type: str = ""
    small: Path | None = None
    width: int | None = None
    height: int | None = None
    seconds: int | None = None


def look_at(sent: Path, name: str) -> Kind:
    """What it is, without reading all of it. Raises NotTaken, file_films.ConverterAway."""
    size = sent.stat().st_size
    if size > settings.UPLOAD_MOST_BYTES:
        raise too_large()
    with sent.open("rb") as file:
        kind = kind_of(file.read(HEAD), name)
    if kind.family is Family.PLAYED:
        if not file_films.can_convert():
            raise file_films.ConverterAway("ffmpeg")
        file_films.listen(sent, kind)
    return kind


def is_quick(kind: Kind, size: int) -> bool:
    return kind.family is not Family.PLAYED and size <= QUICK_BYTES


def prepare(sent: Path, kind: Kind, room: Path, *, original: bool, beat: Beat) -> Prepared:
    """Go through the whole of it and make what we keep. Raises NotTaken, file_films.ConverterAway."""
    if kind.family is Family.PICTURE:
        drawn, small = room / "kept.jpg", room / "small.jpg"
        size = file_pictures.draw_anew(sent, kind, to=drawn, small=small, original=original)
        return Prepared(drawn, "jpg", "image/jpeg", small=small, width=size.width, height=size.height)
    if kind.family is Family.PLAYED:
        made = file_films.make(sent, kind, room, beat=beat)
        return Prepared(
            made.kept,
            made.kept.suffix[1:],
            made.kept_type,
            view=made.view,
            view_type=made.view_type,
            small=made.small,
            width=made.width,
            height=made.height,
            seconds=made.seconds,
        )
    found = file_documents.looked_into(sent, kind)
    return Prepared(sent, found.ending, found.type)


def too_large() -> NotTaken:
    most = settings.UPLOAD_MOST_BYTES // 1_000_000
    return NotTaken(
        "too_large", f"This file is larger than {most} MB. Send a shorter part of it, or make it smaller."
    )


@contextmanager
def on_disk(sent: UploadedFile[Any], room: Path) -> Iterator[Path]:
    """A file of a form, as a file on the disk."""
    if isinstance(sent, TemporaryUploadedFile):
        yield Path(sent.temporary_file_path())
        return
    path = room / "sent"
    with path.open("wb") as file:
        for chunk in sent.chunks():
            file.write(chunk)
    yield path
