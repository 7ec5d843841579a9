"""Several workers on one list, several lists on one cohort, and somebody who books meanwhile (INV-33)."""

import pytest

from academy.accounts.models import Account
from academy.shared.audit import chain_of
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import book_place
from learners.enrolments.states import HOLDING
from learners.intake.actions import bring_in
from learners.intake.models import PeopleImport
from learners.intake.work_actions import bring_in_rows, work_on
from tests.chains import broken_links
from tests.learners import worlds
from tests.learners.intake.lists import looked_through, states
from tests.learners.places import dates
from tests.learners.test_races import at_once
from tests.learners.worlds import NOON

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.shared.jobs._send", lambda name, ids: None)


def rows(count: int, who: str = "p") -> list[str]:
    return [f"{who.title()} {number},{who}{number}@example.org," for number in range(count)]


def test_two_workers_begin_and_one_does_it() -> None:
    listing = looked_through(dates.cohort(5), dates.coordinator(), *rows(12))
    at_once(*[lambda: bring_in(import_id=listing.pk, by=dates.coordinator(), now=NOON)] * 3)
    at_once(*[lambda: work_on(import_id=listing.pk, now=lambda: NOON)] * 4)
    assert sorted(states(listing)) == ["booked"] * 5 + ["waiting"] * 7
    assert Enrolment.objects.count() == 12


def test_a_worker_that_was_thought_gone_comes_back() -> None:
    """Both go through the same rows: each row is settled by one of them."""
    listing = looked_through(dates.cohort(5), dates.coordinator(), *rows(10))
    bring_in(import_id=listing.pk, by=dates.coordinator(), now=NOON)

    def work() -> None:
        found = PeopleImport.objects.select_related("cohort", "hub", "course", "asked_by").get(pk=listing.pk)
        bring_in_rows(found, lambda: NOON)

    at_once(work, work)
    assert sorted(states(listing)) == ["booked"] * 5 + ["waiting"] * 5
    assert Account.objects.filter(email__startswith="p").count() == Enrolment.objects.count() == 10
    assert not any(broken_links(chain_of(place)) for place in Enrolment.objects.all())


def test_two_lists_with_the_same_people_on_one_cohort() -> None:
    cohort, cora = dates.cohort(4), dates.coordinator()
    lists = [looked_through(cohort, cora, *rows(6)) for _ in range(2)]
    for listing in lists:
        bring_in(import_id=listing.pk, by=cora, now=NOON)
    at_once(*[lambda pk=listing.pk: work_on(import_id=pk, now=lambda: NOON) for listing in lists])
    assert Enrolment.objects.count() == Account.objects.filter(email__startswith="p").count() == 6
    ended = [state for listing in lists for state in states(listing)]
    assert (ended.count("booked"), ended.count("waiting"), ended.count("already")) == (4, 2, 6)


def test_people_book_while_a_list_comes_in() -> None:
    cohort, cora = dates.cohort(6), dates.coordinator()
    listing = looked_through(cohort, cora, *rows(8))
    bring_in(import_id=listing.pk, by=cora, now=NOON)
    others = [worlds.person(f"Other {number}", f"other{number}@example.org") for number in range(4)]
    at_once(
        lambda: work_on(import_id=listing.pk, now=lambda: NOON),
        *[
            lambda who=who: book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=NOON)
            for who in others
        ],
    )
    places = Enrolment.objects.filter(cohort=cohort)
    assert places.filter(state__in=HOLDING).count() == 6 and places.waiting().count() == 6


def test_two_hubs_bring_in_the_same_new_person() -> None:
    here, there = dates.hub(), dates.hub("millfield")
    mel = dates.coordinator(there, "mel@example.org")
    lists = [
        looked_through(dates.cohort(at=here), dates.coordinator(), *rows(5)),
        looked_through(dates.cohort(at=there), mel, *rows(5)),
    ]
    for listing, who in zip(lists, (dates.coordinator(), mel), strict=True):
        bring_in(import_id=listing.pk, by=who, now=NOON)
    at_once(*[lambda pk=listing.pk: work_on(import_id=pk, now=lambda: NOON) for listing in lists])
    assert [states(listing) for listing in lists] == [["booked"] * 5] * 2
    assert Account.objects.filter(email__startswith="p").count() == 5
