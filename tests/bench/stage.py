"""The servers of a measurement: PostgreSQL and Redis as in production, our site and the bare one on the same data."""

import json
import os
import platform
import secrets
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from academy.env import ROOT
from tests.servers.running import own_folder, plain_environment, postgres, redis
from tests.servers.site import Site, site
from tests.servers.template import database_name, postgres_image

OURS, BARE = "tests.bench.settings", "tests.bench.bare.settings"
WORKERS = 2
# As Debian sets it up (every commit reaches the disk), with memory for the whole database.
LIKE_PRODUCTION = {"max_connections": "100", "shared_buffers": "256MB"}
SAME_WORKERS = ("--max-requests", "0")  # a worker that is replaced would take its CPU time along
FILL = "import django; django.setup(); from tests.bench.fill import main; main()"


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that runs. `known` is what tests.bench.fill printed."""

    known: dict[str, Any]
    surroundings: Mapping[str, str]
    fill_words: str


@contextmanager
def stage() -> Iterator[Stage]:
    """PostgreSQL and Redis, filled."""
    with ExitStack() as stack:
        database = stack.enter_context(postgres(settings=LIKE_PRODUCTION, image=postgres_image()))
        cache = stack.enter_context(redis())
        folder = stack.enter_context(own_folder(None))
        folder.chmod(0o755)
        (folder / "media").mkdir()
        with psycopg.connect(database.url("postgres"), autocommit=True) as server:
            template = sql.Identifier(database_name())
            server.execute(sql.SQL("CREATE DATABASE academy TEMPLATE {}").format(template))
        surroundings = {
            "SECRET_KEY": secrets.token_urlsafe(50),
            "DATABASE_URL": database.url("academy"),
            "REDIS_URL": f"{cache}/0",
            "MEDIA_ROOT": str(folder / "media"),
            "LOG_LEVEL": "WARNING",
        }
        known = _fill({**surroundings, "DATA_DIR": str(folder)})
        words = f"{known['learners']} learners, {known['progress']} lessons begun or done"
        yield Stage(known, surroundings, words)


@contextmanager
def running(on: Stage, settings: str, *options: str, workers: int = WORKERS) -> Iterator[Site]:
    """A site with these settings on the stage."""
    surroundings = {**on.surroundings, "DJANGO_SETTINGS_MODULE": settings}
    with site(surroundings, workers=workers, options=(*SAME_WORKERS, *options)) as server:
        yield server


def machine() -> str:
    """What it was measured on, in words."""
    cpu = Path("/proc/cpuinfo")
    names = [line.partition(":")[2].strip() for line in cpu.read_text().splitlines() if "model name" in line]
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores ({names[0] if names else platform.machine()}), load {load:.1f} at the start"
    )


def _fill(surroundings: Mapping[str, str]) -> dict[str, Any]:
    needed = {"ALLOWED_HOSTS": "localhost", "EMAIL_URL": "smtp://127.0.0.1:1", "BASE_URL": "http://localhost"}
    environment = {**plain_environment(), **needed, **surroundings, "DJANGO_SETTINGS_MODULE": OURS}
    command = [sys.executable, "-c", FILL]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"filling failed:\n{done.stdout}{done.stderr}")
    known: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return known
