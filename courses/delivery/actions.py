"""Making dates, copying them, opening them for booking, and who trains them. The root that is locked is the cohort.

What touches places (confirming, cancelling, changing how many there are) is learners.enrolments.cohort_actions.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import IntegrityError, transaction

from academy.accounts.models import Account
from academy.hubs.models import Hub
from academy.shared.audit import audit
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from academy.shared.tokens import new_token
from courses.catalogue.models import Course
from courses.delivery.models import Cohort, CohortTrainer
from courses.delivery.policies import may_change_cohort, may_make_cohort, may_open, may_train
from courses.delivery.queries import planned_sessions, trains
from courses.delivery.rules import MOST_SESSIONS, Meeting, moved_to
from courses.delivery.session_actions import follow_sessions, put_session
from courses.delivery.states import TRANSITIONS, CohortState
from courses.delivery.venue_actions import VenueFacts, add_venue

MOST_PLACES = 500


@dataclass(frozen=True, slots=True)
class NewCohort:
    """What dates need before anybody can look at them. key: of the form, so that pressing twice makes one cohort."""

    course_id: int
    hub_id: int
    capacity: int
    meetings: tuple[Meeting, ...]
    min_to_run: int = 1
    min_for_certificate: int | None = None
    booking_opens_at: datetime | None = None
    booking_closes_at: datetime | None = None
    title: str = ""
    words: str = ""
    trainer_ids: tuple[int, ...] = ()
    venue: VenueFacts | None = None  # a new place, for the meetings that name none
    key: str = ""


def create_cohort(*, new: NewCohort, by: Account, now: datetime) -> Cohort:
    """Dates being prepared, with their sessions. The same key again gives the same dates."""
    try:
        with transaction.atomic():
            return _create(new, by, now)
    except IntegrityError:
        if made := _made_with(new.key, by):  # the button was pressed twice at the same moment
            return made
        raise


@transaction.atomic
def copy_cohort(*, cohort_id: int, first: Meeting, by: Account, now: datetime, key: str = "") -> Cohort:
    """The same again, being prepared: sessions with the same gaps from the day of `first` on, places, words, trainers.

    The first session is at the times and place of `first`; the others keep their own.
    """
    model = Cohort.objects.select_related("course", "hub").get(pk=cohort_id)
    held = planned_sessions(model)
    days = moved_to(first.day, [one.day for one in held])
    later = [
        Meeting(day, one.begins, one.ends, one.venue_id, one.online_url, one.required)
        for day, one in zip(days, held, strict=True)
    ][1:]
    new = NewCohort(
        course_id=model.course_id,
        hub_id=model.hub_id,
        capacity=model.capacity,
        meetings=(first, *later),
        min_to_run=model.min_to_run,
        min_for_certificate=model.min_for_certificate,
        title=model.title,
        words=model.words,
        trainer_ids=tuple(one.pk for one in trains(model) if may_train(one, model.hub, now=now)),
        key=key,
    )
    made = create_cohort(new=new, by=by, now=now)
    if made.copied_from_id is None:
        made.copied_from = model
        made.save(update_fields=["copied_from"])
        made.programmes.set(model.programmes.all())
    return made


@transaction.atomic
def open_cohort(*, cohort_id: int, by: Account, now: datetime) -> Cohort:
    """From now on people can book. A second time changes nothing."""
    cohort = lock_cohort(cohort_id)
    may_change_cohort(by, cohort, now=now).enforce()
    if cohort.state in (CohortState.OPEN, CohortState.CONFIRMED):
        return cohort
    may_open(by, cohort, now=now).enforce()
    move(cohort, CohortState.OPEN)
    cohort.save()
    audit(cohort, "cohort_opened", by=by, now=now, hub_id=cohort.hub_id)
    return cohort


@transaction.atomic
def set_trainers(*, cohort_id: int, account_ids: Collection[int], by: Account, now: datetime) -> None:
    """These people train these dates from now on, and nobody else.

    What somebody signed who is taken off stays signed, and the history says that they were there.
    """
    cohort = lock_cohort(cohort_id)
    may_change_cohort(by, cohort, now=now).enforce()
    on = {account.pk for account in trains(cohort)}
    for account_id in sorted(set(account_ids) - on):
        _add_trainer(cohort, account_id, by, now)
    for account_id in sorted(on - set(account_ids)):
        _remove_trainer(cohort, account_id, by, now)


def lock_cohort(cohort_id: int) -> Cohort:
    """The cohort with its course and hub, locked until the transaction ends."""
    return locked_one(Cohort.objects.select_related("course", "hub"), cohort_id)


def move(cohort: Cohort, to: CohortState) -> None:
    """Along TRANSITIONS only. The caller has locked the cohort, asked the policy, and saves."""
    assert to in TRANSITIONS[CohortState(cohort.state)], f"{cohort.state} cannot become {to}"
    cohort.state = to


def fault_in_numbers(capacity: int, min_to_run: int) -> str:
    """What is wrong with how many places there are and how many people it takes."""
    if not 1 <= capacity <= MOST_PLACES:
        return f"A course has from 1 to {MOST_PLACES} places. Write a number between them."
    if min_to_run > capacity:
        return f"It cannot need {min_to_run} people to run with {capacity} places. Lower the one or raise the other."
    return ""


def _create(new: NewCohort, by: Account, now: datetime) -> Cohort:
    course, hub = Course.objects.get(pk=new.course_id), Hub.objects.get(pk=new.hub_id)
    may_make_cohort(by, hub, course, now=now).enforce()
    if made := _made_with(new.key, by):
        return made
    if fault := fault_in_numbers(new.capacity, new.min_to_run):
        raise Refused(fault)
    if not 1 <= len(new.meetings) <= MOST_SESSIONS:
        raise Refused(f"Dates have from 1 to {MOST_SESSIONS} sessions. Write a number between them.")
    cohort = Cohort.objects.create(
        course=course,
        hub=hub,
        token=new.key or new_token(),
        capacity=new.capacity,
        min_to_run=new.min_to_run,
        min_for_certificate=new.min_for_certificate or course.min_for_certificate,
        booking_opens_at=new.booking_opens_at,
        booking_closes_at=new.booking_closes_at,
        title=new.title.strip(),
        words=new.words.strip(),
        made_by=by,
        made_at=now,
        is_sample=hub.is_sample,
    )
    venue = add_venue(hub_id=hub.pk, facts=new.venue, by=by, now=now) if new.venue else None
    for meeting in new.meetings:
        put_session(cohort, replace(meeting, venue_id=venue.pk) if venue else meeting, now=now)
    follow_sessions(cohort)
    after = {"course": course.code, "sessions": len(new.meetings), "capacity": new.capacity}
    audit(cohort, "cohort_made", by=by, now=now, hub_id=hub.pk, after=after)
    for account_id in sorted(set(new.trainer_ids)):
        _add_trainer(cohort, account_id, by, now)
    return cohort


def _made_with(key: str, by: Account) -> Cohort | None:
    return Cohort.objects.filter(token=key, made_by=by).first() if key else None


def _add_trainer(cohort: Cohort, account_id: int, by: Account, now: datetime) -> None:
    if CohortTrainer.objects.filter(cohort=cohort, account=account_id, removed_at__isnull=True).exists():
        return
    account = Account.objects.get(pk=account_id)
    may_train(account, cohort.hub, now=now).enforce()
    CohortTrainer.objects.create(cohort=cohort, account=account, added_at=now)
    audit(cohort, "trainer_added", by=by, now=now, hub_id=cohort.hub_id, after={"account": account.pk})


def _remove_trainer(cohort: Cohort, account_id: int, by: Account, now: datetime) -> None:
    gone = CohortTrainer.objects.filter(cohort=cohort, account=account_id, removed_at__isnull=True)
    if gone.update(removed_at=now):
        audit(cohort, "trainer_removed", by=by, now=now, hub_id=cohort.hub_id, before={"account": account_id})
