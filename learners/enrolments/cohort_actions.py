"""Every step of a cohort that touches places: how many there are, going ahead, cancelling, and what the clock does.

The root that is locked is the cohort, then its places, lowest id first.
"""

import logging
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.audit import audit
from academy.shared.jobs import enqueue
from academy.shared.locks import locked
from academy.shared.rulings import Refused
from courses.delivery.actions import fault_in_numbers, lock_cohort, move
from courses.delivery.models import Cohort
from courses.delivery.policies import may_cancel_cohort, may_change_cohort, may_confirm
from courses.delivery.session_actions import strike
from courses.delivery.states import PUBLIC, CohortState
from learners.enrolments.models import Enrolment, HeldSeat
from learners.enrolments.place_actions import SEND, fill
from learners.enrolments.rules import free_seats
from learners.enrolments.states import OPEN, PlaceState

BEGUN = "The course has begun."
HOUR_CAME = "Nobody had called it off when its hour came."
AT_ONCE = 1000  # of one sweep

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CohortFacts:
    """What can be changed about dates without touching a session."""

    capacity: int
    min_to_run: int
    min_for_certificate: int | None = None
    booking_opens_at: datetime | None = None
    booking_closes_at: datetime | None = None
    title: str = ""
    words: str = ""


@transaction.atomic
def change_cohort(*, cohort_id: int, facts: CohortFacts, by: Account, now: datetime) -> Cohort:
    """Places, minimum, booking window, words. More places are offered down the waiting list at once; there are never
    fewer than people have."""
    cohort = lock_cohort(cohort_id)
    may_change_cohort(by, cohort, now=now).enforce()
    before = _facts(cohort)
    if before == facts:
        return cohort
    _check(cohort, facts)
    _sit_together(cohort, facts.capacity)
    for name in CohortFacts.__slots__:
        setattr(cohort, name, getattr(facts, name))
    cohort.save()
    changed = [name for name in CohortFacts.__slots__ if getattr(before, name) != getattr(facts, name)]
    audit(
        cohort,
        "cohort_changed",
        by=by,
        now=now,
        hub_id=cohort.hub_id,
        before={name: _plain(getattr(before, name)) for name in changed},
        after={name: _plain(getattr(facts, name)) for name in changed},
    )
    fill(cohort, now=now)
    return cohort


@transaction.atomic
def confirm_cohort(*, cohort_id: int, by: Account, now: datetime, why: str = "") -> Cohort:
    """It goes ahead. Below its minimum only with a reason. A second time changes nothing."""
    cohort = lock_cohort(cohort_id)
    may_change_cohort(by, cohort, now=now).enforce()
    if cohort.state == CohortState.CONFIRMED:
        return cohort
    booked = _booked(cohort)
    may_confirm(by, cohort, booked=booked, why=why, now=now).enforce()
    move(cohort, CohortState.CONFIRMED)
    cohort.confirmed_why = why.strip() if booked < cohort.min_to_run else ""
    cohort.save()
    audit(
        cohort,
        "cohort_confirmed",
        by=by,
        now=now,
        hub_id=cohort.hub_id,
        reason=cohort.confirmed_why,
        after={"booked": booked, "minimum": cohort.min_to_run},
    )
    return cohort


@transaction.atomic
def cancel_cohort(*, cohort_id: int, by: Account, now: datetime, why: str) -> Cohort:
    """What is still to come is not held. Every open place ends with its history, calendars hear of it, everybody is
    told. Sessions that were held, and their registers, stay. A second time changes nothing."""
    cohort = lock_cohort(cohort_id)
    if cohort.state == CohortState.CANCELLED:
        return cohort
    may_cancel_cohort(by, cohort, now=now).enforce()
    why = why.strip()
    if not why:
        raise Refused("Write why these dates are cancelled. Everybody who booked is told in these words.")
    for place in _open_places(cohort):
        _end(place, PlaceState.CANCELLED_BY_HUB, why=why, by=by, now=now)
    HeldSeat.objects.filter(cohort=cohort).delete()
    for session in cohort.sessions.live().filter(starts_at__gt=now).order_by("pk"):
        strike(session, now=now)
    before = cohort.state
    move(cohort, CohortState.CANCELLED)
    cohort.cancelled_at, cohort.cancelled_why = now, why
    cohort.save()
    audit(
        cohort,
        "cohort_cancelled",
        by=by,
        now=now,
        hub_id=cohort.hub_id,
        reason=why,
        before={"state": before},
    )
    enqueue(SEND, kind="cohort_cancelled")
    return cohort


@transaction.atomic
def advance_cohort(*, cohort_id: int, now: datetime) -> Cohort:
    """What the clock does: under way from the first session on, over with the last.

    Dates that nobody confirmed go ahead all the same when their hour comes: people are on their way.
    """
    cohort = lock_cohort(cohort_id)
    if cohort.state in PUBLIC and cohort.starts_at is not None and cohort.starts_at <= now:
        if cohort.state == CohortState.OPEN:
            booked = _booked(cohort)
            move(cohort, CohortState.CONFIRMED)
            cohort.confirmed_why = HOUR_CAME if booked < cohort.min_to_run else ""
        move(cohort, CohortState.IN_PROGRESS)
        cohort.save()
        for place in _open_places(cohort, PlaceState.WAITLISTED, PlaceState.OFFERED, PlaceState.REQUESTED):
            _end(place, PlaceState.EXPIRED, why=BEGUN, by=None, now=now)
        audit(cohort, "cohort_began", by=None, now=now, hub_id=cohort.hub_id)
    if cohort.state == CohortState.IN_PROGRESS and cohort.ends_at is not None and cohort.ends_at <= now:
        move(cohort, CohortState.DELIVERED)
        cohort.save()
        audit(cohort, "cohort_over", by=None, now=now, hub_id=cohort.hub_id)
    return cohort


def advance_cohorts(*, now: datetime) -> None:
    """The sweep, each in its own transaction. One that fails keeps no other waiting."""
    begun = Cohort.objects.filter(state__in=PUBLIC, starts_at__lte=now)
    over = Cohort.objects.filter(state=CohortState.IN_PROGRESS, ends_at__lte=now)
    for pk in (begun | over).order_by("starts_at", "pk").values_list("pk", flat=True)[:AT_ONCE]:
        try:
            advance_cohort(cohort_id=pk, now=now)
        except Exception:
            log.exception("could not let cohort %s begin or end", pk)


def _check(cohort: Cohort, facts: CohortFacts) -> None:
    if fault := fault_in_numbers(facts.capacity, facts.min_to_run):
        raise Refused(fault)
    held = Enrolment.objects.holding().filter(cohort=cohort).count()
    held += HeldSeat.objects.filter(cohort=cohort).count()
    if facts.capacity < held:
        raise Refused(
            f"{held} places are taken or offered already, so there cannot be only {facts.capacity}. "
            "Ask somebody to give their place up first, or make more dates."
        )
    opens, closes = facts.booking_opens_at, facts.booking_closes_at
    if opens is not None and closes is not None and closes <= opens:
        raise Refused("Booking closes after it opens. Check the two days.")
    if opens is not None and cohort.starts_at is not None and opens >= cohort.starts_at:
        raise Refused("Booking has to open before the first session. Choose an earlier day.")


def _sit_together(cohort: Cohort, capacity: int) -> None:
    """Move whoever sits beyond the last seat to a free one before it, so that seats go on being counted from 1."""
    taken = Enrolment.objects.holding().filter(cohort=cohort)
    beyond = locked(taken, taken.filter(seat__gt=capacity).values_list("pk", flat=True))
    kept = HeldSeat.objects.filter(cohort=cohort)
    sat_on = [*taken.values_list("seat", flat=True), *kept.values_list("seat", flat=True)]
    seats = free_seats(capacity, {seat for seat in sat_on if seat is not None})
    moved: list[Enrolment | HeldSeat] = [*beyond, *kept.filter(seat__gt=capacity).order_by("seat")]
    for one, seat in zip(moved, seats, strict=False):
        one.seat = seat
        one.save(update_fields=["seat"])


def _open_places(cohort: Cohort, *states: PlaceState) -> list[Enrolment]:
    """Locked, lowest id first."""
    rows = Enrolment.objects.filter(cohort=cohort, state__in=states or OPEN).select_related("cohort")
    return locked(rows, rows.values_list("pk", flat=True))


def _end(place: Enrolment, state: PlaceState, *, why: str, by: Account | None, now: datetime) -> None:
    before = place.state
    place.state, place.seat = state, None
    place.ended_at = place.withdrawn_at = now
    place.ended_why = why
    place.save()
    audit(
        place,
        "place_ended_with_its_dates",
        by=by,
        now=now,
        hub_id=place.cohort.hub_id if place.cohort else None,
        reason=why,
        before={"state": before},
        after={"state": state},
    )


def _booked(cohort: Cohort) -> int:
    return Enrolment.objects.filter(cohort=cohort, state=PlaceState.CONFIRMED).count()


def _facts(cohort: Cohort) -> CohortFacts:
    return CohortFacts(**{name: getattr(cohort, name) for name in CohortFacts.__slots__})


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else value
