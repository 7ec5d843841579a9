"""What a learner cannot hand in again by the rule of the qualification, and has not met."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from academy.accounts.queries import person_id
from academy.shared.clock import LONDON, london_date
from courses.qualifications.models import Criterion
from courses.qualifications.states import GivesAttempts
from learners.registrations.models import QualRegistration
from learners.registrations.states import WORKING
from learners.submissions.answer_models import CriterionAnswer, ExtraAttempt
from learners.submissions.check_queries import again_for
from learners.submissions.piece_queries import answers_of, extras_of, past_of, person_of
from learners.submissions.rules import Extra, closed_since
from learners.submissions.states import Outcome


@dataclass(frozen=True, slots=True)
class UsedUp:
    """A criterion that its learner was told is not yet met and cannot hand in again. answer: the id of what they were
    told; place: the numbers of unit, outcome and criterion; gives: who may give another try; since: when it was told,
    or the time for it was over."""

    answer: int
    registration: QualRegistration  # with its account and qualification
    unit: int  # its id
    place: tuple[int, int, int]
    gives: GivesAttempts
    since: datetime


def used_up(registration: QualRegistration, *, on: date) -> list[Criterion]:
    """In their order: not yet met, waiting for nobody, and closed to the learner. Four queries."""
    person = person_of(registration)
    past, answers, extras = past_of([person]), answers_of([registration.pk]), extras_of([registration.pk])
    rows = Criterion.objects.filter(outcome__unit__in=registration.units.values("unit"))
    found = []
    for one in rows.select_related("outcome__unit").order_by(
        "outcome__unit__number", "outcome__number", "number"
    ):
        key = (registration.pk, one.pk)
        before, answer = past.get((person, one.pk), []), answers.get(key)
        if (answer is not None and answer.met) or any(each.waiting for each in before):
            continue
        if not again_for(registration, before, on=on, answer=answer, extra=extras.get(key)):
            found.append(one)
    return found


def used_up_of(answers: QuerySet[CriterionAnswer], *, on: date) -> list[UsedUp]:
    """Among what these learners were told, where somebody may give another try: the same for many registrations at
    once, in order of the answers. Two queries; one where there is nothing."""
    told = list(_could_be(answers).order_by("pk"))
    people, criteria = {row.person for row in told}, {row.criterion_id for row in told}
    past = past_of(people, criteria) if told else {}
    found = []
    for row in told:
        version, first = row.registration.version, london_date(row.released_at)
        before = past.get((row.person, row.criterion_id), [])
        if any(one.waiting for one in before):
            continue
        day = closed_since(
            before,
            attempts=version.attempts,
            attempt_days=version.attempt_days,
            extra=Extra(row.given_at, row.until) if row.given_at else None,
            first=first,
            today=on,
        )
        if day is not None:
            since = row.released_at if day == first else datetime.combine(day, time(), tzinfo=LONDON)
            found.append(_used_up(row, since))
    return found


def _could_be(answers: QuerySet[CriterionAnswer]) -> QuerySet[CriterionAnswer, Any]:
    """Those that count and say not yet met, where there is a rule and somebody who may give more than it; each with the
    newest try that was given."""
    extras = ExtraAttempt.objects.filter(
        registration=OuterRef("registration"), criterion=OuterRef("criterion")
    ).order_by("-given_at", "-pk")
    rows = answers.filter(
        Q(registration__version__attempts__isnull=False)
        | Q(registration__version__attempt_days__isnull=False),
        ended_at=None,
        outcome=Outcome.NOT_YET,
        registration__state__in=WORKING,
        registration__units__unit=F("criterion__outcome__unit"),
    ).exclude(registration__version__gives_attempts=GivesAttempts.NOBODY)
    return rows.annotate(
        person=person_id("registration__account"),
        given_at=Subquery(extras.values("given_at")[:1]),
        until=Subquery(extras.values("until")[:1]),
    ).select_related(
        "registration__version__qualification", "registration__account", "criterion__outcome__unit"
    )


def _used_up(row: CriterionAnswer, since: datetime) -> UsedUp:
    outcome = row.criterion.outcome
    return UsedUp(
        answer=row.pk,
        registration=row.registration,
        unit=outcome.unit_id,
        place=(outcome.unit.number, outcome.number, row.criterion.number),
        gives=GivesAttempts(row.registration.version.gives_attempts),
        since=since,
    )
