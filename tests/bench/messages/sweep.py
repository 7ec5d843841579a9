"""What a sweep costs when nothing is due."""

import json

from academy.shared import clock
from learners.reminders.models import Sent
from learners.reminders.sending import send_waiting
from learners.reminders.tasks import send_all_due
from tests.bench.counting import counted

TRIES = 3


def main() -> None:
    """One line of JSON."""
    while Sent.objects.ready(clock.now()).exists():  # a handful that the workers had no turn for
        send_waiting()
    best = min((counted(send_all_due) for _ in range(TRIES)), key=lambda one: one.seconds)
    print(json.dumps({"queries": best.queries, "seconds": best.seconds}))
