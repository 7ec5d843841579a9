"""The screens of joining: the list of those who may be in twice, both side by side, and undoing it."""

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext

from academy.accounts.models import Account, Joining, ToldApart
from tests.browsing import browser
from tests.learners import worlds
from tests.learners.joining.twice import at_the_door, fresh, joined, newcomer
from tests.learners.places import dates, people

pytestmark = [pytest.mark.django_db, pytest.mark.both]

SAME = "/people/same/"
BUDGET = 14  # session, person, ruling, hubs, three kinds of likeness, told apart, entries, days, sessions


def words(response: Any) -> str:
    return response.content.decode()


def both_address(one: Account, other: Account) -> str:
    return f"/people/{one.pk}/join/{other.pk}/"


def test_those_of_one_name_or_number_are_listed_with_what_they_have_in_common() -> None:
    hub = dates.hub()
    for name, phone in (("Kit Lawal", "07700900123"), ("kit lawal", "07700900123"), ("Amara Bello", "")):
        worlds.person(name, None, hub=hub, phone=phone)
    page = words(browser(dates.coordinator()).get(SAME))
    assert "1 pair to look at" in page and "same name, same phone number" in page
    assert "Amara" not in page


def test_a_second_address_of_one_that_is_the_address_of_another_is_found() -> None:
    from_slip = newcomer(hub=dates.hub())
    other = worlds.person("K. Lawal", "k@example.org", hub=dates.hub())
    EmailAddress.objects.create(user=from_slip, email="k@example.org")
    page = words(browser(dates.coordinator()).get(SAME))
    assert "same e-mail address" in page and str(other) in page


def test_people_of_another_hub_are_not_on_the_list_and_cannot_be_opened() -> None:
    one = worlds.person("Kit Lawal", None, hub=dates.hub())
    other = worlds.person("Kit Lawal", None, hub=dates.hub("millfield"))
    cora = browser(dates.coordinator())
    assert "Nobody seems to be here twice" in words(cora.get(SAME))
    assert cora.get(both_address(one, other)).status_code == 403
    assert cora.get(f"/people/{other.pk}/join/").status_code == 403
    found = words(cora.get(f"/people/{one.pk}/join/"))
    assert "Nobody else found" in found, "also not by looking for them"


def test_days_at_another_hub_are_not_shown() -> None:
    door = at_the_door()
    kit = newcomer(hub=door.cohort.hub)
    away = dates.cohort(3, at=dates.hub("millfield"), title="a group elsewhere")
    people.booked(away, kit)
    cora = dates.coordinator(email="cora@example.org")  # of Harbour Road alone
    page = words(browser(cora).get(both_address(kit, door.kit)))
    assert "a group elsewhere" not in page and "Introduction to Community Organising" in page


def test_both_side_by_side_then_joined_then_undone() -> None:
    door = at_the_door()
    kit = newcomer(hub=door.cohort.hub)
    cora = browser(door.coordinator)
    page = words(cora.get(both_address(kit, door.kit)))
    assert "This entry stays" in page and "never so far" in page and "kit@example.org" in page
    assert fresh(door.kit).joined_to is None, "looking changes nothing"
    done = cora.post(both_address(kit, door.kit), {"answer": "one", "why": "Told me."}, follow=True)
    joining = Joining.objects.get()
    assert done.redirect_chain == [(f"/people/joined/{joining.pk}/", 302)] and "Told me." in words(done)
    assert door.kit.joined_to == kit
    answer = cora.post(f"/people/joined/{joining.pk}/", follow=True)
    assert "two entries again" in words(answer) and door.kit.joined_to is None


def test_two_people_leave_the_list() -> None:
    one, other = (worlds.person("Kit Lawal", None, hub=dates.hub()) for _ in range(2))
    cora = browser(dates.coordinator())
    assert "Kit Lawal" in words(cora.get(SAME))
    for _ in range(2):
        cora.post(both_address(one, other), {"answer": "two"})
    assert ToldApart.objects.get().said_by == dates.coordinator()
    assert "Nobody seems" in words(cora.get(SAME))


def test_what_was_typed_is_kept_when_it_is_refused() -> None:
    door = at_the_door()
    kit = newcomer(hub=door.cohort.hub)
    Account.objects.filter(pk=door.kit.pk).update(last_login=kit.last_login)
    cora = browser(door.coordinator)
    assert "Both of these sign in" in words(cora.get(both_address(kit, door.kit)))
    answer = cora.post(both_address(kit, door.kit), {"answer": "one", "why": "My own words"})
    assert answer.status_code == 422 and "Both of these sign in" in words(answer)
    assert not Joining.objects.exists()


def test_what_they_do_not_have_in_common_is_said() -> None:
    one = worlds.person("Kit Lawal", None, hub=dates.hub(), phone="07700900123")
    other = worlds.person("Kit Lawal", None, hub=dates.hub(), phone="07700900999")
    page = words(browser(dates.coordinator()).get(both_address(one, other)))
    assert "Phone is not the same" in page


def test_a_person_sees_and_undoes_what_they_joined_but_not_what_the_hub_did() -> None:
    door = at_the_door()
    kit = newcomer(hub=door.cohort.hub)
    joining = joined(kit, door.kit, door.coordinator)
    me = browser(kit)
    assert f"/people/joined/{joining.pk}/" in words(me.get("/profile/"))
    page = me.get(f"/people/joined/{joining.pk}/")
    assert "The hub joined these" in words(page) and '<button class="button button--plain">Undo' not in words(
        page
    )
    refused = me.post(f"/people/joined/{joining.pk}/")
    assert refused.status_code == 409 and door.kit.joined_to == kit
    assert browser(newcomer("Eve", "eve@example.org")).get(f"/people/joined/{joining.pk}/").status_code == 403


def test_the_page_of_a_joined_entry_is_that_of_the_person() -> None:
    door = at_the_door()
    kit = newcomer(hub=door.cohort.hub)
    joined(kit, door.kit, door.coordinator)
    cora = browser(door.coordinator)
    assert cora.get(f"/people/{door.kit.pk}/")["Location"] == f"/people/{kit.pk}/"
    assert "was joined to this entry" in words(cora.get(f"/people/{kit.pk}/"))
    assert cora.get(f"/people/{door.kit.pk}/join/")["Location"] == f"/people/{kit.pk}/join/"
    assert cora.get(both_address(kit, door.kit)).status_code == 302
    assert words(cora.get("/people/?q=kit")).count("Kit Lawal</a>") == 1


def test_nobody_is_set_beside_themselves() -> None:
    one = worlds.person("Kit Lawal", None, hub=dates.hub())
    cora = browser(dates.coordinator())
    assert cora.get(both_address(one, one)).status_code == 404


def test_the_list_is_paged_and_costs_the_same_for_one_pair_and_for_many() -> None:
    hub, cora = dates.hub(), dates.coordinator()
    client = browser(cora)

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(SAME).status_code == 200
        return len(seen)

    def pair(number: int) -> None:
        for _ in range(2):
            worlds.person(f"Person {number:02}", None, hub=hub)

    pair(0)
    few = cost()
    for number in range(1, 26):
        pair(number)
    assert cost() == few <= BUDGET
    assert (
        "26 pairs" in words(client.get(SAME))
        and words(client.get(f"{SAME}?page=2")).count("Look at both<") == 6
    )
