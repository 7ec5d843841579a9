"""A learner who has no try left: it stands with whoever may give another one, and they are told once."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.shared import clock
from courses.qualifications.models import QualificationVersion
from courses.qualifications.staff_models import QualificationRole
from courses.qualifications.staff_states import QualificationTask
from learners.assessment.queue_kinds import Kind
from learners.assessment.queue_queries import waiting_for
from learners.assessment.stuck_queries import Stuck, stuck_for
from learners.registrations.models import QualRegistration, RegisteredUnit
from learners.registrations.states import RegistrationState
from learners.reminders.conditions.happened import next_morning
from learners.reminders.conditions.tries import NO_TRY
from learners.submissions.answer_models import CriterionAnswer, ExtraAttempt
from learners.submissions.attempt_queries import used_up, used_up_of
from tests.cast import BACKEND, hold, person
from tests.learners import judging, qualifying
from tests.learners.assessment.attacks import conflict
from tests.learners.assessment.world import World, judged, make_world, with_trainee
from tests.learners.qualifying import NOON, TODAY

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(hours=1))


@pytest.fixture
def world(db: None) -> World:
    """One try allowed; the first two of three criteria are judged not yet met."""
    made = make_world()
    rule(attempts=1, gives_attempts="assessor")
    judged(made, made.handed_in(made.criteria[:2]), made.assessor, "not_yet")
    return made


def rule(**facts: object) -> None:
    QualificationVersion.objects.update(**facts)


def extra(world: World, until: date | None = None, at: datetime = NOON + timedelta(minutes=5)) -> None:
    """For the first criterion."""
    ExtraAttempt.objects.create(
        registration=world.registration,
        criterion=world.criteria[0],
        until=until,
        why="She was ill.",
        given_by=world.assessor,
        given_at=at,
    )


def again(world: World) -> None:
    at = NOON + timedelta(minutes=10)
    judging.handed_in(world.registration, world.criteria[:1], now=at, attempt=2)


def closed(on: date = TODAY) -> set[tuple[int, int, int]]:
    return {one.place for one in used_up_of(CriterionAnswer.objects.all(), on=on)}


def gives_two_tries(world: World) -> None:
    rule(attempts=2)


def gives_two_tries_and_both_are_used(world: World) -> None:
    rule(attempts=2)
    again(world)
    newest = world.registration.submissions.latest("pk")
    judged(world, newest, world.assessor, "not_yet")


def is_handed_in_again(world: World) -> None:
    extra(world)
    again(world)


def gets_two_more_and_the_newest_is_over(world: World) -> None:
    extra(world)
    extra(world, TODAY - timedelta(days=1), at=NOON + timedelta(minutes=6))


def gives_ten_days(world: World) -> None:
    rule(attempts=None, attempt_days=10)


def goes_on_another_way(world: World) -> None:
    RegisteredUnit.objects.filter(registration=world.registration, unit__number=1).delete()


SITUATIONS: dict[str, tuple[Callable[[World], object], int]] = {
    "all tries are used": (lambda world: None, 2),
    "a second try is left": (gives_two_tries, 0),
    "the second was used too": (gives_two_tries_and_both_are_used, 1),
    "no rule at all": (lambda world: rule(attempts=None), 0),
    "another was given": (extra, 1),
    "another was given, and its last day is today": (lambda world: extra(world, TODAY), 1),
    "another was given, and its time is over": (lambda world: extra(world, TODAY - timedelta(days=1)), 2),
    "two were given, and the time of the newest is over": (gets_two_more_and_the_newest_is_over, 2),
    "another was given before the last hand-in": (
        lambda world: extra(world, at=NOON - timedelta(days=9)),
        2,
    ),
    "handed in again, and waiting": (is_handed_in_again, 1),
    "days, and time is left": (gives_ten_days, 0),
}


@pytest.mark.both
@pytest.mark.parametrize("what", SITUATIONS)
def test_many_are_asked_by_the_rule_of_the_page(world: World, what: str) -> None:
    happens, many = SITUATIONS[what]
    happens(world)
    registration = QualRegistration.objects.get()
    one_by_one = {
        (one.outcome.unit.number, one.outcome.number, one.number) for one in used_up(registration, on=TODAY)
    }
    assert closed() == one_by_one and len(one_by_one) == many


@pytest.mark.both
def test_days_take_away_too_and_from_the_day_after_the_last(world: World) -> None:
    gives_ten_days(world)
    last = date(2026, 12, 4)
    assert closed(last) == set() and len(closed(last + timedelta(days=1))) == 2
    (one, _) = used_up_of(CriterionAnswer.objects.all(), on=date(2027, 1, 9))
    assert one.since == datetime(2026, 12, 5, tzinfo=UTC)
    rule(attempts=1)
    (one, _) = used_up_of(CriterionAnswer.objects.all(), on=date(2027, 1, 9))
    assert one.since == NOON


NOTHING: dict[str, Callable[[World], object]] = {
    "nobody may give one": lambda world: rule(gives_attempts="nobody"),
    "the unit is not theirs any more": goes_on_another_way,
    "on a break": lambda world: QualRegistration.objects.update(
        state=RegistrationState.ON_BREAK, before_break="in_progress"
    ),
    "they left": lambda world: QualRegistration.objects.update(state=RegistrationState.WITHDRAWN),
    "answered anew": lambda world: CriterionAnswer.objects.update(ended_at=NOON),
}


@pytest.mark.parametrize("what", NOTHING)
def test_nothing_where_nobody_can_give_one(world: World, what: str) -> None:
    NOTHING[what](world)
    assert closed() == set() and not kinds(world.assessor)


def test_inv_13_what_waits_for_a_countersigner_is_no_last_try() -> None:
    world = with_trainee()
    rule(attempts=1, gives_attempts="assessor")
    judged(world, world.handed_in(world.criteria[:1]), world.trainee, "not_yet")
    assert closed() == set() and not list(NO_TRY.due(MONDAY))


# --- where it stands ----------------------------------------------------------------------------------------


def kinds(who: Account) -> list[str]:
    return [str(one.kind) for one in waiting_for(who, now=NOON)]


def page(who: Account, name: str) -> str:
    client = Client()
    client.force_login(who, backend=BACKEND)
    return re.sub(r"\s+", " ", client.get(reverse(name)).content.decode())


def test_it_stands_once_with_the_assessor_until_a_try_is_given(world: World) -> None:
    assert kinds(world.assessor) == [Kind.TRY] and kinds(world.second) == []
    html = page(world.assessor, "queue")
    assert "unit 1: 1.1, 1.2. Talk with them; you can give another try" in html
    assert reverse("give-attempt", args=[world.registration.token]) in html
    extra(world)
    assert "unit 1: 1.2. Talk with them" in page(world.assessor, "queue")


def test_what_need_not_be_given_is_not_what_the_oldest_leads_to(world: World) -> None:
    client = Client()
    client.force_login(world.assessor, backend=BACKEND)
    assert client.post(reverse("queue-next")).url == reverse("queue")  # type: ignore[attr-defined]
    judging.handed_in(world.registration, world.criteria[2:])
    assert "/judging/" in client.post(reverse("queue-next")).url  # type: ignore[attr-defined]


def test_it_stands_with_whoever_has_the_unit(world: World) -> None:
    qualifying.allocated(world.registration, world.second, judging.unit_of(world.registration, 1))
    assert kinds(world.assessor) == [] and kinds(world.second) == [Kind.TRY]


def test_the_lead_sees_it_where_the_lead_gives_it(world: World) -> None:
    assert not stuck_for(world.cast.quality, now=NOON)
    rule(gives_attempts="lead")
    assert kinds(world.assessor) == []
    (row,) = stuck_for(world.cast.quality, now=NOON)
    assert (row.kind, row.about, row.since) == (Stuck.TRY, "unit 1: 1.1, 1.2", NOON)
    html = page(world.cast.quality, "stuck")
    assert "No try, or no time, is left for unit 1: 1.1, 1.2" in html
    assert reverse("give-attempt", args=[world.registration.token]) in html
    conflict(world.cast, world.registration, world.cast.quality)
    assert not stuck_for(world.cast.quality, now=NOON)


def test_nobody_sees_their_own_there(world: World) -> None:
    rule(gives_attempts="lead")
    qualifying.task_of(world.cast.learner, world.registration.version, QualificationTask.LEAD_QUALITY)
    assert not stuck_for(world.cast.learner, now=NOON)


def test_many_learners_cost_as_many_queries_as_one(world: World) -> None:
    """In the queue no more than fifteen with the page, and in the list of the lead."""

    def queries(who: Account, name: str) -> int:
        client = Client()
        client.force_login(who, backend=BACKEND)
        client.get(reverse(name))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(name))
        return len(asked)

    few = queries(world.assessor, "queue")
    assert few <= 15
    for name in ("Zoe", "Yan", "Xia"):
        hers = qualifying.registered(person(f"{name} Learner"), world.cast.harbour, world.cast.manager)
        qualifying.allocated(hers, world.assessor)
        other = World(world.cast, hers, world.trainee)
        judged(other, other.handed_in(other.criteria[:1]), world.assessor, "not_yet")
    assert len(kinds(world.assessor)) == 4
    assert queries(world.assessor, "queue") == few
    rule(gives_attempts="lead")
    assert len(stuck_for(world.cast.quality, now=NOON)) == 4
    with CaptureQueriesContext(connection) as asked:
        stuck_for(world.cast.quality, now=NOON)
    assert len(asked) <= 23


# --- who is told --------------------------------------------------------------------------------------------


def told(at: datetime = MONDAY) -> set[int]:
    return {due.account_id for due in NO_TRY.due(at)}


def the_letter(at: datetime = MONDAY) -> tuple[str, str]:
    (letter,) = NO_TRY.letters(list(NO_TRY.due(at))[:1], at).values()
    return letter.href, letter.action


@pytest.mark.both
def test_the_assessor_is_told_once_for_everything_of_a_day(world: World) -> None:
    (due,) = NO_TRY.due(MONDAY)
    letter = NO_TRY.letters([due], MONDAY)[due]
    assert due.account_id == world.assessor.pk and letter.context["units"] == [1]
    assert letter.href == reverse("give-attempt", args=[world.registration.token])
    (later,) = NO_TRY.due(MONDAY + timedelta(days=3))
    assert later == due
    judged(world, world.handed_in(world.criteria[2:]), world.assessor, "not_yet")
    assert list(NO_TRY.due(MONDAY)) == [due], "of the same day"


@pytest.mark.both
def test_the_lead_is_told_where_the_lead_gives_it(world: World) -> None:
    rule(gives_attempts="lead")
    assert told() == {world.cast.quality.pk}
    assert the_letter()[0] == reverse("give-attempt", args=[world.registration.token])
    conflict(world.cast, world.registration, world.cast.quality)
    assert told() == {world.cast.manager.pk, world.cast.second_manager.pk}
    assert the_letter() == (reverse("assessors"), "See who could give one")


@pytest.mark.both
def test_where_nobody_assesses_the_lead_is_told_to_say_who_does(world: World) -> None:
    conflict(world.cast, world.registration, world.assessor)
    assert told() == {world.cast.quality.pk}
    assert the_letter() == (reverse("allocate", args=[world.registration.token]), "Say who assesses it")
    QualificationRole.objects.update(ends_on=TODAY)
    assert told() == {world.cast.manager.pk, world.cast.second_manager.pk}


@pytest.mark.both
def test_each_assessor_is_told_of_their_own_units(world: World) -> None:
    other = person("Olu Other", hub=world.cast.harbour)
    hold(other, Role.ASSESSOR, world.cast.harbour)
    qualifying.allocated(world.registration, other, judging.unit_of(world.registration, 2))
    assert told() == {world.assessor.pk}


@pytest.mark.both
def test_time_that_runs_out_is_told_when_it_has(world: World) -> None:
    gives_ten_days(world)
    assert told() == set()
    monday = datetime(2026, 12, 7, 9, tzinfo=UTC)
    assert told(monday - timedelta(seconds=1)) == set() and told(monday) == {world.assessor.pk}
    assert told(monday + timedelta(days=14)) == set()


@pytest.mark.both
def test_also_long_after_it_was_told(world: World) -> None:
    rule(attempts=None, attempt_days=40)
    morning = next_morning(datetime(2027, 1, 21, tzinfo=UTC))  # the last of forty working days is over
    assert told(morning - timedelta(seconds=1)) == set() and told(morning) == {world.assessor.pk}


@pytest.mark.both
def test_a_learner_who_leads_the_quality_is_not_asked_about_their_own(world: World) -> None:
    rule(gives_attempts="lead")
    qualifying.task_of(world.cast.learner, world.registration.version, QualificationTask.LEAD_QUALITY)
    assert told() == {world.cast.quality.pk}


@pytest.mark.both
def test_time_that_was_given_and_runs_out_is_told_anew(world: World) -> None:
    (first,) = NO_TRY.due(MONDAY)
    CriterionAnswer.objects.filter(criterion=world.criteria[1]).update(ended_at=NOON)
    extra(world, date(2027, 2, 5))
    assert told(MONDAY) == set() and told(datetime(2027, 2, 5, 10, tzinfo=UTC)) == set()
    (second,) = NO_TRY.due(datetime(2027, 2, 8, 9, tzinfo=UTC))
    assert (first.account_id, first.about) == (second.account_id, second.about) and first != second
