"""What can be judged without a hand-in: criteria that records are about which count, and decisions to look at again."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from academy.accounts.models import Account
from academy.shared.clock import london_date
from academy.shared.rulings import Ruling
from learners.assessment.judging_policies import free_of, judging_units, open_drafts
from learners.assessment.models import CriterionDecision, DraftDecision
from learners.assessment.policies import signed_off
from learners.assessment.ready_queries import those_that_wait
from learners.assessment.record_models import COUNTS, AssessorRecord, PassageCriterion
from learners.assessment.signoff_models import UnitSignoff
from learners.assessment.states import DecisionState, JudgementState, SignoffState
from learners.registrations.models import QualRegistration
from learners.registrations.policies import may_be_judged
from learners.registrations.standing import Standing
from learners.registrations.states import LIVE
from learners.submissions.models import SubmissionCriterion
from learners.submissions.states import WAITING, Outcome

PLACE = ("criterion__outcome__unit__number", "criterion__outcome__number", "criterion__number")
Place = tuple[int, int, int]  # number of the unit, of the outcome, of the criterion


@dataclass(frozen=True, slots=True)
class Choice:
    """A criterion that can be ticked. number: "1.2". said: what speaks for it (titles of records), or how it was judged
    and when. why: why it cannot be ticked; empty: it can. round: token of one's own round that has it open already.
    """

    pk: int
    unit: int
    number: str
    text: str
    said: str
    why: str
    round: str
    records: frozenset[str] = frozenset()  # tokens


@dataclass(frozen=True, slots=True)
class Work:
    """Decisions on one piece of work. number: of the hand-in; 0: judged by records. last: when it was judged last."""

    key: str
    number: int
    last: date
    criteria: tuple[Choice, ...]

    @property
    def can(self) -> bool:
        return any(not one.why and not one.round for one in self.criteria)


@dataclass(frozen=True, slots=True)
class Direct:
    """by_records: with a record that counts and is new since it was judged last. decided: decisions that count, by the
    work that they are about, the newest first. may: whether anything of this learner can be judged at all today."""

    by_records: tuple[Choice, ...]
    decided: tuple[Work, ...]
    may: Ruling

    @property
    def can(self) -> bool:
        """One of those by records can be ticked."""
        return bool(self.may) and any(not one.why and not one.round for one in self.by_records)


@dataclass(frozen=True, slots=True)
class Ready:
    """A criterion that can be judged by a record now. since: when the record began to count."""

    registration: int
    token: str  # of the registration
    criterion: int
    unit: int
    place: Place
    since: datetime


def ready_by_records(units: Mapping[int, Collection[int]]) -> list[Ready]:
    """Of these registrations (id: ids of units): nobody judged it since the record counts, nothing about it was handed
    in and waits, and its unit is not signed off. The oldest first. One query."""
    about = {"registration": OuterRef("record__registration"), "criterion": OuterRef("criterion")}
    decided = CriterionDecision.objects.filter(
        judgement__submission=OuterRef("submission"), criterion=OuterRef("criterion")
    ).exclude(judgement__state=JudgementState.SENT_BACK)
    handed_in = SubmissionCriterion.objects.filter(
        ~Exists(decided),
        submission__registration=OuterRef("record__registration"),
        submission__state__in=WAITING,
        criterion=OuterRef("criterion"),
    )
    signed = UnitSignoff.objects.filter(
        registration=OuterRef("record__registration"), unit=OuterRef("criterion__outcome__unit")
    )
    rows = _new_records(units).filter(
        ~Exists(CriterionDecision.objects.filter(**about, state=DecisionState.AWAITING)),
        ~Exists(handed_in),
        ~Exists(signed.exclude(state=SignoffState.OPEN)),
        record__registration__state__in=LIVE,
    )
    found: dict[tuple[int, int], Ready] = {}
    for registration, token, criterion, unit, since, *place in rows.order_by("record__counted_at").values_list(
        "record__registration", "record__registration__token", "criterion", "criterion__outcome__unit",
        "record__counted_at", *PLACE,
    ):  # fmt: skip
        if unit in units[registration]:
            one = Ready(registration, token, criterion, unit, (place[0], place[1], place[2]), since)
            found.setdefault((registration, criterion), one)
    return list(found.values())


def direct_of(by: Account, registration: QualRegistration, standing: Standing, *, now: datetime) -> Direct:
    """What this person could judge of one learner without a hand-in, and why not. Fifteen queries at most, however much
    it is and however many others judge some of it just now; `with_units` should have been called before."""
    taken = [one.unit for one in registration.units.all()]
    rulings = judging_units(
        by,
        registration,
        standing.assesses,
        on=london_date(now),
        standing=standing,
        taken=taken,
    )
    units = {registration.pk: frozenset(rulings)}
    records, decisions = list(_titles(units)), list(_decisions(registration, rulings))
    ids = {row[0] for row in records} | {one.criterion_id for one in decisions}
    drafts = list(open_drafts(registration))
    free = free_of(registration, ids, by=by, now=now, rows=drafts, given=standing.given, taken=taken)
    why = _why_not(registration, rulings, ids, free)
    mine = _own_rounds(drafts, by)
    return Direct(
        tuple(_by_records(records, decisions, why, mine)),
        tuple(_works(decisions, why, mine)),
        may_be_judged(registration, on=london_date(now)),
    )


@dataclass(frozen=True, slots=True)
class _Why:
    """Reasons, by criterion and by unit."""

    criteria: Mapping[int, str]
    units: Mapping[int, str]

    def of(self, criterion: int, unit: int) -> str:
        return self.units.get(unit) or self.criteria.get(criterion, "")


def _new_records(units: Collection[int]) -> "QuerySet[PassageCriterion]":
    """What records that count say about criteria that are not met, where nobody judged it since."""
    decided = CriterionDecision.objects.filter(
        registration=OuterRef("record__registration"), criterion=OuterRef("criterion")
    )
    met = decided.filter(state=DecisionState.CONFIRMED, outcome=Outcome.MET)
    since = decided.exclude(judgement__state=JudgementState.SENT_BACK)
    counting = AssessorRecord.objects.filter(COUNTS, registration__in=list(units))
    return PassageCriterion.objects.filter(
        ~Exists(met),
        ~Exists(since.filter(decided_at__gte=OuterRef("record__counted_at"))),
        record__in=counting,
    )


def _titles(units: Mapping[int, Collection[int]]) -> "QuerySet[PassageCriterion, tuple[Any, ...]]":
    """(criterion, unit, text, title and token of the record, place) of one registration. One query."""
    (given,) = units.values()
    rows = _new_records(units).filter(criterion__outcome__unit__in=list(given))
    return rows.order_by(*PLACE, "record__counted_at", "pk").values_list(
        "criterion",
        "criterion__outcome__unit",
        "criterion__text",
        "record__item__title",
        "record__token",
        *PLACE,
    )


def _decisions(registration: QualRegistration, units: Collection[int]) -> "QuerySet[CriterionDecision]":
    """Those that count. One query."""
    rows = CriterionDecision.objects.filter(
        registration=registration, state=DecisionState.CONFIRMED, criterion__outcome__unit__in=list(units)
    )
    return rows.select_related("judgement__submission", "criterion__outcome__unit").order_by(*PLACE)


def _why_not(
    registration: QualRegistration,
    rulings: Mapping[int, Ruling],
    ids: Collection[int],
    free_now: tuple[frozenset[int], str],
) -> _Why:
    """As the actions would say it."""
    free, held = free_now
    taken = {pk: held for pk in ids if pk not in free}
    closed = {pk: ruling.reason for pk, ruling in rulings.items() if not ruling}
    return _Why(taken | those_that_wait(registration, ids), signed_off(registration, list(rulings)) | closed)


def _own_rounds(drafts: Collection[DraftDecision], by: Account) -> dict[int, str]:
    """Token of one's own open round by criterion."""
    mine = (one for one in drafts if one.judgement.assessor.person_id == by.person_id)
    return {
        one.criterion_id: one.judgement.token for one in mine if one.judgement.state == JudgementState.OPEN
    }


def _by_records(
    records: Collection[tuple[Any, ...]],
    decisions: Collection[CriterionDecision],
    why: _Why,
    mine: Mapping[int, str],
) -> list[Choice]:
    before = {one.criterion_id: one for one in decisions}
    rows: dict[int, list[tuple[Any, ...]]] = {}
    for row in records:
        rows.setdefault(row[0], []).append(row)
    found = []
    for pk, each in rows.items():
        _, unit, text, _, _, number, outcome, place = each[0]
        said = ", ".join(f"“{title}”" for title in dict.fromkeys(row[3] for row in each))
        if pk in before:
            said += ", new since it was not yet met"
        found.append(
            Choice(
                pk, number, f"{outcome}.{place}", text, said, why.of(pk, unit), mine.get(pk, ""),
                frozenset(row[4] for row in each),
            )
        )  # fmt: skip
    return found


def _works(decisions: Collection[CriterionDecision], why: _Why, mine: Mapping[int, str]) -> list[Work]:
    by_work: dict[int, list[CriterionDecision]] = {}
    for one in decisions:
        by_work.setdefault(one.judgement.submission_id or 0, []).append(one)
    found = []
    for each in by_work.values():
        made = each[0].judgement.submission
        last = london_date(max(one.decided_at for one in each))
        choices = tuple(_decided(one, why, mine) for one in each)
        found.append(Work(made.token if made else "records", made.number if made else 0, last, choices))
    return sorted(found, key=lambda one: (one.last, one.number), reverse=True)


def _decided(one: CriterionDecision, why: _Why, mine: Mapping[int, str]) -> Choice:
    criterion = one.criterion
    unit = criterion.outcome.unit
    return Choice(
        pk=criterion.pk,
        unit=unit.number,
        number=f"{criterion.outcome.number}.{criterion.number}",
        text=criterion.text,
        said=str(Outcome(one.outcome).label),
        why=why.of(criterion.pk, unit.pk),
        round=mine.get(criterion.pk, ""),
    )
