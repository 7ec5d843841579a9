"""The pages on which learners are given to assessors: what they show, and what they refuse."""

from datetime import timedelta

import pytest
from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.shared import clock
from courses.qualifications.staff_states import QualificationTask
from learners.registrations.allocation_models import Allocation
from learners.registrations.models import QualRegistration
from learners.registrations.states import AllocatedAs
from tests.browsing import browser
from tests.cast import Cast, hold, person
from tests.learners import qualifying
from tests.learners.qualifying import TODAY
from tests.learners.registrations.allocating import declared, second_assessor, units

pytestmark = pytest.mark.django_db


def page_of(registration: QualRegistration, who: Account) -> str:
    answer = browser(who).get(reverse("allocate", args=[registration.token]))
    assert answer.status_code == 200, answer.content.decode()[-2000:]
    return answer.content.decode()


def send(registration: QualRegistration, who: Account, task: str, **typed: object) -> tuple[int, str]:
    data = {"task": task, f"{task}-unit": "0", f"{task}-starts_on": clock.today().isoformat()}
    data |= {f"{task}-{name}": str(value) for name, value in typed.items()}
    answer = browser(who).post(reverse("allocate", args=[registration.token]), data)
    return answer.status_code, answer.content.decode()


def test_who_waits_and_who_is_next(cast: Cast, learner: QualRegistration) -> None:
    shown = page_of(learner, cast.manager)
    assert "Nobody assesses this learner yet" in shown
    assert "Choose an assessor" in shown


def test_an_assessor_is_chosen_by_unit(cast: Cast, learner: QualRegistration) -> None:
    first, _ = units(learner)
    status, _ = send(learner, cast.manager, "assessor", person=cast.assessor.pk, unit=first.pk)
    assert status == 302
    assert Allocation.objects.get().unit == first
    assert "Nobody assesses Unit 2: Practice yet" in page_of(learner, cast.manager)


@pytest.mark.parametrize("who", ["coordinator", "assessor"])
def test_who_only_looks_sees_who_chooses(cast: Cast, learner: QualRegistration, who: str) -> None:
    qualifying.allocated(learner, cast.assessor)
    shown = page_of(learner, getattr(cast, who))
    assert "Choose an assessor" not in shown
    assert "says who assesses whom" in shown
    assert "End or hand over" not in shown


@pytest.mark.parametrize("who", ["learner", "stranger", "trainer", "other_coordinator", "quality"])
def test_nobody_else_sees_it(cast: Cast, learner: QualRegistration, who: str) -> None:
    answer = browser(getattr(cast, who)).get(reverse("allocate", args=[learner.token]))
    assert answer.status_code == 403


def test_inv_01_the_screen_offers_nobody_themselves(cast: Cast, learner: QualRegistration) -> None:
    hold(cast.learner, Role.ASSESSOR, cast.harbour)
    qualifying.assessor(cast.learner, cast.manager)
    shown = page_of(learner, cast.manager)
    assert f'value="{cast.learner.pk}"' not in shown
    assert "Nobody can assess their own work" in shown
    status, _ = send(learner, cast.manager, "assessor", person=cast.learner.pk)
    assert status == 422
    assert not Allocation.objects.exists()


def test_inv_05_the_screen_says_why_a_sister_cannot(cast: Cast, learner: QualRegistration) -> None:
    declared(cast, cast.assessor)
    shown = page_of(learner, cast.manager)
    assert f'value="{cast.assessor.pk}"' not in shown
    assert "conflict of interest is open between Asa Assessor" in shown
    status, again = send(learner, cast.manager, "assessor", person=cast.assessor.pk)
    assert status == 422
    assert "can no longer be chosen" in again


def test_inv_05_one_declared_later_shows_at_once(cast: Cast, learner: QualRegistration) -> None:
    qualifying.allocated(learner, cast.assessor)
    assert "Somebody cannot do this just now" not in page_of(learner, cast.manager)
    declared(cast, cast.assessor)
    shown = page_of(learner, cast.manager)
    assert "Somebody cannot do this just now" in shown
    assert "hands them over" in shown
    assert "conflict of interest is open between Asa Assessor" in shown


def test_inv_06_the_screen_offers_a_checker_no_unit_that_they_assess(
    cast: Cast, learner: QualRegistration
) -> None:
    hold(cast.assessor, Role.QUALITY)
    first, second = units(learner)
    qualifying.allocated(learner, cast.assessor, first)
    shown = page_of(learner, cast.manager)
    assert "Asa Assessor (only unit 2)" in shown
    status, again = send(learner, cast.manager, "quality", person=cast.assessor.pk, unit=first.pk)
    assert status == 422
    assert "never assesses and checks" in again
    assert send(learner, cast.manager, "quality", person=cast.assessor.pk, unit=second.pk)[0] == 302


def test_what_was_chosen_stays_when_the_day_is_wrong(cast: Cast, learner: QualRegistration) -> None:
    status, shown = send(learner, cast.manager, "assessor", person=cast.assessor.pk, starts_on="2020-01-01")
    assert status == 422
    assert "That day is over" in shown
    assert f'value="{cast.assessor.pk}" selected' in shown


def test_handing_over_and_ending(cast: Cast, learner: QualRegistration) -> None:
    had, ben = qualifying.allocated(learner, cast.assessor), second_assessor(cast)
    path, today = reverse("allocation-end", args=[learner.token, had.pk]), clock.today()
    mo = browser(cast.manager)
    assert "Ben Second" in mo.get(path).content.decode()
    wrong = mo.post(path, {"to": ben.pk, "ends_on": today.isoformat(), "why": ""})
    assert (wrong.status_code, "Say why" in wrong.content.decode()) == (422, True)
    assert mo.post(path, {"to": ben.pk, "ends_on": today.isoformat(), "why": "On leave"}).status_code == 302
    assert mo.get(path).status_code == 302  # it is over
    shown = page_of(learner, cast.manager)
    assert "On leave" in shown
    new = Allocation.objects.get(person=ben)
    later = (today + timedelta(days=7)).isoformat()
    path = reverse("allocation-end", args=[learner.token, new.pk])
    assert mo.post(path, {"to": "", "ends_on": later, "why": "Retires"}).status_code == 302
    new.refresh_from_db()
    assert (new.ends_on, new.ended_why) == (today + timedelta(days=7), "Retires")


def test_many_at_once(cast: Cast, learner: QualRegistration) -> None:
    yusuf = qualifying.registered(cast.neighbour, cast.harbour, cast.manager)
    declared(cast, cast.assessor)
    path, mo = reverse("allocate-many"), browser(cast.manager)
    shown = mo.get(path).content.decode()
    assert "Amara Bello" in shown and "Yusuf Khan" in shown
    data = {
        "learners": [learner.pk, yusuf.pk],
        "person": cast.assessor.pk,
        "task": "assessor",
        "starts_on": clock.today().isoformat(),
    }
    answer = mo.post(path, data)
    said = answer.content.decode()
    assert answer.status_code == 422
    assert "conflict of interest is open between Asa Assessor" in said
    assert [one.registration for one in Allocation.objects.all()] == [yusuf]
    assert "Yusuf Khan" not in mo.get(path).content.decode()
    assert "Yusuf Khan" in mo.get(f"{path}?show=all").content.decode()
    assert "Tick at least one learner" in mo.post(path, {**data, "learners": []}).content.decode()


def test_the_lead_gives_only_learners_of_that_qualification(cast: Cast, learner: QualRegistration) -> None:
    path = reverse("allocate-many")
    assert browser(cast.quality).get(path).status_code == 403
    qualifying.task_of(cast.quality, learner.version, QualificationTask.LEAD_QUALITY)
    assert "Amara Bello" in browser(cast.quality).get(path).content.decode()
    learner.version.qualification.roles.update(ends_on=TODAY)
    assert browser(cast.quality).get(path).status_code == 403


@pytest.mark.parametrize("people", [2, 12])
def test_the_pages_ask_a_constant_number_of_times(
    cast: Cast, learner: QualRegistration, people: int, django_assert_max_num_queries: object
) -> None:
    for number in range(people):
        second_assessor(cast, f"Ben{number} Second")
        other = person(f"Lea{number} Learner", hub=cast.harbour)
        qualifying.allocated(
            qualifying.registered(other, cast.harbour, cast.manager), cast.quality, task=AllocatedAs.QUALITY
        )
    qualifying.allocated(learner, cast.assessor)
    mo = browser(cast.manager)
    mo.get(reverse("allocate-many"))
    with django_assert_max_num_queries(62):  # type: ignore[operator]
        mo.get(reverse("allocate", args=[learner.token]))
    with django_assert_max_num_queries(20):  # type: ignore[operator]
        mo.get(reverse("allocate-many"))
