"""Celery processes as systemd keeps them (whatever has ended is started again), and a Redis that can be killed."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from academy.demo.processes import die_with_parent
from academy.env import ROOT
from tests.servers.programs import REDIS, path_of
from tests.servers.running import free_port, ordinary_user, own_folder, process, wait_for

WORKER = ("worker", "--concurrency", "1", "--without-gossip", "--without-mingle", "--without-heartbeat")
LOOK_EVERY = 0.2  # seconds


@dataclass(slots=True)
class Unit:
    """One Celery process with its children. `kill` is what a power cut does to all of them."""

    name: str
    arguments: tuple[str, ...]
    surroundings: Mapping[str, str]
    folder: Path
    starts: int = 0
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def log(self) -> str:
        """Everything it said, also before it was started again."""
        path = self.folder / f"{self.name}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    @property
    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self) -> None:
        command = [sys.executable, "-m", "celery", "-A", "tests.faults.app", *self.arguments]
        with (self.folder / f"{self.name}.log").open("ab") as output:
            self.process = subprocess.Popen(
                [*command, "--loglevel", "INFO"],
                cwd=ROOT,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=die_with_parent(signal.SIGKILL),
                env={**os.environ, **self.surroundings},
            )
        self.starts += 1

    def kill(self) -> None:
        if self.process is None:
            return
        try:
            os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        self.process.wait()


@dataclass(slots=True)
class House:
    """All units; a thread of its own starts again what has ended."""

    units: list[Unit]
    _closing: threading.Event = field(default_factory=threading.Event)

    @property
    def workers(self) -> list[Unit]:
        return [unit for unit in self.units if unit.arguments[0] == "worker"]

    @property
    def beats(self) -> list[Unit]:
        return [unit for unit in self.units if unit.arguments[0] == "beat"]

    def keep(self) -> None:
        while not self._closing.wait(LOOK_EVERY):
            for unit in self.units:
                if not unit.runs:
                    unit.start()

    def close(self) -> None:
        self._closing.set()

    def told(self) -> str:
        """The end of every log, for a test that fails."""
        return "\n".join(
            f"--- {unit.name}, started {unit.starts} times\n{unit.log[-1500:]}" for unit in self.units
        )


@contextmanager
def house(folder: Path, surroundings: Mapping[str, str], *, workers: int, beats: int) -> Iterator[House]:
    """So many workers of one process each, and so many beats."""
    units = [Unit(f"worker{number}", WORKER, surroundings, folder) for number in range(workers)]
    for number in range(beats):
        schedule = ("beat", "--pidfile=", "--schedule", str(folder / f"beat{number}"))
        units.append(Unit(f"beat{number}", schedule, surroundings, folder))
    running = House(units)
    keeper = threading.Thread(target=running.keep)
    try:
        for unit in units:
            unit.start()
        keeper.start()
        yield running
    finally:
        running.close()
        if keeper.ident is not None:
            keeper.join()
        for unit in units:
            unit.kill()


@dataclass(slots=True)
class Queue:
    """Redis that keeps nothing: killed and started again it is empty, on the same port."""

    folder: Path
    port: int = field(default_factory=free_port)
    server: "subprocess.Popen[bytes] | None" = None
    _stack: ExitStack = field(default_factory=ExitStack)

    @property
    def url(self) -> str:
        """Without the number of a database."""
        return f"redis://127.0.0.1:{self.port}"

    def start(self) -> None:
        options = ("--save", "", "--appendonly", "no", "--bind", "127.0.0.1", "--databases", "64")
        command: list[str | Path] = [path_of(REDIS), "--port", str(self.port), "--dir", self.folder, *options]
        log = self.folder / "redis.log"
        self.server = self._stack.enter_context(
            process(command, ordinary_user(), self.folder, log, ending=signal.SIGKILL)
        )
        with Redis(port=self.port) as client:
            wait_for(client.ping, RedisError, self.server, log)

    def kill(self) -> None:
        self._stack.close()


@contextmanager
def queue() -> Iterator[Queue]:
    """A Redis that does not run yet."""
    with own_folder(ordinary_user()) as folder:
        redis = Queue(folder)
        try:
            yield redis
        finally:
            redis.kill()
