"""Two presses at the same moment, on real connections: nothing is kept twice, and nobody gets an error."""

import threading
from collections.abc import Callable

import pytest
from django.db import connections

from learners.enrolments.interest_actions import ask_to_be_told
from learners.enrolments.models import Interest
from learners.equality.actions import Told, tell_about_oneself, type_slip
from learners.equality.figure_actions import make_figures
from learners.equality.models import Background, EqualityAnswers, Figures
from tests.learners import worlds
from tests.learners.equality.answers import ANSWERS, slips
from tests.learners.equality.test_figures import JULY, OCTOBER, cohort
from tests.learners.places import dates
from tests.learners.worlds import NOON

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
AT_ONCE = 8


def at_once(act: Callable[[], object]) -> list[BaseException]:
    """The same, on eight connections at the same moment; what went wrong."""
    start, faults = threading.Barrier(AT_ONCE), list[BaseException]()

    def run() -> None:
        try:
            start.wait(timeout=20)
            act()
        except BaseException as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


def test_one_list_however_many_press() -> None:
    amara, course, hub = worlds.person(), dates.course(), dates.hub()

    def ask() -> None:
        ask_to_be_told(account_id=amara.pk, course_id=course.pk, hub_id=hub.pk, by=amara, now=NOON)

    assert at_once(ask) == []
    assert Interest.objects.count() == 1


def test_one_set_of_answers_however_many_press() -> None:
    amara = worlds.person()
    told = Told(heard="web", answers=ANSWERS)
    assert at_once(lambda: tell_about_oneself(account_id=amara.pk, told=told, now=NOON)) == []
    assert Background.objects.count() == EqualityAnswers.objects.count() == 1


def test_one_slip_however_many_press() -> None:
    at, cora = cohort(), dates.coordinator()
    told = Told(heard="web", answers=ANSWERS)
    assert at_once(lambda: type_slip(cohort_id=at.pk, slip="same", told=told, by=cora, now=NOON)) == []
    assert Background.objects.count() == EqualityAnswers.objects.count() == 1


def test_the_same_figures_are_made_once() -> None:
    slips(cohort(), 30, JULY, sex="female")
    at_once(lambda: make_figures(now=OCTOBER))  # whoever is second is stopped by the database
    assert Figures.objects.count() == 1
