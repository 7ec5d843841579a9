"""The screens of those who look after people: what they see, what they press, and what a long list costs."""

from collections.abc import Callable

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from academy.accounts.invitation_actions import invite
from academy.accounts.models import Account, Invitation, RoleAssignment
from academy.accounts.queries import roles_of
from academy.accounts.roles import Role
from academy.shared import clock
from tests.cast import Cast, hold, person

pytestmark = [pytest.mark.django_db, pytest.mark.both]

Browser = Callable[[Account], Client]
BUDGET = 9  # session, person, three rulings and scopes, hubs, count, page, roles


def page(client: Client, query: str = "") -> str:
    response = client.get(f"/people/{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_a_manager_sees_everybody(as_: Browser, cast: Cast) -> None:
    seen = page(as_(cast.manager))
    assert "12 people" in seen
    for name in ("Yusuf Khan", "Bea Other", "Jo Trainer", "Hub trainer, Harbour Road"):
        assert name in seen


def test_a_coordinator_sees_the_people_of_their_hub(as_: Browser, cast: Cast) -> None:
    seen = page(as_(cast.coordinator))
    for name in ("Yusuf Khan", "Amara Bello", "Jo Trainer", "Asa Assessor"):
        assert name in seen
    for name in ("Bea Other", "Mo Manager", "Mel Coordinator"):
        assert name not in seen
    assert "Bea Other" not in page(as_(cast.coordinator), "?hub=millfield"), "the address opens no other hub"


def test_search_and_filters_are_addresses(as_: Browser, cast: Cast) -> None:
    manager = as_(cast.manager)
    assert "1 person found" in page(manager, "?q=khan+yus")
    assert "1 person found" in page(manager, "?q=AMARA@")
    assert "2 people found" in page(manager, "?hub=millfield")
    assert "1 person found" in page(manager, "?hub=harbour-road&role=trainer")
    assert "Nobody found" in page(manager, "?q=zzz")
    assert "0 people found" in page(manager, "?hub=nowhere")
    assert "12 people" in page(manager, "?role=king&page=x")
    assert "&lt;script&gt;" in page(manager, "?q=%3Cscript%3E")


def test_a_long_list_is_paged_and_keeps_its_filters(as_: Browser, cast: Cast) -> None:
    for number in range(30):
        person(f"Neighbour{number:02} Of", hub=cast.harbour)
    manager = as_(cast.manager)
    first = page(manager, "?q=neighbour")
    assert "Neighbour24" in first and "Neighbour25" not in first
    assert "q=neighbour&amp;hub=&amp;role=&amp;page=2" in first
    assert "Neighbour29" in page(manager, "?q=neighbour&page=2")
    assert "Neighbour29" in page(manager, "?q=neighbour&page=9999")


@pytest.mark.parametrize("who", ["manager", "coordinator"])
def test_the_list_costs_the_same_for_one_and_for_two_hundred(as_: Browser, cast: Cast, who: str) -> None:
    client = as_(getattr(cast, who))
    few = queries_for(client, "?q=amara")
    for number in range(200):
        hold(person(f"Trainer{number} Of", hub=cast.harbour), Role.TRAINER, cast.harbour)
    assert queries_for(client) == few <= BUDGET


def test_a_persons_page_costs_the_same_with_many_roles(as_: Browser, cast: Cast) -> None:
    client = as_(cast.manager)
    few = queries_for(client, f"{cast.trainer.pk}/")
    for year in range(2010, 2024):
        hold(
            cast.trainer,
            Role.ASSESSOR,
            cast.harbour,
            since=clock.today().replace(year=year, day=1),
            until=clock.today(),
        )
    assert queries_for(client, f"{cast.trainer.pk}/") == few


# --- pressing the buttons ------------------------------------------------------------------------------------------


def test_giving_a_role_is_asked_for_before_it_is_done(as_: Browser, cast: Cast) -> None:
    client, address = as_(cast.coordinator), f"/people/{cast.learner.pk}/role/"
    assert "Hub trainer: Runs courses" in client.get(address).content.decode()
    choice = {"role": "trainer", "hub": str(cast.harbour.pk)}
    asked = client.post(address, choice).content.decode()
    assert "Give Amara Bello this role?" in asked and "Hub trainer, Harbour Road" in asked
    assert not roles_of(cast.learner, clock.today())
    changed = client.post(address, {**choice, "change": "yes"}).content.decode()
    assert "Give Amara Bello a role" in changed and "checked" in changed
    assert client.post(address, {**choice, "sure": "yes"})["Location"] == f"/people/{cast.learner.pk}/"
    assert roles_of(cast.learner, clock.today())[0].given_by == cast.coordinator


def test_a_refused_role_says_why_on_the_screen(as_: Browser, cast: Cast) -> None:
    client, choice = as_(cast.manager), {"role": "trainer", "hub": str(cast.harbour.pk)}
    for sure in ({}, {"sure": "yes"}):
        response = client.post(f"/people/{cast.trainer.pk}/role/", {**choice, **sure})
        assert response.status_code == 422 and "has that role already" in response.content.decode()
    itself = client.post(f"/people/{cast.manager.pk}/role/", choice)
    assert "You cannot give yourself a role" in itself.content.decode()
    for wrong in ({"role": "editor", "hub": choice["hub"]}, {"role": "trainer"}, {"role": "king"}, {}):
        assert client.post(f"/people/{cast.learner.pk}/role/", {**wrong, "sure": "yes"}).status_code == 422


def test_a_coordinator_cannot_choose_what_is_not_theirs(as_: Browser, cast: Cast) -> None:
    client = as_(cast.coordinator)
    for wrong in ({"role": "manager"}, {"role": "trainer", "hub": str(cast.millfield.pk)}):
        response = client.post(f"/people/{cast.learner.pk}/role/", {**wrong, "sure": "yes"})
        assert response.status_code == 422
    assert not roles_of(cast.learner, clock.today())


def test_ending_a_role_is_asked_for_before_it_is_done(as_: Browser, cast: Cast) -> None:
    held = RoleAssignment.objects.get(account=cast.trainer)
    client, address = as_(cast.coordinator), f"/people/roles/{held.pk}/end/"
    assert address in client.get(f"/people/{cast.trainer.pk}/").content.decode()
    assert "End this role?" in client.get(address).content.decode()
    assert roles_of(cast.trainer, clock.today())
    assert client.post(address)["Location"] == "/people/", "Jo is no longer one of the hub's people"
    assert not roles_of(cast.trainer, clock.today())
    assert "has ended already" in as_(cast.manager).get(address).content.decode()


def test_a_role_that_stays_says_why(as_: Browser, cast: Cast) -> None:
    own = RoleAssignment.objects.get(account=cast.manager)
    client = as_(cast.manager)
    assert "Ask another manager" in client.get(f"/people/roles/{own.pk}/end/").content.decode()
    refused = client.post(f"/people/roles/{own.pk}/end/")
    assert refused.status_code == 403 and "Ask another manager" in refused.content.decode()
    assert "Ask another manager" in client.get(f"/people/{cast.manager.pk}/").content.decode()


def test_a_coordinator_opens_nobody_of_another_hub(as_: Browser, cast: Cast) -> None:
    client = as_(cast.coordinator)
    their_role = RoleAssignment.objects.get(account=cast.other_coordinator)
    for path in (f"{cast.stranger.pk}/", f"{cast.stranger.pk}/role/", f"roles/{their_role.pk}/end/"):
        response = client.get(f"/people/{path}")
        assert response.status_code == 403
        assert "does not belong to a hub that you look after" in response.content.decode()


def test_inviting_is_asked_for_before_it_is_done(
    as_: Browser, cast: Cast, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    client = as_(cast.coordinator)
    choice = {"email": "New@example.org", "role": "trainer", "hub": str(cast.harbour.pk)}
    asked = client.post("/people/invite/", choice).content.decode()
    assert "Send this invitation?" in asked and not Invitation.objects.exists()
    assert client.post("/people/invite/", {**choice, "sure": "yes"})["Location"] == "/people/invitations/"
    invitation = Invitation.objects.get()
    listed = client.get("/people/invitations/").content.decode()
    assert "new@example.org" in listed and "not sent yet" in listed
    assert (
        "open invitation like this already"
        in client.post("/people/invite/", {**choice, "sure": "yes"}).content.decode()
    )
    assert "new@example.org" not in as_(cast.other_coordinator).get("/people/invitations/").content.decode()
    client = as_(cast.coordinator)
    assert client.post(f"/people/invitations/{invitation.pk}/again/").status_code == 302
    address = f"/people/invitations/{invitation.pk}/withdraw/"
    assert "Take this invitation back?" in client.get(address).content.decode()
    client.post(address)
    assert Invitation.objects.get().withdrawn_at is not None
    assert "There are none." in client.get("/people/invitations/").content.decode()


def test_what_is_wrong_with_an_invitation_is_named(as_: Browser, cast: Cast) -> None:
    response = as_(cast.manager).post(
        "/people/invite/", {"email": "x", "role": "editor", "hub": str(cast.harbour.pk)}
    )
    words = response.content.decode()
    assert response.status_code == 422
    assert "Write a whole e-mail address" in words and "is a role for the whole Academy" in words


def test_somebody_without_an_address_is_added_and_told(as_: Browser, cast: Cast) -> None:
    client = as_(cast.coordinator)
    typed = {
        "full_name": "Kim Lee",
        "hub": str(cast.harbour.pk),
        "is_adult": "no",
        "born_day": "1",
        "born_month": "1",
    }
    refused = client.post("/people/add/", {**typed, "born_year": "2016"})
    words = refused.content.decode()
    assert "Under 13 we need a parent or guardian" in words and "Tell them first" in words
    done = client.post(
        "/people/add/", {**typed, "born_year": "2016", "guardian_name": "Ana Lee", "told": "on"}
    )
    kim = Account.objects.get(full_name="Kim Lee")
    assert done["Location"] == f"/people/{kim.pk}/"
    assert "Make a code for Harbour Road" in client.get(f"/people/{kim.pk}/").content.decode()


def queries_for(client: Client, path: str = "") -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/people/{path}").status_code == 200
    return len(queries)


def test_a_coordinator_reads_the_invitations_that_they_may_send(cast: Cast, as_: Browser) -> None:
    """Who is to coordinate, assess or train elsewhere is between the manager and them."""
    wanted = [
        ("trainer@example.org", Role.TRAINER, cast.harbour),
        ("assessor@example.org", Role.ASSESSOR, cast.harbour),
        ("other@example.org", Role.TRAINER, cast.millfield),
        ("editor@example.org", Role.EDITOR, None),
    ]
    for email, role, at in wanted:
        invite(email=email, role=role, hub_id=at.pk if at else None, by=cast.manager, now=clock.now())
    listed = as_(cast.coordinator).get("/people/invitations/").content.decode()
    assert [email in listed for email, _, _ in wanted] == [True, False, False, False]


def test_a_closed_account_is_in_no_list(cast: Cast, as_: Browser) -> None:
    Account.objects.filter(pk=cast.neighbour.pk).update(is_active=False)
    assert "Yusuf Khan" not in page(as_(cast.manager)) + page(as_(cast.coordinator))
    assert "Yusuf Khan" not in as_(cast.coordinator).get("/people/codes/").content.decode()
