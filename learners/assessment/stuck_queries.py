"""For the lead quality assurer: rounds that wait for somebody who cannot go on with them today, and learners who have
no try left where the lead gives another one.

Of rounds the same is asked of one person and one of them by judging_policies.judging_units and
countersign_policies.can_countersign; this asks it of every round of a qualification at once, and a test compares them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from django.db.models import F, Q

from academy.accounts.models import Account
from academy.accounts.queries import person_id, rows_of
from academy.shared.clock import london_date
from academy.shared.working_days import working_days_between
from courses.qualifications.models import Unit
from courses.qualifications.staff_models import AssessorStatus
from courses.qualifications.staff_policies import may_assess_by, may_countersign_by
from courses.qualifications.staff_queries import AssessorFacts, facts_of_all, tasks_of
from courses.qualifications.staff_states import AssessorLevel, QualificationTask
from courses.qualifications.states import GivesAttempts
from learners.assessment.direct_queries import PLACE, Place
from learners.assessment.models import CriterionDecision, DraftDecision, Judgement
from learners.assessment.queue_queries import in_words
from learners.assessment.states import JudgementState
from learners.registrations.allocation_models import Allocation, ConflictDeclaration
from learners.registrations.caseload import allocated_units, open_conflicts_of
from learners.registrations.states import LIVE, AllocatedAs
from learners.submissions.answer_models import CriterionAnswer
from learners.submissions.attempt_queries import UsedUp, used_up_of

J = JudgementState


class Stuck(StrEnum):
    """What is the matter with a round, or with a learner."""

    COUNTERSIGN = "countersign"  # whoever is asked cannot countersign it
    JUDGING = "judging"  # whoever judges it cannot go on
    PROMOTED = "promoted"  # judged as a trainee by somebody who is qualified since: to know, nothing is wrong
    TRY = "try"  # the learner has no try left


@dataclass(frozen=True, slots=True)
class StuckRow:
    """One round; of a learner without a try, token, assessor and who are empty. who: cannot go on, and why; about: the
    criteria in words; days: working days that it has waited."""

    kind: Stuck
    token: str
    registration: str  # its token
    learner: str
    qualification: str
    about: str
    assessor: str
    who: str
    why: str
    since: datetime
    days: int


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read once for all rounds. given: who assesses which unit, by registration; checked: (registration, unit
    or None, person); conflicts: (person, learner or None, hub or None)."""

    on: date
    facts: Mapping[int, AssessorFacts]
    units: Mapping[int, Unit]
    given: Mapping[int, list[tuple[int | None, int]]]
    persons: Mapping[int, int]
    checked: Collection[tuple[int, int | None, int]]
    conflicts: Collection[tuple[int, int | None, int | None]]


def stuck_for(by: Account, *, now: datetime) -> tuple[StuckRow, ...]:
    """Of the qualifications that this person leads, the oldest first; none of their own, nor where they have a conflict
    of interest. Twenty-two queries, however many rounds there are; one more while somebody has no try left."""
    on = london_date(now)
    led, mine = _led(by, on), set(rows_of(by))
    people_apart, hubs_apart = open_conflicts_of(mine, on=on)
    apart = Q(registration__account__in=mine)
    apart |= Q(registration__account__in=people_apart) | Q(registration__account__joined_to__in=people_apart)
    apart |= Q(registration__hub__in=hubs_apart)
    rounds = _rounds(led, apart)
    places = _places(rounds)
    people = {one.assessor.person_id for one in rounds}
    people |= {one.countersigner.person_id for one in rounds if one.countersigner}
    known = _known(rounds, people, {unit for about in places.values() for unit, _ in about}, on)
    found = [_row(one, places[one.pk], known, now) for one in rounds if places[one.pk]]
    found += _without_a_try(led, apart, on)
    return tuple(sorted((one for one in found if one is not None), key=lambda one: (one.since, one.token)))


def who_could_countersign(judgement: Judgement, *, now: datetime) -> tuple[tuple[Account, ...], str]:
    """Everybody in the staff file who could countersign this round today, by name, without whoever is asked already;
    and why whoever is asked cannot (empty: they can)."""
    on = london_date(now)
    rows = AssessorStatus.objects.filter(level=AssessorLevel.QUALIFIED, starts_on__lte=on)
    people = set(rows.values_list(person_id("person"), flat=True))
    units = {unit for unit, _ in _places([judgement])[judgement.pk]}
    assert judgement.countersigner is not None
    asked = judgement.countersigner.person_id
    known = _known([judgement], people | {asked}, units, on)
    why = {pk: _cannot_countersign(judgement, pk, units, known) for pk in people | {asked}}
    could = [pk for pk in people if not why[pk] and pk != asked]
    return tuple(Account.objects.filter(pk__in=could).order_by("full_name", "pk")), why[asked]


def _led(by: Account, on: date) -> list[int]:
    """The qualifications (ids) whose quality this person leads."""
    return [one.qualification_id for one in tasks_of(by, on) if one.task == QualificationTask.LEAD_QUALITY]


def _rounds(led: Collection[int], apart: Q) -> list[Judgement]:
    rows = Judgement.objects.filter(
        state__in=(J.OPEN, J.COUNTERSIGN),
        registration__version__qualification__in=led,
        registration__state__in=LIVE,
    ).exclude(apart)
    rows = rows.select_related(
        "assessor", "countersigner", "registration__account", "registration__version__qualification"
    )
    return list(rows.order_by("pk"))


def _without_a_try(led: Collection[int], apart: Q, on: date) -> list[StuckRow]:
    """By learner. Two queries; one where there is nobody."""
    told = CriterionAnswer.objects.filter(
        registration__version__qualification__in=led,
        registration__version__gives_attempts=GivesAttempts.LEAD,
    ).exclude(apart)
    closed: dict[int, list[UsedUp]] = defaultdict(list)
    for one in used_up_of(told, on=on):
        closed[one.registration.pk].append(one)
    return [_no_try(found, on) for found in closed.values()]


def _no_try(closed: Sequence[UsedUp], on: date) -> StuckRow:
    registration, since = closed[0].registration, min(one.since for one in closed)
    return StuckRow(
        kind=Stuck.TRY,
        token="",
        registration=registration.token,
        learner=str(registration.account),
        qualification=registration.version.qualification.title,
        about=in_words({one.place for one in closed}),
        assessor="",
        who="",
        why="They can go on with it when you give another try, or more time.",
        since=since,
        days=working_days_between(london_date(since), on),
    )


def _places(rounds: Iterable[Judgement]) -> dict[int, set[tuple[int, Place]]]:
    """By round: the unit (id) and the place of every criterion that it has open, or has decided. Two queries."""
    found: dict[int, set[tuple[int, Place]]] = defaultdict(set)
    ids = [one.pk for one in rounds]
    names = ("judgement", "criterion__outcome__unit", *PLACE)
    drafts = DraftDecision.objects.filter(judgement__in=ids, judgement__state=J.OPEN, open=True)
    made = CriterionDecision.objects.filter(judgement__in=ids)
    for rows in (drafts.values_list(*names), made.values_list(*names)):
        for judgement, unit, *place in rows:
            found[judgement].add((unit, (place[0], place[1], place[2])))
    return found


def _known(rounds: Collection[Judgement], people: set[int], units: Collection[int], on: date) -> _Known:
    ids = {one.registration_id for one in rounds}
    given = allocated_units(ids, on=on)
    rows = {person for found in given.values() for _, person in found}
    checks = Allocation.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=F("starts_on")),
        registration__in=ids,
        task=AllocatedAs.QUALITY,
    )
    open_ = ConflictDeclaration.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=on), decided_at__isnull=True
    )
    conflicts: set[tuple[int, int | None, int | None]] = set()
    for person, other, hub in open_.values_list(person_id("person"), person_id("other"), "hub"):
        conflicts |= {(person, other, hub)} | ({(other, person, None)} if other else set())
    return _Known(
        on=on,
        facts=facts_of_all(people, on),
        units=Unit.objects.in_bulk(units),
        given=given,
        persons={one.pk: one.person_id for one in Account.objects.filter(pk__in=rows)},
        checked=set(checks.values_list("registration", "unit", person_id("person"))),
        conflicts=conflicts,
    )


def _row(
    judgement: Judgement, about: set[tuple[int, Place]], known: _Known, now: datetime
) -> StuckRow | None:
    units = {unit for unit, _ in about}
    second = judgement.countersigner
    assessor = known.facts[judgement.assessor.person_id]
    kind, who = Stuck.JUDGING, judgement.assessor
    if judgement.state == J.OPEN:
        why = _cannot_judge(judgement, units, known)
    else:
        assert second is not None
        kind, who = Stuck.COUNTERSIGN, second
        why = _cannot_countersign(judgement, second.person_id, units, known)
        if not why and assessor.level == AssessorLevel.QUALIFIED:
            kind = Stuck.PROMOTED
            why = (
                f"{assessor.name} judged this as a trainee, and is qualified since. It stays with {second}, and counts "
                "once they confirm it."
            )
    if not why:
        return None
    since = judgement.decided_at or judgement.opened_at
    registration = judgement.registration
    return StuckRow(
        kind=kind,
        token=judgement.token,
        registration=registration.token,
        learner=str(registration.account),
        qualification=registration.version.qualification.title,
        about=in_words({place for _, place in about}),
        assessor=judgement.assessor_name or str(judgement.assessor),
        who=str(who),
        why=why,
        since=since,
        days=working_days_between(london_date(since), known.on),
    )


def _cannot_judge(judgement: Judgement, units: Collection[int], known: _Known) -> str:
    """In words; empty: they can."""
    person, registration = judgement.assessor.person_id, judgement.registration
    name = known.facts[person].name
    if why := _apart(judgement, person, name, known):
        return why
    given = {unit: known.persons.get(row, 0) for unit, row in known.given.get(registration.pk, ())}
    for unit in sorted(units, key=lambda pk: known.units[pk].number):
        if given.get(unit, given.get(None)) != person:
            return f"Unit {known.units[unit].number} of this learner is not with {name} any more."
        if {(registration.pk, unit, person), (registration.pk, None, person)} & set(known.checked):
            return f"{name} checks the quality of unit {known.units[unit].number} for this learner."
        if not (ruling := may_assess_by(known.facts[person], known.units[unit], known.on)):
            return ruling.reason
    return ""


def _cannot_countersign(judgement: Judgement, person: int, units: Collection[int], known: _Known) -> str:
    """In words; empty: they can."""
    facts, registration = known.facts[person], judgement.registration
    if person == judgement.assessor.person_id:
        return f"{facts.name} judged it, and nobody countersigns what they judged themselves."
    if why := _apart(judgement, person, facts.name, known):
        return why
    if any((registration.pk, unit, person) in known.checked for unit in (*units, None)):
        return f"{facts.name} checks the quality of this unit for this learner."
    rulings = (may_countersign_by(facts, known.units[unit], known.on) for unit in sorted(units))
    return next((ruling.reason for ruling in rulings if not ruling), "")


def _apart(judgement: Judgement, person: int, name: str, known: _Known) -> str:
    """Why somebody has to keep out of it, as the learner or for a conflict of interest; empty: nothing."""
    registration = judgement.registration
    learner = registration.account.person_id
    if person == learner:
        return f"{name} is the learner."
    if {(person, learner, None), (person, None, registration.hub_id)} & set(known.conflicts):
        return f"A conflict of interest between {name} and this learner is open."
    return ""
