"""Sending by real workers to a mail server in a process of its own, and what that took."""

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from celery import Celery
from redis import Redis

from academy.env import ROOT
from tests.bench.measure import cpu_of
from tests.bench.stage import environment_of
from tests.servers.running import free_port, own_folder, process
from tests.waiting import eventually

WORKER = ("worker", "--concurrency", "1", "--without-gossip", "--without-mingle", "--loglevel", "INFO")
PORTION = "learners.reminders.send_waiting"
WITHIN = 900.0  # seconds
NEARLY = 0.99
TERM, WHERE = signal.SIGTERM, {"PYTHONPATH": str(ROOT)}
SENT = (
    "SELECT count(*), extract(epoch FROM max(sent_at) - min(sent_at)) FROM learners_sent WHERE sent_at >= %s"
)
REFUSED = "SELECT why_not FROM learners_sent WHERE state = 'waiting' AND tries > 0"


@dataclass(frozen=True, slots=True)
class Office:
    """A mail server that takes everything, and where the workers find the rest."""

    url: str
    sink: int  # its process
    surroundings: Mapping[str, str]
    folder: Path


@dataclass(frozen=True, slots=True)
class Rate:
    """cpu_ms: of the workers' children for each message; sink_ms: of the mail server. later: not accepted at first."""

    workers: int
    messages: int
    seconds: float
    cpu_ms: float
    sink_ms: float
    later: int

    def __add__(self, other: "Rate") -> "Rate":
        """Both rounds as one."""
        count = self.messages + other.messages

        def mean(mine: float, theirs: float) -> float:
            return (mine * self.messages + theirs * other.messages) / count

        return Rate(
            self.workers,
            count,
            self.seconds + other.seconds,
            mean(self.cpu_ms, other.cpu_ms),
            mean(self.sink_ms, other.sink_ms),
            other.later,
        )

    @property
    def a_second(self) -> float:
        return self.messages / self.seconds

    @property
    def words(self) -> str:
        return (
            f"{self.workers} {'worker ' if self.workers == 1 else 'workers'}: {self.messages:,} messages in "
            f"{self.seconds:.1f} s, {self.a_second:.0f} a second, {self.a_second / self.workers:.0f} each worker; "
            f"{self.cpu_ms:.1f} ms of CPU a message (the mail server {self.sink_ms:.1f})"
            + (f"; {self.later} to be tried again" if self.later else "")
        )


@contextmanager
def post_office(surroundings: Mapping[str, str]) -> Iterator[Office]:
    """It is open as long as the block lasts."""
    port = free_port()
    with own_folder(None) as folder:
        command: list[str | Path] = [sys.executable, "-m", "tests.bench.sink", str(port)]
        with process(command, None, folder, folder / "sink.log", ending=TERM, surroundings=WHERE) as sink:
            eventually(lambda: _listens(port), within=30)
            url = f"smtp://127.0.0.1:{port}"
            yield Office(url, sink.pid, {**surroundings, "EMAIL_URL": url}, folder)


def send(office: Office, *, workers: int, portions: int, at_once: int) -> Rate:
    """So many portions of what is ready, by so many worker processes."""
    queue = Redis.from_url(office.surroundings["REDIS_URL"])
    queue.flushdb()
    with (
        ExitStack() as stack,
        psycopg.connect(office.surroundings["DATABASE_URL"], autocommit=True) as database,
    ):
        masters = [stack.enter_context(_worker(office, number)) for number in range(workers)]
        (began,) = database.execute("SELECT now()").fetchone() or ()
        children = [pid for master in masters for pid in _children(master.pid)]
        before, sink = cpu_of(children), cpu_of([office.sink])
        celery = Celery(broker=office.surroundings["REDIS_URL"])
        for _ in range(portions):
            celery.send_task(PORTION, kwargs={"until": int(time.time() + WITHIN)}, ignore_result=True)
        eventually(lambda: not queue.llen("celery") and not queue.hlen("unacked"), within=WITHIN)
        count, seconds = database.execute(SENT, [began]).fetchone() or (0, 0)
        refused = database.execute(REFUSED).fetchall()
        if count < NEARLY * portions * at_once:  # a turn may also be somebody who has to be rung
            raise RuntimeError(f"{count} of {portions * at_once} messages were sent; refused: {refused}")
        cpu, took = cpu_of(children) - before, cpu_of([office.sink]) - sink
        return Rate(workers, count, float(seconds), 1000 * cpu / count, 1000 * took / count, len(refused))


@contextmanager
def _worker(office: Office, number: int) -> Iterator["subprocess.Popen[bytes]"]:
    log = office.folder / f"worker{number}.log"
    command: list[str | Path] = [sys.executable, "-m", "celery", "-A", "academy", *WORKER]
    surroundings = {**environment_of(office.surroundings), **WHERE, "LOG_LEVEL": "INFO", "C_FORCE_ROOT": "1"}
    with process(command, None, office.folder, log, ending=TERM, surroundings=surroundings) as worker:
        eventually(lambda: "ready." in log.read_text() or worker.poll() is not None, within=60)
        if worker.poll() is not None:
            raise RuntimeError(f"a worker did not start:\n{log.read_text()}")
        yield worker


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _listens(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0
