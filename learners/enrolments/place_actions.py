"""Booking, waiting, offering, giving up: every step of a place on dates. The root that is locked is the cohort.

A seat that becomes free goes to the next person on the list in the same transaction, so nobody can slip in between.
"""

import logging
from datetime import datetime

from django.db import transaction

from academy.accounts.models import AccessNeed, Account
from academy.accounts.queries import rows_of
from academy.shared.audit import audit
from academy.shared.clock import london_date
from academy.shared.jobs import enqueue
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort
from courses.delivery.states import PUBLIC
from learners.enrolments.consent import needs_consent
from learners.enrolments.interest_actions import end_interests
from learners.enrolments.models import DayNeeds, Enrolment, HeldSeat
from learners.enrolments.place_policies import (
    may_accept,
    may_act_on,
    may_book,
    may_book_for,
    may_cancel,
    may_take,
)
from learners.enrolments.rules import free_seats, offer_until, request_until
from learners.enrolments.states import HOLDING, LIVE, TRANSITIONS, EnrolmentKind, PlaceState, Source

SEND = "learners.reminders.send_due"
RUNNING_OUT = (PlaceState.OFFERED, PlaceState.REQUESTED)
NOBODY_ANSWERED = "Nobody answered in time."
NOBODY_AGREED = "No parent or guardian had agreed in time."
JOINED = (
    "This record was joined to another of the same person. Look for the name again, and book for that one."
)
NONE_BECAME_FREE = "The course began, and no place had become free."
AT_ONCE = 1000  # of one sweep

log = logging.getLogger(__name__)


@transaction.atomic
def book_place(
    *,
    cohort_id: int,
    account_id: int,
    by: Account,
    now: datetime,
    source: Source = Source.SELF,
    agreed: str = "",
    seat: int | None = None,
) -> Enrolment:
    """A place, or one on the waiting list when there is none free. Pressing twice gives the same place.

    agreed: how the person agreed, in words, where somebody else books for them.
    seat: one that was held for this person. The caller has locked the cohort, and let go of it just now.
    """
    cohort = _locked_cohort(cohort_id)
    if by.pk != account_id:
        may_book_for(by, cohort, now=now).enforce()
    _end_what_ran_out(cohort, now)
    mine = Enrolment.objects.counted().filter(cohort=cohort, account__in=rows_of(account_id), state__in=LIVE)
    if (place := mine.first()) is not None:
        return place if seat is None else _from_the_list(place, cohort, seat, by, now)
    account = locked_one(Account.objects.all(), account_id)  # no booking for a row that is just being joined
    if account.joined_to_id is not None:
        raise Refused(JOINED)
    may_book(cohort, now=now).enforce()
    may_take(account, cohort).enforce()
    place = _new_place(cohort, account, source, by, now)
    seats = [seat] if seat is not None else free_seats_of(cohort)
    if seats and (seat is not None or not Enrolment.objects.waiting().filter(cohort=cohort).exists()):
        _seat(place, seats[0], now)
    else:
        place.state, place.waiting_since = PlaceState.WAITLISTED, now
    place.save()
    _take_needs_along(place, now)
    audit_place(place, f"place_{place.state}", by, now, reason=agreed)
    _tell(place, now)
    return place


def _from_the_list(place: Enrolment, cohort: Cohort, seat: int, by: Account, now: datetime) -> Enrolment:
    """Who waits, and has a seat held for them, waits no longer. Anything else stays as it is."""
    if place.state == PlaceState.WAITLISTED:
        place.cohort = cohort
        place.state = _moved(place, PlaceState.OFFERED)
        _seat(place, seat, now)
        place.save()
        audit_place(place, "offer_accepted", by, now)
        _tell(place, now)
    return place


def _new_place(cohort: Cohort, account: Account, source: Source, by: Account, now: datetime) -> Enrolment:
    return Enrolment(
        account=account,
        course=cohort.course,
        cohort=cohort,
        kind=EnrolmentKind.COHORT,
        source=source,
        booked_by=by if by.pk != account.pk else None,
        opens_at=now,
        started_at=now,
        requested_at=now,
    )


@transaction.atomic
def accept_offer(*, place_id: int, by: Account | None, now: datetime) -> Enrolment:
    """Take the place that was offered. `by` is None where it is answered from the message itself."""
    place = locked_place(place_id)
    if by is not None:
        may_act_on(by, place, now=now).enforce()
    if place.state in (PlaceState.CONFIRMED, PlaceState.REQUESTED):
        return place
    may_accept(place, now=now).enforce()
    assert place.seat is not None
    _seat(place, place.seat, now)
    place.save()
    audit_place(place, "offer_accepted", by, now)
    _tell(place, now)
    return place


@transaction.atomic
def cancel_place(
    *, place_id: int, by: Account | None, now: datetime, why: str = "", by_hub: bool = False
) -> Enrolment:
    """Give a place up, or leave the list. What it held goes to the next person at once; its history stays.

    by_hub: the hub takes it back; otherwise the person gives it up, also where somebody presses for them.
    A second time changes nothing.
    """
    place = locked_place(place_id)
    assert place.cohort is not None
    if by is not None:
        may_act_on(by, place, now=now).enforce()
        if by_hub:
            may_book_for(by, place.cohort, now=now).enforce()
    if place.state in (PlaceState.CANCELLED_BY_LEARNER, PlaceState.CANCELLED_BY_HUB, PlaceState.DECLINED):
        return place
    ended = PlaceState.CANCELLED_BY_HUB if by_hub else PlaceState.CANCELLED_BY_LEARNER
    if place.state == PlaceState.OFFERED and not by_hub:
        ended = PlaceState.DECLINED
    may_cancel(place).enforce()
    _end(place, ended, now, why)
    audit_place(place, "place_given_up", by, now, reason=why)
    fill(place.cohort, now=now)
    return place


@transaction.atomic
def expire_offer(*, place_id: int, now: datetime) -> bool:
    """End an offer or a request that has run out, and pass its seat on. A place on the list ends with the beginning.

    False when it has not run out, or was answered.
    """
    place = locked_place(place_id)
    assert place.cohort is not None
    begun = place.cohort.starts_at is not None and place.cohort.starts_at <= now
    if place.state == PlaceState.WAITLISTED and begun:
        _run_out(place, now)
        return True
    if place.state not in RUNNING_OUT or place.offer_expires_at is None or place.offer_expires_at > now:
        return False
    _run_out(place, now)
    fill(place.cohort, now=now)
    return True


def expire_offers(*, now: datetime) -> None:
    """The sweep: what ran out, oldest first, each in its own transaction. One that fails keeps no other waiting."""
    over = Enrolment.objects.filter(state__in=RUNNING_OUT, offer_expires_at__lte=now)
    late = Enrolment.objects.filter(state=PlaceState.WAITLISTED, cohort__starts_at__lte=now)
    for rows in (over.order_by("offer_expires_at", "pk"), late.order_by("pk")):
        for pk in rows.values_list("pk", flat=True)[:AT_ONCE]:
            try:
                expire_offer(place_id=pk, now=now)
            except Exception:
                log.exception("could not end place %s, which has run out", pk)


def fill(cohort: Cohort, *, now: datetime) -> None:
    """Offer every free seat to the next in order. The caller has locked the cohort."""
    if cohort.state not in PUBLIC or cohort.starts_at is None or cohort.starts_at <= now:
        return
    seats = free_seats_of(cohort)
    waiting = Enrolment.objects.waiting().filter(cohort=cohort).select_for_update(of=("self",))
    for seat, place in zip(seats, waiting[: len(seats)], strict=False):
        place.cohort = cohort
        place.seat, place.state = seat, _moved(place, PlaceState.OFFERED)
        place.offered_at, place.offer_expires_at = now, offer_until(now, cohort.starts_at)
        place.save()
        audit_place(place, "place_offered", None, now)
        _tell(place, now)


def confirm_agreed(place: Enrolment, *, by: Account | None, now: datetime) -> bool:
    """A parent or guardian has agreed: the place that was kept is booked. The caller has locked it and its cohort."""
    if place.state != PlaceState.REQUESTED or _needs_consent(place, now):
        return False
    place.state = _moved(place, PlaceState.CONFIRMED)
    place.confirmed_at, place.offer_expires_at = now, None
    place.save()
    audit_place(place, "place_confirmed", by, now)
    _tell(place, now)
    return True


def _seat(place: Enrolment, seat: int, now: datetime) -> None:
    """On this seat: confirmed, or kept until a parent or guardian has agreed."""
    cohort = place.cohort
    assert cohort is not None and cohort.starts_at is not None
    place.seat = seat
    if _needs_consent(place, now):
        place.state = PlaceState.REQUESTED
        place.offer_expires_at = request_until(now, cohort.starts_at)
    else:
        place.state, place.confirmed_at, place.offer_expires_at = PlaceState.CONFIRMED, now, None


def _take_needs_along(place: Enrolment, now: datetime) -> None:
    """What the person has told us before, for the trainers of these days."""
    known = AccessNeed.objects.filter(account=place.account_id).first()
    if known is not None:
        DayNeeds.objects.create(enrolment=place, needs=known.words, saved_at=now)


def _needs_consent(place: Enrolment, now: datetime) -> bool:
    """Today, and on the first day of the course: what was agreed to must still hold then."""
    cohort = place.cohort
    assert cohort is not None and cohort.starts_at is not None
    days = (london_date(now), london_date(cohort.starts_at))
    return any(needs_consent(place.account, place.course, on=day) for day in days)


def _end_what_ran_out(cohort: Cohort, now: datetime) -> None:
    """The sweep comes each minute: until then nobody holds a seat by an offer that is over."""
    over = Enrolment.objects.filter(cohort=cohort, state__in=RUNNING_OUT, offer_expires_at__lte=now)
    places = list(over.select_for_update(of=("self",)).order_by("pk"))
    for place in places:
        place.cohort = cohort
        _run_out(place, now)
    held, _ = HeldSeat.objects.filter(cohort=cohort, until__lte=now).delete()
    if places or held:
        fill(cohort, now=now)


def _run_out(place: Enrolment, now: datetime) -> None:
    whys = {PlaceState.REQUESTED: NOBODY_AGREED, PlaceState.WAITLISTED: NONE_BECAME_FREE}
    _end(place, PlaceState.EXPIRED, now, whys.get(PlaceState(place.state), NOBODY_ANSWERED))
    audit_place(place, "offer_ran_out", None, now)


def _end(place: Enrolment, state: PlaceState, now: datetime, why: str) -> None:
    place.state = _moved(place, state)
    place.seat = None
    place.ended_at = place.withdrawn_at = now
    place.ended_why = why
    place.save()


def _moved(place: Enrolment, to: PlaceState) -> PlaceState:
    assert to in TRANSITIONS[PlaceState(place.state)], f"{place.state} cannot become {to}"
    return to


def free_seats_of(cohort: Cohort) -> list[int]:
    """The seats that can be given. The caller has locked the cohort."""
    taken = Enrolment.objects.filter(cohort=cohort, state__in=HOLDING).values_list("seat", flat=True)
    held = HeldSeat.objects.filter(cohort=cohort).values_list("seat", flat=True)
    return free_seats(cohort.capacity, {seat for seat in taken if seat is not None} | set(held))


def _locked_cohort(cohort_id: int) -> Cohort:
    return locked_one(Cohort.objects.select_related("course", "hub"), cohort_id)


def locked_place(place_id: int) -> Enrolment:
    """The place, after its cohort was locked: in that order everywhere, so that nobody waits for each other."""
    cohort_id = Enrolment.objects.values_list("cohort", flat=True).get(pk=place_id)
    assert cohort_id is not None
    cohort = _locked_cohort(cohort_id)
    place = locked_one(Enrolment.objects.select_related("account", "course"), place_id)
    place.cohort = cohort
    return place


def _tell(place: Enrolment, now: datetime) -> None:
    if place.state == PlaceState.CONFIRMED:
        end_interests(place, now=now)
    kinds = {PlaceState.CONFIRMED: "place_confirmed", PlaceState.OFFERED: "place_offered"}
    if kind := kinds.get(PlaceState(place.state)):
        enqueue(SEND, kind=kind)


def audit_place(place: Enrolment, action: str, by: Account | None, now: datetime, reason: str = "") -> None:
    """One more link of the place's own chain: who did what, for whom, and why."""
    hub_id = place.cohort.hub_id if place.cohort else None
    audit(
        place,
        action,
        by=by,
        now=now,
        hub_id=hub_id,
        reason=reason,
        after={"state": place.state, "seat": place.seat},
    )
