"""Seats that are held for somebody who is not on the dates yet. The root that is locked is the cohort.

A held seat is taken like an offered one: nobody else is given it until it is let go of (INV-33).
"""

import logging
from datetime import datetime

from django.db import transaction

from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort
from learners.enrolments.models import Enrolment, HeldSeat
from learners.enrolments.place_actions import AT_ONCE, fill, free_seats_of

NONE_FREE = (
    "No place is free on these dates. Make more places, or book the person: they join the waiting list."
)
OTHERS_WAIT = "People wait for these dates, and free places are theirs. Book the person: they join the list."

log = logging.getLogger(__name__)


def hold_seat(cohort: Cohort, *, until: datetime) -> HeldSeat:
    """The lowest free seat, kept until then. The caller has locked the cohort.

    Nobody who waits is passed over (INV-34). Raises Refused.
    """
    if Enrolment.objects.waiting().filter(cohort=cohort).exists():
        raise Refused(OTHERS_WAIT)
    seats = free_seats_of(cohort)
    if not seats:
        raise Refused(NONE_FREE)
    return HeldSeat.objects.create(cohort=cohort, seat=seats[0], until=until)


def let_go(cohort: Cohort, held: HeldSeat | None, *, now: datetime) -> None:
    """Nobody holds this seat any more: it goes to the next person. The caller has locked the cohort."""
    if held is not None:
        held.delete()
        fill(cohort, now=now)


@transaction.atomic
def let_run_out(*, cohort_id: int, now: datetime) -> int:
    """Let go of what was held for long enough on these dates; how many seats."""
    cohort = locked_one(Cohort.objects.select_related("course", "hub"), cohort_id)
    gone, _ = HeldSeat.objects.filter(cohort=cohort, until__lte=now).delete()
    if gone:
        fill(cohort, now=now)
    return gone


def let_all_run_out(*, now: datetime) -> None:
    """The sweep, each cohort in its own transaction. One that fails keeps no other waiting."""
    over = (
        HeldSeat.objects.filter(until__lte=now).order_by("cohort").values_list("cohort", flat=True).distinct()
    )
    for pk in over[:AT_ONCE]:
        try:
            let_run_out(cohort_id=pk, now=now)
        except Exception:
            log.exception("could not let go of seats of cohort %s", pk)
