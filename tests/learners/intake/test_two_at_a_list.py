"""Whoever presses while a list is worked on disturbs nothing, and no list disturbs another."""

import pytest

from academy.accounts.models import Account
from academy.shared.rulings import Refused
from learners.intake.actions import bring_in, go_on, read_as, throw_away
from learners.intake.models import ImportRow, PeopleImport
from learners.intake.queries import sums_of
from learners.intake.work_actions import bring_in_row
from tests.learners.intake.lists import AGREED, looked_through, states, uploaded, worked
from tests.learners.places import dates
from tests.learners.worlds import NOON, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def cora() -> Account:
    return dates.coordinator()


def test_going_on_takes_no_list_out_of_a_workers_hands(cora: Account) -> None:
    listing = looked_through(dates.cohort(), cora, "Sam,sam@example.org,")
    bring_in(import_id=listing.pk, by=cora, now=NOON)
    begun = PeopleImport.objects.get(pk=listing.pk)
    assert begun.take(now=NOON)
    go_on(import_id=listing.pk, by=cora, now=NOON)
    assert not PeopleImport.objects.get(pk=listing.pk).take(now=later(minutes=1))


def test_what_is_done_does_not_begin_again(cora: Account) -> None:
    done = looked_through(dates.cohort(), cora, "Sam,sam@example.org,")
    go_on(import_id=done.pk, by=cora, now=NOON)
    again = PeopleImport.objects.get(pk=done.pk)
    assert (again.state, again.finished_at) == (done.state, done.finished_at)


def test_a_list_that_is_looked_through_is_neither_read_anew_nor_thrown_away(cora: Account) -> None:
    listing = uploaded(dates.cohort(), cora, "Sam,sam@example.org,")
    facts = {"columns": listing.columns, "header": 1, "all_adult": True, "agreed": AGREED}
    read_as(import_id=listing.pk, by=cora, now=NOON, **facts)
    with pytest.raises(Refused, match="being looked through just now"):
        read_as(import_id=listing.pk, by=cora, now=NOON, **facts)
    with pytest.raises(Refused, match="being looked through just now"):
        throw_away(import_id=listing.pk, by=cora, now=NOON)
    assert states(worked(listing)) == ["ready"]


def test_a_row_that_was_settled_is_left_alone(cora: Account) -> None:
    listing = looked_through(dates.cohort(), cora, "Sam,sam@example.org,")
    bring_in(import_id=listing.pk, by=cora, now=NOON)
    row = listing.rows.get()
    bring_in_row(listing=worked(listing), row_id=row.pk, now=NOON)
    settled = ImportRow.objects.get(pk=row.pk)
    assert (settled.state, settled.reason) == ("booked", "")


def test_each_list_counts_its_own_rows(cora: Account) -> None:
    cohort = dates.cohort()
    mine = looked_through(cohort, cora, "Sam,sam@example.org,", "Bea,no address,")
    other = looked_through(cohort, cora, "Cleo,cleo@example.org,")
    assert (sums_of(mine), sums_of(other)) == ({"refused": 1, "ready": 1}, {"ready": 1})
