"""`make bench-reminders`: plan and send ten thousand messages, and print what that costs. ARGS=--quick for a thousand.

One run. Machines differ and are never idle: compare the figures with each other, not with those of another day.
"""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from academy.demo.processes import Ended, end_on_signals
from tests.bench.posting import Rate, post_office, send
from tests.bench.stage import Stage, machine, stage
from tests.servers.programs import POSTGRES, REDIS, Missing, provide

FILL, PLAN, COUNT, SWEEP = (f"tests.bench.messages.{step}" for step in ("fill", "plan", "count", "sweep"))
FEW = 100
BY_NIGHT = {"QUIET_HOURS": "none"}  # they are sent whatever the time


@dataclass(frozen=True, slots=True)
class Amounts:
    """How many messages are due, and how many people have none."""

    due: int
    others: int


FULL, QUICK = Amounts(due=10_000, others=20_000), Amounts(due=1_000, others=2_000)


def measure(on: Stage, amounts: Amounts) -> Iterator[str]:
    """The report, part by part as it is known."""
    few = on.run_inside(PLAN)
    on.run_inside(FILL, str(amounts.due - FEW), "0")
    many = on.run_inside(PLAN, "keep")
    yield planning(few, many)
    with post_office({**on.surroundings, "DATA_DIR": str(on.folder), **BY_NIGHT}) as office:
        yield queries(on.run_inside(COUNT, str(FEW), EMAIL_URL=office.url, **BY_NIGHT))
        portions = (many["ready"] - FEW) // 4 // many["at_once"]
        one, two, three, four = (
            send(office, workers=workers, portions=portions, at_once=many["at_once"])
            for workers in (1, 2, 2, 1)
        )
        yield sending(one + four, two + three)
        yield sweep(on.run_inside(SWEEP, EMAIL_URL=office.url, **BY_NIGHT))


def planning(few: dict[str, Any], many: dict[str, Any]) -> str:
    lines = [
        f"{'Planning':<22}{'due':>8}{'queries':>9}{'seconds':>10}{'due':>10}{'queries':>9}{'seconds':>10}"
    ]
    for kind, row in many["kinds"].items():
        before = few["kinds"][kind]
        cells = f"{before['due']:>8}{before['queries']:>9}{before['seconds']:>10.3f}"
        lines.append(f"  {kind:<20}{cells}{row['due']:>10}{row['queries']:>9}{row['seconds']:>10.3f}")
    again = many["again"]
    lines.append(f"  all of it once more, nothing new: {again['queries']} queries, {again['seconds']:.2f} s")
    return "\n".join(lines)


def queries(counted: dict[str, Any]) -> str:
    lines = ["Queries a message (transactions' own words left out)"]
    lines += [f"  {kind:<20}{number:>8.1f}" for kind, number in counted["queries"].items()]
    return "\n".join(lines)


def sending(one: Rate, two: Rate) -> str:
    gain = two.a_second / one.a_second
    return (
        f"Sending, worker processes of one child each\n  {one.words}\n  {two.words}\n"
        f"  two send {gain:.2f} times as much as one, on {os.cpu_count()} cores that PostgreSQL and the mail server "
        f"share; two processes that only count get {both_cores():.2f} times as far as one"
    )


def both_cores() -> float:
    """What a second process adds on this machine just now, when neither waits for anything."""

    def count(processes: int) -> float:
        command = [sys.executable, "-c", "sum(number * number for number in range(12_000_000))"]
        began = time.monotonic()
        started = [subprocess.Popen(command) for _ in range(processes)]
        for process in started:
            process.wait()
        return processes / (time.monotonic() - began)

    return count(2) / count(1)


def sweep(idle: dict[str, Any]) -> str:
    return f"A sweep when nothing is due: {idle['seconds']:.2f} s, {idle['queries']} queries"


def main() -> int:
    parser = argparse.ArgumentParser(prog="make bench-reminders", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a thousand messages")
    amounts = QUICK if parser.parse_args().quick else FULL
    end_on_signals()
    try:
        provide([POSTGRES, REDIS])
        start = time.monotonic()
        print(
            f"{amounts.due:,} messages due, {amounts.others:,} people without any, on {machine()}.",
            flush=True,
        )
        with stage(FILL, str(FEW), str(amounts.others)) as on:
            for part in measure(on, amounts):
                print(f"\n{part}", flush=True)
    except (Missing, Ended) as error:
        print(error, file=sys.stderr)
        return 2
    print(f"\nTook {time.monotonic() - start:.0f} s; load {os.getloadavg()[0]:.1f} at the end.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
