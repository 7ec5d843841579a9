"""One next step at the top of My learning, whatever a person is on: courses, dates, a qualification."""

from datetime import datetime

import pytest
from django.urls import reverse

from academy.accounts.models import Account
from learners.dashboards.queries import my_learning
from learners.progress.outlines import NextStep
from learners.registrations.models import QualRegistration
from learners.registrations.states import RegistrationState
from tests.browsing import browser, words_of
from tests.cast import Cast
from tests.learners import worlds
from tests.learners.planning.plans import agreed, proposed, task, under_way
from tests.learners.qualifying import NOON, registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("nudges", "noon")]


@pytest.fixture
def amara(cast: Cast) -> QualRegistration:
    return under_way(cast)


def on_top(who: Account) -> NextStep:
    step = my_learning(account=who, now=NOON).next_step
    assert step is not None
    return step


def test_what_is_agreed_with_an_assessor_comes_before_a_lesson(cast: Cast, amara: QualRegistration) -> None:
    course = worlds.course(2)
    worlds.joined(cast.learner, course)
    lesson = f'href="{reverse("lesson", args=[worlds.lessons(course)[0].key])}"'
    page = words_of(browser(cast.learner), reverse("my-learning"))
    assert page.count(lesson) == 1, "at the top, and not once more at the course"
    agreed(amara, cast.assessor, task(amara, "Three talks"))
    step = on_top(cast.learner)
    assert (step.title, step.href) == ("Three talks", reverse("plan", args=[amara.token]))
    page = words_of(browser(cast.learner), reverse("my-learning"))
    assert page.count("It stands in your plan.") + page.count("In your plan: done by") == 1, "said once"
    assert page.count(lesson) == 1, "the course can still be carried on"


def test_a_plan_to_read_is_opened_from_the_top(cast: Cast, amara: QualRegistration) -> None:
    proposed(amara, cast.assessor, task(amara, "Another"))
    step = on_top(cast.learner)
    assert (step.title, step.action) == ("Read your plan", "Read your plan")


@pytest.mark.parametrize("state", [RegistrationState.REGISTERED, RegistrationState.ACCEPTED])
def test_a_lesson_comes_before_what_nobody_waits_for(
    cast: Cast, amara: QualRegistration, state: RegistrationState
) -> None:
    QualRegistration.objects.filter(pk=amara.pk).update(state=state)
    own = on_top(cast.learner)
    assert own.href == reverse("plan", args=[amara.token]) or own.href == reverse("portfolio")
    course = worlds.course(2)
    worlds.joined(cast.learner, course)
    assert on_top(cast.learner).href == reverse("lesson", args=[worlds.lessons(course)[0].key])


def test_nobody_on_a_qualification_is_told_to_begin_with_a_lesson(
    cast: Cast, amara: QualRegistration
) -> None:
    assert "Start with one short lesson" not in words_of(browser(cast.learner), reverse("my-learning"))


@pytest.mark.parametrize("agreed_at", [None, NOON])
def test_an_answer_that_is_waited_for_comes_before_a_lesson(cast: Cast, agreed_at: datetime | None) -> None:
    """Whoever was put forward says yes first, and then writes their details."""
    asked = registered(
        cast.learner, cast.harbour, cast.manager, RegistrationState.APPLIED, agreed_at=agreed_at
    )
    worlds.joined(cast.learner, worlds.course(2))
    page = "registration" if agreed_at is None else "registration-details"
    assert on_top(cast.learner).href == reverse(page, args=[asked.token])


def test_a_break_asks_for_nothing(cast: Cast, amara: QualRegistration) -> None:
    agreed(amara, cast.assessor, task(amara, "Three talks"))
    QualRegistration.objects.filter(pk=amara.pk).update(state="on_break", before_break="in_progress")
    assert my_learning(account=cast.learner, now=NOON).next_step is None
