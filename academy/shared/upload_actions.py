"""Files on their way: begun, sent on from where the connection was lost, and forgotten. A file itself says how much of
it has come, so a worker that dies in the middle of a part loses nothing that was written.
"""

import errno
import fcntl
import hashlib
import os
import shutil
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings
from django.db import transaction

from academy.shared.upload_models import Upload
from academy.shared.upload_rules import clean_name

MOST_OPEN = 50  # of one person at a time
MOST_AN_HOUR = 300
HEADROOM = 1_000_000_000  # bytes on the disk that uploads leave to everything else


class NotUploaded(Exception):
    """Not begun, or not sent on. `status` is that of HTTP; the words say what to do."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status = status


class Person(Protocol):
    pk: int


DISK_FULL = "There is no room for files just now. What you sent so far is kept. Try again in an hour."
AT_IT = "This file is being sent already, perhaps in another window."
GONE = "We no longer have what you sent of this file. Choose it again."


def begin(
    *, owner: Person, rows: Collection[int], name: str, length: int, room: int, now: datetime
) -> Upload:
    """Make a place for a file of `length` bytes. rows: all accounts of this person; room: bytes they may still add.

    Raises NotUploaded.
    """
    most = settings.UPLOAD_MOST_BYTES
    if length < 1:
        raise NotUploaded(400, "This file is empty. Choose it again.")
    if length > most:
        raise NotUploaded(
            413,
            f"This file is larger than {most // 1_000_000} MB. Send a shorter part of it, or make it smaller.",
        )
    mine = Upload.objects.filter(owner__in=rows)
    waiting = sum(mine.values_list("length", flat=True))
    if length + waiting > room:
        raise NotUploaded(
            413,
            no_room(length, room - waiting),
        )
    recent = mine.filter(made_at__gt=now - timedelta(hours=1)).count()
    if mine.count() >= MOST_OPEN or recent >= MOST_AN_HOUR:
        raise NotUploaded(
            429, "These are very many files at once. Finish some of them, and try again in an hour."
        )
    folder = Path(settings.UPLOAD_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < length + HEADROOM:
        raise NotUploaded(507, DISK_FULL)
    upload = Upload(owner_id=owner.pk, name=clean_name(name), length=length, made_at=now, moved_at=now)
    path_of(upload).touch(mode=0o640, exist_ok=False)
    upload.save()
    return upload


def no_room(size: int, room: int) -> str:
    """The words for a file that does not fit into what is left of somebody's share. Bytes."""
    return (
        f"There is no room for this file: it has {_megabytes(size)}, and {_megabytes(max(0, room))} are left to you. "
        "Delete a large file that you do not need, or make this one smaller."
    )


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:,.1f} MB" if size < 10_000_000 else f"{size // 1_000_000:,} MB"


def append(
    *,
    upload: Upload,
    offset: int,
    parts: Iterable[bytes],
    now: datetime,
    checksum: tuple[str, bytes] | None = None,
) -> int:
    """Write what comes next and return how much there is. What was written before a fault stays.

    checksum: name of the hash and its digest of these parts; when it differs, they are forgotten. Raises NotUploaded:
    409 when offset is not where the file ends, 413 when more comes than was said, 423 while another request writes,
    460 for a wrong checksum, 507 when the disk is full.
    """
    digest = hashlib.new(checksum[0]) if checksum else None
    with _alone(upload) as file:
        at = file.seek(0, os.SEEK_END)
        if at != offset:
            raise NotUploaded(409, "This part does not follow on what we have. Go on from there.")
        try:
            for part in parts:
                if at + len(part) > upload.length:
                    raise NotUploaded(413, "More came than the size of this file. Choose it again.")
                at += _written(file, part)
                if digest:
                    digest.update(part)
        finally:
            Upload.objects.filter(pk=upload.pk).update(moved_at=now)
        if checksum and digest and digest.digest() != checksum[1]:
            file.truncate(offset)
            raise NotUploaded(460, "This part was damaged on its way. It is sent again.")
    return at


def _written(file: IO[bytes], part: bytes) -> int:
    """All of it, or as much as the disk takes."""
    left = memoryview(part)
    try:
        while left:
            left = left[file.write(left) :]
    except OSError as fault:
        if fault.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise NotUploaded(507, DISK_FULL) from fault
    return len(part)


def forget(ids: Collection[int], now: datetime) -> None:
    """Files that nobody finished, or that are in their place by now."""
    for upload in Upload.objects.filter(pk__in=ids):
        drop(upload)


def drop(upload: Upload) -> None:
    """Let it go, row and file, when the transaction ends well."""
    path = path_of(upload)
    upload.delete()
    transaction.on_commit(partial(path.unlink, missing_ok=True))


def received(upload: Upload) -> int:
    """How many bytes of it have come."""
    try:
        return path_of(upload).stat().st_size
    except FileNotFoundError:
        raise NotUploaded(410, GONE) from None


def whole(*, token: str, rows: Collection[int]) -> Upload:
    """An upload of this person of which every byte has come. Raises NotUploaded."""
    upload = Upload.objects.filter(token=token, owner__in=rows).first()
    if upload is None:
        raise NotUploaded(410, GONE)
    if received(upload) != upload.length:
        raise NotUploaded(409, f"Only a part of “{upload.name}” has come. Let it finish, then try again.")
    return upload


def use_up(upload: Upload) -> None:
    """It is in its place: let it go. Only one of two requests that use the same upload gets here.

    Raises NotUploaded.
    """
    if not Upload.objects.select_for_update().filter(pk=upload.pk).exists():
        raise NotUploaded(410, "This file was added already.")
    drop(upload)


def path_of(upload: Upload) -> Path:
    return Path(settings.UPLOAD_ROOT, upload.token)


@contextmanager
def _alone(upload: Upload) -> Iterator[IO[bytes]]:
    """The file, open for adding at its end, for one request at a time on all workers."""
    try:
        file = path_of(upload).open("r+b", buffering=0)  # what was written is written
    except FileNotFoundError:
        raise NotUploaded(410, GONE) from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NotUploaded(423, AT_IT) from None
        yield file
