"""Where the content of files lies: below MEDIA_ROOT, under names that say nothing, where no address leads."""

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings

from academy.shared.tokens import new_token

FOLDER = "portfolio"
BLOCK = 1024 * 1024


def path_of(name: str) -> Path:
    return Path(settings.MEDIA_ROOT, name)


@contextmanager
def workroom() -> Iterator[Path]:
    """A folder for things that are being made, on the disk on which they stay; emptied at the end."""
    root = Path(settings.MEDIA_ROOT, FOLDER, "making")
    root.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=root) as made:
        yield Path(made)


@contextmanager
def one_at_a_time() -> Iterator[bool]:
    """False while another process of this machine is inside."""
    root = Path(settings.MEDIA_ROOT, FOLDER)
    root.mkdir(parents=True, exist_ok=True)
    with (root / "busy").open("w") as door:
        try:
            fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def put(made: Path, ending: str, *, now: datetime) -> str:
    """Give this file a name of its own and keep it; returns the name below MEDIA_ROOT. The file itself stays where it
    is too: whoever brought it may have to send it again."""
    name = f"{FOLDER}/{now:%Y/%m}/{new_token()}.{ending}"
    path = path_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(made, path)
    except OSError:  # another disk
        shutil.copyfile(made, path)
    path.chmod(0o640)  # nginx reads it; nobody runs it
    os.utime(path)  # from now on it is here
    return name


def drop(*names: str) -> None:
    """Delete these; one that is gone already is no fault."""
    for name in names:
        if name:
            path_of(name).unlink(missing_ok=True)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def names_before(moment: datetime) -> list[str]:
    """Everything that was put here before then, also what was left in workrooms."""
    root = Path(settings.MEDIA_ROOT)
    found = (path for path in Path(root, FOLDER).rglob("*") if path.is_file() and path.suffix)
    return [str(path.relative_to(root)) for path in found if path.stat().st_mtime < moment.timestamp()]
