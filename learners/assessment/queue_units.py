"""What else waits for an assessor: by one query units to sign off and to countersign, claims of prior learning and
adjustments of their learners, and what learners wrote when they had read the feedback; and tries that they can give.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value

from academy.accounts.models import Account
from academy.accounts.queries import person_id
from academy.shared.clock import london_date
from courses.qualifications.states import GivesAttempts
from learners.adjustments.models import AdjustmentRequest, PriorLearningClaim
from learners.adjustments.states import ClaimState, RequestState
from learners.assessment.models import Judgement
from learners.assessment.queue_kinds import Kind, Waiting
from learners.assessment.signoff_models import UnitSignoff
from learners.assessment.signoff_turns import asked_to_countersign, last_met, ready_to_sign
from learners.assessment.states import JudgementState, SignoffState
from learners.registrations.caseload import conflicts_between
from learners.registrations.states import JUDGING, LIVE
from learners.submissions.answer_models import CriterionAnswer
from learners.submissions.attempt_queries import used_up_of

TOLD_FOR = timedelta(days=14)
ANY_UNIT = Value(None, IntegerField())
NUMBER = Value(0)


def waiting_units(
    by: Account, mine: Collection[int], units: Mapping[int, frozenset[int]], *, now: datetime
) -> list[Waiting]:
    """One query. mine: every row of the person; units: what they assess, by registration."""
    on = london_date(now)
    rows = _to_sign(units).union(
        _to_countersign(by, on), _claims(units), _adjustments(units, on), _words(mine, units, now)
    )
    found = []
    for kind, token, registration, since, unit, number, title in rows:
        theirs = units.get(registration, frozenset())
        if kind == Kind.UNIT_COUNTERSIGN or (unit in theirs if unit else theirs):
            found.append(Waiting(Kind(kind), token, registration, since, number, title=title))
    return found


def waiting_tries(units: Mapping[int, frozenset[int]], *, on: date) -> list[Waiting]:
    """By learner, what cannot be handed in again until somebody gives another try, where the assessor of the unit may.
    Two queries; one where there is nothing."""
    told = CriterionAnswer.objects.filter(
        registration__in=list(units), registration__version__gives_attempts=GivesAttempts.ASSESSOR
    )
    found: dict[int, Waiting] = {}
    for one in used_up_of(told, on=on):
        registration = one.registration
        if one.unit in units[registration.pk]:
            made = Waiting(Kind.TRY, registration.token, registration.pk, one.since)
            row = found.setdefault(registration.pk, made)
            row.places.add(one.place)
            row.since = min(row.since, one.since)
    return list(found.values())


def _row(rows: QuerySet[Any, Any], kind: Kind, *columns: Any) -> QuerySet[Any, Any]:
    """Kind, token, registration, since, unit, its number, and a title: the same of each table."""
    named = {f"column_{at}": F(one) if isinstance(one, str) else one for at, one in enumerate(columns)}
    made: QuerySet[Any, Any] = rows.order_by().annotate(kind_=Value(str(kind)), **named)
    return made.values_list("kind_", *named)


def _to_sign(units: Collection[int]) -> QuerySet[Any, Any]:
    rows = ready_to_sign().filter(registration__in=list(units), registration__state__in=JUDGING)
    return _row(
        rows, Kind.UNIT_SIGN, "registration__token", "registration", Subquery(last_met()), "unit", "unit__number",
        "unit__title",
    )  # fmt: skip


def _to_countersign(by: Account, on: date) -> QuerySet[Any, Any]:
    """Nobody's own unit, and none over a conflict of interest: somebody else is named for that."""
    asked = asked_to_countersign(on).filter(signoff=OuterRef("pk")).order_by().values("asked")[:1]
    rows = UnitSignoff.objects.filter(state=SignoffState.ASSESSOR_SIGNED, registration__state__in=LIVE)
    rows = rows.annotate(who=Subquery(asked), learner_is=person_id("registration__account")).filter(
        ~Exists(conflicts_between(on)), ~Q(who=F("learner_is")), who=by.person_id
    )
    return _row(
        rows, Kind.UNIT_COUNTERSIGN, "registration__token", "registration", "moved_at", "unit", "unit__number",
        "unit__title",
    )  # fmt: skip


def _claims(units: Collection[int]) -> QuerySet[Any, Any]:
    rows = PriorLearningClaim.objects.filter(
        registration__in=list(units),
        registration__state__in=LIVE,
        state__in=(ClaimState.ENQUIRY, ClaimState.ASSESSED),
    )
    return _row(rows, Kind.CLAIM, "token", "registration", "moved_at", "unit", "unit__number", "unit__title")


def _adjustments(units: Collection[int], on: date) -> QuerySet[Any, Any]:
    """To put in place, or to look whether it helps."""
    turn = Q(state=RequestState.APPROVED) | Q(state=RequestState.IN_PLACE, review_on__lte=on)
    rows = AdjustmentRequest.objects.filter(turn, registration__in=list(units), registration__state__in=LIVE)
    return _row(rows, Kind.HELP, "token", "registration", "moved_at", "unit", NUMBER, Value(""))


def _words(mine: Collection[int], units: Collection[int], now: datetime) -> QuerySet[Any, Any]:
    """For some days; nothing is to do about it."""
    rows = Judgement.objects.filter(
        assessor__in=mine,
        registration__in=list(units),
        state=JudgementState.ACKNOWLEDGED,
        acknowledged_at__gt=now - TOLD_FOR,
        registration__state__in=LIVE,
    ).exclude(learner_words="")
    return _row(rows, Kind.WORDS, "token", "registration", "acknowledged_at", ANY_UNIT, "number", Value(""))
