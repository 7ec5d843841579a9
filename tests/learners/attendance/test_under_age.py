"""Somebody under 18 who walks in with their guardian beside them: written down at the door."""

from datetime import date

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from academy.accounts.models import Account, GuardianConsent
from academy.accounts.queries import is_minor
from academy.accounts.rules import NotAName
from academy.shared.audit import chain_of
from academy.shared.clock import london_date
from academy.shared.rulings import Refused
from learners.attendance.models import WalkIn
from learners.attendance.walk_in_actions import GuardianFirst, UnderAge, add_walk_in
from learners.enrolments.place_actions import book_place
from learners.enrolments.states import PlaceState
from tests.cast import BACKEND
from tests.chains import broken_links
from tests.learners.attendance.registers import MORNING, group, session_of
from tests.learners.places import dates
from tests.learners.worlds import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.both]
SAL = UnderAge(date(2011, 5, 1), " Sal  Young ", "07700 900123")


def walks_in(by: Account, cohort, under_age: UnderAge | None = SAL, **more) -> WalkIn:
    who = more or {"name": "Kit Young"}
    return add_walk_in(session_id=session_of(cohort).pk, by=by, now=MORNING, under_age=under_age, **who)


def known() -> Account:
    return Account.objects.create_user(full_name="Kit Young", is_adult=False, date_of_birth=date(2011, 5, 1))


def test_the_guardian_at_the_door_agrees_and_the_day_begins() -> None:
    cohort, _, jo = group("Amara Bello", capacity=4)
    kit = walks_in(jo, cohort).enrolment.account
    consent = GuardianConsent.objects.get()
    assert (consent.account, consent.guardian_name, consent.contact) == (kit, "Sal Young", "07700 900123")
    assert (consent.recorded_by, consent.given_on) == (jo, london_date(MORNING))
    assert is_minor(kit, london_date(MORNING)) and kit.guardian_name == "Sal Young"
    assert broken_links(chain_of(kit)) == []


def test_without_one_nobody_is_added() -> None:
    cohort, _, jo = group("Amara Bello", capacity=4)
    for missing in (UnderAge(), UnderAge(guardian_name="Sal Young"), UnderAge(contact="07700 900123")):
        with pytest.raises(GuardianFirst, match="a parent or guardian has to agree"):
            walks_in(jo, cohort, missing)
    with pytest.raises(NotAName):
        walks_in(jo, cohort, UnderAge(None, "123", "07700 900123"))
    with pytest.raises(Refused, match="By this birthday they are 18 or over"):
        walks_in(jo, cohort, UnderAge(date(2008, 12, 3), "Sal Young", "07700 900123"))
    assert not Account.objects.filter(full_name="Kit Young").exists() and not WalkIn.objects.exists()


def test_a_birthday_that_nobody_knows_is_no_hindrance() -> None:
    cohort, _, jo = group("Amara Bello", capacity=4)
    kit = walks_in(jo, cohort, UnderAge(None, "Sal Young", "07700 900123")).enrolment.account
    assert kit.date_of_birth is None and is_minor(kit, london_date(MORNING))
    assert GuardianConsent.objects.get().ends_on == date(2027, 12, 3)


def test_where_the_course_asks_nobody_nobody_is_asked() -> None:
    cohort, _, jo = group("Amara Bello", capacity=4, of=dates.course(code="TEEN", consent_below=14))
    kit = walks_in(jo, cohort, UnderAge(date(2011, 5, 1))).enrolment.account
    assert is_minor(kit, london_date(MORNING)) and not GuardianConsent.objects.exists()


def test_somebody_known_too_but_what_waits_elsewhere_is_seen_to_on_their_page() -> None:
    cohort, _, jo = group("Amara Bello", capacity=4)
    kit = known()
    assert walks_in(jo, cohort, account_id=kit.pk).enrolment.account == kit
    other = Account.objects.create_user(
        full_name="Lu Young", email="lu@example.org", is_adult=False, date_of_birth=date(2011, 5, 1)
    )
    place = book_place(cohort_id=dates.cohort().pk, account_id=other.pk, by=other, now=NOON)
    assert place.state == PlaceState.REQUESTED
    with pytest.raises(Refused, match="Record that on their own page first"):
        walks_in(jo, cohort, account_id=other.pk)


def test_the_same_form_sent_twice_adds_one() -> None:
    cohort, _, jo = group("Amara Bello", capacity=4)
    for _ in range(2):
        walks_in(jo, cohort, name="Kit Young", key="k")
    assert GuardianConsent.objects.count() == WalkIn.objects.count() == 1


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_the_page_asks_for_the_guardian_only_when_it_is_needed() -> None:
    cohort, _, jo = group("Amara Bello", capacity=4)
    client, address = Client(), reverse("register-walk-in", args=[session_of(cohort).uid])
    client.force_login(jo, backend=BACKEND)
    with time_machine.travel(MORNING, tick=False):
        assert "Name of the parent" not in words(client.get(address))
        sent = {"name": "Kit Young", "key": "k", "under_18": "on"}
        first = client.post(address, sent)
        assert first.status_code == 409 and "Name of the parent or guardian" in words(first)
        assert "Name of the parent or guardian (if you like)" not in words(first)
        assert "They may take part in courses" in words(first), "what they agree to is read to them"
        half = client.post(address, {**sent, "guardian_name": "Sal Young"})
        assert "Write how to reach the parent" in words(half) and "Hear it from them" in words(half)
        assert 'value="Sal Young"' in words(half)
        bad = client.post(address, {**sent, "born": "soon"})
        assert "Choose the day they were born" in words(bad)
        whole = {
            **sent,
            "guardian_name": "Sal Young",
            "guardian_contact": "07700 900123",
            "guardian_sure": "on",
        }
        done = client.post(address, {**whole, "born": "2011-05-01"}, follow=True)
        assert "Kit Young is on the register, and marked as here." in words(done)
    assert GuardianConsent.objects.get().account.date_of_birth == date(2011, 5, 1)
