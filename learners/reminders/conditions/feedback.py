"""What came of judging: feedback for the learner, and rounds that wait for a countersigner or come back."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Cast
from django.urls import reverse

from academy.accounts.queries import person_id
from academy.shared.clock import london_date
from academy.shared.models import AuditEvent
from courses.qualifications.staff_states import QualificationTask
from learners.assessment.models import Judgement
from learners.assessment.states import Countersigned, JudgementState
from learners.registrations.caseload import conflicts_between
from learners.reminders.conditions.happened import (
    LONGEST,
    STANDING,
    TOLD_WITHIN,
    Happened,
    day_words,
    page,
    turns,
    working_days_later,
)
from learners.reminders.conditions.qualifications import live_learner
from learners.reminders.conditions.work_waiting import with_task
from learners.reminders.letters import Due, Letter
from learners.submissions.answer_models import ExtraAttempt
from learners.submissions.models import SubmissionCriterion

LEAD_FOR = 10  # working days
UNREAD_FOR = timedelta(days=14)


def _of_learner(now: datetime, since: timedelta) -> QuerySet[Judgement, Any]:
    """Feedback that nobody has said they read. Only what is released: nothing that a countersigner still has."""
    rows = Judgement.objects.filter(
        live_learner("registration__account"),
        state=JudgementState.RELEASED,
        released_at__gt=now - since,
        released_at__lte=now,
        registration__state__in=STANDING,
    ).select_related("registration__version__qualification")
    return rows.annotate(learner_pk=person_id("registration__account")).order_by("pk")


def _given(now: datetime) -> dict[Due, Judgement]:
    return {
        Due(row.learner_pk, f"judgement:{row.pk}", at=row.released_at): row
        for row in _of_learner(now, TOLD_WITHIN)
    }


def _unread(now: datetime) -> dict[Due, Judgement]:
    found = {}
    for row in _of_learner(now, LONGEST):
        assert row.released_at is not None
        at = working_days_later(row.released_at, settings.FEEDBACK_UNREAD_DAYS)
        if at <= now < at + UNREAD_FOR:
            found[Due(row.learner_pk, f"judgement:{row.pk}", at=at)] = row
    return found


def _feedback_letter(judgement: Judgement, due: Due) -> Letter:
    """What is met and what is not is read behind the sign-in."""
    assert judgement.released_at is not None
    registration = judgement.registration
    return Letter(
        page("feedback", judgement.token, "registration", registration.token),
        "Read your feedback",
        {
            "assessor": judgement.assessor_name,
            "qualification": registration.version.qualification.title,
            "since": day_words(london_date(judgement.released_at)),
            "spoken": judgement.spoken_id is not None,
        },
    )


def _another_try(now: datetime) -> dict[Due, ExtraAttempt]:
    """Given, and not used yet."""
    handed_in = SubmissionCriterion.objects.filter(
        criterion=OuterRef("criterion"),
        submission__registration=OuterRef("registration"),
        submission__submitted_at__gte=OuterRef("given_at"),
    )
    rows = ExtraAttempt.objects.filter(
        ~Exists(handed_in),
        live_learner("registration__account"),
        given_at__gt=now - TOLD_WITHIN,
        given_at__lte=now,
        registration__state__in=STANDING,
    ).select_related("registration__version__qualification", "criterion__outcome__unit", "given_by")
    rows = rows.annotate(learner_pk=person_id("registration__account")).order_by("pk")
    today = london_date(now)
    return {
        Due(row.learner_pk, f"extraattempt:{row.pk}", at=row.given_at): row
        for row in rows
        if row.until is None or row.until >= today
    }


def _another_letter(given: ExtraAttempt, due: Due) -> Letter:
    return Letter(
        reverse("hand-in", args=[given.registration.token]),
        "See what to hand in",
        {
            "qualification": given.registration.version.qualification.title,
            "unit": given.criterion.outcome.unit.title,
            "giver": given.given_by.full_name,
            "until": day_words(given.until) if given.until else "",
        },
    )


# --- countersigning -----------------------------------------------------------------------------------------


def _waiting(now: datetime) -> QuerySet[Judgement, Any]:
    rows = Judgement.objects.filter(
        state=JudgementState.COUNTERSIGN,
        decided_at__gt=now - LONGEST,
        decided_at__lte=now,
        registration__state__in=STANDING,
    ).annotate(learner_is=person_id("registration__account"))
    return rows.select_related("registration__account", "registration__version__qualification").order_by("pk")


def _to_countersign(now: datetime) -> dict[Due, Judgement]:
    """Now, and some working days later, to whoever is asked at that time: counted from when they were named. Nobody is
    sent to their own work, or to that of a learner with whom they have a conflict of interest."""
    rows = _waiting(now).filter(live_learner("countersigner")).annotate(who=person_id("countersigner"))
    rows = rows.filter(~Exists(conflicts_between(london_date(now))), ~Q(who=F("learner_is")))
    found = {}
    for row in rows.annotate(named_at=_named_at()):
        assert row.decided_at is not None
        since = row.named_at or row.decided_at
        later = (
            working_days_later(since, days)
            for days in (settings.COUNTERSIGN_AGAIN_DAYS, settings.COUNTERSIGN_LEAD_DAYS)
        )
        for number, at, until in turns(since, *later):
            if at <= now < until:
                about = f"judgement:{row.pk}"
                found[Due(row.who, about, str(number or ""), at=at, until=until)] = row
    return found


def _named_at() -> Subquery:
    """When somebody else was named last; nothing where nobody was."""
    rows = AuditEvent.objects.filter(
        action="countersigner_named",
        object_type="judgement",
        object_id=Cast(OuterRef("pk"), CharField()),
    )
    return Subquery(rows.order_by("-at").values("at")[:1])


def _countersigned_late(now: datetime) -> dict[Due, Judgement]:
    """To the lead quality assurer, who can name somebody else."""
    late = []
    for row in _waiting(now):
        assert row.decided_at is not None
        at = working_days_later(row.decided_at, settings.COUNTERSIGN_LEAD_DAYS)
        until = working_days_later(row.decided_at, settings.COUNTERSIGN_LEAD_DAYS + LEAD_FOR)
        if at <= now < until:
            late.append((row, at, until))
    people = with_task(QualificationTask.LEAD_QUALITY, [row.registration for row, _, _ in late], now)
    return {
        Due(person, f"judgement:{row.pk}", at=at, until=until): row
        for row, at, until in late
        for person in people[row.registration.version.qualification_id]
    }


def _countersign_letter(judgement: Judgement, due: Due) -> Letter:
    registration = judgement.registration
    assert judgement.decided_at is not None
    return Letter(
        page("countersign", judgement.token, "learner-work", registration.token),
        "Open the judgement",
        {
            "trainee": judgement.assessor_name,
            "learner": registration.account.full_name,
            "qualification": registration.version.qualification.title,
            "since": day_words(london_date(judgement.decided_at)),
            "again": bool(due.occasion),
        },
    )


def _late_letter(judgement: Judgement, due: Due) -> Letter:
    """The lead quality assurer comes to where somebody else is named."""
    letter = _countersign_letter(judgement, due)
    href = page("name-countersigner", judgement.token, "learner-work", judgement.registration.token)
    return Letter(href, "See who could countersign", letter.context)


def _came_back(now: datetime) -> dict[Due, Judgement]:
    """A countersigner sent it back, and the round that follows is not sent yet."""
    rows = Judgement.objects.filter(
        live_learner("assessor"),
        state=JudgementState.OPEN,
        follows__countersignature__outcome=Countersigned.SENT_BACK,
        opened_at__gt=now - TOLD_WITHIN,
        opened_at__lte=now,
        registration__state__in=STANDING,
    ).select_related(
        "registration__account", "registration__version__qualification", "follows__countersignature"
    )
    rows = rows.annotate(asked=person_id("assessor")).order_by("pk")
    return {Due(row.asked, f"judgement:{row.pk}", at=row.opened_at): row for row in rows}


def _came_back_letter(judgement: Judgement, due: Due) -> Letter:
    assert judgement.follows is not None
    registration = judgement.registration
    return Letter(
        page("judge", judgement.token, "learner-work", registration.token),
        "Go on with it",
        {
            "countersigner": judgement.follows.countersignature.name,
            "learner": registration.account.full_name,
            "qualification": registration.version.qualification.title,
        },
    )


GIVEN = Happened(_given, _feedback_letter)
UNREAD = Happened(_unread, _feedback_letter)
ANOTHER_TRY = Happened(_another_try, _another_letter)
TO_COUNTERSIGN = Happened(_to_countersign, _countersign_letter)
COUNTERSIGNED_LATE = Happened(_countersigned_late, _late_letter)
CAME_BACK = Happened(_came_back, _came_back_letter)
