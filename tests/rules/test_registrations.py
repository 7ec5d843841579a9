"""Who may be registered, and when it was late."""

from datetime import date

import pytest

from learners.registrations.rules import (
    AcceptanceFacts,
    fault_of_age,
    fault_of_uln,
    missing_for_acceptance,
    why_late,
)
from learners.registrations.states import LIVE, OWNERS, TRANSITIONS, Check, RegistrationState

DAY = date(2026, 11, 20)


def test_a_uln_worked_by_hand() -> None:
    assert fault_of_uln("") == ""
    # 1·10 = 10, 10 left by 11, 10 - 10 = 0
    assert fault_of_uln("1000000000") == ""
    # 2·10 = 20, 9 left, 10 - 9 = 1
    assert fault_of_uln("2000000001") == ""
    # 1·10 + 2·9 + 3·8 + 4·7 + 5·6 + 6·5 + 7·4 + 8·3 + 9·2 = 210, 1 left, 10 - 1 = 9
    assert fault_of_uln("1234567899") == ""
    # 1·10 + 6·2 = 22, nothing left: no such number, whatever the last digit
    assert all(fault_of_uln(f"100000006{digit}") for digit in range(10))


@pytest.mark.parametrize("place", range(9))
def test_one_wrong_digit_is_found(place: int) -> None:
    good = "1234567899"
    for digit in "0123456789":
        typed = good[:place] + digit + good[place + 1 :]
        assert bool(fault_of_uln(typed)) == (typed != good), typed


@pytest.mark.parametrize(
    "typed", ["123", "12345678999", "abcdefghij", "١٢٣٤٥٦٧٨٩٩", "0000000000", "-123456789"]
)
def test_what_is_no_uln(typed: str) -> None:
    assert fault_of_uln(typed)


def test_ages_are_counted_on_the_day() -> None:
    assert fault_of_age(date(2010, 11, 20), 16, DAY) == ""
    assert "the age is 15" in fault_of_age(date(2010, 11, 21), 16, DAY)


@pytest.mark.parametrize(
    ("registered", "began", "late"),
    [
        (date(2026, 11, 20), None, False),
        (date(2026, 12, 18), None, False),
        (date(2026, 12, 19), None, True),
        (date(2026, 11, 25), date(2026, 11, 24), True),
        (date(2026, 11, 25), date(2026, 11, 25), False),
    ],
)
def test_when_a_registration_is_late(registered: date, began: date | None, late: bool) -> None:
    assert bool(why_late(DAY, registered, began, 28)) == late


def test_everything_before_acceptance() -> None:
    nothing = AcceptanceFacts(agreed=False, done=(), entered=False, birth_date=None, least_age=16)
    assert len(missing_for_acceptance(nothing, DAY)) == 5
    ready = AcceptanceFacts(True, set(Check), True, date(1990, 1, 1), 16)
    assert missing_for_acceptance(ready, DAY) == ()
    waits = AcceptanceFacts(True, set(Check), True, None, 16)
    assert missing_for_acceptance(waits, DAY) == ("The learner has to read their details and confirm them.",)


def test_every_state_has_a_next_person_and_leads_somewhere_known() -> None:
    assert set(OWNERS) == set(TRANSITIONS) == set(RegistrationState)
    for state, following in TRANSITIONS.items():
        assert state not in following
        assert (OWNERS[state] == "nobody") == (state not in LIVE)
