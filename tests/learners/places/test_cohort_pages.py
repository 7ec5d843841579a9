"""The screens of those who run dates: what they show, what they refuse, and what it costs."""

import pytest
from django.test import Client
from django.urls import reverse

from academy.shared import clock
from courses.delivery.models import Cohort, Session, Venue
from courses.delivery.queries import trains
from courses.delivery.states import CohortState
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import book_place
from tests.browsing import browser
from tests.learners import worlds
from tests.learners.conftest import Nudges
from tests.learners.places import dates
from tests.learners.worlds import NOON

pytestmark = pytest.mark.django_db
KEY = "k" * 22


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch, nudges: Nudges) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


@pytest.fixture
def cora() -> Client:
    return browser(dates.coordinator())


def typed(**more) -> dict[str, str]:
    """A new form, filled in."""
    venue, _ = Venue.objects.get_or_create(hub=dates.hub(), name="Main hall", defaults={"address": "Quay St"})
    return {
        "course": str(dates.course().pk),
        "day": "2026-12-03",
        "begins": "10:00",
        "ends": "16:00",
        "where": str(venue.pk),
        "capacity": "12",
        "min_to_run": "4",
        "times": "1",
        "every": "7",
        "key": KEY,
        **more,
    }


def words(answer) -> str:
    return answer.content.decode()


def test_dates_are_made_and_opened_in_one_page(cora: Client) -> None:
    jo = dates.trainer()
    page = words(cora.get(reverse("cohort-new")))
    assert "Make them and open booking" in page
    answer = cora.post(reverse("cohort-new"), typed(open="yes", trainers=str(jo.pk)))
    cohort = Cohort.objects.get()
    assert answer["Location"] == reverse("cohort-page", args=[cohort.pk])
    assert (cohort.state, cohort.capacity, trains(cohort)) == (CohortState.OPEN, 12, [jo])
    cora.post(reverse("cohort-new"), typed(open="yes"))
    assert Cohort.objects.count() == 1


def test_a_draft_with_several_sessions_at_a_new_place(cora: Client) -> None:
    facts = typed(where="new", venue_name="Library", venue_address="High Street", times="3", every="14")
    cora.post(reverse("cohort-new"), facts | {"booking_opens": "2026-11-25", "booking_closes": "2026-12-01"})
    cohort = Cohort.objects.get()
    assert cohort.state == CohortState.DRAFT
    assert [one.day.day for one in cohort.sessions.all()] == [3, 17, 31]
    assert [str(one.venue) for one in cohort.sessions.all()] == ["Library"] * 3
    assert cohort.booking_opens_at is not None and cohort.booking_closes_at is not None
    assert (cohort.booking_opens_at.hour, cohort.booking_closes_at.day) == (0, 2)


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"day": ""}, "Choose the day."),
        ({"day": "2026-11-01"}, "is over. Choose a day that is still to come"),
        ({"day": "2036-12-03"}, "Check the year"),
        ({"ends": "09:00"}, "ends after it begins"),
        ({"day": "2027-03-28", "begins": "01:30", "ends": "05:00"}, "The clocks go forward on 28 March"),
        ({"day": "2026-11-20", "begins": "09:00"}, "That time is over already"),
        ({"where": "online"}, "Write the link that people join with."),
        ({"where": "new"}, "Write what the place is called."),
        ({"where": "99999"}, "99999 is not one of the available choices"),
        ({"capacity": "0"}, "Write a number from 1 to 500."),
        ({"capacity": "3"}, "Lower the one or raise the other"),
        ({"times": "61"}, "Write a number from 1 to 60."),
        ({"course": ""}, "Choose a course."),
        ({"booking_opens": "2026-12-02", "booking_closes": "2026-12-01"}, "Check the two days"),
    ],
)
def test_what_is_wrong_stands_beside_it(cora: Client, facts: dict[str, str], said: str) -> None:
    answer = cora.post(reverse("cohort-new"), typed(**facts))
    assert answer.status_code == 422
    assert said in words(answer)
    assert not Cohort.objects.exists()


def test_an_action_that_says_no_is_heard(cora: Client) -> None:
    """The form knows one session; the action finds that two of them meet."""
    answer = cora.post(reverse("cohort-new"), typed(times="2", every="1", begins="10:00", capacity="12"))
    assert answer.status_code == 302
    cohort = Cohort.objects.get()
    add = reverse("cohort-session-add", args=[cohort.pk])
    answer = cora.post(add, typed(day="2026-12-04", begins="15:00", ends="17:00"))
    assert answer.status_code == 422
    assert "on Friday 4 December from 10:00 to 16:00 already" in words(answer)


def test_who_leads_several_hubs_chooses_one(cora: Client) -> None:
    dates.coordinator(dates.hub("millfield"))
    page = words(cora.get(reverse("cohort-new")))
    assert "?hub=harbour" in page
    assert "At Millfield Road." in words(cora.get(reverse("cohort-new") + "?hub=millfield"))
    far = dates.hub("far")
    answer = cora.get(reverse("cohort-new") + f"?hub={far.slug}")
    assert answer.status_code == 403
    assert "made by its coordinator. Ask them" in words(answer)


def test_the_list_shows_what_one_runs(cora: Client) -> None:
    jo = dates.trainer()
    own = dates.cohort(title="autumn group", trainers=(jo,))
    dates.cohort(title="being prepared", state=CohortState.DRAFT)
    dates.cohort(title="rained off", state=CohortState.CANCELLED, cancelled_at=NOON, cancelled_why="Rain.")
    page = words(cora.get(reverse("cohort-list")))
    assert "autumn group" in page
    assert "being prepared" not in page
    assert "To come (1)" in page
    assert "Drafts (1)" in page
    assert "Rain." in words(cora.get(reverse("cohort-list") + "?show=past"))
    trainers = words(browser(jo).get(reverse("cohort-list")))
    assert str(own) in trainers
    assert reverse("cohort-new") not in trainers
    assert browser(worlds.person()).get(reverse("cohort-list")).status_code == 403


def test_the_list_is_paged_and_costs_the_same_with_many(cora: Client, django_assert_max_num_queries) -> None:
    for number in range(25):
        dates.cohort(title=f"group {number:02}")
    with django_assert_max_num_queries(10):
        page = words(cora.get(reverse("cohort-list")))
    assert "group 19" in page
    assert "group 20" not in page
    assert "group 24" in words(cora.get(reverse("cohort-list") + "?page=2"))


def test_the_page_says_what_is_next_and_why_not(cora: Client) -> None:
    cohort = dates.cohort(4, min_to_run=2)
    page = words(cora.get(reverse("cohort-page", args=[cohort.pk])))
    assert "2 more people, and it can go ahead" in page
    assert "Nobody has booked, and it runs with 2 or more" in page
    assert "Go ahead with fewer" in page
    assert "How do people get into Main hall?" in page
    for name, key in (("date-people", cohort.token), ("register", cohort.sessions.get().uid)):
        assert reverse(name, args=[key]) in page


def test_a_trainer_sees_the_page_and_why_they_cannot_press(cora: Client) -> None:
    jo = dates.trainer()
    cohort = dates.cohort(trainers=(jo,))
    page = words(browser(jo).get(reverse("cohort-page", args=[cohort.pk])))
    assert "Only the coordinator of Harbour Road cancels these dates. Ask them." in page
    assert "Add a session" not in page
    for name in ("cohort-confirm", "cohort-cancel"):
        assert "Ask them." in words(browser(jo).get(reverse(name, args=[cohort.pk])))
    other = dates.trainer(email="other@example.org")
    answer = browser(other).get(reverse("cohort-page", args=[cohort.pk]))
    assert answer.status_code == 403
    assert "Ask the coordinator to put you on the dates as a trainer" in words(answer)


def test_the_page_costs_the_same_with_many_people_and_sessions(
    cora: Client, django_assert_max_num_queries
) -> None:
    cohort = dates.cohort(30, days=8)
    for number in range(33):
        who = worlds.person(f"Person {number}", f"p{number}@example.org")
        book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=NOON)
    with django_assert_max_num_queries(9):
        page = words(cora.get(reverse("cohort-page", args=[cohort.pk])))
    assert '<b class="num">30</b>' in page
    assert '<b class="num">3</b>on the list' in page


def test_a_page_asks_before_it_acts(cora: Client) -> None:
    cohort = dates.cohort(4, min_to_run=2, state=CohortState.DRAFT)
    where = {name: reverse(f"cohort-{name}", args=[cohort.pk]) for name in ("open", "confirm", "cancel")}
    assert "Open booking?" in words(cora.get(where["open"]))
    assert Cohort.objects.get().state == CohortState.DRAFT
    cora.post(where["open"])
    assert Cohort.objects.get().state == CohortState.OPEN
    assert "Go ahead with fewer people?" in words(cora.get(where["confirm"]))
    answer = cora.post(where["confirm"], {"why": ""})
    assert (answer.status_code, Cohort.objects.get().state) == (422, CohortState.OPEN)
    assert "or write why it goes ahead all the same" in words(answer)
    cora.post(where["confirm"], {"why": "A class comes."})
    assert cora.post(where["confirm"], {"why": ""}).status_code == 302  # pressed twice
    assert Cohort.objects.get().confirmed_why == "A class comes."
    who = worlds.person()
    book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=NOON)
    assert "Cancel these dates?" in words(cora.get(where["cancel"]))
    assert "Write why these dates are cancelled" in words(cora.post(where["cancel"], {"why": ""}))
    cora.post(where["cancel"], {"why": "The hall is flooded."})
    assert Cohort.objects.get().state == CohortState.CANCELLED
    assert cora.post(where["cancel"], {"why": ""}).status_code == 302  # pressed twice
    assert Enrolment.objects.get().ended_why == "The hall is flooded."
    assert "These dates stay as they are" in words(cora.get(where["cancel"]))


def test_dates_are_copied(cora: Client) -> None:
    cohort = dates.cohort(days=2)
    copy = reverse("cohort-copy", args=[cohort.pk])
    assert "10:00" in words(cora.get(copy))
    cora.post(copy, typed(day="2027-01-07"))
    made = Cohort.objects.get(copied_from=cohort)
    assert [one.day.day for one in made.sessions.all()] == [7, 14]


def test_cancelled_dates_keep_their_day_and_can_be_copied_whole(cora: Client) -> None:
    cohort = dates.cohort(days=2)
    cora.post(reverse("cohort-cancel", args=[cohort.pk]), {"why": "The hall is flooded."})
    assert "3 December 2026" in words(cora.get(reverse("cohort-list") + "?show=past"))
    assert "Cancelled: The hall is flooded." in words(cora.get(reverse("cohort-page", args=[cohort.pk])))
    cora.post(reverse("cohort-copy", args=[cohort.pk]), typed(day="2027-01-07"))
    assert Cohort.objects.get(copied_from=cohort).sessions.count() == 2


def test_places_and_words_change(cora: Client) -> None:
    cohort = dates.cohort(4)
    change = reverse("cohort-change", args=[cohort.pk])
    assert 'value="4"' in words(cora.get(change))
    assert "Lower the one" in words(cora.post(change, typed(capacity="3")))
    cora.post(change, typed(capacity="6", words="Bring a cup.", booking_closes="2026-12-01"))
    cohort.refresh_from_db()
    assert (cohort.capacity, cohort.words) == (6, "Bring a cup.")
    assert 'value="2026-12-01"' in words(cora.get(change))


def test_sessions_are_moved_and_cancelled(cora: Client) -> None:
    cohort = dates.cohort(days=2)
    first, last = cohort.sessions.all()
    move, stop = (reverse(name, args=[last.uid]) for name in ("cohort-session", "cohort-session-cancel"))
    assert 'value="2026-12-10"' in words(cora.get(move))
    cora.post(move, typed(day="2026-12-11", required="on"))
    last.refresh_from_db()
    assert (last.day.day, last.sequence, last.required) == (11, 1, True)
    assert "Cancel this session?" in words(cora.get(stop))
    cora.post(stop, {"why": "Snow"})
    last.refresh_from_db()
    assert last.cancelled_at == NOON
    assert "the only session" in words(cora.get(reverse("cohort-session-cancel", args=[first.uid])))
    assert Session.objects.live().count() == 1


def test_trainers_are_chosen(cora: Client) -> None:
    jo, cohort = dates.trainer(), dates.cohort()
    where = reverse("cohort-trainers", args=[cohort.pk])
    assert "Trainer" in words(cora.get(where))
    cora.post(where, {"trainers": str(jo.pk)})
    assert trains(cohort) == [jo]
    cora.post(where, {})
    assert trains(cohort) == []


def test_places_of_the_hub(cora: Client) -> None:
    facts = {"name": "Salt House", "address": "2 Quay Street", "capacity": ""}
    facts |= dict.fromkeys(("step_free", "accessible_toilet", "hearing_loop"), "unknown")
    assert "No venues yet" in words(cora.get(reverse("cohort-venues")))
    answer = cora.post(reverse("cohort-venue-add"), {**facts, "name": ""})
    assert "Write what the place is called." in words(answer)
    cora.post(reverse("cohort-venue-add"), facts)
    venue = Venue.objects.get()
    change, close = (reverse(name, args=[venue.pk]) for name in ("cohort-venue", "cohort-venue-close"))
    cora.post(change, {**facts, "step_free": "yes", "entrance": "The blue door"})
    venue.refresh_from_db()
    assert (venue.step_free, venue.entrance) == ("yes", "The blue door")
    cora.post(reverse("cohort-venue-add"), {**facts, "name": "Library"})
    assert "has a place called Library already" in words(cora.post(change, {**facts, "name": "library"}))
    assert "no more?" in words(cora.get(close))
    cora.post(close)
    assert "no longer used" in words(cora.get(reverse("cohort-venues")))
    cora.post(close, {"again": "yes"})
    venue.refresh_from_db()
    assert venue.closed_at is None


def test_what_a_page_asks_for_is_decided_anew_when_it_is_sent(cora: Client) -> None:
    """Opened in one browser, delivered in another."""
    cohort = dates.cohort(4)
    Cohort.objects.update(state=CohortState.DELIVERED)
    answer = cora.post(reverse("cohort-cancel", args=[cohort.pk]), {"why": "x"})
    assert "nothing left to cancel" in words(answer)
    assert cora.post(reverse("cohort-open", args=[cohort.pk])).status_code == 403


@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("cohort-new", 12),
        ("cohort-copy", 9),
        ("cohort-change", 7),
        ("cohort-open", 8),
        ("cohort-confirm", 7),
        ("cohort-cancel", 7),
        ("cohort-trainers", 9),
        ("cohort-session-add", 8),
        ("cohort-session", 8),
        ("cohort-session-cancel", 7),
        ("cohort-venues", 8),
        ("cohort-programmes", 9),
    ],
)
def test_no_form_costs_more_with_more_people(
    cora: Client, django_assert_max_num_queries, name: str, most: int
) -> None:
    cohort = dates.cohort(12, days=3, trainers=(dates.trainer(),))
    for number in range(14):
        who = worlds.person(f"Person {number}", f"p{number}@example.org")
        book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=NOON)
    of_session = name in ("cohort-session", "cohort-session-cancel")
    args = [cohort.sessions.earliest("number").uid] if of_session else [cohort.pk]
    where = reverse(name, args=[] if name in ("cohort-new", "cohort-venues") else args)
    with django_assert_max_num_queries(most):
        assert cora.get(where).status_code == 200
