"""Keeping the staff file: what somebody judges as, which units they know, and tasks of a qualification.

The root that is locked, and whose chain is written, is the person's account. Nothing is rewritten: a change is a new
entry, so that a decision can always say what its assessor was on that day.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from academy.accounts.models import Account
from academy.accounts.queries import person_id, rows_of
from academy.shared.audit import audit
from academy.shared.clock import london_date
from academy.shared.locks import locked_one
from academy.shared.rulings import Refused
from courses.qualifications.models import Qualification, Unit
from courses.qualifications.staff_models import AssessorStatus, OccupationalCompetence, QualificationRole
from courses.qualifications.staff_policies import (
    may_end_task,
    may_give_task,
    may_move_status,
    may_write_staff_file,
)
from courses.qualifications.staff_queries import facts_of
from courses.qualifications.staff_states import AssessorLevel, Award, QualificationTask

DAY = timedelta(days=1)
FURTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class StatusFacts:
    """What is recorded of somebody from a day on. Of a trainee: until when and with whom; of the others: no such
    thing. award_seen_on: when we saw the certificate."""

    level: AssessorLevel
    starts_on: date
    award: Award = Award.NONE
    award_seen_on: date | None = None
    works_towards_until: date | None = None
    countersigner_id: int | None = None
    why: str = ""


@transaction.atomic
def record_status(*, person_id: int, facts: StatusFacts, by: Account, now: datetime) -> AssessorStatus:
    """One more entry. Recording the same again is harmless: it gives the entry that there is."""
    person = locked_one(Account.objects.all(), person_id)
    today = london_date(now)
    may_write_staff_file(by, person, on=today).enforce()
    rows = AssessorStatus.objects.filter(person__in=rows_of(person))
    newest = rows.order_by("-starts_on", "-pk").first()
    if newest is not None and _says(newest) == facts:
        return newest
    may_move_status(newest, facts.level, facts.starts_on).enforce()
    _check(person, facts, today)
    made = AssessorStatus.objects.create(
        person=person,
        level=facts.level,
        starts_on=facts.starts_on,
        award=facts.award,
        award_seen_on=facts.award_seen_on,
        works_towards_until=facts.works_towards_until,
        countersigner_id=facts.countersigner_id,
        why=facts.why.strip(),
        recorded_by=by,
        recorded_at=now,
    )
    after = {
        "level": facts.level,
        "from": facts.starts_on.isoformat(),
        "countersigner": facts.countersigner_id,
    }
    before = {"level": newest.level} if newest else {}
    audit(
        person,
        "assessor_status_recorded",
        by=by,
        now=now,
        about=made,
        reason=facts.why.strip(),
        before=before,
        after=after,
    )
    return made


@transaction.atomic
def record_competence(
    *, person_id: int, unit_ids: Sequence[int], basis: str, starts_on: date, by: Account, now: datetime
) -> int:
    """They know the work of these units. Gives how many were added; those that are there already stay as they are."""
    person = locked_one(Account.objects.all(), person_id)
    may_write_staff_file(by, person, on=london_date(now)).enforce()
    if not basis.strip():
        raise Refused("Say how we know that they can do this work.")
    units = list(Unit.objects.filter(pk__in=set(unit_ids)).order_by("pk"))
    if not units:
        raise Refused("Choose at least one unit.")
    rows = OccupationalCompetence.objects.filter(person__in=rows_of(person), unit__in=units)
    known = set(rows.filter(ends_on__isnull=True).values_list("unit_id", flat=True))
    if overlap := rows.filter(ends_on__gt=starts_on).select_related("unit").first():
        raise Refused(
            f"For {overlap.unit} an earlier entry ends on {overlap.ends_on:%d/%m/%Y}. Choose that day or a later one."
        )
    added = [unit for unit in units if unit.pk not in known]
    for unit in added:
        OccupationalCompetence.objects.create(
            person=person,
            unit=unit,
            basis=basis.strip(),
            starts_on=starts_on,
            recorded_by=by,
            recorded_at=now,
        )
    if added:
        after = {"units": [unit.pk for unit in added], "from": starts_on.isoformat()}
        audit(person, "competence_recorded", by=by, now=now, reason=basis.strip(), after=after)
    return len(added)


@transaction.atomic
def end_competence(*, competence_id: int, last_day: date, why: str, by: Account, now: datetime) -> None:
    """After that day they judge this unit no more. What they have judged stays."""
    pk = OccupationalCompetence.objects.values_list(person_id("person"), flat=True).get(pk=competence_id)
    person = locked_one(Account.objects.all(), pk)
    may_write_staff_file(by, person, on=london_date(now)).enforce()
    held = OccupationalCompetence.objects.select_related("unit").get(pk=competence_id)
    if held.ends_on is not None:
        raise Refused("This entry has an end already. Reload the page to see when.")
    if not why.strip():
        raise Refused("Say why it ends. It stands in the history.")
    held.ends_on = _end(last_day, held.starts_on, now)
    held.save(update_fields=["ends_on"])
    after = {"unit": held.unit_id, "last_day": last_day.isoformat()}
    audit(person, "competence_ended", by=by, now=now, about=held, reason=why.strip(), after=after)


@transaction.atomic
def give_task(
    *,
    person_id: int,
    qualification_id: int,
    task: QualificationTask,
    starts_on: date,
    by: Account,
    now: datetime,
) -> QualificationRole:
    """They do this for the qualification, at every hub. Pressing twice gives the same row."""
    person = locked_one(Account.objects.all(), person_id)
    may_give_task(by, person, task, on=london_date(now)).enforce()
    qualification = Qualification.objects.get(pk=qualification_id)
    rows = QualificationRole.objects.filter(
        person__in=rows_of(person), qualification=qualification, task=task
    )
    if known := rows.filter(ends_on__isnull=True).first():
        return known
    if earlier := rows.filter(ends_on__gt=starts_on).first():
        raise Refused(f"They do this until {earlier.ends_on:%d/%m/%Y} already. Begin on that day or later.")
    made = QualificationRole.objects.create(
        person=person,
        qualification=qualification,
        task=task,
        starts_on=starts_on,
        given_by=by,
        given_at=now,
    )
    after = {"task": task, "qualification": qualification.pk, "from": starts_on.isoformat()}
    audit(person, "qualification_task_given", by=by, now=now, about=made, after=after)
    return made


@transaction.atomic
def end_task(*, role_id: int, last_day: date, by: Account, now: datetime) -> None:
    """After that day they do it no more."""
    pk = QualificationRole.objects.values_list(person_id("person"), flat=True).get(pk=role_id)
    person = locked_one(Account.objects.all(), pk)
    role = QualificationRole.objects.select_related("person__joined_to").get(pk=role_id)
    may_end_task(by, role, on=london_date(now)).enforce()
    role.ends_on = _end(last_day, role.starts_on, now)
    role.save(update_fields=["ends_on"])
    after = {"task": role.task, "qualification": role.qualification_id, "last_day": last_day.isoformat()}
    audit(person, "qualification_task_ended", by=by, now=now, about=role, after=after)


def _check(person: Account, facts: StatusFacts, today: date) -> None:
    if facts.level == AssessorLevel.QUALIFIED:
        if facts.award == Award.NONE or facts.award_seen_on is None:
            raise Refused("Say which award they hold, and when you saw the certificate.")
        if facts.award_seen_on > today:
            raise Refused("The certificate was seen on a day that has not come yet. Check the day.")
    if facts.level == AssessorLevel.LAPSED and not facts.why.strip():
        raise Refused("Say why they have lapsed. It stands in the history.")
    if facts.level != AssessorLevel.TRAINEE:
        if facts.countersigner_id is not None or facts.works_towards_until is not None:
            raise Refused("Only a trainee has a countersigner and a day by which they hold the award.")
        return
    if facts.works_towards_until is None or facts.works_towards_until < facts.starts_on:
        raise Refused("Say by when they have the award: a day after the one from which this holds.")
    second = Account.objects.filter(pk=facts.countersigner_id or 0).first()
    if second is None:
        raise Refused("Choose who countersigns what this trainee judges.")
    if second.person_id == person.person_id:
        raise Refused("Nobody countersigns for themselves. Choose somebody else.")
    known = facts_of(second, facts.starts_on)
    if known.level != AssessorLevel.QUALIFIED or not known.active:
        raise Refused(f"{second} is not a qualified assessor on that day, so they cannot countersign.")


def _says(status: AssessorStatus) -> StatusFacts:
    return StatusFacts(
        level=AssessorLevel(status.level),
        starts_on=status.starts_on,
        award=Award(status.award),
        award_seen_on=status.award_seen_on,
        works_towards_until=status.works_towards_until,
        countersigner_id=status.countersigner_id,
        why=status.why,
    )


def _end(last_day: date, starts_on: date, now: datetime) -> date:
    """The first day on which it does not hold. What has been judged until today rests on it, so it cannot end before;
    one that begins today and ends yesterday never counted."""
    ends_on = last_day + DAY
    if ends_on < london_date(now):
        raise Refused(
            "It cannot end in the past: what was judged since then rests on it. Choose yesterday or later."
        )
    if ends_on > max(london_date(now), starts_on) + FURTHEST:  # it cannot be changed once it is said
        raise Refused("That is more than a year away. Choose an earlier day.")
    if ends_on < starts_on:
        raise Refused(f"It begins on {starts_on:%d/%m/%Y}. Choose a last day that is not so early.")
    return ends_on
