"""The messages tab of some dates: what goes by itself, to whom next, how it reads, and what was sent."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from academy.shared import clock
from courses.delivery.models import Cohort
from learners.reminders.models import CohortMessage, Sent
from tests.learners import worlds
from tests.learners.conftest import Nudges
from tests.learners.places import dates
from tests.learners.places.people import booked, people
from tests.learners.reminders.date_happenings import ten_on
from tests.learners.reminders.letterbox import browser, words
from tests.learners.reminders.moments import sweep
from tests.learners.worlds import NOON

pytestmark = pytest.mark.django_db

JOINING, ASKING = "joining_instructions", "can_you_come"


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch, nudges: Nudges) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def cohort() -> Cohort:
    return dates.cohort(200, trainers=(dates.trainer(),))


@pytest.fixture
def jo(cohort: Cohort) -> Client:
    return browser(dates.trainer())


def test_the_tab_says_what_goes_when_and_to_how_many(cohort: Cohort, jo: Client) -> None:
    page = words(jo, "cohort-messages", cohort.pk)
    assert "7 days before the first day, at 10am" in page and "Next:" not in page
    for who in (*people(2), worlds.person("Yusuf Khan", None)):
        booked(cohort, who)
    CohortMessage.objects.create(
        cohort=cohort, kind=ASKING, days=5, hour=18, set_by=dates.trainer(), set_at=NOON
    )
    CohortMessage.objects.create(
        cohort=cohort, kind="tomorrow", on=False, set_by=dates.trainer(), set_at=NOON
    )
    sweep(NOON)
    page = words(jo, "cohort-messages", cohort.pk)
    assert "<b>Next:</b> Thursday 26 November at 10am, to 3 people." in page
    assert "5 days before the first day, at 6pm" in page and "Set by you." in page
    assert "<b>Next:</b> Saturday 28 November at 6pm, to 3 people." in page
    assert "So far: 2 sent, 1 to ring." in page
    assert page.count(">off<") == 1


def test_one_kind_shows_who_gets_it_first_and_how_it_reads(cohort: Cohort, jo: Client) -> None:
    page = words(jo, "cohort-kind", cohort.pk, JOINING)
    assert "Nobody at present" in page and "When somebody has a place, you see here how it reads." in page
    booked(cohort, people(1)[0])
    page = words(jo, "cohort-kind", cohort.pk, JOINING)
    assert "1 person: 1 gets it by e-mail." in page and "Person 0" in page
    assert "This is all you need for Introduction to Community Organising with Harbour Road." in page
    assert 'name="on"' not in page and "so it cannot be left out" in page
    page = words(jo, "cohort-kind", cohort.pk, "missed_session")
    assert "That depends on what happens" in page and 'name="days"' not in page
    for kind in ("place_confirmed", ASKING, "tomorrow", "evaluation", "evaluation_again", "three_months"):
        assert "As somebody called Amara would read it" in words(jo, "cohort-kind", cohort.pk, kind)


def test_saving_says_so_and_shows_the_words(cohort: Cohort, jo: Client) -> None:
    booked(cohort, people(1)[0])
    facts = {"on": "on", "days": "5", "hour": "18", "words": "Bring boots."}
    answer = jo.post(reverse("cohort-kind", args=[cohort.pk, ASKING]), facts, follow=True)
    page = " ".join(answer.content.decode().split())
    assert "Saved." in page and "5 days before the first day, at 6pm" in page
    assert "<p>Bring boots.</p>" in page and "28 November 2026, 6pm" in page


def test_what_is_as_usual_is_not_a_choice(cohort: Cohort, jo: Client) -> None:
    facts = {"on": "on", "days": "3", "hour": "10", "words": ""}
    jo.post(reverse("cohort-kind", args=[cohort.pk, ASKING]), facts)
    plan = CohortMessage.objects.get()
    assert (plan.on, plan.days, plan.hour) == (True, None, None)
    assert "Set by you." not in words(jo, "cohort-messages", cohort.pk)


def test_what_goes_at_once_is_asked_and_nothing_typed_is_lost(
    cohort: Cohort, jo: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    booked(cohort, people(1)[0])
    monkeypatch.setattr(clock, "now", lambda: ten_on(24))
    here = reverse("cohort-kind", args=[cohort.pk, JOINING])
    facts = {"days": "14", "hour": "10", "words": "Bring boots."}
    answer = jo.post(here, facts)
    page = answer.content.decode()
    assert answer.status_code == 422 and "goes to 1 person at once" in page and "Bring boots." in page
    assert not CohortMessage.objects.exists()
    assert jo.post(here, {**facts, "at_once": "yes"}).status_code == 302
    assert CohortMessage.objects.get().days == 14


@pytest.mark.parametrize("facts", [{"days": "99"}, {"hour": "3"}, {"words": "x" * 1001}])
def test_what_is_not_possible_is_refused_beside_the_field(
    cohort: Cohort, jo: Client, facts: dict[str, str]
) -> None:
    answer = jo.post(reverse("cohort-kind", args=[cohort.pk, JOINING]), {"days": "7", "hour": "10"} | facts)
    assert answer.status_code == 422 and "Something needs another look" in answer.content.decode()
    assert not CohortMessage.objects.exists()


def test_send_now_asks_with_everybody_listed(cohort: Cohort, jo: Client) -> None:
    address = reverse("cohort-kind-send", args=[cohort.pk, JOINING])
    assert "nobody has booked yet" in words(jo, "cohort-kind-send", cohort.pk, JOINING)
    booked(cohort, people(1)[0])
    page = words(jo, "cohort-kind-send", cohort.pk, JOINING)
    assert "Send to 1 person now" in page and "Person 0" in page and not Sent.objects.exists()
    page = jo.post(address, follow=True).content.decode()
    assert "It goes to 1 person now, and to nobody twice." in page and "Person 0" in page
    answer = jo.post(address)
    assert answer.status_code == 403 and "has got it" in answer.content.decode()
    assert Sent.objects.count() == 1


def test_what_is_no_kind_of_theirs_is_not_there(cohort: Cohort, jo: Client) -> None:
    for name in ("cohort-kind", "cohort-kind-send", "cohort-kind-sent"):
        for kind in ("welcome", "cohort_letter", "nothing"):
            assert jo.get(reverse(name, args=[cohort.pk, kind])).status_code == 404


def test_two_hundred_cost_as_much_as_three(cohort: Cohort, jo: Client) -> None:
    crowd = people(60)
    for who in crowd[:3]:
        booked(cohort, who)
    few = [_queries(jo, name, cohort) for name in PAGES]
    for who in crowd[3:]:
        booked(cohort, who)
    many = [_queries(jo, name, cohort) for name in PAGES]
    assert few == many and max(many) <= 24
    assert words(jo, "cohort-kind", cohort.pk, JOINING, query="?page=2").count("By e-mail.") == 10


PAGES = ("cohort-kind", "cohort-kind-send", "cohort-kind-sent")


def _queries(client: Client, name: str, cohort: Cohort) -> int:
    address = reverse(name, args=[cohort.pk, JOINING])
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)
