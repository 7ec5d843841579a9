"""How many queries sending one message takes, kind by kind."""

import json

from academy.shared import clock
from learners.reminders.channels import Lines
from learners.reminders.sending import send_next
from tests.bench.counting import counted

KINDS = ("course_idle", "certificate_ready")


def main(messages: str) -> None:
    """Sends so many and prints one line of JSON."""
    each = int(messages) // len(KINDS)
    with Lines() as lines:
        found = {kind: sum(_one(lines, kind) for _ in range(each)) / each for kind in KINDS}
    print(json.dumps({"queries": found}))


def _one(lines: Lines, kind: str) -> int:
    told = counted(lambda: send_next(lines=lines, now=clock.now(), kind=kind))
    if not told.answer:
        raise RuntimeError(f"no {kind} is ready")
    return told.queries
