"""What has to be known of the units of a learner before one of them is signed off. A constant number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, Prefetch, Q, prefetch_related_objects

from academy.accounts.models import Account
from academy.shared.clock import london_date
from courses.qualifications.models import Criterion, Unit
from courses.qualifications.staff_queries import statuses_on
from courses.qualifications.staff_states import AssessorLevel
from learners.adjustments.queries import holds_on
from learners.assessment.models import CriterionDecision, DecisionPiece, DraftDecision
from learners.assessment.signoff_models import Signature, UnitSignoff
from learners.assessment.states import (
    SEEN_BY_LEARNER,
    DecisionState,
    JudgementState,
    RecordState,
    SignedAs,
    SignoffState,
)
from learners.portfolio.states import EvidenceKind
from learners.registrations.models import QualRegistration, RegisteredUnit
from learners.submissions.models import SubmissionCriterion
from learners.submissions.states import WAITING, Outcome


@dataclass(frozen=True, slots=True)
class OpenRound:
    """Somebody is judging a criterion of this unit just now. held: their time for it is not over."""

    assessor: Account
    held: bool


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """One unit that a learner takes, as far as its sign-off is concerned.

    met: ids of criteria that are confirmed met; awaiting: those judged by a trainee and not yet countersigned.
    handed_in: numbers of submissions in which something of it waits to be judged. holds: what is said of each.
    witnesses_only: everything that the decisions rest on was written by witnesses (INV-16). in_doubt: something
    that they rest on is a record which the learner sees differently. signatures: the oldest
    first, with those that were taken back. second: who is asked to countersign.
    """

    unit: Unit
    criteria: tuple[Criterion, ...]
    signoff: UnitSignoff | None
    met: frozenset[int]
    awaiting: frozenset[int]
    rounds: tuple[OpenRound, ...]
    handed_in: tuple[int, ...]
    holds: tuple[str, ...]
    witnesses_only: bool
    in_doubt: bool = False
    signatures: tuple[Signature, ...] = ()
    second: Account | None = None

    def live(self, signed_as: SignedAs) -> Signature | None:
        """The signature of this kind that counts today."""
        return _live(self.signatures, signed_as)

    @property
    def state(self) -> SignoffState:
        return SignoffState(self.signoff.state) if self.signoff else SignoffState.OPEN

    @property
    def missing(self) -> tuple[Criterion, ...]:
        return tuple(one for one in self.criteria if one.pk not in self.met)


def units_of(registration: QualRegistration, *, now: datetime) -> tuple[UnitFacts, ...]:
    """Those that the learner takes, in their order. Nine queries at most, and one less after `with_units`."""
    with_units(registration)
    units = sorted((one.unit for one in registration.units.all()), key=lambda unit: unit.number)
    return _facts(registration, units, now)


def with_units(registration: QualRegistration) -> QualRegistration:
    """The same registration, with the units that the learner takes read once for everything on a page."""
    prefetch_related_objects([registration], Prefetch("units", RegisteredUnit.objects.select_related("unit")))
    return registration


def facts_of_unit(registration: QualRegistration, unit_id: int, *, now: datetime) -> UnitFacts | None:
    """None: the learner does not take it."""
    taken = registration.units.select_related("unit").filter(unit=unit_id)
    return next(iter(_facts(registration, [one.unit for one in taken], now)), None)


def live(signoff: UnitSignoff, signed_as: SignedAs) -> Signature | None:
    """The signature of this kind that counts today."""
    rows = signoff.signatures.filter(signed_as=signed_as, voided_at__isnull=True)
    return rows.select_related("person__joined_to", "status__countersigner__joined_to").first()


def is_trainees(signature: Signature) -> bool:
    """Does it need a countersigner?"""
    return signature.status is not None and signature.status.level == AssessorLevel.TRAINEE


def countersigners_of(signatures: Iterable[Signature], *, now: datetime) -> dict[int, Account]:
    """Who is asked to countersign each (by its id): as the staff file has it today while the signer is a trainee; once
    they are one no more, whoever it was when they signed. The Academy manager can name another one there. One query.
    """
    trainees = [one for one in signatures if is_trainees(one)]
    people = {one.person.person_id for one in trainees}
    statuses = statuses_on(people, london_date(now)) if people else {}
    found: dict[int, Account] = {}
    for one in trainees:
        today = statuses.get(one.person.person_id)
        status = today if today and today.level == AssessorLevel.TRAINEE else one.status
        if status and status.countersigner:
            found[one.pk] = status.countersigner.joined_to or status.countersigner
    return found


def _live(signatures: Iterable[Signature], signed_as: SignedAs) -> Signature | None:
    return next((one for one in signatures if one.signed_as == signed_as and one.voided_at is None), None)


def _signatures(registration: QualRegistration) -> dict[int, list[Signature]]:
    """By the id of the sign-off."""
    found: dict[int, list[Signature]] = defaultdict(list)
    rows = Signature.objects.filter(signoff__registration=registration).order_by("pk")
    for one in rows.select_related("person__joined_to", "status__countersigner__joined_to"):
        found[one.signoff_id].append(one)
    return found


def _facts(registration: QualRegistration, units: list[Unit], now: datetime) -> tuple[UnitFacts, ...]:
    ids = [one.pk for one in units]
    criteria: dict[int, list[Criterion]] = defaultdict(list)
    rows = Criterion.objects.filter(outcome__unit__in=ids).select_related("outcome__unit")
    for one in rows.order_by("outcome__number", "number"):
        criteria[one.outcome.unit_id].append(one)
    met, awaiting, more, doubt = _decided(registration)
    rounds, waiting, holds = _rounds(registration, now), _waiting(registration), _holds(registration)
    signoffs = {one.unit_id: one for one in UnitSignoff.objects.filter(registration=registration)}
    signed = _signatures(registration) if signoffs else {}
    by = {unit: _live(signed.get(one.pk, ()), SignedAs.ASSESSOR) for unit, one in signoffs.items()}
    seconds = countersigners_of([one for one in by.values() if one], now=now)
    return tuple(
        UnitFacts(
            unit=unit,
            criteria=tuple(criteria[unit.pk]),
            signoff=signoffs.get(unit.pk),
            met=met,
            awaiting=awaiting & {one.pk for one in criteria[unit.pk]},
            rounds=tuple(rounds[unit.pk]),
            handed_in=tuple(sorted(waiting[unit.pk])),
            holds=(*holds[None], *holds[unit.pk]),
            witnesses_only=unit.pk not in more,
            in_doubt=unit.pk in doubt,
            signatures=tuple(signed.get(signoffs[unit.pk].pk, ())) if unit.pk in signoffs else (),
            second=seconds.get(first.pk) if (first := by.get(unit.pk)) else None,
        )
        for unit in units
    )


def _decided(
    registration: QualRegistration,
) -> tuple[frozenset[int], frozenset[int], frozenset[int], frozenset[int]]:
    """Criteria that are met, criteria that wait for a countersigner; units in which a decision that counts rests on
    more than what witnesses wrote, and units in which one rests on a record that the learner sees differently."""
    doubts = DecisionPiece.objects.filter(
        decision=OuterRef("pk"), used=True, record__state=RecordState.QUERIED
    )
    more = DecisionPiece.objects.filter(
        ~Q(entry__item__kind=EvidenceKind.WITNESS) | Q(record__isnull=False),
        decision=OuterRef("pk"),
        used=True,
    )
    rows = CriterionDecision.objects.filter(
        registration=registration, state__in=[DecisionState.CONFIRMED, DecisionState.AWAITING]
    )
    met: set[int] = set()
    awaiting: set[int] = set()
    units: set[int] = set()
    doubt: set[int] = set()
    for one, state, what, unit, rests, doubted in rows.values_list(
        "criterion", "state", "outcome", "criterion__outcome__unit", Exists(more), Exists(doubts)
    ):
        if state == DecisionState.AWAITING:
            awaiting.add(one)
            continue
        met.update([one] if what == Outcome.MET else ())
        units.update([unit] if rests else ())
        doubt.update([unit] if doubted else ())
    return frozenset(met), frozenset(awaiting), frozenset(units), frozenset(doubt)


def _rounds(registration: QualRegistration, now: datetime) -> dict[int, list[OpenRound]]:
    found: dict[int, dict[int, OpenRound]] = defaultdict(dict)
    drafts = DraftDecision.objects.filter(registration=registration, open=True)
    for one in drafts.select_related("judgement__assessor__joined_to", "criterion__outcome"):
        round_ = one.judgement
        held = round_.held_until >= now
        found[one.criterion.outcome.unit_id][round_.pk] = OpenRound(round_.assessor, held)
    return defaultdict(list, {unit: list(rows.values()) for unit, rows in found.items()})


def _waiting(registration: QualRegistration) -> dict[int, set[int]]:
    """Handed in, and nobody has decided about it yet."""
    decided = CriterionDecision.objects.filter(
        judgement__submission=OuterRef("submission"),
        judgement__state__in=(JudgementState.COUNTERSIGN, *SEEN_BY_LEARNER),
        criterion=OuterRef("criterion"),
    )
    rows = SubmissionCriterion.objects.filter(
        ~Exists(decided), submission__registration=registration, submission__state__in=WAITING
    ).values_list("criterion__outcome__unit", "submission__number")
    found: dict[int, set[int]] = defaultdict(set)
    for unit, number in rows:
        found[unit].add(number)
    return found


def _holds(registration: QualRegistration) -> dict[int | None, list[str]]:
    found: dict[int | None, list[str]] = defaultdict(list)
    for one in holds_on(registration):
        found[one.unit_id].append(one.words)
    return found
