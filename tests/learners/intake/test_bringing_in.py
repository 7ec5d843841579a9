"""A list is being brought in: what stops one row stops no other, and nothing is done twice."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from academy.accounts.models import Account
from learners.enrolments.models import Enrolment
from learners.intake.actions import bring_in, go_on, read_as
from learners.intake.models import PeopleImport
from learners.intake.states import ImportStep
from learners.intake.work_actions import OURS, STOPPED, work_on_all
from tests.learners import worlds
from tests.learners.intake.lists import AGREED, brought_in, ends, looked_through, states, uploaded, worked
from tests.learners.places import dates
from tests.learners.worlds import NOON, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def cora() -> Account:
    return dates.coordinator()


def test_one_broken_row_stops_no_other(cora: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Account.objects.create_user

    def fails(email: str | None = None, **facts: object) -> Account:
        if email == "bad@example.org":
            raise RuntimeError("a fault of ours")
        return real(email=email, **facts)  # type: ignore[arg-type]

    monkeypatch.setattr(type(Account.objects), "create_user", lambda self, **facts: fails(**facts))
    listing = brought_in(dates.cohort(), cora, "A,a@example.org,", "Bad,bad@example.org,", "C,c@example.org,")
    assert states(listing) == ["booked", "refused", "booked"]
    assert ends(listing)[3][1] == OURS


def test_somebody_made_the_same_person_a_moment_ago(cora: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    listing = looked_through(dates.cohort(), cora, "Sam,sam@example.org,")
    bring_in(import_id=listing.pk, by=cora, now=NOON)
    calls: list[int] = []

    def first_fails(*args: object, **facts: object) -> Account:
        calls.append(1)
        worlds.person("Sam", "sam@example.org")
        raise IntegrityError

    monkeypatch.setattr("learners.intake.work_actions.new_person", first_fails)
    # what the other one wrote is undone with the row here; on the second try it is there again
    done = worked(listing)
    assert len(calls) == 2 and ends(done)[2] == ("refused", OURS)


def test_a_worker_that_is_killed_leaves_the_rest_to_the_next(
    cora: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing = looked_through(dates.cohort(), cora, *(f"P{n},p{n}@example.org," for n in range(5)))
    bring_in(import_id=listing.pk, by=cora, now=NOON)
    asked: list[str] = []
    real = PeopleImport.speak
    monkeypatch.setattr("learners.intake.work_actions.SPEAKS_AFTER", 2)

    def killed(self: PeopleImport, **facts: object) -> None:
        raise SystemExit

    monkeypatch.setattr(PeopleImport, "speak", killed)
    with pytest.raises(SystemExit):
        worked(listing)
    assert states(listing).count("booked") == 2
    monkeypatch.setattr(PeopleImport, "speak", real)
    assert states(worked(listing, later(minutes=4))).count("booked") == 2  # the other may still be at it
    monkeypatch.setattr(
        "learners.intake.work_actions.enqueue", lambda name, **ids: asked.append(f"{name} {ids}")
    )
    work_on_all(now=later(minutes=4))
    assert asked == []
    work_on_all(now=later(minutes=6))
    assert asked == [f"learners.intake.work_on {{'import_id': {listing.pk}}}"]
    done = worked(listing, later(minutes=6))
    assert (states(done), done.done, done.step) == (["booked"] * 5, 5, ImportStep.IMPORTED)
    assert Enrolment.objects.count() == 5


def test_a_long_list_lets_other_work_have_its_turn(cora: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    listing = looked_through(dates.cohort(), cora, *(f"P{n},p{n}@example.org," for n in range(5)))
    bring_in(import_id=listing.pk, by=cora, now=NOON)
    monkeypatch.setattr("learners.intake.work_actions.SPEAKS_AFTER", 2)
    asked: list[object] = []
    monkeypatch.setattr("learners.intake.work_actions.enqueue", lambda name, **ids: asked.append(ids))
    ticks = iter(range(1000))
    half = worked(listing, clock=lambda: NOON + timedelta(seconds=15 * next(ticks)))
    assert 0 < half.done < 5 and half.step == ImportStep.IMPORTING
    assert asked == [{"import_id": listing.pk}]
    for _ in range(5):
        half = worked(listing, clock=lambda: NOON + timedelta(seconds=15 * next(ticks)))
    assert states(half) == ["booked"] * 5


def test_pressing_twice_begins_once(cora: Account) -> None:
    listing = looked_through(dates.cohort(), cora, "Sam,sam@example.org,")
    for _ in range(2):
        bring_in(import_id=listing.pk, by=cora, now=NOON)
    worked(listing)
    bring_in(import_id=listing.pk, by=cora, now=NOON)
    worked(listing)
    assert Enrolment.objects.count() == 1


def test_a_fault_of_ours_is_said_and_can_be_tried_again(
    cora: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    listing = uploaded(dates.cohort(), cora, "Sam,sam@example.org,")
    facts = {"columns": listing.columns, "header": 1, "all_adult": True, "agreed": AGREED}
    read_as(import_id=listing.pk, by=cora, now=NOON, **facts)  # type: ignore[arg-type]
    with monkeypatch.context() as patch:
        patch.setattr("learners.intake.work_actions.judge", lambda *args, **facts: 1 / 0)
        stopped = worked(listing)
    assert (stopped.state, stopped.trouble) == ("failed", STOPPED)
    go_on(import_id=listing.pk, by=cora, now=NOON)
    assert worked(listing).step == ImportStep.CHECKED
