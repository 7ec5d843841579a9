"""As what somebody with roles is here: menu, first page and audit trail. It gives and takes no right."""

import re
from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from academy.accounts.backend import Backend
from academy.accounts.here import MENUS
from academy.accounts.models import Account, RoleAssignment
from academy.accounts.roles import Role
from academy.shared import clock
from academy.shared.models import AuditEvent
from courses.delivery.models import Venue
from tests.academy.accounts.conftest import code_in
from tests.browsing import browser
from tests.cast import Cast, hold

pytestmark = [pytest.mark.django_db, pytest.mark.both]


NOT_SAID = dict.fromkeys(("step_free", "accessible_toilet", "hearing_loop"), "unknown")
FACTS = {"address": "1 Mill Row", **NOT_SAID}


def menu(client: Client, address: str = "/profile/") -> list[str]:
    """The titles of the main menu."""
    page = client.get(address).content.decode()
    listed = re.search(r'aria-label="Main">.*?</nav>', page, re.DOTALL)
    assert listed
    return re.findall(r"<li><a[^>]*>([^<]+)</a>", listed[0])


def here(client: Client, address: str = "/profile/") -> str:
    """What the header says, or nothing."""
    said = re.search(r"You are here as: <strong>([^<]+)</strong>", client.get(address).content.decode())
    return said[1] if said else ""


def change(client: Client, key: str) -> str:
    """Press a button of the switch; gives the address it leads to."""
    answer = client.post("/here-as/", {"as": key})
    assert answer.status_code == 302
    return str(answer["Location"])


@pytest.fixture
def jo(cast: Cast) -> Account:
    """Trains at Harbour Road, coordinates Millfield, writes pages."""
    hold(cast.trainer, Role.COORDINATOR, cast.millfield)
    hold(cast.trainer, Role.EDITOR)
    return cast.trainer


# --- what one sees -----------------------------------------------------------------------------------------------


def test_who_has_no_role_sees_no_switch(cast: Cast) -> None:
    client = browser(cast.learner)
    assert here(client) == ""
    assert "here-as" not in client.get("/profile/").content.decode()
    assert here(Client(), "/hubs/") == ""


def test_one_account_many_roles_and_a_clear_switch(jo: Account) -> None:
    client = browser(jo)
    assert here(client) == "Coordinator at Millfield"
    page = client.get("/profile/").content.decode()
    assert re.findall(r'name="as" value="([^"]+)">([^<]+)<', page) == [
        ("trainer-harbour-road", "Trainer at Harbour Road"),
        ("editor", "Content editor"),
        ("learner", "Learner"),
    ]


@pytest.mark.parametrize(
    ("key", "front", "first", "said"),
    [
        ("coordinator-millfield", "/today/", ["Today", "Our dates", "People"], "Coordinator at Millfield"),
        (
            "trainer-harbour-road",
            "/today/",
            ["Today", "My dates", "People to ring"],
            "Trainer at Harbour Road",
        ),
        ("editor", "/editors/", ["Pages", "My learning"], "Content editor"),
        ("learner", "/my-learning/", ["My learning", "Courses", "Dates"], "Learner"),
    ],
)
def test_the_choice_decides_menu_and_first_page_and_stays(
    jo: Account, key: str, front: str, first: list[str], said: str
) -> None:
    client = browser(jo)
    assert change(client, key) == front
    for address in ("/profile/", "/hubs/", "/my-learning/"):
        assert here(client, address) == said
        assert menu(client, address)[: len(first)] == first
    assert client.get("/here-as/")["Location"] == front  # who comes by a link is led on
    assert here(browser(jo)) == "Coordinator at Millfield"  # another client was asked nothing


def test_every_menu_leads_to_pages_that_its_role_may_open(cast: Cast) -> None:
    people = {
        Role.TRAINER: cast.trainer,
        Role.COORDINATOR: cast.coordinator,
        Role.ASSESSOR: cast.assessor,
        Role.QUALITY: cast.quality,
        Role.EDITOR: cast.editor,
        Role.MANAGER: cast.manager,
    }
    assert set(people) == set(Role) == set(MENUS) - {None}
    for role, account in people.items():
        client = browser(account)
        for title, name in MENUS[role]:
            assert client.get(reverse(name)).status_code == 200, (role, title)
            assert client.get(reverse("my-learning")).status_code == 200


def test_the_menu_marks_one_page_as_the_current_one(jo: Account) -> None:
    page = browser(jo).get("/dates/manage/").content.decode()
    listed = re.search(r'aria-label="Main">.*?</nav>', page, re.DOTALL)
    assert listed and re.findall(r'aria-current="page">([^<]+)<', listed[0]) == ["Our dates"]


def test_signing_in_leads_to_where_the_role_begins(
    client: Client, jo: Account, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    client.post("/accounts/login/", {"login": jo.email})
    answer = client.post("/accounts/login/code/confirm/", {"code": code_in(mailoutbox[-1])})
    assert answer["Location"] == "/today/"
    client.post("/accounts/logout/")
    client.post("/accounts/login/?next=/hubs/", {"login": jo.email, "next": "/hubs/"})
    answer = client.post("/accounts/login/code/confirm/?next=/hubs/", {"code": code_in(mailoutbox[-1])})
    assert answer["Location"] == "/hubs/"


# --- what it does not do -------------------------------------------------------------------------------------------


def test_it_takes_no_right_away_and_gives_none(jo: Account, cast: Cast) -> None:
    client = browser(jo)
    change(client, "learner")
    assert client.get("/people/").status_code == 200
    change(client, "editor")
    assert client.get("/today/").status_code == 200
    trainer = browser(cast.trainer)
    assert trainer.get("/profile/people/").status_code == 404


@pytest.mark.parametrize("key", ["manager", "trainer-millfield", "coordinator-harbour-road", "", "x" * 500])
def test_a_role_that_is_not_yours_cannot_be_chosen(jo: Account, key: str) -> None:
    client = browser(jo)
    change(client, "trainer-harbour-road")
    assert change(client, key) == "/today/"
    assert "You are not here as that" in client.get("/profile/").content.decode()
    assert here(client) == "Trainer at Harbour Road"


def test_who_has_no_role_chooses_nothing(cast: Cast) -> None:
    client = browser(cast.learner)
    assert change(client, "manager") == "/my-learning/"
    assert here(client) == "" and client.get("/people/").status_code == 403
    assert "/accounts/login/" in change(Client(), "manager")


def test_a_role_that_ended_is_gone_from_the_switch_at_once(jo: Account) -> None:
    client = browser(jo)
    change(client, "editor")
    jo.roles.filter(role=Role.EDITOR).update(ends_on=clock.today())
    assert here(client) == "Coordinator at Millfield"
    jo.roles.update(ends_on=clock.today())
    assert here(client) == ""
    assert menu(client)[0] == "My learning"


def test_a_role_that_begins_tomorrow_is_not_there_yet(cast: Cast) -> None:
    hold(cast.learner, Role.TRAINER, cast.harbour, since=clock.today() + timedelta(days=1))
    assert here(browser(cast.learner)) == ""


# --- the trail -----------------------------------------------------------------------------------------------------


def test_the_audit_trail_says_as_what_somebody_acted(jo: Account, cast: Cast) -> None:
    client = browser(jo)
    seen = []
    for key in ("coordinator-millfield", "learner"):
        change(client, key)
        hall = {**FACTS, "name": f"Hall {key}"}
        answer = client.post("/dates/manage/venues/new/?hub=millfield", hall)
        assert answer.status_code == 302, answer.content.decode()[:3000]
        event = AuditEvent.objects.filter(object_type="venue").latest("pk")
        assert event.actor_id == jo.pk
        seen.append(event.acting_as)
    assert seen == ["coordinator", "learner"]
    assert Venue.objects.filter(hub=cast.millfield).count() == 2


def test_a_learner_acts_as_nothing_in_particular(cast: Cast) -> None:
    browser(cast.learner).post("/profile/certificate-name/", {"name": "Amara B. Bello"})
    assert AuditEvent.objects.get(action="certificate_name_confirmed").acting_as == ""


def test_who_has_no_role_pays_nothing_for_the_switch(cast: Cast) -> None:
    """The question whether somebody holds a role travels with the question who they are."""
    client = browser(cast.learner)
    client.get("/hubs/")
    with CaptureQueriesContext(connection) as asked:
        client.get("/messages/")
    about_roles = [query["sql"] for query in asked.captured_queries if "roleassignment" in query["sql"]]
    assert len(about_roles) == 1 and "FROM academy_account" in about_roles[0]


@pytest.mark.parametrize(
    ("starts", "ends"), [(-5, None), (0, None), (1, None), (-5, 0), (-5, 1), (-5, -1), (0, 0)], ids=str
)
def test_who_is_signed_in_holds_a_role_on_the_days_of_its_assignment(
    cast: Cast, starts: int, ends: int | None
) -> None:
    """The written-out query of each request, beside the rule that everything else asks."""
    today, who = clock.today(), cast.learner
    until = None if ends is None else today + timedelta(days=ends)
    hold(who, Role.EDITOR, since=today + timedelta(days=starts), until=until)
    found = Backend().get_user(who.pk)
    assert found == who and found.full_name == who.full_name
    by_the_rule = RoleAssignment.objects.current(today).filter(account=who).exists()
    assert bool(getattr(found, "holds_a_role", None)) == by_the_rule


def test_nobody_is_signed_in_by_a_closed_account_or_one_that_is_gone(cast: Cast) -> None:
    Account.objects.filter(pk=cast.learner.pk).update(is_active=False)
    assert Backend().get_user(cast.learner.pk) is None
    assert Backend().get_user(0) is None
