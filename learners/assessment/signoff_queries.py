"""How far the sign-off of each unit is: who signed, who is next, and why nobody can sign yet."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.db.models import Count, Q

from academy.shared.clock import london_date
from academy.shared.working_days import working_days_after
from courses.qualifications.models import Criterion, Unit
from learners.assessment.models import CriterionDecision
from learners.assessment.signoff_facts import UnitFacts, is_trainees, units_of
from learners.assessment.signoff_models import Signature, UnitSignoff, Unlocking
from learners.assessment.signoff_policies import lacks
from learners.assessment.states import DecisionState, SignedAs, SignoffState
from learners.registrations.allocation_models import Allocation
from learners.registrations.models import QualRegistration
from learners.registrations.standing import holding
from learners.registrations.states import AllocatedAs

U = SignoffState
NOBODY_YET = "the assessor: nobody has been given this unit yet"


@dataclass(frozen=True, slots=True)
class Signed:
    """One signature, voided or not. trainee: made by an assessor in training."""

    what: str
    name: str
    words: str
    comment: str
    at: datetime
    voided_at: datetime | None
    trainee: bool


@dataclass(frozen=True, slots=True)
class Unlocked:
    name: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class UnitBoard:
    """One unit. who: whose move it is. lacks: why nobody can sign it yet; empty otherwise.

    asked_until: the last day on which the learner is waited for. trainee: the assessor who signed is in training.
    handed_in: something of it is with those who judge. facts: what the policies ask.
    signatures and unlockings: oldest first, with those that were taken back.
    """

    facts: UnitFacts
    unit: Unit
    signoff: UnitSignoff | None
    state: SignoffState
    met: int
    of: int
    signatures: tuple[Signed, ...]
    unlockings: tuple[Unlocked, ...]
    who: str
    lacks: str
    holds: tuple[str, ...]
    trainee: bool
    handed_in: bool
    asked_until: date | None

    @property
    def asks_learner(self) -> bool:
        """Is the learner's word waited for, or still welcome?"""
        waits = self.state in (U.ASSESSOR_SIGNED, U.COUNTERSIGNED) and self.asked_until is not None
        return waits or self.state == U.LEARNER_TOLD

    @property
    def counting(self) -> tuple[Signed, ...]:
        return tuple(one for one in self.signatures if one.voided_at is None)

    @property
    def voided(self) -> tuple[Signed, ...]:
        return tuple(one for one in self.signatures if one.voided_at is not None)


def signoff_board(
    registration: QualRegistration, *, now: datetime, given: Iterable[Allocation] | None = None
) -> tuple[UnitBoard, ...]:
    """Every unit that the learner takes, in their order. Twelve queries at most, however many units, and one less with
    given: to whom the learner was ever given."""
    facts = units_of(registration, now=now)
    unlockings: dict[int, list[Unlocked]] = defaultdict(list)
    rows = Unlocking.objects.filter(signoff__registration=registration).order_by("pk")
    for undone in rows if any(one.signoff for one in facts) else ():
        unlockings[undone.signoff_id].append(Unlocked(undone.name, undone.reason, undone.unlocked_at))
    given = registration.allocations.select_related("person").order_by("pk") if given is None else given
    assessors = _assessors(holding(given, on=london_date(now)), facts)
    return tuple(_board(registration, one, unlockings, assessors) for one in facts)


@dataclass(frozen=True, slots=True)
class JudgedCriterion:
    """One criterion of a unit, for those who sign or check it. code: such as 1.2. state: met, not_yet, waiting, or
    nothing while nobody has judged it. judgement: the token of its round. pk: of the criterion, once it is judged.
    """

    code: str
    text: str
    state: str = "nothing"
    by: str = ""
    countersigned_by: str = ""
    rationale: str = ""
    at: datetime | None = None
    pieces: int = 0
    judgement: str = ""
    pk: int = 0


def criteria_of(registration: QualRegistration, board: UnitBoard) -> tuple[JudgedCriterion, ...]:
    """Every criterion of this unit in order, each with the decision that counts or waits. One query."""
    rows = CriterionDecision.objects.filter(
        registration=registration,
        criterion__outcome__unit=board.unit,
        state__in=[DecisionState.CONFIRMED, DecisionState.AWAITING],
    )
    rows = rows.select_related("judgement__countersignature").annotate(
        rests_on=Count("pieces", filter=Q(pieces__used=True))
    )
    # one that waits for the countersigner is newer than the one that counts until then
    newest = {one.criterion_id: one for one in rows.order_by("pk")}
    return tuple(_judged(one, newest.get(one.pk)) for one in board.facts.criteria)


def _judged(one: Criterion, decision: CriterionDecision | None) -> JudgedCriterion:
    code = f"{one.outcome.number}.{one.number}"
    if decision is None:
        return JudgedCriterion(code, one.text)
    second = getattr(decision.judgement, "countersignature", None)
    return JudgedCriterion(
        code=code,
        text=one.text,
        state="waiting" if decision.state == DecisionState.AWAITING else str(decision.outcome),
        by=decision.assessor_name,
        countersigned_by=second.name if second and decision.state == DecisionState.CONFIRMED else "",
        rationale=decision.rationale,
        at=decision.decided_at,
        pieces=decision.rests_on,  # type: ignore[attr-defined]
        judgement=decision.judgement.token,
        pk=one.pk,
    )


def _board(
    registration: QualRegistration,
    facts: UnitFacts,
    unlockings: dict[int, list[Unlocked]],
    assessors: dict[int, str],
) -> UnitBoard:
    signoff, by = facts.signoff, facts.live(SignedAs.ASSESSOR)
    asked = signoff.asked_at if signoff and facts.state in (U.ASSESSOR_SIGNED, U.COUNTERSIGNED) else None
    return UnitBoard(
        facts=facts,
        unit=facts.unit,
        signoff=signoff,
        state=facts.state,
        met=len(facts.criteria) - len(facts.missing),
        of=len(facts.criteria),
        signatures=tuple(map(_signed, facts.signatures)),
        unlockings=tuple(unlockings[signoff.pk]) if signoff else (),
        who=_who(registration, facts, by, assessors),
        lacks=lacks(facts) if facts.state == U.OPEN else "",
        holds=facts.holds,
        trainee=by is not None and is_trainees(by),
        handed_in=bool(facts.handed_in or facts.awaiting),
        asked_until=_until(asked),
    )


def _signed(one: Signature) -> Signed:
    return Signed(
        what=one.get_signed_as_display(),
        name=one.name,
        words=one.words,
        comment=one.comment,
        at=one.signed_at,
        voided_at=one.voided_at,
        trainee=is_trainees(one),
    )


def _who(
    registration: QualRegistration,
    facts: UnitFacts,
    by: Signature | None,
    assessors: dict[int, str],
) -> str:
    if facts.state == U.OPEN:
        assessor = assessors.get(facts.unit.pk, NOBODY_YET)
        return f"{registration.account.full_name} and {assessor}" if facts.missing else assessor
    if facts.state == U.ASSESSOR_SIGNED and by is not None and is_trainees(by):
        second = facts.second
        return f"{second}, the countersigner" if second else "the Academy manager, who names a countersigner"
    if facts.state in (U.ASSESSOR_SIGNED, U.COUNTERSIGNED):
        return registration.account.full_name
    if facts.state == U.CLEARED:
        return "the centre administrator"
    return "nobody" if facts.state == U.CLAIMED else "the internal quality assurer"


def _until(asked_at: datetime | None) -> date | None:
    if asked_at is None:
        return None
    return working_days_after(london_date(asked_at), settings.UNIT_CONFIRM_DAYS)


def _assessors(given: Iterable[Allocation], facts: tuple[UnitFacts, ...]) -> dict[int, str]:
    """Who has each unit, of those to whom the learner is given today."""
    mine = [one for one in given if one.task == AllocatedAs.ASSESSOR]
    rest = next((str(one.person) for one in mine if one.unit_id is None), None)
    found = {one.unit.pk: rest for one in facts} | {
        one.unit_id: str(one.person) for one in mine if one.unit_id
    }
    return {unit: name for unit, name in found.items() if name}
