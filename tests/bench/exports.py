"""`make bench-lists`: the list of 2,000 people by 70 lessons, as a worker makes it, beside a bare loop.

Each is made in a process of its own, in turns; the middle one of each counts. The exit code is 1 when a promise is
broken.
"""

import statistics
import sys
import time
from typing import Any

from academy.demo.processes import Ended, end_on_signals
from tests.bench.stage import Stage, machine, stage
from tests.servers.programs import POSTGRES, REDIS, Missing, provide

ROUNDS = 5
RATIO, EXTRA_MB = 2.0, 50.0
FORMATS = ("csv", "xlsx")

Figures = dict[str, float]


def measure(on: Stage, format: str) -> tuple[Figures, Figures, float]:
    """Ours, bare, and the middle one of the ratios of CPU of the rounds."""
    rounds: list[tuple[Figures, Figures]] = []
    for _ in range(ROUNDS):
        ours, bare = (
            on.run_inside(f"tests.bench.lists.{one}", str(on.known["cohort"]), format)
            for one in ("ours", "bare")
        )
        rounds.append((ours, bare))
    ratio = statistics.median(ours["cpu"] / bare["cpu"] for ours, bare in rounds)
    return _middle([ours for ours, _ in rounds]), _middle([bare for _, bare in rounds]), ratio


def _middle(tries: list[dict[str, Any]]) -> Figures:
    return {name: statistics.median(one[name] for one in tries) for name in tries[0]}


def report(format: str, ours: Figures, bare: Figures, ratio: float) -> bool:
    """Print the figures of one kind of file; whether both promises are kept."""
    for name, one in (("ours", ours), ("bare", bare)):
        times = f"{one['seconds']:>8.2f} s{one['cpu']:>8.3f} s CPU"
        sizes = f"{one['extra_mb']:>8.1f} MB{one['queries']:>6.0f} queries{one['bytes'] / 1000:>9.0f} KB"
        print(f"  {format:<5}{name:<6}{times}{sizes}")
    promises = (
        (ratio <= RATIO, f"{ratio:.2f} times the CPU of a bare loop, may be {RATIO:.1f}"),
        (ours["extra_mb"] < EXTRA_MB, f"{ours['extra_mb']:.1f} MB of extra memory, may be {EXTRA_MB:.0f}"),
    )
    for good, words in promises:
        print(f"{'kept  ' if good else 'BROKEN'}  {format}: {words}")
    return all(good for good, _ in promises)


def main() -> int:
    end_on_signals()
    try:
        provide([POSTGRES, REDIS])
        start = time.monotonic()
        print(f"Making lists on {machine()}.", flush=True)
        with stage("tests.bench.lists.fill") as on:
            print(f"{on.fill_words}; 2,000 of them in one group.\n", flush=True)
            kept = [report(format, *measure(on, format)) for format in FORMATS]
    except (Missing, Ended) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"\nTook {time.monotonic() - start:.0f} s.")
    return 0 if all(kept) else 1


if __name__ == "__main__":
    sys.exit(main())
