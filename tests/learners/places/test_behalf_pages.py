"""For somebody on the telephone or at the door: who is on the dates, booking, answering, ending, a guardian's yes."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from academy.accounts.models import Account, GuardianConsent, NoticeShown
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from courses.delivery.models import Cohort
from learners.enrolments.behalf_actions import Newcomer, book_known, book_newcomer
from learners.enrolments.behalf_queries import ON_A_PAGE
from learners.enrolments.care_actions import DayFacts, save_day_needs
from learners.enrolments.models import Enrolment
from learners.enrolments.states import PlaceState, Source
from tests.cast import BACKEND
from tests.learners import worlds
from tests.learners.places import dates
from tests.learners.places.people import booked, kit, offered, people, state
from tests.learners.worlds import NOON

pytestmark = pytest.mark.django_db
GRACE = {
    "full_name": "Grace Obi",
    "phone": "01632 960 418",
    "is_adult": "yes",
    "agreed": "On the telephone.",
    "told": "on",
}


@pytest.fixture(autouse=True)
def _noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.shared.clock.now", lambda: NOON)


@pytest.fixture
def cora(client: Client) -> Account:
    """The coordinator of Harbour Road, signed in."""
    who = dates.coordinator()
    client.force_login(who, backend=BACKEND)
    return who


def at(name: str, cohort: Cohort, *more: int) -> str:
    return reverse(name, args=[cohort.token, *more])


def words(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, answer.content.decode()[-1500:]
    return answer.content.decode()


def test_everybody_stands_where_they_are(client: Client, cora: Account) -> None:
    cohort, (amara, bea, cleo) = dates.cohort(1), people(3)
    offered(cohort, amara)
    booked(cohort, bea)
    booked(cohort, cleo)
    said = words(client, at("date-people", cohort))
    for label in (
        "Everybody on it (3)",
        "Booked (0)",
        "To be answered (1)",
        "Waiting (2)",
        "No longer on it (1)",
    ):
        assert label in said
    assert "Until Sunday 22 November at noon" in said
    waiting = words(client, at("date-people", cohort) + "?show=waiting")
    assert "Person 0" not in waiting and waiting.index("Person 1") < waiting.index("Person 2")
    assert "Number 1, since" in waiting
    assert "Nobody stands like this" in words(client, at("date-people", cohort) + "?show=booked")
    assert "Everybody on it (3)" in words(client, at("date-people", cohort) + "?show=nonsense")


def test_a_long_list_is_paged_and_costs_the_same(client: Client, cora: Account) -> None:
    def asks() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get(at("date-people", cohort))
        return len(asked)

    cohort, everybody = dates.cohort(100), people(ON_A_PAGE + 2)
    booked(cohort, everybody[0])
    words(client, at("date-people", cohort))
    few = asks()
    for who in everybody[1:]:
        booked(cohort, who)
    assert asks() == few <= 8
    assert "?page=2" in words(client, at("date-people", cohort))


def test_somebody_new_is_booked_with_a_name_and_a_number(client: Client, cora: Account) -> None:
    cohort = dates.cohort()
    answer = client.post(at("date-people-add", cohort), GRACE, follow=True)
    assert "Grace Obi has a place now." in answer.content.decode()
    place = Enrolment.objects.get()
    assert (place.state, place.source, place.booked_by) == (PlaceState.CONFIRMED, Source.BEHALF, cora)
    grace = place.account
    assert (grace.email, grace.phone, grace.is_adult, grace.hub) == (None, "01632960418", True, cohort.hub)
    assert NoticeShown.objects.filter(account=grace).exists()
    said = words(client, at("date-person", cohort, place.pk))
    assert "by Coordinator" in said and "“On the telephone.”" in said


def test_a_name_alone_is_enough(client: Client, cora: Account) -> None:
    client.post(at("date-people-add", dates.cohort()), {**GRACE, "phone": ""})
    assert Enrolment.objects.get().account.phone == ""


@pytest.mark.parametrize(
    ("without", "says"),
    [
        ("full_name", "Write your name."),
        ("is_adult", "Choose Yes or No."),
        ("agreed", "Choose how they agreed."),
        ("told", "Tell them first, then tick the box."),
    ],
)
def test_what_is_missing_is_said(client: Client, cora: Account, without: str, says: str) -> None:
    facts = {name: value for name, value in GRACE.items() if name != without}
    answer = client.post(at("date-people-add", dates.cohort()), facts)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not Enrolment.objects.exists()


def test_pressing_twice_enters_nobody_twice(client: Client, cora: Account) -> None:
    cohort = dates.cohort()
    client.post(at("date-people-add", cohort), GRACE)
    answer = client.post(at("date-people-add", cohort), GRACE)
    assert "Grace Obi is on these dates already" in answer.content.decode()
    assert Account.objects.filter(full_name="Grace Obi").count() == 1
    client.post(at("date-people-add", cohort), {**GRACE, "another": "on"})
    assert Account.objects.filter(full_name="Grace Obi").count() == 2


def test_an_address_that_the_hub_knows_gets_the_place_itself(client: Client, cora: Account) -> None:
    cohort = dates.cohort()
    amara = worlds.person(hub=cohort.hub)
    client.post(at("date-people-add", cohort), {**GRACE, "email": "Amara@example.org"})
    assert Enrolment.objects.get().account == amara
    assert not Account.objects.filter(full_name="Grace Obi").exists()


def test_nobody_learns_whose_address_it_is(client: Client, cora: Account) -> None:
    """Of somebody whom this hub does not know: only with their own name, and no word tells that there is anybody."""
    cohort = dates.cohort()
    amara = worlds.person("Amara Diallo", "amara@example.org", hub=dates.hub("millfield"))
    worlds.person("Ola Gone", "gone@example.org", is_active=False)
    said = []
    for email in ("amara@example.org", "gone@example.org"):
        answer = client.post(at("date-people-add", cohort), {**GRACE, "email": email})
        said.append(answer.content.decode().replace(email, ""))
        assert answer.status_code == 422 and "Amara" not in said[-1] and "Ola" not in said[-1]
        assert "We cannot book with this name and this e-mail address together." in said[-1]
    assert not Enrolment.objects.exists() and not Account.objects.filter(full_name="Grace Obi").exists()
    client.post(
        at("date-people-add", cohort), {**GRACE, "full_name": " amara  DIALLO", "email": "amara@example.org"}
    )
    assert Enrolment.objects.get().account == amara


def test_an_account_without_a_name_is_nobodys_by_guess(client: Client, cora: Account) -> None:
    worlds.person("", "new@example.org")  # has begun to sign up
    answer = client.post(at("date-people-add", dates.cohort()), {**GRACE, "email": "new@example.org"})
    assert answer.status_code == 422 and not Enrolment.objects.exists()


def test_people_whom_the_hub_knows_are_offered_first(client: Client, cora: Account) -> None:
    cohort = dates.cohort()
    here = worlds.person("Amara Here", "here@example.org", hub=cohort.hub)
    worlds.person("Amara Elsewhere", "else@example.org", hub=dates.hub("millfield"))
    been = worlds.person("Amara Been", "been@example.org")
    booked(dates.cohort(), been)
    on_it = worlds.person("Amara On It", "onit@example.org", hub=cohort.hub)
    booked(cohort, on_it)
    said = words(client, at("date-people-add", cohort) + "?q=amara")
    assert "Amara Here" in said and "Amara Been" in said
    assert "Amara Elsewhere" not in said and "Amara On It" not in said
    answer = client.post(
        at("date-people-add", cohort), {"account": here.pk, "agreed": "Face to face."}, follow=True
    )
    assert "Amara Here has a place now." in answer.content.decode()
    assert client.post(at("date-people-add", cohort), {"account": been.pk}).status_code == 422


@pytest.mark.parametrize("typed", ["", "0", "x", "9" * 30, "-1"])
def test_nobody_is_booked_whom_the_hub_does_not_know(client: Client, cora: Account, typed: str) -> None:
    answer = client.post(at("date-people-add", dates.cohort()), {"account": typed, "agreed": "In writing."})
    assert answer.status_code == 422
    assert "does not know this person yet" in answer.content.decode()


def test_another_hubs_person_is_not_booked_by_number() -> None:
    cohort, bea = dates.cohort(), worlds.person("Bea", "bea@example.org", hub=dates.hub("millfield"))
    with pytest.raises(Refused, match="Harbour Road does not know this person yet. Write their name"):
        book_known(
            cohort_id=cohort.pk, account_id=bea.pk, agreed="In writing.", by=dates.coordinator(), now=NOON
        )


@pytest.mark.parametrize(
    ("facts", "agreed", "says"),
    [
        ({"is_adult": False}, "Rang.", "Write when this person was born"),
        ({"is_adult": False, "date_of_birth": date(2015, 1, 1)}, "Rang.", "under 13 needs a parent"),
        ({}, " ", "Say how the person agreed"),
    ],
)
def test_what_an_action_needs(facts: dict, agreed: str, says: str) -> None:
    person = Newcomer("Grace Obi", **{"is_adult": True, **facts})
    with pytest.raises(Refused, match=says):
        book_newcomer(
            cohort_id=dates.cohort().pk, person=person, agreed=agreed, by=dates.coordinator(), now=NOON
        )


def test_dates_that_cannot_be_booked_say_so_first(client: Client, cora: Account) -> None:
    cohort = dates.cohort(booking_closes_at=NOON)
    assert "Nobody can be booked now" in words(client, at("date-people-add", cohort))
    assert (
        "Booking for these dates is over"
        in client.post(at("date-people-add", cohort), GRACE).content.decode()
    )
    assert not Account.objects.filter(full_name="Grace Obi").exists()


def test_an_offer_is_taken_for_somebody(client: Client, cora: Account) -> None:
    cohort, (amara,) = dates.cohort(1), people(1)
    place = offered(cohort, amara)
    assert "Take the place for them" in words(client, at("date-person", cohort, place.pk))
    client.post(at("date-person", cohort, place.pk), {"did": "accept"})
    assert state(place) == PlaceState.CONFIRMED
    assert AuditEvent.objects.get(action="offer_accepted").actor_id == cora.pk


@pytest.mark.parametrize(
    ("whose", "after"),
    [("person", PlaceState.CANCELLED_BY_LEARNER), ("hub", PlaceState.CANCELLED_BY_HUB)],
)
def test_a_place_is_ended_with_a_reason(client: Client, cora: Account, whose: str, after: PlaceState) -> None:
    cohort = dates.cohort()
    place = booked(cohort, worlds.person())
    address = at("date-person", cohort, place.pk)
    answer = client.post(address, {"did": "end", "whose": whose, "why": ""})
    assert answer.status_code == 422 and "Write what they said" in answer.content.decode()
    client.post(address, {"did": "end", "whose": whose, "why": "Rang: has to work."})
    assert state(place) == after
    said = words(client, address)
    assert "“Rang: has to work.”" in said and "given up already" in said


def test_needs_are_shown_to_those_who_run_the_dates(client: Client, cora: Account) -> None:
    cohort, amara = dates.cohort(), worlds.person()
    place = booked(cohort, amara)
    save_day_needs(place_id=place.pk, facts=DayFacts(needs="Lip reads."), by=amara, now=NOON)
    assert "Has told you something" in words(client, at("date-people", cohort))
    assert "Lip reads." in words(client, at("date-person", cohort, place.pk))
    assert not AuditEvent.objects.filter(detail__reason__contains="Lip").exists()


def test_a_guardians_yes_is_written_down(client: Client, cora: Account) -> None:
    cohort = dates.cohort()
    place = booked(cohort, kit())
    assert "Write down who agreed" in words(client, at("date-person", cohort, place.pk))
    address = at("guardian-consent", cohort, place.pk)
    assert client.post(address, {"guardian_name": "Pat Young"}).status_code == 422
    assert not GuardianConsent.objects.exists()
    client.post(address, {"guardian_name": "Pat Young", "contact": "01632 960 001", "sure": "on"})
    assert state(place) == PlaceState.CONFIRMED
    assert "Write down who agreed" not in words(client, at("date-person", cohort, place.pk))
    grown = booked(cohort, worlds.person())
    answer = client.post(
        at("guardian-consent", cohort, grown.pk),
        {"guardian_name": "Pat Young", "contact": "01632 960 001", "sure": "on"},
    )
    assert "is 18 or over, so nobody has to agree" in answer.content.decode()


def test_a_place_belongs_to_its_own_dates(client: Client, cora: Account) -> None:
    """A number of another hub's place under the address of one's own dates."""
    theirs = booked(dates.cohort(at=dates.hub("millfield")), worlds.person())
    assert client.get(at("date-person", dates.cohort(), theirs.pk)).status_code == 404


@pytest.mark.parametrize("name", ["date-people", "date-people-add", "date-person", "guardian-consent"])
def test_only_those_who_run_the_dates_get_in(client: Client, name: str) -> None:
    jo = dates.trainer()
    cohort = dates.cohort(trainers=(jo,))
    place = booked(cohort, kit())
    address = at(name, cohort, *([place.pk] if name in ("date-person", "guardian-consent") else []))
    for who, status in (
        (jo, 200),
        (dates.coordinator(), 200),
        (dates.trainer(email="not-of-these@example.org"), 403),
        (dates.coordinator(dates.hub("millfield"), "mel@example.org"), 403),
        (place.account, 403),
    ):
        client.force_login(who, backend=BACKEND)
        assert client.get(address).status_code == status, who
