"""The points at which a worker may be killed, and the file in which each kill stands before it happens."""

import os
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

PLANNING = ("planning", "planned")  # rows found and not written; written and not committed
BEFORE = ("before", "claimed", "composed", "marked")  # marked as being handed over, but not committed
HAND_OVER = (
    "handing",
    "held",
    "unanswered",
    "accepted",
    "noted",
)  # noted: what the server said, but not committed
AFTER = ("recorded",)
LEFT = ("left",)  # while looking after what a dead worker left
STILL = (
    "still-course_idle",
    "still-certificate_ready",
)  # not killed, but stopped for a while before it hands over
ALL = (*PLANNING, *BEFORE, *HAND_OVER, *AFTER, *LEFT)


def still(kind: str) -> str:
    """Nobody is killed here: the worker stops for a while before it hands over. A file of this name says it went on."""
    return f"still-{kind}"


@dataclass(slots=True)
class Killer:
    """Kills this process at `points`: the first time that any process comes to one, then one time in `every`."""

    points: frozenset[str]
    every: int
    folder: Path
    seed: str = "0"
    _chances: dict[int, Random] = field(default_factory=dict)

    @classmethod
    def from_environment(cls) -> "Killer":
        points = frozenset(filter(None, os.environ.get("KILL_AT", "").split(",")))
        every = int(os.environ.get("KILL_EVERY", "1000000"))
        return cls(points, every, Path(os.environ.get("KILL_FOLDER", ".")), os.environ.get("KILL_SEED", "0"))

    def is_due(self, point: str) -> bool:
        """Whether this time somebody has to die here."""
        if point not in self.points:
            return False
        try:
            (self.folder / f"first-{point}").touch(exist_ok=False)
            return True
        except FileExistsError:
            return self._chance().random() * self.every < 1

    def die(self, point: str, message_id: str = "") -> None:
        """Write it down so that it lasts, then end as in a power cut."""
        line = f"{point} {os.getpid()} {time.time():.3f} {message_id}\n".encode()
        log = os.open(self.folder / "kills", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
        os.write(log, line)
        os.fsync(log)
        os.kill(os.getpid(), signal.SIGKILL)

    def at(self, point: str, message_id: str = "") -> None:
        """Die here when it is time to. `message_id`: what is being handed over."""
        if self.is_due(point):
            self.die(point, message_id)

    def _chance(self) -> Random:
        pid = os.getpid()  # a forked child throws dice of its own
        if pid not in self._chances:
            self._chances[pid] = Random(f"{self.seed}:{pid}")
        return self._chances[pid]


@dataclass(frozen=True, slots=True)
class Kill:
    """One that was written down; `message_id` only in the hand-over."""

    point: str
    message_id: str


def kills(folder: Path) -> list[Kill]:
    """In their order."""
    log = folder / "kills"
    lines = log.read_text().splitlines() if log.exists() else []
    return [Kill(line.split(" ")[0], line.split(" ")[3]) for line in lines]


def at_each_point(folder: Path) -> Counter[str]:
    """Point to how many died there."""
    return Counter(kill.point for kill in kills(folder))
