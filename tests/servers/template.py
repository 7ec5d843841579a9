"""The migrated template: every test database is a copy of it, made once for each set of migrations.

Migrating takes most of a minute, copying takes a tenth of a second, and constraints and triggers live in migrations.
"""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from importlib.metadata import distributions
from pathlib import Path

import psycopg
from psycopg import sql

from tests.servers.programs import POSTGRES, path_of
from tests.servers.running import postgres

ROOT = Path(__file__).resolve().parent.parent.parent
CACHE = ROOT / ".cache"
APPS = ("academy", "courses", "learners", "cms")
KEPT_IMAGES = 3  # a change of branch and back need not migrate again


class MigrationFailed(Exception):
    """Holds what manage.py said."""


def fingerprint() -> str:
    """Of everything that says what a migrated database looks like: our migrations and triggers, every library."""
    paths = [path for app in APPS for path in (ROOT / app).glob("migrations/*.py")]
    shared = ROOT / "academy" / "shared"
    paths += [shared / "append_only.py", *shared.glob("kept_*.py"), ROOT / "academy" / "settings" / "base.py"]
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    for line in sorted(f"{found.name}=={found.version}" for found in distributions()):
        digest.update(line.encode())
    return digest.hexdigest()[:16]


def database_name() -> str:
    """The name of the template on a PostgreSQL server."""
    return f"academy_template_{fingerprint()}"


def sqlite_template() -> Path:
    """The migrated SQLite file, made when it is missing."""
    path = CACHE / f"sqlite-{fingerprint()}.sqlite3"
    with one_at_a_time(path.stem):
        if not path.exists():
            half = path.with_suffix(".half")
            half.unlink(missing_ok=True)
            migrate({"TEST_DATABASE": str(half)})
            with sqlite3.connect(half) as database:  # one file, nothing left in a journal
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                database.execute("PRAGMA journal_mode=DELETE")
            database.close()
            half.rename(path)
            prune("sqlite-*.sqlite3")
    return path


def postgres_image() -> Path:
    """The folder of a stopped PostgreSQL cluster that holds the template, made when it is missing."""
    told = subprocess.run([path_of(POSTGRES), "--version"], capture_output=True, text=True, check=True).stdout
    version = hashlib.sha256(told.encode()).hexdigest()[:8]  # another PostgreSQL could not read the files
    path = CACHE / f"postgres-{fingerprint()}-{version}.cluster"
    with one_at_a_time(path.stem):
        if not path.exists():
            with postgres(keep=path) as server:
                ensure_postgres_template(server.url("postgres"))
            prune("postgres-*.cluster")
    return path


def ensure_postgres_template(url: str) -> None:
    """The template on the server that `url` (of any database there) names; made when it is missing."""
    name = database_name()
    with one_at_a_time(name), psycopg.connect(url, autocommit=True) as server:
        if server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return
        half = f"{name}_half"
        server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(half)))
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(half)))
        migrate({"TEST_DATABASE": half, "DATABASE_URL": url})
        rename = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        server.execute(rename.format(sql.Identifier(half), sql.Identifier(name)))


def make_both() -> Path:
    """Both templates side by side; gives PostgreSQL's image."""
    with ThreadPoolExecutor() as pool:
        on_sqlite, on_postgres = pool.submit(sqlite_template), pool.submit(postgres_image)
        on_sqlite.result()
        return on_postgres.result()


def migrate(surroundings: Mapping[str, str]) -> None:
    """Run every migration and make the cache's table, in a process of its own."""
    print(f"Migrating {surroundings['TEST_DATABASE'].rpartition('/')[2]} (only this time) ...", flush=True)
    environment = {
        name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "REDIS_URL")
    }
    environment |= {"DJANGO_SETTINGS_MODULE": "academy.settings.test", **surroundings}
    for command in ("migrate", "createcachetable"):
        arguments = [sys.executable, "manage.py", command, "--verbosity", "0"]
        done = subprocess.run(
            arguments, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise MigrationFailed(f"manage.py {command} failed:\n{done.stdout}{done.stderr}")


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Several pytest processes may want the same template at once."""
    CACHE.mkdir(exist_ok=True)
    with (CACHE / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def prune(pattern: str) -> None:
    """Forget all but the newest few."""
    found = sorted(CACHE.glob(pattern), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in found[KEPT_IMAGES:]:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        path.with_suffix(".lock").unlink(missing_ok=True)
