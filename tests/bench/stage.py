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
FILL = "tests.bench.fill"
INSIDE = """
import sys, importlib, django
django.setup()
importlib.import_module(sys.argv[1]).main(*sys.argv[2:])
"""


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that runs. `known` is what filling printed; `folder` is for what processes want to keep."""

    known: dict[str, Any]
    surroundings: Mapping[str, str]
    folder: Path

    @property
    def fill_words(self) -> str:
        """How much there is."""
        return str(self.known["words"])

    def run_inside(self, module: str, *arguments: str, **more: str) -> dict[str, Any]:
        """Run `main` of a module in a process of its own with the settings of the site; gives the JSON it prints."""
        return _run_inside({**self.surroundings, "DATA_DIR": str(self.folder), **more}, module, *arguments)


@contextmanager
def stage(filler: str = FILL, *arguments: str) -> Iterator[Stage]:
    """PostgreSQL and Redis, filled by the `main` of a module."""
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
        known = _run_inside({**surroundings, "DATA_DIR": str(folder)}, filler, *arguments)
        yield Stage(known, surroundings, folder)


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


def environment_of(surroundings: Mapping[str, str]) -> dict[str, str]:
    """What a process with the settings of the site finds around it."""
    needed = {"ALLOWED_HOSTS": "localhost", "EMAIL_URL": "smtp://127.0.0.1:1", "BASE_URL": "http://localhost"}
    return {**plain_environment(), **needed, **surroundings, "DJANGO_SETTINGS_MODULE": OURS}


def _run_inside(surroundings: Mapping[str, str], module: str, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-c", INSIDE, module, *arguments]
    environment = environment_of(surroundings)
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{module} failed:\n{done.stdout}{done.stderr}")
    known: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return known
