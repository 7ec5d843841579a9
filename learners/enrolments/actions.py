"""Taking a place on a course."""

from datetime import datetime, timedelta

from django.db import transaction

from academy.accounts.models import Account
from academy.shared.audit import audit
from courses.catalogue.models import Course
from learners.enrolments.models import Enrolment, Guest
from learners.enrolments.policies import may_go_on, may_join
from learners.enrolments.states import WHOLE_COURSE, EnrolmentKind, Entitlement


@transaction.atomic
def join_course(*, course_id: int, by: Account, now: datetime) -> Enrolment:
    """Give a person the whole of a self-paced course; for now every grant is free. Joining twice changes nothing."""
    course = Course.objects.get(pk=course_id)
    may_join(course).enforce()
    enrolment = online_place(course=course, account_id=by.pk, now=now)
    may_go_on(enrolment, now=now).enforce()
    if enrolment.entitlement in WHOLE_COURSE:
        return enrolment
    before = enrolment.entitlement
    enrolment.entitlement = Entitlement.GRANTED
    enrolment.save(update_fields=["entitlement"])
    after = {"entitlement": Entitlement.GRANTED.value}
    audit(enrolment, "course_joined", by=by, now=now, before={"entitlement": before}, after=after)
    return enrolment


def online_place(*, course: Course, account_id: int, now: datetime) -> Enrolment:
    """The person's live self-paced place, locked; made with the free modules when there is none.

    Must run inside a transaction. Two tabs that come at once get the same place.
    """
    mine = Enrolment.objects.live().filter(account_id=account_id, course=course, kind=EnrolmentKind.ONLINE)
    enrolment = mine.select_for_update().first()
    if enrolment is not None:
        return enrolment
    Enrolment.objects.bulk_create(
        [
            Enrolment(
                account_id=account_id, course=course, kind=EnrolmentKind.ONLINE, opens_at=now, started_at=now
            )
        ],
        ignore_conflicts=True,
    )
    return mine.select_for_update().get()


def meet_guest(*, key: str | None, now: datetime) -> Guest:
    """The guest with this key, locked, or a new one. Must run inside a transaction."""
    guest = Guest.objects.select_for_update().filter(key=key).first() if key else None
    if guest is None:
        return Guest.objects.create(last_seen_at=now)
    if guest.last_seen_at < now - timedelta(days=1):  # once a day is enough to know who is still here
        guest.last_seen_at = now
        guest.save(update_fields=["last_seen_at"])
    return guest
