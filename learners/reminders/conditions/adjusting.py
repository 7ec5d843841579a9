"""Prior learning and reasonable adjustments, as far as they are answered, and holds."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from academy.accounts.queries import person_id
from academy.shared.clock import london_date
from courses.qualifications.staff_states import QualificationTask
from learners.adjustments.models import AdjustmentRequest, AssessmentHold, PriorLearningClaim
from learners.adjustments.states import ClaimState, RequestState
from learners.registrations.caseload import allocated_units
from learners.registrations.states import RegistrationState
from learners.reminders.conditions.happened import NINE, STANDING, TOLD_WITHIN, Happened, day_words, page
from learners.reminders.conditions.qualifications import live_learner
from learners.reminders.conditions.work_waiting import with_task
from learners.reminders.goals import at_oclock
from learners.reminders.letters import Due, Letter

REVIEW_FOR = timedelta(days=14)
ANSWERED = (ClaimState.EVIDENCE, ClaimState.REFUSED, ClaimState.ACCEPTED, ClaimState.GAPS)
DECIDED = (RequestState.APPROVED, RequestState.REFUSED, RequestState.IN_PLACE)


def _claims_answered(now: datetime) -> dict[Due, PriorLearningClaim]:
    """How to show it, or what came of it; each once."""
    rows = PriorLearningClaim.objects.filter(
        live_learner("registration__account"),
        state__in=ANSWERED,
        answered_by__isnull=False,
        moved_at__gt=now - TOLD_WITHIN,
        moved_at__lte=now,
        registration__state__in=STANDING,
    ).select_related("registration__version__qualification", "unit", "answered_by")
    rows = rows.annotate(learner_pk=person_id("registration__account")).order_by("pk")
    return {
        Due(row.learner_pk, f"priorlearningclaim:{row.pk}", row.state, at=row.moved_at): row for row in rows
    }


def _claim_letter(claim: PriorLearningClaim, due: Due) -> Letter:
    assert claim.answered_by is not None
    return Letter(
        page("adjustments", claim.registration.token, "registration", claim.registration.token),
        "Read the answer",
        {
            "unit": claim.unit.title,
            "number": claim.unit.number,
            "assessor": claim.answered_by.full_name,
            "qualification": claim.registration.version.qualification.title,
            "state": str(claim.state),
        },
    )


def _decided(now: datetime) -> dict[Due, AdjustmentRequest]:
    rows = AdjustmentRequest.objects.filter(
        live_learner("registration__account"),
        state__in=DECIDED,
        moved_at__gt=now - TOLD_WITHIN,
        moved_at__lte=now,
        registration__state__in=(RegistrationState.APPLIED, *STANDING),
    ).select_related("registration__version__qualification")
    rows = rows.annotate(learner_pk=person_id("registration__account")).order_by("pk")
    return {Due(row.learner_pk, f"adjustmentrequest:{row.pk}", at=row.moved_at): row for row in rows}


def _decided_letter(request: AdjustmentRequest, due: Due) -> Letter:
    """What it is about is read behind the sign-in."""
    return Letter(
        page("adjustments", request.registration.token, "registration", request.registration.token),
        "Read the answer",
        {"qualification": request.registration.version.qualification.title},
    )


# --- holds --------------------------------------------------------------------------------------------------


def _holds(**facts: Any) -> QuerySet[AssessmentHold, Any]:
    """Those that stand."""
    rows = AssessmentHold.objects.filter(lifted_at__isnull=True, registration__state__in=STANDING, **facts)
    return rows.select_related(
        "registration__account", "registration__version__qualification", "unit", "placed_by"
    ).order_by("pk")


def _placed(now: datetime) -> QuerySet[AssessmentHold, Any]:
    return _holds(placed_at__gt=now - TOLD_WITHIN, placed_at__lte=now)


def _placed_learner(now: datetime) -> dict[Due, AssessmentHold]:
    rows = _placed(now).filter(live_learner("registration__account"))
    return {
        Due(row.learner_pk, f"assessmenthold:{row.pk}", at=row.placed_at): row
        for row in rows.annotate(learner_pk=person_id("registration__account"))
    }


def _placed_assessors(now: datetime) -> dict[Due, AssessmentHold]:
    """To whoever assesses the learner, except whoever placed it."""
    holds = list(_placed(now))
    ids = {row.registration_id for row in holds}
    allocated = allocated_units(ids, on=london_date(now)) if ids else {}
    return {
        Due(person, f"assessmenthold:{row.pk}", at=row.placed_at): row
        for row in holds
        for unit, person in allocated.get(row.registration_id, ())
        if person not in (0, row.placed_by_id) and (row.unit_id is None or unit in (None, row.unit_id))
    }


def _to_review(now: datetime) -> dict[Due, AssessmentHold]:
    """On the day that was set for looking again, to the lead quality assurer."""
    today = london_date(now)
    timed = [
        (row, at_oclock(row.review_on, NINE))
        for row in _holds(review_on__gte=today - REVIEW_FOR, review_on__lte=today)
    ]
    found = [(row, at) for row, at in timed if at <= now < at + REVIEW_FOR]
    people = with_task(QualificationTask.LEAD_QUALITY, [row.registration for row, _ in found], now)
    return {
        Due(person, f"assessmenthold:{row.pk}", row.review_on.isoformat(), at=at): row
        for row, at in found
        for person in people[row.registration.version.qualification_id]
    }


def _hold_letter(hold: AssessmentHold, due: Due) -> Letter:
    """To the learner: that it stands, and not why."""
    token = hold.registration.token
    return Letter(page("units", token, "registration", token), "Look at your units", _of_hold(hold))


def _staff_hold_letter(hold: AssessmentHold, due: Due) -> Letter:
    token = hold.registration.token
    said = {"learner": hold.registration.account.full_name, "by": hold.placed_by.full_name}
    return Letter(
        page("registration-adjustments", token, "learner-work", token), "Open it", {**_of_hold(hold), **said}
    )


def _review_letter(hold: AssessmentHold, due: Due) -> Letter:
    letter = _staff_hold_letter(hold, due)
    token = hold.registration.token
    own = page("registration-adjustments", token, "registration-look-after", token)
    return Letter(own, "Look at it again", letter.context)


def _of_hold(hold: AssessmentHold) -> dict[str, str]:
    return {
        "about": f"unit {hold.unit.number}" if hold.unit else "the whole qualification",
        "qualification": hold.registration.version.qualification.title,
        "review": day_words(hold.review_on),
        "placed": day_words(london_date(hold.placed_at)),
    }


CLAIM_ANSWERED = Happened(_claims_answered, _claim_letter)
ADJUSTMENT_DECIDED = Happened(_decided, _decided_letter)
HOLD_PLACED = Happened(_placed_learner, _hold_letter)
HOLD_FOR_ASSESSORS = Happened(_placed_assessors, _staff_hold_letter)
HOLD_REVIEW = Happened(_to_review, _review_letter)
