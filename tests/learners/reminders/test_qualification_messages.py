"""What the messages on the way to a qualification promise beyond the table in test_kinds.py."""

from datetime import timedelta

import pytest
from django.urls import reverse

from academy.accounts.models import Account, RoleAssignment
from academy.accounts.roles import Role
from courses.qualifications.staff_states import QualificationTask
from learners.planning.actions import answer_plan, propose_plan
from learners.planning.rules import PlanFacts
from learners.registrations.allocation_models import ConflictDeclaration
from learners.registrations.models import QualRegistration
from learners.registrations.states import Nature
from learners.reminders.conditions import plan_tasks, qualifications, work_waiting
from learners.submissions.look_actions import ask_look
from learners.submissions.models import DraftLook
from tests import cast
from tests.learners import qualifying, worlds
from tests.learners.planning.plans import hands_in, task
from tests.learners.reminders.qualification_happenings import (
    DUE_ON,
    TEN,
    a_manager,
    assessor_of,
    had_a_look,
    has_a_plan_to_read,
    has_agreed,
    has_work,
    registration,
    the_plan,
)
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.both, pytest.mark.django_db]
FIVE, NEXT = later(days=-7, hours=-3), later(hours=-3)  # working days after 6 November, at nine


def agree(of: QualRegistration, by: Account, *titles: str) -> None:
    plan = PlanFacts(tuple(task(of, title, due_on=DUE_ON) for title in titles))
    made = propose_plan(registration_id=of.pk, plan=plan, by=by, now=NOON)
    answer_plan(plan_id=made.pk, agrees=True, words="", by=of.account, now=NOON)


def another_assessor(of: QualRegistration) -> Account:
    who = worlds.person("Sam Assessor", email="sam@example.org")
    cast.hold(who, Role.ASSESSOR, of.hub)
    return who


def test_tasks_of_one_day_come_in_one_message() -> None:
    of = registration(1)
    agree(of, assessor_of(of, 1), "Three talks", "A map")
    (due,) = plan_tasks.a_week_before(TEN - timedelta(days=7))
    letter = plan_tasks.week_letters([due], TEN - timedelta(days=7))[due]
    assert letter.context["tasks"] == ["Three talks", "A map"]


def test_the_next_version_with_the_same_day_says_nothing_twice() -> None:
    of = registration(1)
    by = assessor_of(of, 1)
    agree(of, by, "Three talks")
    (first,) = plan_tasks.a_week_before(TEN - timedelta(days=7))
    agree(of, by, "Three talks", "A map")
    assert list(plan_tasks.a_week_before(TEN - timedelta(days=7))) == [first]


def test_what_was_agreed_within_the_week_is_not_said_again_at_once() -> None:
    who = has_a_plan_to_read(1)
    answer_plan(plan_id=the_plan(who).pk, agrees=True, words="", by=who, now=TEN - timedelta(days=3))
    assert list(plan_tasks.a_week_before(TEN - timedelta(days=3))) == []
    assert len(list(plan_tasks.the_day_before(TEN - timedelta(days=1)))) == 1


def test_a_version_that_was_taken_back_asks_nobody() -> None:
    who = has_a_plan_to_read(1)
    (first,) = qualifications.plans_to_answer(NOON)
    of = QualRegistration.objects.get(account=who)
    by = of.allocations.get().person
    propose_plan(registration_id=of.pk, plan=PlanFacts((task(of, due_on=DUE_ON),)), by=by, now=NOON)
    assert not qualifications.plan_letters([first], NOON)
    (second,) = qualifications.plans_to_answer(NOON)
    assert second.about != first.about


def test_a_draft_to_look_at_waits_as_work_does() -> None:
    of = registration(1)
    who = assessor_of(of, 1)
    DraftLook.objects.create(registration=of, asked_at=later(days=-14))
    (due,) = work_waiting.for_assessors(FIVE)
    assert (due.account_id, due.at) == (who.pk, FIVE)
    assert work_waiting.for_assessors_letters([due], FIVE)[due].context["look"] is True
    DraftLook.objects.update(answer="Good.", answered_by=who, answered_at=NOON)
    assert not work_waiting.for_assessors_letters([due], FIVE)


def test_each_assessor_hears_of_their_own_units() -> None:
    of = registration(1)
    rest, last = assessor_of(of, 1), another_assessor(of)
    unit = of.units.last()
    assert unit is not None
    qualifying.allocated(of, last, unit.unit)
    hands_in(of, 0, days_ago=14)
    hands_in(of, 3, days_ago=14)
    hands_in(of, 1, 3, days_ago=14)
    told = [(due.account_id, due.about_id) for due in work_waiting.for_assessors(FIVE)]
    one, two, both = of.submissions.order_by("number").values_list("pk", flat=True)
    assert sorted(told) == sorted([(rest.pk, one), (last.pk, two), (rest.pk, both), (last.pk, both)])


def test_who_is_no_assessor_any_more_is_told_of_nothing() -> None:
    of = registration(1)
    who, last = assessor_of(of, 1), another_assessor(of)
    unit = of.units.last()
    assert unit is not None
    qualifying.allocated(of, last, unit.unit)
    hands_in(of, 3, days_ago=14)
    (due,) = work_waiting.for_assessors(FIVE)
    assert due.account_id == last.pk
    RoleAssignment.objects.filter(account=last).update(ends_on=FIVE.date())
    assert not list(work_waiting.for_assessors(FIVE)), "nor is whoever has the rest"
    assert not work_waiting.for_assessors_letters([due], FIVE)
    hands_in(of, 0, days_ago=14)
    assert [one.account_id for one in work_waiting.for_assessors(FIVE)] == [who.pk]


@pytest.mark.parametrize("way", ["learner", "by the learner", "hub", "a row of the learner"])
def test_inv_05_who_has_a_conflict_is_told_of_nothing(way: str) -> None:
    of = registration(1)
    who = assessor_of(of, 1)
    hands_in(of, 0, days_ago=14)
    other = of.account
    if way == "a row of the learner":
        other = worlds.person("Amara Twice", email="twice@example.org")
        Account.objects.filter(pk=other.pk).update(is_active=False, email=None, joined_to=of.account)
    people = (other, who) if way == "by the learner" else (who, None if way == "hub" else other)
    made = ConflictDeclaration.objects.create(
        person=people[0],
        other=people[1],
        hub=of.hub if way == "hub" else None,
        nature=Nature.FAMILY,
        starts_on=FIVE.date(),
        declared_by=who,
        declared_at=NOON,
    )
    assert not list(work_waiting.for_assessors(FIVE))
    ConflictDeclaration.objects.filter(pk=made.pk).update(ends_on=FIVE.date())
    assert [one.account_id for one in work_waiting.for_assessors(FIVE)] == [who.pk]


def test_where_nobody_leads_the_manager_hears_of_it() -> None:
    has_work(1)
    assert [due.account_id for due in work_waiting.for_leads(NEXT)] == [a_manager().pk]
    lead = worlds.person("Lena Lead", email="lena@example.org")
    qualifying.task_of(lead, QualRegistration.objects.get().version, QualificationTask.LEAD_QUALITY)
    assert [due.account_id for due in work_waiting.for_leads(NEXT)] == [lead.pk]


def test_a_second_row_of_one_person_is_told_by_the_first() -> None:
    who = has_agreed(1)
    first = worlds.person("Amara First", email="first@example.org")
    Account.objects.filter(pk=who.pk).update(email=None, is_active=False, joined_to=first)
    (due,) = plan_tasks.the_day_before(TEN - timedelta(days=1))
    assert due.account_id == first.pk


def test_a_look_waits_for_the_assessor_of_its_unit() -> None:
    of = registration(1)
    assessor_of(of, 1)
    last = another_assessor(of)
    criterion = qualifying.criteria(of)[3]
    qualifying.allocated(of, last, criterion.outcome.unit)
    item = qualifying.shows(qualifying.piece(of.account), of, criterion).item
    ask_look(registration_id=of.pk, items=[item.pk], words="", by=of.account, now=later(days=-14))
    assert [due.account_id for due in work_waiting.for_assessors(FIVE)] == [last.pk]


def test_a_number_that_came_late_is_told_when_it_is_known() -> None:
    of = registration(1, registered_on=later(days=-40).date())
    QualRegistration.objects.update(number_recorded_at=NOON)
    (due,) = qualifications.registered(NOON)
    assert (due.about_id, due.at) == (of.pk, NOON)
    assert list(qualifications.registered(later(days=14))) == []


def test_the_answer_to_a_look_is_not_in_the_letter() -> None:
    had_a_look(1)
    (due,) = qualifications.looks_answered(NOON)
    letter = qualifications.look_letters([due], NOON)[due]
    assert letter.href == reverse("draft-look", args=[DraftLook.objects.get().token])
    assert letter.context["pieces"] == "one piece"
    assert "how you felt" not in str(letter.context)
