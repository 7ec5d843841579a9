"""Moving a place to other dates of the same course: one step, so that nobody is left without either."""

from datetime import datetime

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.locks import locked, locked_one
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import audit_place, book_place, fill, free_seats_of
from learners.enrolments.place_policies import may_act_on, may_book, may_move
from learners.enrolments.states import LIVE, PlaceState, Source

MOVED = "Moved to other dates."
AGREE = "Say how the person agreed: on the telephone, face to face, or in writing."
FULL = "Those dates are full. Join their list, and give this place up once you have one there."


@transaction.atomic
def move_place(
    *, place_id: int, to_cohort_id: int, by: Account, now: datetime, agreed: str = ""
) -> Enrolment:
    """The place on the other dates. What was held before goes to the next person; both places know of each other.

    Whoever does it for somebody else says how that person agreed. Pressing twice gives the same place. Both cohorts
    are locked, lowest id first.
    """
    from_id = Enrolment.objects.values_list("cohort", flat=True).get(pk=place_id)
    rows = Cohort.objects.select_related("course", "hub")
    cohorts = {one.pk: one for one in locked(rows, [pk for pk in (from_id, to_cohort_id) if pk is not None])}
    place = locked_one(Enrolment.objects.select_related("account", "course"), place_id)
    assert from_id is not None
    place.cohort, there = cohorts[from_id], cohorts[to_cohort_id]
    may_act_on(by, place, now=now).enforce()
    if place.state == PlaceState.TRANSFERRED and (known := _moved_to(place, there)):
        return known
    if not agreed.strip() and by.pk != place.account.person_id:
        raise Refused(AGREE)
    may_move(place, there).enforce()
    may_book(there, now=now).enforce()
    if Enrolment.objects.filter(cohort=there, account=place.account, state__in=LIVE).exists():
        raise Refused("There is a place on those dates already. Give up this one instead.")
    if not free_seats_of(there) or Enrolment.objects.waiting().filter(cohort=there).exists():
        raise Refused(FULL)
    new = _book_there(place, there, by, now, agreed)
    place.state, place.seat = PlaceState.TRANSFERRED, None
    place.ended_at = place.withdrawn_at = now
    place.ended_why = MOVED
    place.save()
    audit_place(place, "place_moved", by, now, reason=f"To {there}, place {new.pk}. {agreed}".strip())
    fill(cohorts[from_id], now=now)
    return new


def _book_there(place: Enrolment, there: Cohort, by: Account, now: datetime, agreed: str) -> Enrolment:
    """By the person's own right: who runs the old dates may not run the new ones."""
    new = book_place(
        cohort_id=there.pk,
        account_id=place.account_id,
        by=place.account,
        now=now,
        source=Source(place.source),
    )
    new.moved_from = place
    new.booked_by = by if by.pk != place.account.person_id else None
    new.save(update_fields=["moved_from", "booked_by"])
    audit_place(new, "place_moved_here", by, now, reason=agreed)
    return new


def _moved_to(place: Enrolment, there: Cohort) -> Enrolment | None:
    return Enrolment.objects.filter(moved_from=place, cohort=there).first()
