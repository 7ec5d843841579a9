"""Two at once, on real connections: one registration, one acceptance, one number, and a break that is not lost."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from academy.accounts.models import Account
from academy.shared.audit import chain_of
from academy.shared.rulings import Refused
from learners.registrations.acceptance_actions import accept, record_number
from learners.registrations.actions import Wish, ask
from learners.registrations.models import QualRegistration
from learners.registrations.side_actions import take_break, transfer, withdraw
from learners.registrations.states import RegistrationState
from tests.cast import person
from tests.chains import broken_links
from tests.learners import qualifying
from tests.learners.qualifying import NOON, TODAY
from tests.learners.registrations.steps import World, asked, checked, detailed, make_world
from tests.learners.test_races import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]
S = RegistrationState


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr("academy.shared.jobs._send", lambda name, ids: None)
    yield


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_world()


def refused(*acts: Callable[[], Any]) -> int:
    """How many of these, begun together, were refused with a reason. Anything else that is raised is a fault."""

    def tried(act: Callable[[], Any]) -> bool:
        try:
            act()
        except Refused:
            return True
        return False

    return sum(at_once(*[partial(tried, act) for act in acts]))


def test_one_person_asks_once_however_often_they_press(world: World) -> None:
    at_once(*[partial(asked, world)] * 6)
    one = QualRegistration.objects.get()
    assert broken_links(chain_of(one)) == []


def test_two_rows_of_one_person_have_one_registration(world: World) -> None:
    """The second row is being joined; whichever comes first, only one is live for the one who stands for both."""
    other = person("Amara Twice", email=None)
    facts: dict[str, Any] = {
        "version_id": world.version.pk,
        "hub_id": world.cast.harbour.pk,
        "wish": Wish(),
        "now": NOON,
    }
    at_once(*[partial(ask, by=world.cast.learner, **facts)] * 3)
    Account.objects.filter(pk=other.pk).update(joined_to=world.cast.learner, is_active=False)
    other.refresh_from_db()
    with pytest.raises(Refused):
        ask(by=other, **facts)
    assert QualRegistration.objects.count() == 1


def test_two_coordinators_accept_once(world: World) -> None:
    made = asked(world)
    detailed(made, world.cast.learner)
    checked(made, world.cast.coordinator)
    acts = [
        partial(accept, registration_id=made.pk, target_end_on=None, by=by, now=NOON)
        for by in (world.cast.coordinator, world.cast.manager, world.cast.second_manager)
    ]
    assert refused(*acts) == 2
    made.refresh_from_db()
    assert made.state == S.ACCEPTED and made.units.count() == 2
    assert broken_links(chain_of(made)) == []


def test_one_number_for_two_learners_is_refused_to_the_second(world: World) -> None:
    cast = world.cast
    both = [
        qualifying.registered(who, cast.harbour, cast.manager, S.ACCEPTED)
        for who in (cast.learner, cast.stranger)
    ]
    acts = [
        partial(
            record_number,
            registration_id=one.pk,
            number="AO-1",
            registered_on=TODAY,
            by=cast.manager,
            now=NOON,
        )
        for one in both
    ]
    assert refused(*acts) == 1
    states = QualRegistration.objects.order_by("state").values_list("state", flat=True)
    assert list(states) == [S.ACCEPTED, S.REGISTERED]


def test_leaving_moving_and_pausing_at_once_end_in_leaving(world: World) -> None:
    cast = world.cast
    qualifying.version_at(cast.millfield, cast.manager)
    made = qualifying.registered(cast.learner, cast.harbour, cast.manager)
    common: dict[str, Any] = {"registration_id": made.pk, "now": NOON}
    refusals = refused(
        partial(withdraw, why="Moved", by=cast.learner, **common),
        partial(take_break, back_on=TODAY + timedelta(days=9), why="", by=cast.learner, **common),
        partial(
            transfer,
            hub_id=cast.millfield.pk,
            version_id=made.version_id,
            why="Moved",
            by=cast.coordinator,
            **common,
        ),
    )
    assert refusals <= 2, (
        "a move within the centre or a break may be followed by leaving, and by nothing after it"
    )
    made = QualRegistration.objects.get()
    assert made.state == S.WITHDRAWN
    assert broken_links(chain_of(made)) == []
