"""A trainee's time to get the assessor's award runs out."""

from datetime import datetime, timedelta

from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from academy.accounts.queries import person_id
from academy.shared.clock import london_date
from courses.qualifications.staff_models import AssessorStatus
from courses.qualifications.staff_states import AssessorLevel, QualificationTask
from learners.registrations.allocation_models import Allocation
from learners.registrations.models import QualRegistration
from learners.registrations.states import LIVE, AllocatedAs
from learners.reminders.conditions.happened import NINE, Happened, day_words
from learners.reminders.conditions.qualifications import live_learner
from learners.reminders.conditions.work_waiting import with_task
from learners.reminders.goals import at_oclock
from learners.reminders.letters import Due, Letter

BEFORE = (60, 30, 7)  # days before the last one
USEFUL = timedelta(days=7)


def _running_out(now: datetime) -> dict[Due, AssessorStatus]:
    """Whose newest status is that of a trainee. One query."""
    today = london_date(now)
    whose = Coalesce("person__joined_to", "person")
    newest = (
        AssessorStatus.objects.filter(starts_on__lte=today)
        .annotate(whose=whose)
        .filter(whose=OuterRef("asked"))
        .order_by("-starts_on", "-pk")
    )
    rows = AssessorStatus.objects.annotate(asked=person_id("person")).filter(
        live_learner("person"),
        level=AssessorLevel.TRAINEE,
        works_towards_until__gte=today,
        works_towards_until__lte=today + timedelta(days=BEFORE[0]),
        pk=Subquery(newest.values("pk")[:1]),
    )
    found: dict[Due, AssessorStatus] = {}
    for row in rows.select_related("person").order_by("pk"):
        assert row.works_towards_until is not None
        for days in BEFORE:
            at = at_oclock(row.works_towards_until - timedelta(days=days), NINE)
            if at <= now < at + USEFUL:
                about = f"assessorstatus:{row.pk}"
                found[Due(row.asked, about, f"{row.works_towards_until:%Y%m%d}-{days}", at=at)] = row
    return found


def _leads(now: datetime) -> dict[Due, AssessorStatus]:
    """The same, to whoever leads the quality of a qualification whose learners the trainee has."""
    running = _running_out(now)
    today = london_date(now)
    given = Allocation.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=today),
        registration__state__in=LIVE,
        task=AllocatedAs.ASSESSOR,
        starts_on__lte=today,
    ).annotate(whose=person_id("person"))
    wanted: dict[int, list[QualRegistration]] = {}
    rows = given.filter(whose__in={due.account_id for due in running})
    for one in rows.select_related("registration__version").order_by("pk"):
        wanted.setdefault(one.whose, []).append(one.registration)
    people = with_task(
        QualificationTask.LEAD_QUALITY, [one for found in wanted.values() for one in found], now
    )
    return {
        Due(lead, due.about, due.occasion, at=due.at): status
        for due, status in running.items()
        for registration in wanted.get(due.account_id, ())
        for lead in people[registration.version.qualification_id]
        if lead != due.account_id
    }


def _lead_letter(status: AssessorStatus, due: Due) -> Letter:
    letter = _letter(status, due)
    href = reverse("assessor", args=[status.person.person_id])
    return Letter(href, "See the staff file", {**letter.context, "trainee": status.person.full_name})


def _letter(status: AssessorStatus, due: Due) -> Letter:
    assert status.works_towards_until is not None
    days = int(due.occasion.partition("-")[2])
    return Letter(
        reverse("my-learners"),
        "See your learners",
        {"until": day_words(status.works_towards_until), "days": days},
    )


RUNNING_OUT = Happened(_running_out, _letter)
FOR_LEADS = Happened(_leads, _lead_letter)
