"""Looking through a list tells a hub nothing about addresses that only other hubs know (INV-40)."""

import io

import pytest

from academy.accounts.models import Account
from learners.enrolments.models import Interest
from learners.intake.actions import bring_in, read_as, upload_for_hub
from learners.intake.models import PeopleImport
from tests.learners import worlds
from tests.learners.intake.lists import AGREED, ends, looked_through, states, worked
from tests.learners.places import dates
from tests.learners.places.people import booked
from tests.learners.worlds import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def cora() -> Account:
    return dates.coordinator()


@pytest.fixture
def secret() -> Account:
    """Somebody of another hub."""
    return worlds.person("Secret Name", "secret@example.org", hub=dates.hub("millfield"))


def for_the_hub(by: Account, row: str) -> PeopleImport:
    """A list for the hub of `by`, of people who want to be told of dates, looked through."""
    made = upload_for_hub(
        hub_id=dates.hub().pk,
        course_id=dates.course().pk,
        file=io.BytesIO(f"Name,E-mail\n{row}\n".encode()),
        name="people.csv",
        by=by,
        now=NOON,
    )
    facts = {"columns": made.columns, "header": made.header, "all_adult": True, "agreed": AGREED}
    read_as(import_id=made.pk, by=by, now=NOON, **facts)
    return worked(made)


def test_somebody_of_the_same_name_is_on_the_dates(cora: Account, secret: Account) -> None:
    cohort = dates.cohort()
    booked(cohort, worlds.person("Sam Obi", None, phone="07700900999"))
    known, unknown = (
        ends(looked_through(cohort, cora, f"Sam Obi,{address},"))[2]
        for address in ("secret@example.org", "nobody@example.org")
    )
    assert known == unknown and known[0] == "refused"


def test_somebody_of_this_hub_has_the_same_name_and_number(cora: Account, secret: Account) -> None:
    cohort = dates.cohort()
    booked(cohort, worlds.person("Sam Obi", None, hub=cohort.hub, phone="07700900123"))
    known, unknown = (
        ends(looked_through(cohort, cora, f"Sam Obi,{address},07700900123"))[2]
        for address in ("secret@example.org", "nobody@example.org")
    )
    assert known == unknown and known[0] == "already"


def test_who_waits_for_dates_at_any_hub(cora: Account, secret: Account) -> None:
    course = dates.course()
    Interest.objects.create(account=secret, course=course, hub=None, since=NOON)
    assert states(for_the_hub(cora, "Sam,secret@example.org")) == ["ready"]
    listing = for_the_hub(cora, "Secret Name,secret@example.org")
    bring_in(import_id=listing.pk, by=cora, now=NOON)
    assert states(worked(listing)) == ["listed"]


def test_who_is_of_this_hub_and_waits_for_dates_anywhere(cora: Account) -> None:
    amara = worlds.person(hub=dates.hub())
    Interest.objects.create(account=amara, course=dates.course(), hub=None, since=NOON)
    assert states(for_the_hub(cora, "Amara Diallo,amara@example.org")) == ["already"]
