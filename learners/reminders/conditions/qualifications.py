"""On the way to a qualification, for the learner: accepted, registered, a plan, what came of work."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from academy.accounts.queries import person_id
from academy.templating import url_if
from learners.planning.models import AssessmentPlan, PlanTask
from learners.planning.states import PlanState
from learners.portfolio.models import WitnessStatement
from learners.registrations.models import QualRegistration
from learners.registrations.states import WORKING, RegistrationState
from learners.reminders.goals import at_oclock
from learners.reminders.letters import Due, Letter
from learners.submissions.models import DraftLook, Submission, SubmissionCriterion
from learners.submissions.states import SubmissionState

TOLD_WITHIN = timedelta(days=14)
ANSWER_WITHIN = timedelta(days=21)
MORNING = 9  # o'clock


def accepted(now: datetime) -> Iterator[Due]:
    """The hub has accepted them. One query."""
    yield from _accepted(now)


def accepted_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """Still accepted, and not registered yet (that is said in a message of its own)? One query."""
    return _about_registrations(_accepted(now), dues, "registration", "See what is next")


def registered(now: datetime) -> Iterator[Due]:
    """The awarding organisation has given its number. One query."""
    yield from _registered(now)


def registered_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """Still on it? One query."""
    return _about_registrations(_registered(now), dues, "registration", "See what is next")


def plans_to_answer(now: datetime) -> Iterator[Due]:
    """An assessor has proposed a plan. One query."""
    yield from _to_answer(now)


def plan_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """Does this version still wait? Two queries."""
    found = _to_answer(now)
    wanted = {due: found[due] for due in dues if due in found}
    tasks = PlanTask.objects.filter(plan__in=[plan.pk for plan in wanted.values()]).order_by("number")
    titles: dict[int, list[str]] = {}
    for plan_id, title in tasks.values_list("plan", "title") if wanted else ():
        titles.setdefault(plan_id, []).append(title)
    return {
        due: Letter(
            reverse("plan", args=[plan.registration.token]),
            "Read the plan",
            {
                "assessor": plan.made_by.full_name,
                "qualification": plan.registration.version.qualification.title,
                "tasks": titles.get(plan.pk, []),
                "number": plan.number,
            },
        )
        for due, plan in wanted.items()
    }


def witnesses_confirmed(now: datetime) -> Iterator[Due]:
    """A witness has written their statement. One query."""
    yield from _witnessed(now)


def witness_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """Is the piece still there? One query."""
    found = _witnessed(now)
    return {
        due: Letter(
            url_if("evidence", found[due].item.token) or url_if("portfolio") or reverse("my-learning"),
            "See what they wrote",
            {"witness": found[due].name, "piece": found[due].item.title},
        )
        for due in dues
        if due in found
    }


def looks_answered(now: datetime) -> Iterator[Due]:
    """An assessor has answered what was asked about a draft. One query."""
    yield from _answered(now)


def look_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """Still on it? One query. What the assessor wrote is read behind the sign-in, and the titles of pieces too."""
    found = _answered(now)
    return {
        due: Letter(
            reverse("draft-look", args=[found[due].token]),
            "Read the answer",
            {
                "assessor": answered_by.full_name,
                "qualification": found[due].registration.version.qualification.title,
                "pieces": "one piece" if found[due].asked == 1 else f"{found[due].asked} pieces",  # type: ignore[attr-defined]
            },
        )
        for due in dues
        if due in found and (answered_by := found[due].answered_by) is not None
    }


def work_given_back(now: datetime) -> Iterator[Due]:
    """Work that was given back before anybody judged it. One query."""
    yield from _given_back(now)


def given_back_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """Not handed in again since? One query."""
    found = _given_back(now)
    return {due: _given_back_letter(found[due]) for due in dues if due in found}


def live_learner(prefix: str = "account") -> Q:
    """Whoever stands for this row has an open account."""
    return Q(**{f"{prefix}__is_active": True}) | Q(**{f"{prefix}__joined_to__is_active": True})


def _registrations(**facts: Any) -> QuerySet[QualRegistration, Any]:
    rows = QualRegistration.objects.filter(live_learner(), **facts).order_by("pk")
    return rows.select_related("version__qualification", "hub").annotate(learner_pk=person_id())


def _accepted(now: datetime) -> dict[Due, QualRegistration]:
    window = (now - TOLD_WITHIN, now)
    rows = _registrations(
        state=RegistrationState.ACCEPTED, accepted_at__gt=window[0], accepted_at__lte=window[1]
    )
    return {Due(row.learner_pk, f"qualregistration:{row.pk}", at=row.accepted_at): row for row in rows}


def _registered(now: datetime) -> dict[Due, QualRegistration]:
    """The day is the awarding organisation's, and it may be known here long after; nobody is told before nine."""
    states = (RegistrationState.REGISTERED, RegistrationState.IN_PROGRESS)
    since = now - TOLD_WITHIN
    rows = _registrations(state__in=states).filter(
        Q(registered_on__gte=since.date() - timedelta(days=1)) | Q(number_recorded_at__gt=since)
    )
    found = {}
    for row in rows:
        assert row.registered_on is not None
        at = at_oclock(row.registered_on, MORNING)
        at = max(at, row.number_recorded_at or at)
        if at <= now < at + TOLD_WITHIN:
            found[Due(row.learner_pk, f"qualregistration:{row.pk}", at=at)] = row
    return found


def _about_registrations(
    found: Mapping[Due, QualRegistration], dues: Sequence[Due], page: str, action: str
) -> dict[Due, Letter]:
    return {
        due: Letter(
            reverse(page, args=[found[due].token]),
            action,
            {
                "qualification": found[due].version.qualification.title,
                "hub_name": found[due].hub.name,
                "begun": found[due].began_at is not None,
            },
        )
        for due in dues
        if due in found
    }


def _to_answer(now: datetime) -> dict[Due, AssessmentPlan]:
    rows = AssessmentPlan.objects.filter(
        live_learner("registration__account"),
        state=PlanState.PROPOSED,
        proposed_at__gt=now - ANSWER_WITHIN,
        proposed_at__lte=now,
        registration__state__in=WORKING,
    ).select_related("registration__version__qualification", "made_by")
    rows = rows.annotate(learner_pk=person_id("registration__account")).order_by("pk")
    return {Due(row.learner_pk, f"assessmentplan:{row.pk}", at=row.proposed_at): row for row in rows}


def _witnessed(now: datetime) -> dict[Due, WitnessStatement]:
    rows = WitnessStatement.objects.filter(
        live_learner("learner"),
        confirmed_at__gt=now - TOLD_WITHIN,
        confirmed_at__lte=now,
        item__withdrawn_at=None,
    ).select_related("item")
    rows = rows.annotate(learner_pk=person_id("learner")).order_by("pk")
    return {Due(row.learner_pk, f"witnessstatement:{row.pk}", at=row.confirmed_at): row for row in rows}


def _answered(now: datetime) -> dict[Due, DraftLook]:
    rows = DraftLook.objects.filter(
        live_learner("registration__account"),
        answered_at__gt=now - TOLD_WITHIN,
        answered_at__lte=now,
        registration__state__in=WORKING,
    ).select_related("registration__version__qualification", "answered_by")
    rows = rows.annotate(learner_pk=person_id("registration__account"), asked=Count("items")).order_by("pk")
    return {Due(row.learner_pk, f"draftlook:{row.pk}", at=row.answered_at): row for row in rows}


def _given_back(now: datetime) -> dict[Due, Submission]:
    """Without those of which a criterion came again."""
    again = SubmissionCriterion.objects.filter(
        submission__registration=OuterRef("registration"),
        submission__number__gt=OuterRef("number"),
        submission__submitted_at__isnull=False,
        criterion__in=SubmissionCriterion.objects.filter(submission=OuterRef(OuterRef("pk"))).values(
            "criterion"
        ),
    )
    rows = Submission.objects.filter(
        ~Exists(again),
        live_learner("registration__account"),
        state=SubmissionState.RETURNED_UNASSESSED,
        returned_at__gt=now - TOLD_WITHIN,
        returned_at__lte=now,
        registration__state__in=WORKING,
    ).select_related("registration__version__qualification", "returned_by")
    rows = rows.annotate(learner_pk=person_id("registration__account")).order_by("pk")
    return {Due(row.learner_pk, f"submission:{row.pk}", at=row.returned_at): row for row in rows}


def _given_back_letter(submission: Submission) -> Letter:
    own = url_if("submission", submission.token)
    return Letter(
        own or reverse("registration", args=[submission.registration.token]),
        "See what to put right",
        {
            "number": submission.number,
            "qualification": submission.registration.version.qualification.title,
            "reason": submission.get_returned_for_display(),
            "said": submission.returned_words,
            "assessor": submission.returned_by.full_name if submission.returned_by else "Your assessor",
        },
    )
