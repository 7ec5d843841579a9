"""The paper slip: printed for some dates, typed in by those who run them, of nobody in particular."""

import io

import pikepdf
import pytest
from django.test import Client

from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort
from courses.delivery.states import CohortState
from learners.equality.actions import Told, type_slip
from learners.equality.models import Background, EqualityAnswers
from learners.equality.policies import MORE_THAN_PLACES
from tests.browsing import browser
from tests.learners import worlds
from tests.learners.equality.answers import ANSWERS, FORM, at, open_data, slips, words
from tests.learners.places import dates
from tests.learners.places.people import booked
from tests.learners.worlds import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.shared.clock.now", lambda: NOON)


@pytest.fixture
def cohort() -> Cohort:
    return dates.cohort(trainers=(dates.trainer(),))


def test_a_slip_is_typed_in_without_anybody_s_name(cohort: Cohort) -> None:
    open_data()
    booked(cohort, worlds.person())
    client = browser(dates.trainer())
    page = words(client, at("date-slips", cohort))
    assert "0 slips are typed in." in page and "Amara" not in page
    answer = client.post(at("date-slips", cohort), {**FORM, "postcode": "NE1", "slip": "first"}, follow=True)
    assert (
        "Tear the slip up now" in answer.content.decode() and "1 slip is typed in." in answer.content.decode()
    )
    row = Background.objects.get()
    assert (row.account, row.cohort, row.region, row.decile, row.heard) == (
        None,
        cohort,
        "North East",
        None,
        "friend",
    )
    assert EqualityAnswers.objects.get().answers == ANSWERS
    assert not AuditEvent.objects.filter(
        action__icontains="slip"
    ).exists()  # of twelve people that would say much


def test_what_was_typed_cannot_be_looked_at_again(cohort: Cohort) -> None:
    client = browser(dates.coordinator())
    client.post(at("date-slips", cohort), {**FORM, "slip": "first"})
    page = words(client, at("date-slips", cohort))
    assert "checked" not in page and 'value="roma" selected' not in page


def test_pressed_twice_it_counts_once(cohort: Cohort) -> None:
    client = browser(dates.coordinator())
    for _ in range(2):
        assert client.post(at("date-slips", cohort), {**FORM, "slip": "first"}).status_code == 302
    assert Background.objects.count() == EqualityAnswers.objects.count() == 1
    client.post(at("date-slips", cohort), {**FORM, "slip": "second"})
    assert Background.objects.count() == EqualityAnswers.objects.count() == 2


def test_each_page_names_another_slip(cohort: Cohort) -> None:
    client = browser(dates.coordinator())
    pages = [words(client, at("date-slips", cohort)).split('name="slip" value="')[1][:22] for _ in range(2)]
    assert pages[0] != pages[1]
    wrong = client.post(at("date-slips", cohort), {"postcode": "?", "slip": "mine"})
    assert wrong.status_code == 422 and 'name="slip" value="mine"' in wrong.content.decode()


def test_no_more_slips_than_people_can_have_come(cohort: Cohort) -> None:
    Cohort.objects.update(capacity=1)
    slips(cohort, 1 + MORE_THAN_PLACES, heard="web")
    answer = browser(dates.coordinator()).post(at("date-slips", cohort), {"heard": "web", "slip": "one more"})
    assert answer.status_code == 422
    assert "11 slips were typed in already, and there are 1 places." in answer.content.decode()


def test_only_those_who_run_the_dates_print_and_type(cohort: Cohort) -> None:
    booked(cohort, amara := worlds.person())
    other = dates.trainer(email="other@example.org")  # of the hub, not of these dates
    elsewhere = dates.coordinator(dates.hub("mill"), "mel@example.org")
    for who in (amara, other, elsewhere):
        for name in ("date-slips", "date-slips-paper"):
            assert "print slips and type them in" in words(browser(who), at(name, cohort), status=403)
        assert browser(who).post(at("date-slips", cohort), FORM).status_code == 403
        with pytest.raises(Refused):
            type_slip(cohort_id=cohort.pk, slip="x", told=Told(), by=who, now=NOON)
    assert Client().get(at("date-slips", cohort)).status_code == 302
    assert not Background.objects.exists()


@pytest.mark.parametrize("state", [CohortState.DRAFT, CohortState.CANCELLED])
def test_dates_to_which_nobody_comes_have_no_slips(state: CohortState) -> None:
    off = {"cancelled_at": NOON, "cancelled_why": "Flooded."} if state == CohortState.CANCELLED else {}
    cohort = dates.cohort()
    Cohort.objects.update(state=state, **off)
    refused = words(browser(dates.coordinator()), at("date-slips", cohort), status=403)
    assert "Nobody comes to these dates" in refused


def test_the_paper_asks_what_the_page_asks_and_no_name(cohort: Cohort) -> None:
    answer = browser(dates.trainer()).get(at("date-slips-paper", cohort))
    assert answer["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.content)) as paper:
        assert len(paper.pages) == 2  # one sheet
        assert str(paper.docinfo["/Title"]) == "About you, if you like: Introduction to Community Organising"
        assert paper.Root.MarkInfo.Marked


def test_a_course_with_a_very_long_name_still_fits_its_sheet(cohort: Cohort) -> None:
    Cohort.objects.update(title="Doorsteps-and-kitchen-tables " * 4)
    answer = browser(dates.trainer()).get(at("date-slips-paper", cohort))
    with pikepdf.open(io.BytesIO(answer.content)) as paper:
        assert len(paper.pages) == 2
