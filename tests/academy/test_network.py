"""Hubs as the public sees them: on the map, in the list, each on its own page."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from academy.hubs.models import Hub
from academy.hubs.states import OWNERS, PUBLIC, TRANSITIONS, HubStatus
from academy.network.queries import HEIGHT, WIDTH, hub_view, public_hubs
from tests.cast import hub

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_the_list_shows_open_and_resting_hubs_by_name(client: Client) -> None:
    for name, status in (
        ("Northgate", HubStatus.ACTIVE),
        ("Harbour Road", HubStatus.PAUSED),
        ("Old Mill", HubStatus.CLOSED),
        ("New Start", HubStatus.PROSPECTIVE),
    ):
        hub(name, status)
    page = client.get("/hubs/").content.decode()
    assert page.index("Harbour Road") < page.index("Northgate")
    assert "Old Mill" not in page and "New Start" not in page
    assert [one.number for one in public_hubs()] == [1, 2]


def test_a_hub_that_is_not_public_has_no_page(client: Client) -> None:
    hub("Old Mill", HubStatus.CLOSED)
    assert client.get("/hubs/old-mill/").status_code == 404
    hub("Harbour Road")
    assert "Harbour Road" in client.get("/hubs/harbour-road/").content.decode()


def test_without_hubs_the_page_says_what_will_be_here(client: Client) -> None:
    assert "No hub is open yet." in client.get("/hubs/").content.decode()


@pytest.mark.parametrize(
    ("latitude", "longitude"), [("50.07", "-5.71"), ("55.77", "-2.00"), ("51.51", "-0.13"), ("52.48", "1.76")]
)
def test_every_corner_of_england_lies_on_the_map(latitude: str, longitude: str) -> None:
    made = hub("Somewhere")
    made.latitude, made.longitude = Decimal(latitude), Decimal(longitude)
    view = hub_view(made, 1)
    assert view.x is not None and view.y is not None
    assert 0 <= view.x <= WIDTH and 0 <= view.y <= HEIGHT


def test_a_hub_without_a_known_place_is_in_the_list_only(client: Client) -> None:
    hub("Harbour Road")
    (view,) = public_hubs()
    assert (view.x, view.y) == (None, None)
    assert client.get("/hubs/").status_code == 200


def test_the_list_costs_the_same_for_one_and_for_fifty(client: Client) -> None:
    hub("First")
    few = queries_for(client)
    for number in range(50):
        hub(f"Hub {number:02}")
    assert queries_for(client) == few <= 3


def test_every_state_has_its_next_ones_and_somebody_who_acts() -> None:
    assert set(TRANSITIONS) == set(OWNERS) == set(HubStatus)
    assert HubStatus.CLOSED not in PUBLIC and TRANSITIONS[HubStatus.CLOSED] == ()


def queries_for(client: Client) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/hubs/?{Hub.objects.count()}").status_code == 200
    return len(queries) - 1  # the count in the address is this test's own
