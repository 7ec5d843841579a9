"""One page, ours and bare, in alternating rounds."""

import gzip
import os
import statistics
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.client import Caller, Request, together
from tests.bench.counting import ASK, TELL
from tests.servers.site import Site

TICKS = os.sysconf("SC_CLK_TCK")
CLIENTS = 8
WARM_UP = 12  # requests each, so that every worker has made its templates


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is asked: `rounds` of `count` requests by one client, then `together` by eight clients at once."""

    rounds: int
    count: int
    together: int


FULL = Plan(rounds=16, count=40, together=240)
QUICK = Plan(rounds=7, count=16, together=48)


@dataclass(slots=True)
class Side:
    """What one site showed for one page. Times in seconds, CPU in milliseconds a request."""

    times: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)  # one figure a round
    rates: list[float] = field(default_factory=list)
    queries: int = 0
    size: int = 0  # bytes over the wire, compressed

    @property
    def median_ms(self) -> float:
        return 1000 * statistics.median(self.times)

    @property
    def p95_ms(self) -> float:
        return 1000 * statistics.quantiles(self.times, n=20)[-1]

    @property
    def rate(self) -> float:
        return statistics.median(self.rates) if self.rates else 0.0

    @property
    def cpu_ms(self) -> float:
        """The middle one of the rounds: whatever else the machine does now and then stays out."""
        return statistics.median(self.cpu)


@dataclass(frozen=True, slots=True)
class Result:
    """Both sides of one page."""

    title: str
    ours: Side
    bare: Side

    @property
    def ratio(self) -> float:
        """Of the CPU: the middle one of the rounds, each of which compares what was measured side by side."""
        return statistics.median(self.ratios)

    @property
    def ratios(self) -> list[float]:
        return [mine / theirs for mine, theirs in zip(self.ours.cpu, self.bare.cpu, strict=True) if theirs]


def compare(title: str, request: Request, ours: Site, bare: Site, plan: Plan) -> Result:
    """Ask one, then the other, round after round; the first of a round changes."""
    sides = [(ours, Side()), (bare, Side())]
    for site, side in sides:
        _look(site, side, request)
    for number in range(plan.rounds):
        for site, side in sides if number % 2 else reversed(sides):
            _round(site, side, request, plan.count)
    for number in range(plan.rounds // 3):
        for site, side in sides if number % 2 else reversed(sides):
            side.rates.append(together(site.port, request, clients=CLIENTS, count=plan.together))
    return Result(title, sides[0][1], sides[1][1])


def _look(site: Site, side: Side, request: Request) -> None:
    """Warm it up, weigh it, count its queries."""
    caller = Caller(site.port)
    caller.time(request, WARM_UP)
    side.queries = int(caller.ask(request, **{ASK: "yes"}).headers[TELL] or 0)
    answer = caller.ask(request)
    packed = answer.headers["Content-Encoding"] == "gzip"  # else gunicorn alone: nginx would have packed it
    side.size = len(answer.body if packed else gzip.compress(answer.body, 5))
    caller.close()


def _round(site: Site, side: Side, request: Request, count: int) -> None:
    caller = Caller(site.port, turn=len(side.times))
    caller.time(request, 2)
    before = cpu_of(site.workers())
    side.times += caller.time(request, count)
    side.cpu.append(1000 * (cpu_of(site.workers()) - before) / count)
    caller.close()


def cpu_of(workers: Iterable[int]) -> float:
    """Seconds of CPU that these processes have used so far, in user and system mode.

    The scheduler's own sum where the kernel tells it, in nanoseconds; /proc/<pid>/stat counts hundredths of a second.
    """
    return sum(_exact(pid) or _in_ticks(pid) for pid in workers)


def _exact(pid: int) -> float:
    try:
        threads = [path.read_text().split()[0] for path in Path(f"/proc/{pid}/task").glob("*/schedstat")]
    except (OSError, IndexError):
        return 0.0
    return sum(int(nanoseconds) for nanoseconds in threads) / 1e9


def _in_ticks(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
