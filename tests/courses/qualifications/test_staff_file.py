"""Keeping the staff file: what is recorded, by whom, and what is refused."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.shared.audit import chain_of
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from courses.qualifications.models import Qualification, Unit
from courses.qualifications.staff_actions import (
    StatusFacts,
    end_competence,
    end_task,
    give_task,
    record_competence,
    record_status,
)
from courses.qualifications.staff_models import AssessorStatus, OccupationalCompetence, QualificationRole
from courses.qualifications.staff_pages import runs_out, staff_file, trainees_of
from courses.qualifications.staff_policies import may_assess
from courses.qualifications.staff_queries import tasks_of
from courses.qualifications.staff_states import AssessorLevel, Award, QualificationTask
from tests.cast import Cast, hold, make_cast, person
from tests.chains import broken_links
from tests.courses.qualifications.staff import LONG_AGO, NOON, TODAY, knows, status
from tests.courses.qualifications.versions import opened

pytestmark = pytest.mark.django_db
QUALIFIED = StatusFacts(AssessorLevel.QUALIFIED, TODAY, Award.CAVA, TODAY)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def cast() -> Cast:
    made = make_cast()
    opened(made.manager)
    return made


@pytest.fixture
def unit(cast: Cast) -> Unit:
    return Unit.objects.order_by("number")[0]


def trainee_facts(second: Account, **changes: Any) -> StatusFacts:
    facts = {"starts_on": TODAY, "works_towards_until": date(2027, 5, 31), "countersigner_id": second.pk}
    return StatusFacts(AssessorLevel.TRAINEE, **{**facts, **changes})


def record(
    cast: Cast, facts: StatusFacts, of: Account | None = None, by: Account | None = None
) -> AssessorStatus:
    of = of or cast.assessor
    return record_status(person_id=of.pk, facts=facts, by=by or cast.manager, now=NOON)


def told(account: Account) -> list[str]:
    assert broken_links(chain_of(account)) == []
    return list(AuditEvent.objects.filter(chain=chain_of(account)).values_list("action", flat=True))


def test_a_status_is_recorded_once_and_audited(cast: Cast) -> None:
    first = record(cast, QUALIFIED)
    assert record(cast, QUALIFIED) == first, "the button pressed twice"
    assert AssessorStatus.objects.count() == 1
    assert told(cast.assessor) == ["assessor_status_recorded"]


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (StatusFacts(AssessorLevel.QUALIFIED, TODAY), "Say which award they hold"),
        (StatusFacts(AssessorLevel.QUALIFIED, TODAY, Award.CAVA, TOMORROW), "a day that has not come yet"),
        (
            StatusFacts(AssessorLevel.LAPSED, TODAY, why="Left"),
            "Nothing has been recorded yet that could lapse",
        ),
        (StatusFacts(AssessorLevel.TRAINEE, TODAY, countersigner_id=1), "Say by when they have the award"),
        (
            StatusFacts(AssessorLevel.TRAINEE, TODAY, works_towards_until=YESTERDAY),
            "Say by when they have the award",
        ),
        (StatusFacts(AssessorLevel.TRAINEE, TODAY, works_towards_until=TOMORROW), "Choose who countersigns"),
        (
            StatusFacts(AssessorLevel.QUALIFIED, TODAY, Award.A1, TODAY, works_towards_until=TOMORROW),
            "Only a trainee has a countersigner",
        ),
    ],
)
def test_what_is_lacking_is_said(cast: Cast, facts: StatusFacts, reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        record(cast, facts)
    assert not AssessorStatus.objects.exists()


def test_a_countersigner_is_somebody_else_and_qualified_that_day(cast: Cast) -> None:
    other = person("Tam Trainee")
    with pytest.raises(Refused, match="is not a qualified assessor on that day"):
        record(cast, trainee_facts(other))
    status(other, AssessorLevel.QUALIFIED, cast.manager, starts_on=TOMORROW)
    with pytest.raises(Refused, match="is not a qualified assessor on that day"):
        record(cast, trainee_facts(other))
    with pytest.raises(Refused, match="Nobody countersigns for themselves"):
        record(cast, trainee_facts(cast.assessor))
    record(cast, trainee_facts(other, starts_on=TOMORROW))
    assert trainees_of(other, TODAY) == () and trainees_of(other, TOMORROW) == (cast.assessor,)


def test_from_trainee_to_qualified_to_lapsed_and_back(cast: Cast) -> None:
    second = person("Sam Second")
    status(second, AssessorLevel.QUALIFIED, cast.manager)
    record(cast, trainee_facts(second, starts_on=LONG_AGO))
    record(cast, trainee_facts(second, starts_on=YESTERDAY))  # a later day by which to have it
    record(cast, QUALIFIED)
    with pytest.raises(Refused, match="cannot become “Trainee assessor”"):
        record(cast, trainee_facts(second, starts_on=TOMORROW))
    with pytest.raises(Refused, match="Say why they have lapsed"):
        record(cast, StatusFacts(AssessorLevel.LAPSED, TOMORROW))
    record(cast, StatusFacts(AssessorLevel.LAPSED, TOMORROW, why="No judgement for three years"))
    with pytest.raises(Refused, match="cannot become “Lapsed”"):
        record(cast, StatusFacts(AssessorLevel.LAPSED, TOMORROW, why="Again"))
    with pytest.raises(Refused, match="The last entry begins on 21 November 2026"):
        record(cast, QUALIFIED)
    record(cast, StatusFacts(AssessorLevel.QUALIFIED, TOMORROW, Award.CAVA, TODAY, why="A mistake"))
    assert AssessorStatus.objects.filter(person=cast.assessor).count() == 5


@pytest.mark.parametrize("who", ["learner", "assessor", "coordinator", "editor", "quality", "trainer"])
def test_nobody_but_a_manager_writes_in_it(cast: Cast, unit: Unit, who: str) -> None:
    by = getattr(cast, who)
    for act in _everything(cast, unit, by):
        with pytest.raises(Refused, match="is kept by the Academy manager"):
            act()


def test_a_manager_does_not_write_in_their_own_part(cast: Cast, unit: Unit) -> None:
    hold(cast.manager, Role.QUALITY)
    with pytest.raises(Refused, match="Nobody writes in their own part"):
        record(cast, QUALIFIED, of=cast.manager)
    with pytest.raises(Refused, match="Nobody writes in their own part"):
        give(cast, cast.manager)
    record(cast, QUALIFIED, of=cast.manager, by=cast.second_manager)


def _everything(cast: Cast, unit: Unit, by: Account) -> list[Callable[[], object]]:
    """Each action of the file, by this person."""
    other = person("Olu Other")
    knows(other, unit, by=cast.manager)
    hold(other, Role.QUALITY)
    lead = give(cast, other)
    entry = OccupationalCompetence.objects.get(person=other)
    ends: dict[str, Any] = {"last_day": TODAY, "by": by, "now": NOON}
    return [
        lambda: record(cast, QUALIFIED, of=other, by=by),
        lambda: know(cast, [unit.pk], by=by),
        lambda: end_competence(competence_id=entry.pk, why="Left", **ends),
        lambda: give(cast, other, QualificationTask.CENTRE_ADMIN, by=by),
        lambda: end_task(role_id=lead.pk, **ends),
    ]


def know(cast: Cast, units: list[int], by: Account | None = None, **more: Any) -> int:
    facts = {"basis": "Ten years in Saltby", "starts_on": TODAY, **more}
    return record_competence(
        person_id=cast.assessor.pk, unit_ids=units, by=by or cast.manager, now=NOON, **facts
    )


def give(
    cast: Cast,
    to: Account,
    task: QualificationTask = QualificationTask.LEAD_QUALITY,
    by: Account | None = None,
    since: date = TODAY,
) -> QualificationRole:
    return give_task(
        person_id=to.pk,
        qualification_id=Qualification.objects.get().pk,
        task=task,
        starts_on=since,
        by=by or cast.manager,
        now=NOON,
    )


def test_several_units_at_once_and_each_once(cast: Cast, unit: Unit) -> None:
    both = list(Unit.objects.values_list("pk", flat=True))
    assert know(cast, [unit.pk]) == 1
    assert know(cast, both) == 1, "the other one"
    assert know(cast, both) == 0
    assert told(cast.assessor) == ["competence_recorded", "competence_recorded"]
    with pytest.raises(Refused, match="Say how we know"):
        know(cast, both, basis="  ")
    with pytest.raises(Refused, match="Choose at least one unit"):
        know(cast, [])


def test_an_entry_ends_from_yesterday_on_and_never_in_the_past(cast: Cast, unit: Unit) -> None:
    know(cast, [unit.pk], starts_on=LONG_AGO)
    entry = OccupationalCompetence.objects.get()

    def end(last_day: date, why: str = "Left the field") -> None:
        end_competence(competence_id=entry.pk, last_day=last_day, why=why, by=cast.manager, now=NOON)

    with pytest.raises(Refused, match="cannot end in the past"):
        end(YESTERDAY - timedelta(days=1))
    with pytest.raises(Refused, match="Say why it ends"):
        end(TODAY, why=" ")
    end(YESTERDAY)
    with pytest.raises(Refused, match="has an end already"):
        end(TODAY)
    status(cast.assessor, AssessorLevel.QUALIFIED, cast.manager)
    assert may_assess(cast.assessor, unit, YESTERDAY) and not may_assess(cast.assessor, unit, TODAY)
    with pytest.raises(Refused, match="an earlier entry ends on 20/11/2026"):
        know(cast, [unit.pk], starts_on=YESTERDAY)
    assert know(cast, [unit.pk]) == 1
    assert may_assess(cast.assessor, unit, TODAY)


def test_what_began_today_by_mistake_never_counted(cast: Cast, unit: Unit) -> None:
    know(cast, [unit.pk])
    entry = OccupationalCompetence.objects.get()
    end_competence(competence_id=entry.pk, last_day=YESTERDAY, why="Wrong person", by=cast.manager, now=NOON)
    status(cast.assessor, AssessorLevel.QUALIFIED, cast.manager)
    assert not may_assess(cast.assessor, unit, TODAY)


def test_an_end_far_away_is_refused_because_it_could_not_be_changed(cast: Cast, unit: Unit) -> None:
    knows(cast.assessor, unit, by=cast.manager)
    entry, lead = OccupationalCompetence.objects.get(), give(cast, cast.quality)
    far: dict[str, Any] = {"last_day": TODAY + timedelta(days=800), "by": cast.manager, "now": NOON}
    with pytest.raises(Refused, match="more than a year away"):
        end_competence(competence_id=entry.pk, why="Leaves", **far)
    with pytest.raises(Refused, match="more than a year away"):
        end_task(role_id=lead.pk, **far)


def test_what_an_earlier_row_of_the_person_holds_can_be_ended(cast: Cast, unit: Unit) -> None:
    """A joined row is closed, and yet what stands under it counts for the person."""
    earlier = person("Quinn Before", email=None)
    knows(earlier, unit, by=cast.manager)
    hold(earlier, Role.QUALITY)
    lead, entry = give(cast, earlier), OccupationalCompetence.objects.get()
    Account.objects.filter(pk=earlier.pk).update(
        joined_to=cast.quality, joined_at=NOON, is_active=False, email=None
    )
    assert tasks_of(cast.quality, TODAY) == (lead,)
    end_task(role_id=lead.pk, last_day=YESTERDAY, by=cast.manager, now=NOON)
    end_competence(competence_id=entry.pk, last_day=TODAY, why="Left", by=cast.manager, now=NOON)
    assert tasks_of(cast.quality, TODAY) == ()
    assert told(cast.quality) == ["qualification_task_ended", "competence_ended"]


def test_nobody_ends_a_task_of_their_own_earlier_row(cast: Cast) -> None:
    earlier = person("Mo Before", email=None)
    hold(earlier, Role.QUALITY)
    lead = give(cast, earlier)
    Account.objects.filter(pk=earlier.pk).update(
        joined_to=cast.manager, joined_at=NOON, is_active=False, email=None
    )
    with pytest.raises(Refused, match="in their own part"):
        end_task(role_id=lead.pk, last_day=TODAY, by=cast.manager, now=NOON)


def test_a_lead_is_one_of_the_quality_assurers_and_everybody_has_a_role(cast: Cast) -> None:
    with pytest.raises(Refused, match="role of internal quality assurer first"):
        give(cast, cast.assessor)
    with pytest.raises(Refused, match="Give Amara Bello a role first"):
        give(cast, cast.learner, QualificationTask.CENTRE_ADMIN)
    made = give(cast, cast.quality)
    assert give(cast, cast.quality) == made
    assert give(cast, cast.coordinator, QualificationTask.CENTRE_ADMIN).ends_on is None
    end_task(role_id=made.pk, last_day=TODAY, by=cast.manager, now=NOON)
    with pytest.raises(Refused, match="has an end already"):
        end_task(role_id=made.pk, last_day=TODAY, by=cast.manager, now=NOON)
    with pytest.raises(Refused, match="until 21/11/2026 already"):
        give(cast, cast.quality)
    assert give(cast, cast.quality, since=TOMORROW).pk != made.pk
    assert told(cast.quality) == [
        "qualification_task_given",
        "qualification_task_ended",
        "qualification_task_given",
    ]


@pytest.mark.both
@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE courses_assessorstatus SET level = 'qualified', award = 'cava', award_seen_on = '2026-01-01'",
        "DELETE FROM courses_assessorstatus",
        "UPDATE courses_occupationalcompetence SET starts_on = '2020-01-01'",
        "UPDATE courses_occupationalcompetence SET ends_on = NULL",
        "DELETE FROM courses_occupationalcompetence",
        "UPDATE courses_qualificationrole SET task = 'centre_admin'",
    ],
)
def test_the_database_rewrites_no_line_of_the_file(cast: Cast, unit: Unit, attack: str) -> None:
    second = person("Sam Second")
    status(cast.assessor, AssessorLevel.TRAINEE, cast.manager, countersigner=second)
    knows(cast.assessor, unit, by=cast.manager, until=TOMORROW)
    give(cast, cast.quality)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack)


@pytest.mark.parametrize(
    ("days", "steps", "words"),
    [
        (61, None, ""),
        (60, 1, "runs out in 60 days"),
        (30, 2, "runs out in 30 days"),
        (7, 3, "runs out in 7 days"),
        (1, 3, "runs out in 1 day"),
        (0, 3, "runs out today"),
        (-1, 3, "ran out"),
    ],
)
def test_a_trainees_time_is_warned_of(cast: Cast, days: int, steps: int | None, words: str) -> None:
    until = TODAY + timedelta(days=days)
    made = status(
        cast.assessor,
        AssessorLevel.TRAINEE,
        cast.manager,
        countersigner=cast.quality,
        works_towards_until=until,
    )
    found = runs_out(made, TODAY)
    assert (found.steps if found else None) == steps
    assert (found.words if found else "") == words
    assert [row.name for row in staff_file(TODAY, show="soon")] == (["Asa Assessor"] if steps else [])
