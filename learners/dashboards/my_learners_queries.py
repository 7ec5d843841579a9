"""The learners of one assessor: learner by unit, who waits for whom, and how long nothing has moved."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, Max, Min, OuterRef, Q
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from academy.shared.clock import london_date
from learners.adjustments.models import AssessmentHold
from learners.assessment.signoff_models import UnitSignoff
from learners.assessment.signoff_turns import ready_to_sign
from learners.assessment.states import LEARNERS_TURN, SignoffState
from learners.dashboards.my_learners_rules import LearnerFacts, Turn, UnitFacts, is_still, turn_of, unit_words
from learners.planning.models import AssessmentPlan, ContactNote, PlanTask
from learners.planning.states import PlanState
from learners.portfolio.models import EvidenceLink
from learners.registrations.allocation_models import Allocation
from learners.registrations.caseload import allocations_to_assessors, open_conflicts_of
from learners.registrations.models import QualRegistration, RegisteredUnit
from learners.registrations.standing import current_allocations, units_of
from learners.registrations.states import LIVE, AllocatedAs, RegistrationState
from learners.submissions.answer_models import CriterionAnswer
from learners.submissions.models import DraftLook, SubmissionCriterion
from learners.submissions.queries import is_look_for, looks_with_units, open_looks
from learners.submissions.states import Outcome, SubmissionState

ON_A_PAGE = 30
WITH_ME = (SubmissionState.SUBMITTED, SubmissionState.IN_ASSESSMENT, SubmissionState.SENT_BACK)
SHOWN = {"waiting": "Waiting for me", "still": "Nothing moved for 14 days", "": "All"}


@dataclass(frozen=True, slots=True)
class UnitCell:
    """One unit of one learner. who: another assessor who has it; empty: it is mine."""

    number: int
    title: str
    words: str
    kind: str
    who: str


@dataclass(frozen=True, slots=True)
class LearnerRow:
    """One learner. next_on: the next day that is planned, with next_what; days_still: since anything moved."""

    pk: int
    token: str
    name: str
    href: str
    qualification: str
    hub: str
    state_words: str
    units: tuple[UnitCell, ...]
    last_contact: date | None
    next_on: date | None
    next_what: str
    target_end: date | None
    days_still: int
    turn: Turn
    conflict: bool

    @property
    def still(self) -> bool:
        return is_still(self.days_still)


@dataclass(frozen=True, slots=True)
class MyLearners:
    """One page of them, with the filters as (title, address, current) and how many there are at all."""

    page: "Page[LearnerRow]"
    tabs: tuple[tuple[str, str, bool], ...]
    query: str
    total: int
    show: str


def my_learners(by: Account, *, show: str, number: str, today: date) -> MyLearners:
    """The page. A constant number of queries, however many learners: the facts are read once for all of them."""
    rows = learner_rows(by, today=today)
    groups: Mapping[str, Sequence[LearnerRow]] = {
        "waiting": [row for row in rows if row.turn.mine],
        "still": [row for row in rows if row.still],
        "": rows,
    }
    page = Paginator(groups[show], ON_A_PAGE).get_page(number)
    here = reverse("my-learners")
    tabs = tuple(
        (f"{title} ({len(groups[key])})", f"{here}?show={key}" if key else here, key == show)
        for key, title in SHOWN.items()
    )
    return MyLearners(page, tabs, f"show={show}&" if show else "", len(rows), show)


def learner_rows(by: Account, *, today: date) -> list[LearnerRow]:
    """Everybody who is allocated to this assessor today: first those who wait for them, the longest first."""
    found = _registrations(by, today)
    rows = rows_for(by, found, today=today) if found else []
    return sorted(
        rows, key=lambda row: (not row.turn.mine, row.turn.since or date.max, -row.days_still, row.name)
    )


def rows_for(by: Account, found: Sequence[QualRegistration], *, today: date) -> list[LearnerRow]:
    """These registrations, as this person sees them."""
    facts = _Facts(found, frozenset(rows_of(by)), today)
    return [facts.row(one) for one in found]


def _registrations(by: Account, today: date) -> list[QualRegistration]:
    """With those closed by a conflict, which say so."""
    given = allocations_to_assessors(today).filter(person__in=rows_of(by)).values("registration")
    rows = QualRegistration.objects.filter(state__in=LIVE, pk__in=given)
    return list(rows.select_related("account", "hub", "version__qualification"))


class _Facts:
    """What is known of these registrations, each kind in one query."""

    def __init__(self, found: Sequence[QualRegistration], mine: frozenset[int], today: date) -> None:
        ids = [one.pk for one in found]
        self.mine, self.today = mine, today
        self.allocations = _grouped(current_allocations(ids, on=today))
        self.units = _units(ids)
        self.handed = _handed_in(ids)
        self.shown = _shown(ids)
        self.told = _told(ids)
        self.looks: dict[int, list[tuple[DraftLook, frozenset[int]]]] = defaultdict(list)
        for look, units in looks_with_units(open_looks(ids)):
            self.looks[look.registration_id].append((look, units))
        self.plans = _plans(ids)
        self.tasks = _next_tasks(ids)
        self.notes = _notes(ids, today)
        people, hubs = open_conflicts_of(mine, on=today)
        self.conflicts = {one.pk for one in found if one.account.person_id in people or one.hub_id in hubs}

    def row(self, one: QualRegistration) -> LearnerRow:
        taken = self.units[one.pk]
        mine = units_of(
            self.mine, AllocatedAs.ASSESSOR, self.allocations[one.pk], [unit.unit_id for unit in taken]
        )
        conflict = one.pk in self.conflicts
        task, last_contact, talk_on = self.tasks.get(one.pk), *self.notes.get(one.pk, (None, None))
        days = [
            (day, what) for day, what in ((task and task[0], task and task[1]), (talk_on, "You talk")) if day
        ]
        next_on, next_what = min(days, default=(None, ""))
        return LearnerRow(
            pk=one.pk,
            token=one.token,
            name=one.account.full_name,
            href=reverse("learner-work", args=[one.token]),
            qualification=one.version.qualification.title,
            hub=one.hub.name,
            state_words=RegistrationState(one.state).label,
            units=() if conflict else tuple(self._cell(unit, unit.unit_id in mine) for unit in taken),
            last_contact=last_contact,
            next_on=next_on,
            next_what="" if conflict else next_what or "",
            target_end=one.target_end_on,
            days_still=max(0, (self.today - london_date(one.moved_at)).days),
            turn=turn_of(self._turn_facts(one, mine, taken, conflict, task), today=self.today),
            conflict=conflict,
        )

    def _turn_facts(
        self,
        one: QualRegistration,
        mine: frozenset[int],
        taken: Sequence[RegisteredUnit],
        conflict: bool,
        task: tuple[date | None, str] | None,
    ) -> LearnerFacts:
        handed = [work for work in self.handed[one.pk].values() if work.unit_id in mine]
        waiting = [work.submitted_on for work in handed if work.state in WITH_ME]
        look = min(
            (look.asked_at for look, about in self.looks[one.pk] if is_look_for(mine, about)), default=None
        )
        newest, agreed = self.plans.get(one.pk, ("", False))
        return LearnerFacts(
            name=one.account.short_name,
            state=one.state,
            conflict=conflict,
            break_until=one.break_until,
            waiting_since=min(waiting, default=None),
            look_since=london_date(look) if look else None,
            returned=sum(work.state == SubmissionState.RETURNED_UNASSESSED for work in handed),
            plan=newest,
            has_agreed=agreed,
            task=task[1] if task else "",
            task_on=task[0] if task else None,
            to_sign=tuple(unit.unit.number for unit in taken if unit.unit_id in mine and unit.to_sign),  # type: ignore[attr-defined]
            to_confirm=tuple(unit.unit.number for unit in taken if unit.unconfirmed),  # type: ignore[attr-defined]
        )

    def _cell(self, unit: RegisteredUnit, mine: bool) -> UnitCell:
        place = (unit.registration_id, unit.unit_id)
        work = [one for one in self.handed[unit.registration_id].values() if one.unit_id == unit.unit_id]
        words, kind = unit_words(
            UnitFacts(
                total=unit.asks,  # type: ignore[attr-defined]
                waiting=sum(one.state in WITH_ME for one in work),
                returned=sum(one.state == SubmissionState.RETURNED_UNASSESSED for one in work),
                met=self.told[(*place, Outcome.MET)],
                not_yet=self.told[(*place, Outcome.NOT_YET)],
                shown=self.shown.get(place, 0),
                held=unit.held,  # type: ignore[attr-defined]
                signed=unit.signed,  # type: ignore[attr-defined]
            )
        )
        who = "" if mine else self._other(unit)
        return UnitCell(unit.unit.number, unit.unit.title, words if mine else "", kind if mine else "", who)

    def _other(self, unit: RegisteredUnit) -> str:
        of_task = [one for one in self.allocations[unit.registration_id] if one.task == AllocatedAs.ASSESSOR]
        named = [one for one in of_task if one.unit_id == unit.unit_id]
        rest = [one for one in of_task if one.unit_id is None]
        return next((one.person.full_name for one in (*named, *rest)), "nobody yet")


@dataclass(frozen=True, slots=True)
class _Work:
    unit_id: int
    state: str
    submitted_on: date


def _grouped(allocations: Sequence[Allocation]) -> dict[int, list[Allocation]]:
    found: dict[int, list[Allocation]] = defaultdict(list)
    for one in allocations:
        found[one.registration_id].append(one)
    return found


def _units(ids: Collection[int]) -> dict[int, list[RegisteredUnit]]:
    rows = RegisteredUnit.objects.filter(registration__in=ids).select_related("unit")
    holds = AssessmentHold.objects.filter(
        Q(unit__isnull=True) | Q(unit=OuterRef("unit")),
        registration=OuterRef("registration"),
        lifted_at__isnull=True,
    )
    signed = UnitSignoff.objects.filter(registration=OuterRef("registration"), unit=OuterRef("unit"))
    rows = rows.annotate(
        asks=Count("unit__outcomes__criteria"),
        held=Exists(holds),
        signed=Exists(signed.exclude(state=SignoffState.OPEN)),
        to_sign=Exists(ready_to_sign().filter(pk=OuterRef("pk"))),
        unconfirmed=Exists(signed.filter(state__in=LEARNERS_TURN, asked_at__isnull=False)),
    ).order_by("unit__number")
    found: dict[int, list[RegisteredUnit]] = defaultdict(list)
    for row in rows:
        found[row.registration_id].append(row)
    return found


def _handed_in(ids: Collection[int]) -> dict[int, dict[int, _Work]]:
    """Of each criterion what was handed in last."""
    rows = SubmissionCriterion.objects.filter(
        submission__registration__in=ids, submission__submitted_at__isnull=False
    ).order_by("submission__number")
    found: dict[int, dict[int, _Work]] = defaultdict(dict)
    for registration, criterion, unit, state, at in rows.values_list(
        "submission__registration",
        "criterion",
        "criterion__outcome__unit",
        "submission__state",
        "submission__submitted_at",
    ):
        if at is not None:
            found[registration][criterion] = _Work(unit, state, london_date(at))
    return found


def _told(ids: Collection[int]) -> Counter[tuple[int, int, str]]:
    """By registration, unit and outcome: criteria of which that was told and holds."""
    rows = CriterionAnswer.objects.filter(registration__in=ids, ended_at=None).order_by()
    return Counter(
        (registration, unit, outcome)
        for registration, unit, outcome in rows.values_list(
            "registration", "criterion__outcome__unit", "outcome"
        )
    )


def _shown(ids: Collection[int]) -> dict[tuple[int, int], int]:
    rows = EvidenceLink.objects.filter(registration__in=ids, item__withdrawn_at=None).order_by()
    counted = rows.values_list("registration", "criterion__outcome__unit").annotate(
        number=Count("criterion", distinct=True)
    )
    return {(registration, unit): number for registration, unit, number in counted}


def _plans(ids: Collection[int]) -> dict[int, tuple[str, bool]]:
    """The state of the newest version, and whether one holds."""
    rows = AssessmentPlan.objects.filter(registration__in=ids).order_by("number")
    found: dict[int, tuple[str, bool]] = {}
    for pk, state in rows.values_list("registration", "state"):
        agreed = state == PlanState.ACCEPTED or (
            state != PlanState.REPLACED and found.get(pk, ("", False))[1]
        )
        found[pk] = (state, agreed)
    return found


def _next_tasks(ids: Collection[int]) -> dict[int, tuple[date | None, str]]:
    rows = PlanTask.objects.filter(
        plan__registration__in=ids, plan__state=PlanState.ACCEPTED, done__isnull=True
    ).order_by("number")
    found: dict[int, tuple[date | None, str]] = {}
    for pk, due, meets, title in rows.values_list("plan__registration", "due_on", "meets_on", "title"):
        day = min((one for one in (due, meets) if one), default=None)
        if pk not in found or (day or date.max) < (found[pk][0] or date.max):
            found[pk] = (day, title)
    return found


def _notes(ids: Collection[int], today: date) -> dict[int, tuple[date | None, date | None]]:
    rows = ContactNote.objects.filter(registration__in=ids).order_by().values("registration")
    rows = rows.annotate(last=Max("happened_on"), ahead=Min("next_on", filter=Q(next_on__gte=today)))
    return {row["registration"]: (row["last"], row["ahead"]) for row in rows}
