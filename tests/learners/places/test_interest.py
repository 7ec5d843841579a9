"""Tell me when there are dates: who may ask, what ends it, who sees it, and whom to tell when dates open."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from academy.accounts.models import Account, RoleAssignment
from academy.accounts.roles import Role
from academy.shared.rulings import Refused
from courses.catalogue.kinds import CourseKind
from courses.delivery.states import CohortState
from learners.attendance.walk_in_actions import add_walk_in
from learners.enrolments.interest_actions import ask_to_be_told, stop_telling
from learners.enrolments.interest_policies import MOST_LISTS
from learners.enrolments.interest_queries import demand_at
from learners.enrolments.models import Interest
from tests.browsing import browser
from tests.learners import worlds
from tests.learners.places import dates
from tests.learners.places.interests import waits
from tests.learners.places.people import accepted, booked, offered, people
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.shared.clock.now", lambda: NOON)


def words(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[-1500:]
    return answer.content.decode()


def manager() -> Account:
    made = worlds.person("Mo Manager", "mo@example.org")
    RoleAssignment.objects.create(account=made, role=Role.MANAGER, starts_on=NOON.date())
    return made


ASK = "/interest/intro/"


# --- asking -------------------------------------------------------------------------------------------------


def test_asking_needs_an_account_and_the_address_survives_signing_in() -> None:
    dates.course()
    assert Client().get(ASK)["Location"] == f"{reverse('account_login')}?next={ASK}"


def test_asking_is_one_question_and_one_press() -> None:
    dates.course(), dates.hub()
    client = browser(worlds.person())
    assert "Shall we tell you when there are dates?" in words(client, ASK)
    for _ in range(2):  # pressed twice
        answer = client.post(ASK, {"hub": "harbour"}, follow=True)
        assert answer.redirect_chain[-1][0] == reverse("interests")
    said = answer.content.decode()
    assert "We tell you when there are dates at Harbour Road." in said
    assert "Harbour Road, since 20 November 2026" in said
    assert Interest.objects.count() == 1


def test_any_hub_and_one_hub_are_two_lists() -> None:
    dates.course(), dates.hub()
    client = browser(worlds.person())
    client.post(ASK, {"hub": "any"})
    client.post(ASK, {"hub": "harbour"})
    assert set(Interest.objects.values_list("hub__slug", flat=True)) == {None, "harbour"}


@pytest.mark.parametrize("hub", ["", "nowhere", "paused-and-closed"])
def test_a_hub_that_is_none_is_refused_in_words(hub: str) -> None:
    dates.course(), dates.hub()
    answer = browser(worlds.person()).post(ASK, {"hub": hub})
    assert answer.status_code == 422 and "Choose a hub" in answer.content.decode()
    assert not Interest.objects.exists()


def test_ones_own_hub_is_chosen_already_and_that_of_the_address_before_it() -> None:
    dates.course(), dates.hub("mill")
    client = browser(worlds.person(hub=dates.hub()))
    assert '<option value="harbour" selected>' in words(client, ASK)
    assert '<option value="mill" selected>' in words(client, f"{ASK}?hub=mill")
    assert "selected" not in words(client, f"{ASK}?hub=%22%3E")


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({"kind": CourseKind.ONLINE}, "It needs no dates"),
        ({"published": False}, "not offered just now"),
    ],
)
def test_a_course_without_dates_has_no_list(facts, why: str) -> None:
    dates.course(**facts)
    client, who = browser(worlds.person()), Account.objects.get()
    assert why in words(client, ASK, status=403)
    with pytest.raises(Refused, match=why):
        waits(who)


def test_a_closed_hub_keeps_no_list() -> None:
    dates.course()
    who, hub = worlds.person(), dates.hub()
    hub.status = "closed"
    hub.save()
    with pytest.raises(Refused, match="holds no courses just now"):
        waits(who, "harbour")


def test_nobody_waits_for_more_than_ten() -> None:
    who = worlds.person()
    for number in range(MOST_LISTS):
        waits(who, code=f"C{number}")
    dates.course()
    answer = browser(who).post(ASK, {"hub": "any"})
    assert answer.status_code == 422 and "End one of them first" in answer.content.decode()
    assert Interest.objects.count() == MOST_LISTS
    waits(who, code="C0")  # one that there is already is none more


def test_the_database_keeps_one_list_at_a_hub() -> None:
    first = waits(worlds.person(), "harbour")
    with pytest.raises(IntegrityError), transaction.atomic():
        Interest.objects.create(account=first.account, course=first.course, hub=first.hub, since=NOON)


# --- ending -------------------------------------------------------------------------------------------------


def test_it_ends_when_one_wishes_and_can_begin_again() -> None:
    who = worlds.person()
    mine, client = waits(who), browser(who)
    client.post(reverse("interests"), {"end": str(mine.pk)})
    assert "You wait for no dates." in words(client, reverse("interests"))
    assert waits(who).pk != mine.pk


@pytest.mark.parametrize("typed", ["", "x", "²", "99999999999999999999", "-1"])
def test_nonsense_ends_nothing(typed: str) -> None:
    who = worlds.person()
    waits(who)
    assert browser(who).post(reverse("interests"), {"end": typed}).status_code == 302
    assert Interest.objects.filter(ended_at=None).exists()


def test_nobody_ends_the_list_of_another() -> None:
    mine, sam = waits(worlds.person()), worlds.person("Sam", "sam@example.org")
    assert not stop_telling(account_id=sam.pk, interest_id=mine.pk, now=NOON)
    browser(sam).post(reverse("interests"), {"end": str(mine.pk)})
    assert Interest.objects.filter(ended_at=None).exists()


def test_it_ends_when_the_course_is_booked_at_whatever_hub() -> None:
    who = worlds.person()
    for hub in ("", "harbour", "mill"):
        waits(who, hub)
    other = waits(who, code="POWER")
    booked(dates.cohort(), who)
    assert list(Interest.objects.filter(ended_at=None)) == [other]


def test_a_place_on_the_waiting_list_ends_nothing_and_taking_an_offer_does() -> None:
    cohort, who = dates.cohort(1), worlds.person()
    waits(who)
    place = offered(cohort, who)
    assert Interest.objects.filter(ended_at=None).exists()
    accepted(place, NOON)
    assert not Interest.objects.filter(ended_at=None).exists()


def test_whoever_comes_to_the_door_waits_no_longer() -> None:
    who = worlds.person(hub=dates.hub())
    cohort = dates.cohort(first=NOON.date(), trainers=(dates.trainer(),), state=CohortState.IN_PROGRESS)
    waits(who)
    session = cohort.sessions.get()
    add_walk_in(session_id=session.pk, by=dates.trainer(), now=NOON, account_id=who.pk)
    assert not Interest.objects.filter(ended_at=None).exists()


# --- for somebody else --------------------------------------------------------------------------------------


def test_a_coordinator_puts_somebody_on_the_list_of_their_own_hub_only() -> None:
    who, cora, jo = worlds.person(), dates.coordinator(), dates.trainer()
    course, harbour, mill = dates.course(), dates.hub(), dates.hub("mill")

    def ask(by: Account, hub_id: int | None) -> Interest:
        return ask_to_be_told(account_id=who.pk, course_id=course.pk, hub_id=hub_id, by=by, now=NOON)

    assert ask(cora, harbour.pk).account == who
    for by, hub_id in ((cora, mill.pk), (cora, None), (jo, harbour.pk)):
        with pytest.raises(Refused, match="Only the coordinator of a hub"):
            ask(by, hub_id)


# --- who sees it --------------------------------------------------------------------------------------------


def test_a_coordinator_sees_their_own_hub_and_of_the_rest_a_number() -> None:
    amara, bea, cleo = people(3)
    waits(amara, "harbour"), waits(bea, "mill"), waits(cleo)
    said = words(browser(dates.coordinator()), reverse("interest-demand"))
    assert "1 person waits" in said and "1 more person would come to any hub." in said
    listed = words(browser(dates.coordinator()), "/dates/manage/interest/harbour/intro/")
    assert "p0@example.org" in listed
    assert "p1@example.org" not in listed and "p2@example.org" not in listed
    assert "Mill Road" not in words(browser(dates.coordinator()), f"{reverse('interest-demand')}?hub=mill")
    refused = words(browser(dates.coordinator()), "/dates/manage/interest/mill/intro/", status=403)
    assert "Only the coordinator of Mill Road sees who waits for its dates." in refused


def test_others_see_nothing_of_it() -> None:
    waits(people(1)[0], "harbour")
    for who in (dates.trainer(), worlds.person()):
        assert "for the people who plan them" in words(browser(who), reverse("interest-demand"), status=403)
        refused = words(browser(who), "/dates/manage/interest/harbour/intro/", status=403)
        assert "p0@example.org" not in refused


def test_a_manager_sees_every_hub() -> None:
    waits(people(1)[0], "mill")
    client = browser(manager())
    assert "1 person waits" in words(client, f"{reverse('interest-demand')}?hub=mill")
    assert "p0@example.org" in words(client, "/dates/manage/interest/mill/intro/")


def test_the_list_is_paged() -> None:
    for who in people(51):
        waits(who, "harbour")
    client = browser(dates.coordinator())
    assert "p0@example.org" in words(client, "/dates/manage/interest/harbour/intro/")
    assert "p50@example.org" in words(client, "/dates/manage/interest/harbour/intro/?page=2")


@pytest.mark.parametrize("many", [1, 30])
def test_demand_costs_the_same_for_few_and_many(many: int, django_assert_num_queries) -> None:
    for number, who in enumerate(people(many)):
        waits(who, "harbour", code=f"C{number % 9}")
    hub = dates.hub()
    with django_assert_num_queries(3):
        demand_at(hub, now=NOON)


def test_demand_counts_people_dates_and_who_came() -> None:
    amara, bea, cleo, _ = people(4)
    for who in (amara, bea):
        waits(who, "harbour")
    waits(amara), waits(cleo)
    booked(dates.cohort(), bea)
    (row,) = demand_at(dates.hub(), now=later(days=1))
    assert (row.here, row.anywhere, row.came, row.dates) == (1, 2, 1, 1)


# --- where it is asked --------------------------------------------------------------------------------------


def test_the_list_of_dates_asks_where_a_course_is_chosen() -> None:
    dates.course()
    client = Client()
    assert f'href="{ASK}?hub=harbour"' in words(client, "/dates/?course=intro&hub=harbour")
    assert "Tell me when there are dates" in words(client, "/dates/?course=intro")
    for nothing in ("/dates/", "/dates/?course=nothing", "/dates/?course=%22%2F%20x"):
        assert "/interest/" not in words(client, nothing)


def test_full_dates_ask_and_dates_with_places_do_not() -> None:
    cohort, (amara,) = dates.cohort(1), people(1)
    address = reverse("date-page", args=[cohort.token])
    assert "Tell me when there are other dates" not in words(Client(), address)
    booked(cohort, amara)
    assert "Tell me when there are other dates" in words(Client(), address)
