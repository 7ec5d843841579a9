"""Who may judge what, as the staff file says it for a day. Reads in a constant number of queries."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from academy.accounts.models import Account, RoleAssignment
from academy.accounts.queries import person_id, rows_of
from academy.accounts.roles import Role
from courses.qualifications.staff_models import AssessorStatus, OccupationalCompetence, QualificationRole
from courses.qualifications.staff_states import AssessorLevel


@dataclass(frozen=True, slots=True)
class AssessorFacts:
    """One person on one day. person: the id of the row that stands for them; units: ids of those whose work they
    know; at_a_hub: whether they hold the role of an assessor at any hub. countersigner is that of a trainee, and has
    none in turn: a trainee never countersigns.
    """

    person: int
    name: str
    status: AssessorStatus | None = None
    units: frozenset[int] = field(default_factory=frozenset)
    at_a_hub: bool = False
    active: bool = True
    countersigner: "AssessorFacts | None" = None

    @property
    def level(self) -> AssessorLevel | None:
        return AssessorLevel(self.status.level) if self.status else None


def status_on(person: Account, day: date) -> AssessorStatus | None:
    """What they judged as on that day: the newest that had begun, by whichever of their rows. None: never recorded."""
    rows = AssessorStatus.objects.filter(person__in=rows_of(person), starts_on__lte=day)
    return rows.select_related("countersigner__joined_to").order_by("-starts_on", "-pk").first()


def countersigner_on(person: Account, day: date) -> Account | None:
    """Who had to confirm their judgements on that day; None where nobody had to, or nobody could be named."""
    status = status_on(person, day)
    if status is None or status.level != AssessorLevel.TRAINEE or status.countersigner is None:
        return None
    return status.countersigner.joined_to or status.countersigner


def tasks_of(person: Account, day: date) -> tuple[QualificationRole, ...]:
    """What they do for qualifications on that day, by whichever of their rows."""
    if not person.is_active:
        return ()
    rows = QualificationRole.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=day), person__in=rows_of(person), starts_on__lte=day
    )
    return tuple(rows.select_related("qualification"))


def facts_of(person: Account, day: date) -> AssessorFacts:
    """Everything that decides about one person on one day."""
    return facts_of_all([person.person_id], day)[person.person_id]


def facts_of_all(people: Iterable[int], day: date) -> dict[int, AssessorFacts]:
    """The same for many, by the ids of the rows that stand for them. Three queries, whatever the numbers."""
    asked = set(people)
    statuses = _statuses(_of(asked) | _of(_their_seconds(asked)), day)
    found_of_asked = (statuses[pk] for pk in asked if pk in statuses)
    trainees = [one for one in found_of_asked if one.level == AssessorLevel.TRAINEE]
    seconds = {one.countersigner.person_id for one in trainees if one.countersigner}
    alone = _alone(asked | seconds, statuses, day)
    found = {}
    for pk in asked & set(alone):
        status = statuses.get(pk)
        second = status.countersigner if status and status.level == AssessorLevel.TRAINEE else None
        found[pk] = _with(alone[pk], alone.get(second.person_id) if second else None)
    return found


def _alone(
    people: Collection[int], statuses: dict[int, AssessorStatus], day: date
) -> dict[int, AssessorFacts]:
    units: dict[int, set[int]] = defaultdict(set)
    known = OccupationalCompetence.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gt=day),
        Q(person__in=people) | Q(person__joined_to__in=people),
        starts_on__lte=day,
    )
    for pk, unit in known.values_list(person_id("person"), "unit_id"):
        units[pk].add(unit)
    at_a_hub = RoleAssignment.objects.current(day).filter(role=Role.ASSESSOR, account=OuterRef("pk"))
    rows = Account.objects.filter(pk__in=people).annotate(at_a_hub=Exists(at_a_hub))
    return {
        one.pk: AssessorFacts(
            person=one.pk,
            name=str(one),
            status=statuses.get(one.pk),
            units=frozenset(units[one.pk]),
            at_a_hub=one.at_a_hub,
            active=one.is_active,
        )
        for one in rows
    }


def _with(facts: AssessorFacts, countersigner: AssessorFacts | None) -> AssessorFacts:
    return AssessorFacts(
        person=facts.person,
        name=facts.name,
        status=facts.status,
        units=facts.units,
        at_a_hub=facts.at_a_hub,
        active=facts.active,
        countersigner=countersigner,
    )


def statuses_on(people: Iterable[int], day: date) -> dict[int, AssessorStatus]:
    """What each of them judged as on that day, by the ids of the rows that stand for them. One query."""
    return _statuses(_of(set(people)), day)


def _of(people: Collection[int] | QuerySet[AssessorStatus, Any]) -> Q:
    return Q(person__in=people) | Q(person__joined_to__in=people)


def _their_seconds(people: Collection[int]) -> "QuerySet[AssessorStatus, Any]":
    """Whoever countersigned for these people at any time: a subquery."""
    return (
        AssessorStatus.objects.filter(_of(people))
        .order_by()
        .values_list(person_id("countersigner"), flat=True)
    )


def _statuses(which: Q, day: date) -> dict[int, AssessorStatus]:
    """The newest that had begun, of each person."""
    rows = AssessorStatus.objects.filter(which, starts_on__lte=day)
    rows = rows.select_related("person", "countersigner__joined_to").order_by("starts_on", "pk")
    return {one.person.person_id: one for one in rows}
