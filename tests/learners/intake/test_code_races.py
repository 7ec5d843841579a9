"""Everybody presses at once: a code gives one seat, and a kept seat is nobody else's (INV-33)."""

from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from academy.shared.rulings import Refused
from learners.enrolments.models import Enrolment, HeldSeat
from learners.enrolments.place_actions import book_place
from learners.enrolments.seat_actions import let_all_run_out
from learners.enrolments.states import HOLDING, PlaceState
from learners.intake.code_actions import HOLDS, Invited, invite, use, withdraw
from learners.intake.models import SeatCode
from tests.learners.intake.codes import SAM, seat_code
from tests.learners.places import dates
from tests.learners.places.people import people
from tests.learners.test_races import at_once
from tests.learners.worlds import NOON

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


@pytest.fixture(autouse=True)
def _no_broker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("academy.shared.jobs._send", lambda name, ids: None)


def trying(act: Callable[[], object]) -> Callable[[], None]:
    """The same, where a refusal is one of the right answers."""

    def quietly() -> None:
        with suppress(Refused):
            act()

    return quietly


def test_one_code_and_eight_people() -> None:
    cohort = dates.cohort(10)
    code, folk = seat_code(cohort), people(8)
    at_once(*[trying(partial(use, code_id=code.pk, by=who, now=NOON)) for who in folk])
    assert Enrolment.objects.count() == 1 and not HeldSeat.objects.exists()


def test_a_double_press_is_one_place() -> None:
    code, (who,) = seat_code(dates.cohort(10)), people(1)
    at_once(*[lambda: use(code_id=code.pk, by=who, now=NOON)] * 6)
    assert Enrolment.objects.get().state == PlaceState.CONFIRMED


def test_codes_are_made_and_used_while_others_book() -> None:
    cohort, folk = dates.cohort(6), people(14)
    codes = [seat_code(cohort, person=Invited(f"C {n}", f"c{n}@example.org")) for n in range(3)]
    more = [Invited("Late", "late@example.org"), Invited("Later", "later@example.org")]
    cora = dates.coordinator()
    at_once(
        *[
            lambda who=who: book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=NOON)
            for who in folk[:9]
        ],
        *[
            lambda who=who, code=code: use(code_id=code.pk, by=who, now=NOON)
            for who, code in zip(folk[9:], codes, strict=False)
        ],
        lambda: invite(cohort_id=cohort.pk, people=more, by=cora, now=NOON),
    )
    taken = Enrolment.objects.filter(cohort=cohort, state__in=HOLDING)
    seats = [*taken.values_list("seat", flat=True), *HeldSeat.objects.values_list("seat", flat=True)]
    assert len(seats) == 6 and set(seats) == set(
        range(1, 7)
    )  # every seat is one person's, and none is given twice
    assert SeatCode.objects.filter(used_at__isnull=False).count() == 3


def test_used_while_it_is_taken_back_or_runs_out() -> None:
    cohort, (who, other) = dates.cohort(1), people(2)
    code = seat_code(cohort)
    at_once(
        trying(lambda: use(code_id=code.pk, by=who, now=NOON)),
        trying(lambda: withdraw(code_id=code.pk, by=dates.coordinator(), now=NOON)),
    )
    code.refresh_from_db()
    assert (code.used_at is None) != (code.withdrawn_at is None)
    assert Enrolment.objects.count() == (code.used_at is not None)
    again = seat_code(dates.cohort(1))
    over = NOON + HOLDS
    at_once(
        trying(lambda: use(code_id=again.pk, by=other, now=over - timedelta(seconds=1))),
        lambda: let_all_run_out(now=over),
    )
    assert not HeldSeat.objects.exists()


def test_two_press_keep_seats_for_the_same_person() -> None:
    cohort, cora = dates.cohort(10), dates.coordinator()
    at_once(*[lambda: invite(cohort_id=cohort.pk, people=[SAM], by=cora, now=NOON)] * 4)
    assert SeatCode.objects.count() == HeldSeat.objects.count() == 1


def test_the_database_keeps_a_seat_for_one() -> None:
    cohort = dates.cohort(2)
    held = seat_code(cohort).held
    assert held is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        HeldSeat.objects.create(cohort=cohort, seat=held.seat, until=NOON)
    with pytest.raises(IntegrityError), transaction.atomic():
        SeatCode.objects.update(used_at=NOON)  # used, but for no place
