"""What planning takes, kind by kind; with "keep" everything is planned in the end."""

import json

from django.db import connection, transaction

from academy.shared import clock
from learners.reminders import sending
from learners.reminders.kinds import REMINDERS
from learners.reminders.models import Sent
from learners.reminders.planning import plan
from tests.bench.counting import counted

TRIES = 3


def main(keep: str = "") -> None:
    """One line of JSON."""
    told: dict[str, object] = {"kinds": {key: _best_of(key) for key in REMINDERS}}
    if keep:
        now = clock.now()
        plan(REMINDERS, now=now)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as autovacuum does within a minute
        again = counted(lambda: plan(REMINDERS, now=now))
        told["again"] = {"queries": again.queries, "seconds": again.seconds}
        told["ready"] = Sent.objects.ready(now).count()
        told["at_once"] = sending.AT_ONCE
    print(json.dumps(told))


def _best_of(key: str) -> dict[str, float]:
    """The quickest of some tries, each of which is undone."""
    tries = []
    for _ in range(TRIES):
        with transaction.atomic():
            tries.append(counted(lambda: plan([key], now=clock.now())))
            transaction.set_rollback(True)
    best = min(tries, key=lambda one: one.seconds)
    return {"due": best.answer, "queries": best.queries, "seconds": best.seconds}
