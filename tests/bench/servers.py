"""Two ways of running the workers behind the front server, beside each other: the ground for decision 12."""

from tests.bench.client import Caller, Request, together
from tests.bench.measure import CLIENTS, WARM_UP, Plan, Side, cpu_of
from tests.bench.stage import OURS, WORKERS, Stage, running
from tests.servers.site import Site

THREADS = 4
POOLED = "tests.bench.pooled"


def compare_servers(on: Stage, plan: Plan) -> str:
    """The course page and a progress report, with sync workers and with threads that share a pool."""
    sessions = [str(key) for key in on.known["sessions"]]
    requests = {
        "course page": Request(f"/{on.known['course']}/", sessions),
        "progress report": Request(
            f"/lesson/{on.known['lesson']}/progress/", sessions, "watched=2-6&position=6"
        ),
    }
    threads = ("--worker-class", "gthread", "--threads", str(THREADS))
    lines = []
    with running(on, OURS) as plain, running(on, POOLED, *threads) as pooled:
        sites = {
            f"{WORKERS} sync workers, connections kept": plain,
            f"{WORKERS} workers of {THREADS} threads, psycopg's pool": pooled,
        }
        for title, request in requests.items():
            sides = {name: Side() for name in sites}
            for place in range(plan.rounds):
                for name in sites if place % 2 else reversed(sites):
                    _round(sites[name], sides[name], request, plan)
            lines += [f"{title}, {name}: {_words(side)}" for name, side in sides.items()]
        lines += [f"memory, {name}: {_memory_mb(server):.0f} MB" for name, server in sites.items()]
    return "\n".join(lines)


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
