"""Under age: a place is kept until a parent or guardian has agreed, and booked when they have (INV-45)."""

from datetime import date, timedelta

import pytest

from academy.accounts.models import Account, GuardianConsent
from academy.shared.models import AuditEvent
from academy.shared.rulings import Refused
from learners.enrolments.consent_actions import Agreement, record_consent
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import NOBODY_AGREED, accept_offer, expire_offers
from learners.enrolments.states import PlaceState
from tests.learners import worlds
from tests.learners.conftest import Nudges
from tests.learners.places import dates
from tests.learners.places.people import agreed, booked, kit, offered, people, state
from tests.learners.worlds import NOON, later

pytestmark = [pytest.mark.django_db, pytest.mark.both]
PAT = Agreement("Pat  Young", "01632 960 001")


def says_yes(place: Enrolment, by: Account | None = None, agreement: Agreement = PAT) -> GuardianConsent:
    return record_consent(
        place_id=place.pk, agreement=agreement, by=by or dates.coordinator(), now=later(hours=1)
    )


def test_a_place_is_kept_for_a_week_and_nobody_is_told_that_it_is_booked(
    nudges: Nudges, django_capture_on_commit_callbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        place = booked(dates.cohort(1), kit())
    assert (place.state, place.seat, place.confirmed_at) == (PlaceState.REQUESTED, 1, None)
    assert place.offer_expires_at == later(days=7)
    assert nudges == []


def test_when_a_guardian_agrees_the_place_is_booked(
    nudges: Nudges, django_capture_on_commit_callbacks
) -> None:
    place = booked(dates.cohort(), kit())
    with django_capture_on_commit_callbacks(execute=True):
        consent = says_yes(place)
    place.refresh_from_db()
    assert (place.state, place.seat, place.confirmed_at) == (PlaceState.CONFIRMED, 1, later(hours=1))
    assert place.offer_expires_at is None
    assert (consent.guardian_name, consent.given_on) == ("Pat Young", date(2026, 11, 20))
    assert consent.ends_on == date(2027, 11, 20)
    assert nudges == [("learners.reminders.send_due", {"kind": "place_confirmed"})]
    done = list(AuditEvent.objects.filter(object_id=str(place.pk)).values_list("action", flat=True))
    assert done == ["place_requested", "guardian_agreed", "place_confirmed"]


def test_one_yes_books_every_place_that_waited_for_it() -> None:
    who = kit()
    one, other = booked(dates.cohort(), who), booked(dates.cohort(first=date(2026, 12, 10)), who)
    says_yes(other)
    assert state(one) == state(other) == PlaceState.CONFIRMED
    assert booked(dates.cohort(first=date(2027, 1, 7)), who).state == PlaceState.CONFIRMED


def test_the_same_yes_twice_is_one() -> None:
    place = booked(dates.cohort(), kit())
    assert says_yes(place) == says_yes(place)
    assert GuardianConsent.objects.count() == 1


def test_a_yes_ends_with_the_18th_birthday() -> None:
    place = booked(dates.cohort(), kit(date(2009, 2, 28)))
    assert says_yes(place).ends_on == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("born", "below", "given", "expected"),
    [
        (date(2011, 5, 1), 18, None, PlaceState.REQUESTED),
        (date(2011, 5, 1), 18, (date(2026, 11, 1), date(2027, 11, 1)), PlaceState.CONFIRMED),
        (
            date(2011, 5, 1),
            18,
            (date(2026, 11, 1), date(2026, 12, 1)),
            PlaceState.REQUESTED,
        ),  # over by the day
        (date(2011, 5, 1), 15, None, PlaceState.CONFIRMED),  # old enough for this course
        (date(2011, 5, 1), 16, None, PlaceState.REQUESTED),
        (date(2008, 11, 20), 18, None, PlaceState.CONFIRMED),  # 18 today
        (date(2008, 11, 21), 18, None, PlaceState.REQUESTED),  # tomorrow
    ],
)
def test_who_needs_a_yes(born: date, below: int, given: tuple[date, date] | None, expected: str) -> None:
    who = kit(born)
    if given:
        agreed(who, on=given[0], until=given[1])
    assert booked(dates.cohort(of=dates.course(consent_below=below)), who).state == expected


def test_a_yes_that_was_taken_back_does_not_count() -> None:
    who = kit()
    consent = agreed(who)
    consent.withdrawn_at = NOON
    consent.save()
    assert booked(dates.cohort(), who).state == PlaceState.REQUESTED


def test_an_accepted_offer_waits_for_a_guardian_too() -> None:
    who = kit()
    place = offered(dates.cohort(1), who)
    taken = accept_offer(place_id=place.pk, by=who, now=later(hours=1))
    assert (taken.state, taken.seat) == (PlaceState.REQUESTED, 1)
    assert accept_offer(place_id=place.pk, by=who, now=later(hours=2)).state == PlaceState.REQUESTED
    says_yes(place)
    assert state(place) == PlaceState.CONFIRMED


def test_without_a_yes_the_place_passes_on() -> None:
    cohort, (other,) = dates.cohort(1), people(1)
    place, waiting = booked(cohort, kit()), booked(cohort, other)
    expire_offers(now=later(days=7) - timedelta(seconds=1))
    assert state(place) == PlaceState.REQUESTED
    expire_offers(now=later(days=7))
    place.refresh_from_db()
    assert (place.state, place.ended_why) == (PlaceState.EXPIRED, NOBODY_AGREED)
    assert state(waiting) == PlaceState.OFFERED


def test_a_yes_that_comes_too_late_is_kept_but_books_nothing() -> None:
    place = booked(dates.cohort(), kit())
    expire_offers(now=later(days=7))
    says_yes(place)
    assert state(place) == PlaceState.EXPIRED
    assert booked(dates.cohort(), place.account, later(days=7)).state == PlaceState.CONFIRMED


def test_nobody_agrees_for_themselves_and_no_other_hub_writes_it_down() -> None:
    place = booked(dates.cohort(), kit())
    with pytest.raises(Refused, match="You cannot agree for yourself. Your parent or guardian tells the hub"):
        says_yes(place, by=place.account)
    mel = dates.coordinator(dates.hub("millfield"), "mel@example.org")
    with pytest.raises(Refused, match="coordinator of Harbour Road"):
        says_yes(place, by=mel)
    assert not GuardianConsent.objects.exists()


def test_what_is_missing_is_said() -> None:
    place = booked(dates.cohort(), kit())
    with pytest.raises(Refused, match="a phone number or an e-mail address"):
        says_yes(place, agreement=Agreement("Pat Young", " "))
    grown = booked(dates.cohort(), worlds.person())
    with pytest.raises(Refused, match="18 or over, so nobody has to agree"):
        says_yes(grown)
