"""What learners wrote when they had read their feedback, for whoever gave it."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse

from academy.accounts.queries import person_id
from academy.shared.clock import london_date
from academy.templating import url_if
from learners.assessment.models import CriterionDecision, Judgement
from learners.assessment.states import JudgementState
from learners.registrations.caseload import allocated_units
from learners.reminders.conditions.happened import (
    NIGHTS,
    STANDING,
    TOLD_WITHIN,
    Happened,
    day_words,
    next_morning,
)
from learners.reminders.conditions.work_waiting import assessors_of
from learners.reminders.letters import Due, Letter


def _said(now: datetime) -> dict[Due, Judgement]:
    """To the assessor who gave it, while they assess something of it; else to those who do today. Three queries."""
    rows = Judgement.objects.filter(
        state=JudgementState.ACKNOWLEDGED,
        acknowledged_at__gt=now - TOLD_WITHIN - NIGHTS,
        acknowledged_at__lte=now,
        registration__state__in=STANDING,
    ).exclude(learner_words="")
    rows = rows.select_related("registration__account", "registration__version__qualification")
    found: dict[Due, Judgement] = {}
    timed = []
    for row in rows.annotate(wrote=person_id("assessor")).order_by("pk"):
        assert row.acknowledged_at is not None
        at = next_morning(row.acknowledged_at)
        if at <= now < at + TOLD_WITHIN:
            timed.append((row, at))
    units = _units(row.pk for row, _ in timed)
    ids = {row.registration_id for row, _ in timed}
    allocated = allocated_units(ids, on=london_date(now)) if ids else {}
    for row, at in timed:
        today = assessors_of(units[row.pk], allocated.get(row.registration_id, ()))
        for person in {row.wrote} & today or today:
            found[Due(person, f"judgement:{row.pk}", at=at)] = row
    return found


def _units(rounds: Iterable[int]) -> dict[int, set[int]]:
    """By round (id), the units (ids) of what was decided in it. One query."""
    rows = CriterionDecision.objects.filter(judgement__in=list(rounds)).order_by()
    found: dict[int, set[int]] = defaultdict(set)
    for judgement, unit in rows.values_list("judgement", "criterion__outcome__unit").distinct():
        found[judgement].add(unit)
    return found


def _letter(judgement: Judgement, due: Due) -> Letter:
    """What they wrote is read behind the sign-in."""
    registration = judgement.registration
    assert judgement.released_at is not None
    return Letter(
        url_if("judge", judgement.token) or reverse("learner-work", args=[registration.token]),
        "Read what they wrote",
        {
            "learner": registration.account.full_name,
            "qualification": registration.version.qualification.title,
            "given": day_words(london_date(judgement.released_at)),
            "assessor": "" if judgement.wrote == due.account_id else judgement.assessor_name,  # type: ignore[attr-defined]
        },
    )


SAID = Happened(_said, _letter)
