"""PostgreSQL and Redis of our own, each in a folder that goes away with it."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from redis import Redis
from redis.exceptions import RedisError

from academy.demo.processes import die_with_parent
from tests.servers.programs import POSTGRES, REDIS, path_of

PREFIX = "academy-server-"
START_WITHIN = 30  # seconds

INITDB = ("-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--wal-segsize=1", "--no-sync")

TEST_SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "300",
    "shared_buffers": "128MB",
    "deadlock_timeout": "200ms",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "autovacuum": "off",
}


@dataclass(frozen=True, slots=True)
class Postgres:
    """A running server; `url(name)` is the DATABASE_URL of one of its databases."""

    host: str
    port: int
    folder: Path

    def url(self, name: str) -> str:
        return f"postgresql://postgres@{self.host}:{self.port}/{name}"


@contextmanager
def postgres(
    *, settings: Mapping[str, str] = TEST_SETTINGS, image: Path | None = None, keep: Path | None = None
) -> Iterator[Postgres]:
    """PostgreSQL on a free port and a Unix socket.

    image: the folder of a stopped cluster to begin with; keep: where to leave one when all went well.
    """
    programs = path_of(POSTGRES).resolve().parent  # PATH may hold a link to one of them only
    owner = ordinary_user()
    with own_folder(owner) as folder:
        data = folder / "data"
        if image is not None and image.exists():
            unpack(image, data, owner)
        else:
            run_as(owner, folder, [programs / "initdb", "-D", data, *INITDB])
        port = free_port()
        options = {**settings, "listen_addresses": "127.0.0.1", "port": str(port)}
        options["unix_socket_directories"] = str(folder)
        flags = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        log = folder / "postgres.log"
        with process(
            [programs / "postgres", "-D", data, *flags], owner, folder, log, ending=signal.SIGINT
        ) as server:
            running = Postgres("127.0.0.1", port, folder)
            wait_for(lambda: psycopg.connect(running.url("postgres")).close(), psycopg.Error, server, log)
            yield running
        if keep is not None:
            pack(data, keep)


@contextmanager
def redis() -> Iterator[str]:
    """Redis on a free port, keeping nothing; gives its REDIS_URL without a database number."""
    owner = ordinary_user()
    with own_folder(owner) as folder:
        port = free_port()
        command: list[str | Path] = [
            path_of(REDIS),
            "--port",
            str(port),
            "--bind",
            "127.0.0.1",
            "--dir",
            folder,
        ]
        command += ["--save", "", "--appendonly", "no", "--databases", "64"]
        log = folder / "redis.log"
        with process(command, owner, folder, log, ending=signal.SIGTERM) as server:
            client = Redis(port=port)
            wait_for(client.ping, RedisError, server, log)
            client.close()
            yield f"redis://127.0.0.1:{port}"


def pack(data: Path, image: Path) -> None:
    """Keep a stopped cluster for the next time."""
    image.parent.mkdir(parents=True, exist_ok=True)
    half = image.with_suffix(f".{os.getpid()}")
    shutil.copytree(data, half)
    half.rename(image)


def unpack(image: Path, data: Path, owner: pwd.struct_passwd | None) -> None:
    shutil.copytree(image, data)
    if owner is not None:
        for path in [data, *data.rglob("*")]:
            os.chown(path, owner.pw_uid, owner.pw_gid, follow_symlinks=False)


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def ordinary_user() -> pwd.struct_passwd | None:
    """As root: the user to become, because PostgreSQL refuses root. Otherwise None: stay who we are."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    return known.get("postgres") or known["nobody"]


@contextmanager
def own_folder(owner: pwd.struct_passwd | None) -> Iterator[Path]:
    """A folder under the system's temporary one (the project may lie where only root may enter)."""
    sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    if owner is not None:
        os.chown(folder, owner.pw_uid, owner.pw_gid)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def sweep() -> None:
    """Remove what a killed run of ours left behind."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        pid = folder.name.removeprefix(PREFIX).split("-")[0]
        if pid.isdigit() and not Path(f"/proc/{pid}").exists() and Path("/proc/self").exists():
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def process(
    command: Sequence[str | Path],
    owner: pwd.struct_passwd | None,
    folder: Path,
    log: Path,
    *,
    ending: signal.Signals,
    surroundings: Mapping[str, str] | None = None,
) -> Iterator[subprocess.Popen[bytes]]:
    """A server that ends with the block. `surroundings`: what it finds in its environment besides the path."""
    with log.open("wb") as output:
        server = subprocess.Popen(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=die_with_parent(ending),
            env={**plain_environment(), **(surroundings or {})},
            **identity(owner),
        )
    try:
        yield server
    finally:
        server.send_signal(ending)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def run_as(owner: pwd.struct_passwd | None, folder: Path, command: Sequence[str | Path]) -> None:
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        env=plain_environment(),
        check=False,
        **identity(owner),
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def identity(owner: pwd.struct_passwd | None) -> dict[str, Any]:
    if owner is None:
        return {}
    return {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}


def plain_environment() -> dict[str, str]:
    """Nothing of the caller's (PGDATA, PGHOST and the like) but the path."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}


def wait_for(
    ask: Callable[[], object], not_yet: type[Exception], server: subprocess.Popen[bytes], log: Path
) -> None:
    latest = time.monotonic() + START_WITHIN
    while True:
        try:
            ask()
            return
        except not_yet:
            if server.poll() is not None or time.monotonic() > latest:
                raise RuntimeError(f"{server.args!r} did not start:\n{log.read_text()}") from None
            time.sleep(0.05)
