"""Everything that runs in a fault test, and waiting for what it does."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from learners.reminders.models import Sent
from learners.reminders.states import SentState
from tests.faults import points
from tests.faults.server import Letterbox, letterbox
from tests.faults.units import House, Queue, house, queue
from tests.waiting import eventually

WORKERS, BEATS = 3, 2  # the second beat runs by mistake
WITHIN = 400.0  # seconds, on a machine that has other things to do
OVER = (SentState.SENT, SentState.UNKNOWN)


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that runs."""

    folder: Path
    box: Letterbox
    redis: Queue
    house: House

    def until(self, question: Callable[[], object]) -> None:
        try:
            eventually(lambda: bool(question()), within=WITHIN, every=0.05)
        except AssertionError as error:
            states = Counter(Sent.objects.values_list("kind", "state"))
            pytest.fail(
                f"{error}\n{states}\n{points.at_each_point(self.folder)}\n{self.house.told()}", pytrace=False
            )

    def received(self, count: int) -> None:
        """Wait for so many deliveries."""
        self.until(lambda: len(self.box.deliveries) >= count)

    def empty_redis(self) -> None:
        self.redis.kill()
        self.redis.start()

    def all_over(self, count: int) -> None:
        """Wait until every one of so many messages has come to an end."""
        self.until(
            lambda: (
                Sent.objects.filter(state__in=OVER).count() == count == Sent.objects.count()
                and not Sent.objects.exclude(state__in=OVER).exists()
            )
        )

    @property
    def sweeps_done(self) -> int:
        """How many sweeps the workers have finished."""
        lines = (line for worker in self.house.workers for line in worker.log.splitlines())
        return sum("send_all_due[" in line and "succeeded" in line for line in lines)


@contextmanager
def stage(
    folder: Path,
    *,
    kill_at: tuple[str, ...] = (),
    every: int = 1_000_000,
    slow: Mapping[str, float] | None = None,
    queue_runs: bool = True,
) -> Iterator[Stage]:
    """Workers and beats on a mail server and a queue of their own.

    kill_at: where workers kill themselves, one time in `every`. slow: whose mail the server accepts after how many
    seconds. Without `queue_runs` Redis is not there yet.
    """
    with ExitStack() as stack:
        box = stack.enter_context(letterbox(folder, slow or {}))
        redis = stack.enter_context(queue())
        if queue_runs:
            redis.start()
        surroundings = {
            "KILL_AT": ",".join(kill_at),
            "KILL_EVERY": str(every),
            "KILL_FOLDER": str(folder),
            "REDIS_URL": redis.url,
            "TEST_REDIS_URL": redis.url,
            "EMAIL_URL": box.url,
            "QUIET_HOURS": "none",
            "C_FORCE_ROOT": "1",
        }
        running = stack.enter_context(house(folder, surroundings, workers=WORKERS, beats=BEATS))
        yield Stage(folder, box, redis, running)
