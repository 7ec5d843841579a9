"""A coordinator makes dates on a telephone, with and without scripts: one page, one day to choose."""

import time
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from academy.accounts.models import Account
from academy.shared import clock
from courses.delivery.models import Cohort
from courses.delivery.states import CohortState
from tests.fixtures.browser import NewPage
from tests.journeys.test_axe import sign_in
from tests.learners.places import dates

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def page(request: pytest.FixtureRequest, new_page: NewPage, transactional_db: None) -> Page:
    dates.cohort(14, min_to_run=5, trainers=(dates.trainer(),))  # what the hub did last
    opened = new_page(viewport=PHONE, java_script_enabled=request.param)
    sign_in(opened, Account.objects.get(email="coordinator@example.org"))
    return opened


def test_dates_in_less_than_a_minute(page: Page) -> None:
    day = clock.today() + timedelta(days=40)
    page.goto("/profile/")
    page.get_by_role("link", name="Dates you run").click()
    page.get_by_role("link", name="New dates").click()
    begun = time.monotonic()
    page.get_by_label("Day", exact=True).fill(day.isoformat())
    page.get_by_role("button", name="Make them and open booking").click()
    expect(page.get_by_role("status")).to_contain_text("Booking is open.")
    assert time.monotonic() - begun < 60
    made = Cohort.objects.latest("pk")
    assert (made.state, made.capacity, made.min_to_run) == (CohortState.OPEN, 14, 5)
    assert made.sessions.get().day == day
    assert [one.account.email for one in made.trainers.all()] == ["trainer@example.org"]


def test_an_online_evening_and_then_it_is_moved_and_called_off(page: Page) -> None:
    day = clock.today() + timedelta(days=40)
    page.goto("/dates/manage/new/")
    page.get_by_label("Day", exact=True).fill(day.isoformat())
    page.get_by_label("Online", exact=True).check()
    page.get_by_label("The link to join").fill("https://meet.example.org/evening")
    page.get_by_role("button", name="Keep as a draft").click()
    page.get_by_role("link", name="Open booking").click()
    page.get_by_role("button", name="Open booking").click()
    page.get_by_role("link", name="Move").click()
    page.get_by_label("From").fill("18:00")
    page.get_by_label("To", exact=True).fill("20:30")
    page.get_by_role("button", name="Save the session").click()
    expect(page.get_by_role("heading", name="6pm to 8:30pm")).to_be_visible()
    page.get_by_role("link", name="Cancel these dates").click()
    page.get_by_label("Why are they cancelled?").fill("The trainer is ill.")
    page.get_by_role("button", name="Cancel these dates").click()
    expect(page.get_by_text("Cancelled: The trainer is ill.")).to_be_visible()
    assert Cohort.objects.latest("pk").state == CohortState.CANCELLED
