"""A coordinator brings in a list on a telephone, with and without scripts, and watches how far it is."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from academy.accounts.models import Account
from academy.shared import clock
from courses.delivery.models import Cohort
from learners.enrolments.models import Enrolment
from learners.intake.models import PeopleImport
from learners.intake.work_actions import work_on
from tests.fixtures.browser import NewPage
from tests.journeys.test_axe import sign_in
from tests.learners.places import dates

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}
ROWS = (
    "Sheet of 5 May;;\n\nVorname;Surname;Wo\nSam;Obi;sam@example.org\nBea;Ng;bea@example.org\nCleo;Day;no\n"
)


@pytest.fixture
def cohort(transactional_db: None, monkeypatch: pytest.MonkeyPatch) -> Cohort:
    monkeypatch.setattr("academy.shared.jobs._send", lambda name, ids: None)
    return dates.cohort(1, first=clock.today() + timedelta(days=30), now=clock.now())


@pytest.fixture(params=[True, False], ids=["with scripts", "without"])
def page(request: pytest.FixtureRequest, new_page: NewPage, cohort: Cohort) -> Page:
    opened = new_page(viewport=PHONE, java_script_enabled=request.param)
    sign_in(opened, Account.objects.get(email="coordinator@example.org"))
    return opened


def test_from_a_spreadsheet_to_places(page: Page, cohort: Cohort) -> None:
    page.goto(f"/dates/manage/{cohort.pk}/list/")
    file = {"name": "May.csv", "mimeType": "text/csv", "buffer": ROWS.encode("utf-16")}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Upload the list").click()
    expect(page.get_by_label("Surname")).to_have_value("last")
    expect(page.get_by_label("Wo", exact=True)).to_have_value("")  # no address in each of its rows
    page.get_by_label("Vorname").select_option("First name")
    page.get_by_label("Wo", exact=True).select_option("E-mail address")
    page.get_by_label("Everybody in this list is 18 or over").check()
    page.get_by_role("button", name="Look through the list").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose how they agreed.")
    expect(page.get_by_label("Vorname")).to_have_value("first")
    page.get_by_label("In writing").check()
    page.get_by_label("Who asked them").fill("Sheets of 5 May, kept by Sam")
    page.get_by_label("They were told what we keep").check()
    page.get_by_role("button", name="Look through the list").click()
    expect(page.get_by_text("Waiting to begin.")).to_be_visible()
    listing = PeopleImport.objects.get()
    work_on(import_id=listing.pk)  # the page finds out by itself, with a script or without
    expect(page.get_by_role("heading", name="2 people can be brought in")).to_be_visible(timeout=15_000)
    expect(page.get_by_text("There is 1 free place")).to_be_visible()
    page.get_by_role("button", name="Bring in 2 people").click()
    expect(page.get_by_role("heading", name="Bringing people in")).to_be_visible()
    work_on(import_id=listing.pk)
    expect(page.get_by_role("heading", name="2 people came by this list")).to_be_visible(timeout=15_000)
    states = dict(Enrolment.objects.values_list("account__full_name", "state"))
    assert states == {"Sam Obi": "confirmed", "Bea Ng": "waitlisted"}
    page.get_by_role("link", name="Has a place (1)").click()
    page.get_by_role("link", name="Sam Obi").click()
    expect(page.get_by_role("heading", name="Sam Obi")).to_be_visible()
    expect(page.get_by_text("From row 4 of a list")).to_be_visible()
