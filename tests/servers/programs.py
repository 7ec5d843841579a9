"""The programs that the tests need: found where Debian and others put them, installed where we may, else asked for."""

import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Program:
    """Something to run. Any one of `names` will do; `package` is Debian's."""

    title: str
    names: tuple[str, ...]
    package: str


POSTGRES = Program("PostgreSQL", ("postgres",), "postgresql")
CONTRIB = Program("PostgreSQL's contrib extensions", ("vacuumlo",), "postgresql-contrib")
REDIS = Program("Redis", ("redis-server", "valkey-server"), "redis-server")
FFMPEG = Program("ffmpeg", ("ffmpeg",), "ffmpeg")
CHROMIUM = Program(
    "Chromium", ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable"), "chromium"
)
NEEDED = (POSTGRES, CONTRIB, REDIS, FFMPEG, CHROMIUM)


class Missing(Exception):
    """Programs that could be neither found nor installed; says what to do."""


def find(program: Program) -> Path | None:
    """Where it is: on PATH, or where Debian keeps PostgreSQL's own programs (the newest version)."""
    places = [Path(folder) for folder in os.environ.get("PATH", os.defpath).split(os.pathsep) if folder]
    debian = Path("/usr/lib/postgresql").glob("*/bin")
    places += sorted(debian, key=lambda place: _version(place.parent.name), reverse=True)
    for place in places:
        for name in program.names:
            if os.access(place / name, os.X_OK) and (place / name).is_file():
                return place / name
    return None


def path_of(program: Program) -> Path:
    """Where it is, or Missing."""
    found = find(program)
    if found is None:
        raise Missing(how_to_install([program]))
    return found


def provide(programs: Iterable[Program] = NEEDED) -> None:
    """Find every program; install Debian's packages for the others where root or sudo without a password allows."""
    missing = [program for program in programs if find(program) is None]
    if not missing:
        return
    prefix = _as_root()
    if prefix is None or not shutil.which("apt-get"):
        raise Missing(how_to_install(missing))
    packages = [program.package for program in missing]
    print(f"Installing {', '.join(packages)} ...", flush=True)
    surroundings = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = [*prefix, "apt-get", "install", "--yes", "--quiet=2", "--no-install-recommends"]
    install += ["-o", "DPkg::Lock::Timeout=120", *packages]
    for command in ([*prefix, "apt-get", "update", "--quiet=2"], install):
        done = subprocess.run(command, env=surroundings, stdin=subprocess.DEVNULL, check=False)
        if done.returncode:
            break
    still = [program for program in missing if find(program) is None]
    if still:
        raise Missing(how_to_install(still))


def how_to_install(missing: Iterable[Program]) -> str:
    programs = list(missing)
    titles = ", ".join(program.title for program in programs)
    packages = " ".join(program.package for program in programs)
    return f"The tests need {titles}.\nInstall as root, then try again:  apt-get install {packages}"


def _as_root() -> list[str] | None:
    """What to put before a command that only root may run; None where we may not."""
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        return ["sudo", "-n"]
    return None


def _version(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
