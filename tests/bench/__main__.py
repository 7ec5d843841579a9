"""`make bench`: measure and print. ARGS=--quick takes a minute; ARGS=--servers compares ways of running the workers.

The exit code is 1 when a promise is broken.
"""

import argparse
import sys
import time
from collections.abc import Iterator

from academy.demo.processes import Ended, end_on_signals
from tests.bench import report
from tests.bench.client import Request
from tests.bench.measure import FULL, QUICK, Plan, Result, compare
from tests.bench.report import Promise
from tests.bench.servers import compare_servers
from tests.bench.stage import BARE, OURS, WORKERS, Stage, machine, running, stage
from tests.servers.programs import POSTGRES, REDIS, Missing, provide

AS_BARE = Promise(ratio=1.0, queries=12)
HALF = Promise(ratio=0.5, queries=12)
# Whose turn it is, and who may, is asked of ten kinds of things; a bare view asks nobody.
QUEUE = Promise(ratio=1.0, queries=15)
JUDGING = Promise(ratio=1.5, queries=15)


def pages(known: dict[str, object]) -> Iterator[tuple[str, Request, Promise]]:
    """What is measured, and what was promised of it."""
    sessions = [str(key) for key in known["sessions"]]  # type: ignore[attr-defined]
    lesson = f"/lesson/{known['lesson']}/"
    yield "Lesson, 35 of 70 done before", Request(lesson, sessions), AS_BARE
    yield "Course page with 70 lessons", Request(f"/{known['course']}/", sessions), AS_BARE
    yield "My learning", Request("/my-learning/", sessions), AS_BARE
    group = Request(f"/dates/manage/{known['group']}/progress/", [str(key) for key in known["manager"]])  # type: ignore[attr-defined]
    yield "How a group gets on, 50 people by 70 lessons", group, HALF
    assessor = [str(key) for key in known["assessor"]]  # type: ignore[attr-defined]
    yield "Waiting for an assessor, 500 hand-ins", Request("/waiting/", assessor), QUEUE
    yield "Judging a unit with 60 pieces", Request(f"/judging/{known['round']}/", assessor), JUDGING
    report_promise = Promise(ratio=1.5, queries=5)
    yield "Progress report", Request(f"{lesson}progress/", sessions, "watched=2-6&position=6"), report_promise
    yield "Public page from the cache (home, no cookies)", Request("/"), Promise(cpu_ms=3.0)


def measure(on: Stage, plan: Plan) -> list[tuple[Result, Promise]]:
    with running(on, OURS) as ours, running(on, BARE) as bare:
        print(f"{ours.front}, {WORKERS} sync workers each; {on.fill_words}.")
        print(
            "bare: the same pages as a site of startproject makes them (its middleware, plain queries, model\n"
            "instances, Django templates of the same length, no rules), on the same database, in alternating rounds.\n"
            "CPU is that of the web workers alone. Sizes are compressed, without styles and pictures.\n"
        )
        return [
            (compare(title, request, ours, bare, plan), promise)
            for title, request, promise in pages(on.known)
        ]


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer requests: about a minute")
    parser.add_argument("--servers", action="store_true", help="sync workers beside threads with a pool")
    options = parser.parse_args()
    plan = QUICK if options.quick else FULL
    end_on_signals()
    try:
        provide([POSTGRES, REDIS])
        start = time.monotonic()
        print(f"Measuring on {machine()}.", flush=True)
        with stage() as on:
            if options.servers:
                print(compare_servers(on, plan))
                return 0
            results = measure(on, plan)
    except (Missing, Ended) as error:
        print(error, file=sys.stderr)
        return 2
    print(report.table(result for result, _ in results))
    kept, lines = report.verdicts(results)
    print(f"\n{lines}\n\nTook {time.monotonic() - start:.0f} s.")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
