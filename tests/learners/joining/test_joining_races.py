"""Two who press at once, on real connections: one joining, one day, and nobody waits for ever."""

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Any

import pytest

from academy.accounts.models import Account, Joining
from academy.shared.rulings import Refused
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import book_place
from learners.enrolments.states import LIVE
from learners.joining.actions import claim_slip, undo_joining
from tests.chains import broken_links
from tests.learners import worlds
from tests.learners.joining.twice import WEEKS_LATER, at_the_door, joined, newcomer
from tests.learners.places import dates
from tests.learners.test_races import at_once
from tests.learners.worlds import NOON

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.shared.jobs._send", lambda name, ids: None)


def unless_refused(act: Callable[[], Any]) -> Callable[[], Any]:
    """Whoever comes second is told why, and that is an answer."""

    def tried() -> None:
        with suppress(Refused):
            act()

    return tried


def test_two_people_with_one_slip_and_one_gets_the_day() -> None:
    door = at_the_door()
    both = [newcomer(f"Kit {n}", f"kit{n}@example.org") for n in range(2)]
    at_once(
        *[
            unless_refused(partial(claim_slip, code=door.walk_in.code, by=me, now=WEEKS_LATER))
            for me in both
            for _ in range(2)
        ]
    )
    assert Joining.objects.count() == 1 and door.kit.joined_to in both
    assert Enrolment.objects.filter(cohort=door.cohort, state__in=LIVE).count() == 2
    assert broken_links(f"account:{door.kit.pk}") == []


def test_two_coordinators_who_join_two_ways_leave_one_pointer() -> None:
    hub = dates.hub()
    one, other = (worlds.person("Kit Lawal", None, hub=hub) for _ in range(2))
    first, second = dates.coordinator(), dates.coordinator(email="second@example.org")
    at_once(
        unless_refused(partial(joined, one, other, first)),
        unless_refused(partial(joined, other, one, second)),
    )
    assert Account.objects.filter(joined_to__isnull=False).count() == 1 == Joining.objects.count()


def test_whoever_is_booked_while_being_joined_ends_with_one_place_of_the_person() -> None:
    hub, cora = dates.hub(), dates.coordinator()
    kept, other = newcomer(hub=hub), worlds.person("Kit Lawal", None, hub=hub)
    cohort = dates.cohort(5)
    at_once(
        unless_refused(partial(joined, kept, other, cora, now=NOON)),
        unless_refused(partial(book_place, cohort_id=cohort.pk, account_id=other.pk, by=cora, now=NOON)),
        unless_refused(partial(book_place, cohort_id=cohort.pk, account_id=kept.pk, by=kept, now=NOON)),
    )
    live = Enrolment.objects.filter(cohort=cohort, state__in=LIVE)
    if Joining.objects.exists():
        assert [place.account_id for place in live] == [kept.pk]
    else:
        assert {place.account_id for place in live} == {kept.pk, other.pk}, (
            "the booking came first, and was told"
        )


def test_a_double_click_undoes_once() -> None:
    door, me = at_the_door(), newcomer()
    claim_slip(code=door.walk_in.code, by=me, now=WEEKS_LATER)
    joining = Joining.objects.get()
    at_once(*[lambda: undo_joining(joining_id=joining.pk, by=me, now=WEEKS_LATER)] * 4)
    assert door.kit.joined_to is None
    assert Enrolment.objects.filter(cohort=door.cohort, state__in=LIVE).count() == 2
