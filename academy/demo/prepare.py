"""Makes the demo's database and its sample people, or finds that nothing is to do.

Run as a process of its own (`python -m academy.demo.prepare`), so that the demo's parent stays small and a start with
nothing to do never loads Django for it.
"""

import fcntl
import hashlib
import io
import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from django.core.management import call_command

from academy import env

APPS = ("academy", "courses", "learners", "cms")


def fingerprint(root: Path = env.ROOT) -> str:
    """Changes when the tables or the sample Academy may have changed: migrations, sample files, locked libraries."""
    paths = [root / "requirements" / "base.txt", root / "academy" / "shared" / "append_only.py"]
    for app in APPS:
        paths += (root / app).glob("migrations/*.py")
        for found in (root / app).rglob("*sample*"):
            paths += [found] if found.is_file() else [path for path in found.rglob("*") if path.is_file()]
    digest = hashlib.sha256()
    for path in sorted({path for path in paths if path.suffix != ".pyc"}):
        digest.update(f"{path.relative_to(root)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def is_prepared(data: Path) -> bool:
    """Whether the last preparation finished, was for this very code, and its database is still there."""
    stamp = data / "demo" / "stamp"
    return (data / "academy.sqlite3").exists() and stamp.exists() and stamp.read_text() == fingerprint()


def people(data: Path) -> str:
    """One line for each sample person, as written down when the sample was loaded."""
    path = data / "demo" / "people.txt"
    return path.read_text(encoding="utf-8") if path.exists() else ""


@contextmanager
def one_at_a_time(data: Path) -> Iterator[None]:
    """Two demos started at once do not prepare at once."""
    (data / "demo").mkdir(parents=True, exist_ok=True)
    with (data / "demo" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prepare(data: Path) -> None:
    with one_at_a_time(data):
        if is_prepared(data):
            return
        stamp = fingerprint()
        (data / "demo" / "stamp").unlink(missing_ok=True)
        django.setup()
        logging.disable(logging.INFO)  # Wagtail tells of every page
        print("Making the database (about a minute, only this time) ...", flush=True)
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        print("Loading the sample Academy ...", flush=True)
        call_command("load_sample", verbosity=0)
        lines = io.StringIO()
        call_command("sample_people", stdout=lines)
        (data / "demo" / "people.txt").write_text(lines.getvalue(), encoding="utf-8")
        (data / "demo" / "stamp").write_text(stamp)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "academy.settings.development")
    try:
        prepare(env.data_dir())
    except (sqlite3.Error, django.db.Error) as error:
        print(f"The database could not be brought up to date: {error}")
        print(f"If it was made by another version of this project, remove {env.data_dir()} and start again.")
        raise
