"""Ways of running the workers behind the front server, beside each other: the ground of a decision record."""

import os
from collections.abc import Mapping
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass

from tests.bench.client import Caller, Request, together
from tests.bench.measure import CLIENTS, WARM_UP, Plan, Side, cpu_of
from tests.bench.stage import OURS, Stage, running
from tests.servers.site import Site

POOLED = "tests.bench.pooled"
CORES = os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class Way:
    """How many processes, and threads in each (0: sync workers, which keep their one connection)."""

    workers: int
    threads: int = 0

    @property
    def words(self) -> str:
        if not self.threads:
            return f"{self.workers} sync workers, connections kept"
        return f"{self.workers} workers of {self.threads} threads, psycopg's pool"


WAYS = (Way(CORES), Way(2 * CORES + 1), Way(CORES, threads=4))


def compare_servers(on: Stage, plan: Plan) -> str:
    """The course page and a progress report, each way."""
    with ExitStack() as stack:
        sites = {way: stack.enter_context(_start(on, way)) for way in WAYS}
        lines = [
            line for title, request in _requests(on).items() for line in _compare(title, request, sites, plan)
        ]
        lines += [f"memory, {way.words}: {_memory_mb(server):.0f} MB" for way, server in sites.items()]
    return "\n".join(lines)


def _requests(on: Stage) -> dict[str, Request]:
    sessions = [str(key) for key in on.known["sessions"]]
    report = f"/lesson/{on.known['lesson']}/progress/"
    return {
        "course page": Request(f"/{on.known['course']}/", sessions),
        "progress report": Request(report, sessions, "watched=2-6&position=6"),
    }


def _start(on: Stage, way: Way) -> AbstractContextManager[Site]:
    if not way.threads:
        return running(on, OURS, workers=way.workers)
    threads = ("--worker-class", "gthread", "--threads", str(way.threads))
    return running(on, POOLED, *threads, workers=way.workers)


def _compare(title: str, request: Request, sites: Mapping[Way, Site], plan: Plan) -> list[str]:
    sides = {way: Side() for way in sites}
    for number in range(plan.rounds):
        for way in sites if number % 2 else reversed(list(sites)):
            _round(sites[way], sides[way], request, plan)
    return [f"{title}, {way.words}: {_words(side)}" for way, side in sides.items()]


def _round(server: Site, side: Side, request: Request, plan: Plan) -> None:
    caller = Caller(server.port, turn=len(side.times))
    caller.time(request, WARM_UP)
    side.times += caller.time(request, plan.count)
    caller.close()
    before = cpu_of(server.workers())
    side.rates.append(together(server.port, request, clients=CLIENTS, count=plan.together))
    side.cpu.append(1000 * (cpu_of(server.workers()) - before) / plan.together)


def _words(side: Side) -> str:
    return (
        f"median {side.median_ms:.1f} ms, p95 {side.p95_ms:.1f} ms at 1 client; "
        f"{side.rate:.0f} requests a second and {side.cpu_ms:.2f} CPU ms each at {CLIENTS}"
    )


def _memory_mb(server: Site) -> float:
    """What the processes have for themselves, shared pages divided among those that share them."""
    total = 0
    for pid in [server.master, *server.workers()]:
        with open(f"/proc/{pid}/smaps_rollup") as rows:
            total += next(int(row.split()[1]) for row in rows if row.startswith("Pss:"))
    return total / 1024
