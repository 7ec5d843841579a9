"""People and places for the tests of booking."""

from datetime import date, datetime

from academy.accounts.models import Account, GuardianConsent
from courses.delivery.models import Cohort
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import accept_offer, book_place, cancel_place
from learners.enrolments.states import PlaceState
from tests.learners import worlds
from tests.learners.places import dates
from tests.learners.worlds import NOON


def people(count: int) -> list[Account]:
    """Adults: p0@example.org and so on."""
    return [worlds.person(f"Person {number}", f"p{number}@example.org") for number in range(count)]


def kit(born: date = date(2011, 5, 1), email: str | None = "kit@example.org") -> Account:
    """15 years old."""
    return Account.objects.create_user(email=email, full_name="Kit Young", is_adult=False, date_of_birth=born)


def agreed(
    who: Account, *, on: date = date(2026, 11, 1), until: date = date(2027, 11, 1), by: Account | None = None
) -> GuardianConsent:
    """A parent or guardian has agreed, and somebody of the hub wrote it down."""
    return GuardianConsent.objects.create(
        account=who,
        guardian_name="Pat Young",
        contact="01632 960 001",
        scope="taking part",
        given_on=on,
        ends_on=until,
        recorded_by=by or dates.coordinator(),
        recorded_at=NOON,
    )


def booked(cohort: Cohort, who: Account, now: datetime = NOON) -> Enrolment:
    """Booked by the person."""
    return book_place(cohort_id=cohort.pk, account_id=who.pk, by=who, now=now)


def offered(cohort: Cohort, who: Account, now: datetime = NOON) -> Enrolment:
    """A place that has just been offered to this person: the last on a cohort of one seat."""
    first = Enrolment.objects.holding().filter(cohort=cohort).first() or booked(cohort, _early(), now)
    place = booked(cohort, who, now)
    cancel_place(place_id=first.pk, by=first.account, now=now)
    place.refresh_from_db()
    assert place.state == PlaceState.OFFERED
    return place


def _early() -> Account:
    known = Account.objects.filter(email="early@example.org").first()
    return known or worlds.person("Early Bird", "early@example.org")


def accepted(place: Enrolment, now: datetime) -> Enrolment:
    return accept_offer(place_id=place.pk, by=place.account, now=now)


def state(place: Enrolment) -> str:
    """As it stands in the database."""
    return Enrolment.objects.values_list("state", flat=True).get(pk=place.pk)
