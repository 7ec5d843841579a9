"""Who may book, wait, accept and give up a place on dates. A no says why and what to do."""

from datetime import datetime

from academy.accounts.models import Account
from academy.accounts.rules import age_on
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling
from courses.delivery.models import Cohort
from courses.delivery.policies import runs as runs
from courses.delivery.states import CohortState
from learners.enrolments.models import Enrolment
from learners.enrolments.states import PlaceState

ANOTHER_DATE = "Have a look at the other dates."


def may_book(cohort: Cohort, *, now: datetime) -> Ruling:
    """Can a place on these dates be booked, or waited for, at this moment?"""
    if cohort.state == CohortState.CANCELLED:
        return Ruling.no(f"These dates were cancelled: {cohort.cancelled_why} {ANOTHER_DATE}")
    if cohort.state == CohortState.DRAFT:
        return Ruling.no("These dates are not open for booking yet. The hub is still preparing them.")
    if cohort.starts_at is None or cohort.starts_at <= now:
        return Ruling.no(f"This course has begun already. {ANOTHER_DATE}")
    if cohort.booking_opens_at is not None and cohort.booking_opens_at > now:
        return Ruling.no("Booking is not open yet. The page of these dates says when it opens.")
    if cohort.booking_closes_at is not None and cohort.booking_closes_at <= now:
        return Ruling.no(f"Booking for these dates is over. {ANOTHER_DATE} Or ring the hub.")
    return Ruling.yes()


def may_see_dates(who: Account | None, cohort: Cohort, *, now: datetime) -> bool:
    """Whoever has the address sees dates; while they are being prepared, only those who run them."""
    return cohort.state != CohortState.DRAFT or (who is not None and runs(who, cohort, now=now))


def may_take(account: Account, cohort: Cohort) -> Ruling:
    """Is this person old enough on the first day? Only who told us a birthday can be too young."""
    least, born = cohort.course.min_age, account.date_of_birth
    if least is None or born is None or cohort.starts_at is None:
        return Ruling.yes()
    if age_on(born, london_date(cohort.starts_at)) >= least:
        return Ruling.yes()
    return Ruling.no(
        f"This course is for people who are {least} or over on its first day. Ask {cohort.hub.name} what there is "
        "for younger people."
    )


def may_book_for(by: Account, cohort: Cohort, *, now: datetime) -> Ruling:
    """May `by` book, change and cancel for somebody else on these dates, on the telephone or at the door?"""
    if runs(by, cohort, now=now):
        return Ruling.yes()
    return Ruling.no(
        f"Only the trainers of these dates and the coordinator of {cohort.hub.name} can do this for somebody else. "
        "Ask one of them."
    )


def may_act_on(by: Account, place: Enrolment, *, now: datetime) -> Ruling:
    """One's own place, or one that `by` looks after."""
    if place.account.person_id == by.pk:
        return Ruling.yes()
    assert place.cohort is not None
    return may_book_for(by, place.cohort, now=now)


def may_record_consent(by: Account, place: Enrolment, *, now: datetime) -> Ruling:
    """Write down that a parent or guardian agreed. Never the person themselves, whatever role they have."""
    if place.account.person_id == by.pk:
        return Ruling.no(
            "You cannot agree for yourself. Your parent or guardian tells the hub: by telephone, or on paper."
        )
    assert place.cohort is not None
    return may_book_for(by, place.cohort, now=now)


def may_accept(place: Enrolment, *, now: datetime) -> Ruling:
    """Can the offer be taken at this moment?"""
    assert place.cohort is not None
    if place.cohort.state == CohortState.CANCELLED:
        return Ruling.no(f"These dates were cancelled: {place.cohort.cancelled_why} {ANOTHER_DATE}")
    if place.state == PlaceState.CONFIRMED:
        return Ruling.no("You have this place already. There is nothing more to do.")
    if place.state == PlaceState.REQUESTED:
        return Ruling.no(
            "You have said yes already. The hub still needs to hear that a parent or guardian agrees."
        )
    if place.state == PlaceState.DECLINED:
        return Ruling.no(
            "You said no to this place, and it went to the next person. Join the list again, or look at other dates."
        )
    ran_out = place.offer_expires_at is not None and place.offer_expires_at <= now
    if place.state == PlaceState.EXPIRED or (place.state == PlaceState.OFFERED and ran_out):
        return Ruling.no(
            "This offer has run out, and the place went to the next person. Join the list again, or look at "
            "other dates."
        )
    if place.state != PlaceState.OFFERED:
        return Ruling.no(
            "No place is offered to you on these dates just now. My learning shows where you stand."
        )
    return Ruling.yes()


def may_move(place: Enrolment, there: Cohort) -> Ruling:
    """Can this booked place become one on these other dates?"""
    assert place.cohort is not None
    if place.cohort_id == there.pk:
        return Ruling.no("These are the dates you have a place on. Choose other ones.")
    if place.course_id != there.course_id:
        return Ruling.no("That is another course. Book a place there, and give this one up.")
    return may_be_moved(place)


def may_be_moved(place: Enrolment) -> Ruling:
    """Can this place become one on whatever other dates?"""
    assert place.cohort is not None
    if place.state != PlaceState.CONFIRMED:
        return Ruling.no(
            "Only a booked place can be moved. One that waits or was given up is booked anew instead."
        )
    if place.cohort.state in (CohortState.IN_PROGRESS, CohortState.DELIVERED, CohortState.CLOSED):
        return Ruling.no("This course has begun, so the place cannot be moved. Book other dates instead.")
    return Ruling.yes()


def may_cancel(place: Enrolment) -> Ruling:
    """Can this place still be given up?"""
    if place.state in (PlaceState.CONFIRMED, PlaceState.REQUESTED, PlaceState.WAITLISTED, PlaceState.OFFERED):
        assert place.cohort is not None
        if place.cohort.state in (CohortState.DELIVERED, CohortState.CLOSED):
            return Ruling.no("This course is over. The register says who was there.")
        return Ruling.yes()
    if place.state in (PlaceState.ATTENDED, PlaceState.PART_ATTENDED, PlaceState.NO_SHOW):
        return Ruling.no(
            "The register of this course is signed. Ask its trainer if something in it is wrong."
        )
    if place.state == PlaceState.EXPIRED:
        return Ruling.no("This place ran out, and somebody else has it now. There is nothing to give up.")
    if place.state == PlaceState.TRANSFERRED:
        return Ruling.no("This place was moved to other dates. Give up the place on those dates instead.")
    return Ruling.no("This place was given up already. There is nothing more to do.")
