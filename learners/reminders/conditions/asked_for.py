"""Prior learning and help that is asked for or suggested: to whoever answers it next."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from django.db.models import F
from django.urls import reverse

from academy.accounts.queries import person_id
from academy.shared.clock import london_date
from academy.templating import url_if
from courses.qualifications.staff_states import QualificationTask
from learners.adjustments.models import AdjustmentRequest, PriorLearningClaim
from learners.adjustments.states import ClaimState, DecidedBy, RequestState
from learners.registrations.caseload import allocated_units
from learners.registrations.states import LIVE, RegistrationState
from learners.reminders.conditions.happened import STANDING, TOLD_WITHIN, Happened, day_words
from learners.reminders.conditions.qualifications import live_learner
from learners.reminders.conditions.who_decides import managers_today, with_tasks_today
from learners.reminders.conditions.work_waiting import assessors_of, with_task
from learners.reminders.letters import Due, Letter

ANSWER_WITHIN = timedelta(days=21)
DECIDING = (QualificationTask.LEAD_QUALITY, QualificationTask.CENTRE_ADMIN)
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Asked(Generic[Row]):
    """theirs: they answer it; else nobody can today, and they can say who does."""

    row: Row
    theirs: bool


# --- prior learning -----------------------------------------------------------------------------------------


def _claims(now: datetime) -> dict[Due, Asked[PriorLearningClaim]]:
    """To the assessor of the unit; where it has none, to the lead quality assurer, who says who assesses it. Two
    queries; four where a unit has none."""
    rows = PriorLearningClaim.objects.filter(
        state=ClaimState.ENQUIRY,
        asked_at__gt=now - TOLD_WITHIN,
        asked_at__lte=now,
        registration__state__in=STANDING,
    ).select_related("registration__account", "registration__version__qualification", "unit")
    claims = list(rows.order_by("pk"))
    ids = {row.registration_id for row in claims}
    allocated = allocated_units(ids, on=london_date(now)) if ids else {}
    found: dict[Due, Asked[PriorLearningClaim]] = {}
    nobodys = []
    for row in claims:
        people = assessors_of({row.unit_id}, allocated.get(row.registration_id, ()))
        found |= {_due_of_claim(person, row): Asked(row, theirs=True) for person in people}
        nobodys += [] if people else [row]
    leads = with_task(QualificationTask.LEAD_QUALITY, [row.registration for row in nobodys], now)
    return found | {
        _due_of_claim(person, row): Asked(row, theirs=False)
        for row in nobodys
        for person in leads[row.registration.version.qualification_id]
        if person != row.registration.account_id
    }


def _due_of_claim(person: int, row: PriorLearningClaim) -> Due:
    return Due(person, f"priorlearningclaim:{row.pk}", at=row.asked_at)


def _claim_letter(asked: Asked[PriorLearningClaim], due: Due) -> Letter:
    """What they say of their life before is read behind the sign-in."""
    claim, registration = asked.row, asked.row.registration
    return Letter(
        reverse("prior-learning", args=[claim.token])
        if asked.theirs
        else reverse("allocate", args=[registration.token]),
        "Read it and answer" if asked.theirs else "Say who assesses it",
        {
            "learner": registration.account.full_name,
            "number": claim.unit.number,
            "unit": claim.unit.title,
            "qualification": registration.version.qualification.title,
            "since": day_words(london_date(claim.asked_at)),
            "theirs": asked.theirs,
        },
    )


# --- reasonable adjustments ---------------------------------------------------------------------------------


def _proposed(now: datetime) -> dict[Due, AdjustmentRequest]:
    """Somebody wrote it down for the learner, who has not said yes or no."""
    rows = AdjustmentRequest.objects.filter(
        live_learner("registration__account"),
        state=RequestState.DRAFT,
        asked_at__gt=now - ANSWER_WITHIN,
        asked_at__lte=now,
        registration__state__in=(RegistrationState.APPLIED, *STANDING),
    ).select_related("registration__version__qualification", "asked_by")
    rows = rows.annotate(learner_pk=person_id("registration__account")).order_by("pk")
    return {Due(row.learner_pk, f"adjustmentrequest:{row.pk}", at=row.asked_at): row for row in rows}


def _proposed_letter(request: AdjustmentRequest, due: Due) -> Letter:
    return Letter(
        reverse("adjustment", args=[request.token]),
        "Read it and answer",
        {
            "by": request.asked_by.full_name,
            "qualification": request.registration.version.qualification.title,
        },
    )


def _to_decide(now: datetime) -> dict[Due, Asked[AdjustmentRequest]]:
    """Asked for, with the learner's yes, and for the centre to decide: to each who may, never whoever wrote it; where
    nobody may, to the Academy's managers, who can give somebody the task. At most three queries."""
    rows = AdjustmentRequest.objects.filter(
        state=RequestState.SUBMITTED,
        decides=DecidedBy.CENTRE,
        moved_at__gt=now - TOLD_WITHIN,
        moved_at__lte=now,
        registration__state__in=LIVE,
    ).select_related("registration__account", "registration__version__qualification")
    waiting = list(rows.order_by("pk"))
    on = london_date(now)
    people: dict[int, set[int]] = defaultdict(set)
    if waiting:
        able = with_tasks_today(rows.order_by(), DECIDING, on).annotate(wrote=person_id("asked_by"))
        for pk, person in able.exclude(who=F("wrote")).values_list("pk", "who"):
            people[pk].add(person)
    managers = managers_today(on) if any(not people[row.pk] for row in waiting) else []
    return {
        Due(person, f"adjustmentrequest:{row.pk}", at=row.moved_at): Asked(row, theirs=bool(people[row.pk]))
        for row in waiting
        for person in people[row.pk] or managers
        if person != row.registration.account_id
    }


def _to_decide_letter(asked: Asked[AdjustmentRequest], due: Due) -> Letter:
    """What makes it hard is nobody's to read in a letter."""
    request, registration = asked.row, asked.row.registration
    elsewhere = url_if("assessors") or reverse("registration-look-after", args=[registration.token])
    return Letter(
        reverse("adjustment", args=[request.token]) if asked.theirs else elsewhere,
        "Open the request" if asked.theirs else "See who could decide",
        {
            "learner": registration.account.full_name,
            "qualification": registration.version.qualification.title,
            "since": day_words(london_date(request.moved_at)),
            "theirs": asked.theirs,
        },
    )


CLAIM_ASKED = Happened(_claims, _claim_letter)
ADJUSTMENT_PROPOSED = Happened(_proposed, _proposed_letter)
ADJUSTMENT_TO_DECIDE = Happened(_to_decide, _to_decide_letter)
