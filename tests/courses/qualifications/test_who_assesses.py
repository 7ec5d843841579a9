"""Who may judge a unit's work on a day, and why not."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from academy.accounts.models import Account, RoleAssignment
from academy.accounts.roles import Role
from courses.qualifications.models import Unit
from courses.qualifications.staff_models import OccupationalCompetence
from courses.qualifications.staff_policies import may_assess, may_assess_all
from courses.qualifications.staff_queries import countersigner_on, facts_of_all, status_on
from courses.qualifications.staff_states import AssessorLevel
from tests.cast import Cast, hold, make_cast, person
from tests.courses.qualifications.staff import LONG_AGO, TODAY, knows, status
from tests.courses.qualifications.versions import opened

pytestmark = pytest.mark.django_db
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@dataclass(frozen=True)
class File:
    """Asa is qualified, Tam is a trainee whom Asa countersigns; both know unit 1."""

    cast: Cast
    trainee: Account
    one: Unit
    two: Unit


@pytest.fixture
def file() -> File:
    cast = make_cast()
    one, two = opened(cast.manager).units.order_by("number")
    trainee = person("Tam Trainee")
    hold(trainee, Role.ASSESSOR, cast.harbour)
    status(cast.assessor, AssessorLevel.QUALIFIED, cast.manager)
    status(trainee, AssessorLevel.TRAINEE, cast.manager, countersigner=cast.assessor)
    knows(cast.assessor, one, by=cast.manager)
    knows(trainee, one, by=cast.manager)
    return File(cast, trainee, one, two)


def test_a_qualified_assessor_judges_the_units_whose_work_they_know(file: File) -> None:
    assert may_assess(file.cast.assessor, file.one, TODAY)
    refused = may_assess(file.cast.assessor, file.two, TODAY)
    assert not refused
    assert "Asa Assessor knows the work of unit 2 “Practice”" in refused.reason
    assert may_assess_all(file.cast.assessor, [file.one], TODAY)
    assert may_assess_all(file.cast.assessor, [file.one, file.two], TODAY) == refused


def test_a_trainee_judges_while_somebody_qualified_for_that_unit_countersigns(file: File) -> None:
    assert may_assess(file.trainee, file.one, TODAY)
    knows(file.trainee, file.two, by=file.cast.manager)
    refused = may_assess(file.trainee, file.two, TODAY)  # Asa does not know unit 2
    assert not refused
    assert "their countersigner cannot confirm this unit" in refused.reason
    assert "Asa Assessor knows the work of unit 2" in refused.reason


def test_somebody_without_a_status_judges_nothing_whatever_their_role(file: File) -> None:
    other = person("Olu Other")
    hold(other, Role.ASSESSOR, file.cast.harbour)
    knows(other, file.one, by=file.cast.manager)
    assert (
        "not in the staff file as an assessor on 20 November 2026"
        in may_assess(other, file.one, TODAY).reason
    )


def test_a_status_counts_from_its_day_and_the_newest_that_has_begun_counts(file: File) -> None:
    asa = file.cast.assessor
    status(asa, AssessorLevel.LAPSED, file.cast.manager, starts_on=TOMORROW, award="none", award_seen_on=None)
    assert may_assess(asa, file.one, TODAY)
    assert "lapsed as an assessor since 21 November 2026" in may_assess(asa, file.one, TOMORROW).reason
    assert not may_assess(asa, file.one, LONG_AGO - timedelta(days=1))
    assert not may_assess(file.trainee, file.one, TOMORROW)  # nobody qualified countersigns any more
    now, then = status_on(asa, TODAY), status_on(asa, TOMORROW)
    assert now is not None and then is not None
    assert (now.level, then.level) == (AssessorLevel.QUALIFIED, AssessorLevel.LAPSED)
    assert status_on(asa, date(2024, 1, 1)) is None


def test_of_two_statuses_of_one_day_the_later_recorded_counts(file: File) -> None:
    status(file.cast.assessor, AssessorLevel.LAPSED, file.cast.manager, award="none", award_seen_on=None)
    found = status_on(file.cast.assessor, TODAY)
    assert found is not None and found.level == AssessorLevel.LAPSED
    assert not may_assess(file.cast.assessor, file.one, TODAY)


def test_a_trainee_stops_after_the_day_by_which_they_were_to_have_the_award(file: File) -> None:
    status(
        file.trainee,
        AssessorLevel.TRAINEE,
        file.cast.manager,
        starts_on=YESTERDAY,
        works_towards_until=TODAY,
        countersigner=file.cast.assessor,
    )
    assert may_assess(file.trainee, file.one, TODAY)
    refused = may_assess(file.trainee, file.one, TOMORROW)
    assert "was to have the assessor's award by 20 November 2026" in refused.reason


def test_a_trainee_never_countersigns_a_trainee(file: File) -> None:
    second = person("Zoe Second")
    hold(second, Role.ASSESSOR, file.cast.harbour)
    knows(second, file.one, by=file.cast.manager)
    status(second, AssessorLevel.TRAINEE, file.cast.manager, countersigner=file.trainee)
    refused = may_assess(second, file.one, TODAY)
    assert "Tam Trainee is a trainee too" in refused.reason


def test_a_countersigner_who_is_the_same_person_by_another_account_confirms_nothing(file: File) -> None:
    double = person("Double Tam")
    status(file.trainee, AssessorLevel.TRAINEE, file.cast.manager, starts_on=YESTERDAY, countersigner=double)
    Account.objects.filter(pk=double.pk).update(joined_to=file.trainee, is_active=False, email=None)
    assert "cannot be their own countersigner" in may_assess(file.trainee, file.one, TODAY).reason


def test_competence_counts_from_its_first_day_until_before_its_end(file: File) -> None:
    asa = file.cast.assessor
    knows(asa, file.two, by=file.cast.manager, since=YESTERDAY, until=TOMORROW)
    days = [YESTERDAY - timedelta(days=1), YESTERDAY, TODAY, TOMORROW]
    assert [bool(may_assess(asa, file.two, day)) for day in days] == [False, True, True, False]


def test_the_role_has_to_be_held_that_day_and_the_account_open(file: File) -> None:
    asa = file.cast.assessor
    RoleAssignment.objects.filter(account=asa).update(ends_on=TOMORROW)
    assert may_assess(asa, file.one, TODAY)
    assert "is an assessor of no hub on 21 November 2026" in may_assess(asa, file.one, TOMORROW).reason
    Account.objects.filter(pk=asa.pk).update(is_active=False)
    assert "is closed" in may_assess(asa, file.one, TODAY).reason


def test_what_was_recorded_on_a_joined_row_counts_for_the_person(file: File) -> None:
    earlier, kept = person("Jan Earlier"), person("Kept Jan")
    hold(kept, Role.ASSESSOR, file.cast.millfield)
    status(earlier, AssessorLevel.QUALIFIED, file.cast.manager)
    knows(earlier, file.one, by=file.cast.manager)
    assert not may_assess(kept, file.one, TODAY)
    Account.objects.filter(pk=earlier.pk).update(joined_to=kept, is_active=False, email=None)
    assert may_assess(kept, file.one, TODAY)


def test_the_countersigner_of_a_day_is_known_later(file: File) -> None:
    assert countersigner_on(file.trainee, TODAY) == file.cast.assessor
    assert countersigner_on(file.cast.assessor, TODAY) is None
    status(file.trainee, AssessorLevel.QUALIFIED, file.cast.manager, starts_on=TOMORROW)
    assert countersigner_on(file.trainee, TOMORROW) is None
    assert countersigner_on(file.trainee, TODAY) == file.cast.assessor


def test_reading_many_takes_no_more_queries_than_one(file: File) -> None:
    counts = []
    for more in range(2):
        people = [file.trainee.pk, file.cast.assessor.pk]
        for number in range(more * 12):
            one = person(f"New{number} Assessor")
            status(one, AssessorLevel.TRAINEE, file.cast.manager, countersigner=file.cast.manager)
            people.append(one.pk)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert len(facts_of_all(people, TODAY)) == len(people)
        counts.append(len(asked))
    assert counts[1] <= 8
    assert OccupationalCompetence.objects.count() == 2
