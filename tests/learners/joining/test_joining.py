"""Two entries of one person: what becomes of their places, marks, certificates and everything else of theirs."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from academy.accounts.models import AccessNeed, Account
from learners.attendance.models import AttendanceMark, RegisterSignoff
from learners.attendance.queries import came, registers_of, standings
from learners.certificates.actions import issue_certificate
from learners.certificates.models import Certificate
from learners.certificates.queries import enrolments_due
from learners.enrolments.behalf_queries import counts
from learners.enrolments.cohort_queries import counted, counts_of
from learners.enrolments.interest_queries import demand_at
from learners.enrolments.models import DayNeeds, Enrolment, Interest
from learners.enrolments.states import PlaceState
from learners.joining.actions import undo_joining
from learners.progress.actions import mark_read
from tests.learners import worlds
from tests.learners.attendance.registers import EVENING, mark, session_of, signed
from tests.learners.joining.twice import WEEKS_LATER, at_the_door, fresh, joined, newcomer, state, twice
from tests.learners.places import dates, people
from tests.learners.worlds import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_before_signing_the_double_place_ends_and_its_mark_counts_for_the_other() -> None:
    door, kit, place = twice()
    joined(kit, door.kit, door.coordinator)
    assert state(door.place) == (PlaceState.CANCELLED_BY_HUB, None, place.pk)
    assert door.place.ended_why.startswith("Entered twice")
    assert standings(door.session.pk)[place.pk].mark == "present"
    door.sign()
    lines = RegisterSignoff.objects.get().lines
    assert [line["name"] for line in lines] == ["Amara Bello", "Kit Lawal"]
    assert RegisterSignoff.objects.get().there == 2 == came(registers_of(door.cohort.pk))
    assert set(enrolments_due()) <= {door.booked, place}


def test_a_mark_that_says_less_is_not_written_over_the_other() -> None:
    door, kit, place = twice()
    mark(door.session, door.trainer, (place, "present"))
    mark(door.session, door.trainer, (door.place, "absent"))
    before = AttendanceMark.objects.count()
    joined(kit, door.kit, door.coordinator)
    assert AttendanceMark.objects.count() == before
    assert standings(door.session.pk)[place.pk].mark == "present"


def test_what_the_trainer_marks_afterwards_wins() -> None:
    door, kit, place = twice()
    joined(kit, door.kit, door.coordinator, now=EVENING)
    mark(door.session, door.trainer, (place, "absent"), now=EVENING + timedelta(minutes=1))
    assert standings(door.session.pk)[place.pk].mark == "absent"


def test_after_signing_both_stay_as_they_were_signed_and_are_counted_once() -> None:
    door, kit, place = twice()
    door.sign((door.booked, "present"), (place, "absent"))
    assert came(registers_of(door.cohort.pk)) == 2
    before = RegisterSignoff.objects.values().get()
    joined(kit, door.kit, door.coordinator)
    assert RegisterSignoff.objects.values().get() == before, "what was signed is not rewritten"
    assert state(door.place) == (PlaceState.ATTENDED, 2, place.pk)
    assert state(place) == (PlaceState.ATTENDED, 3, None), "they were there, under the other entry"
    assert came(registers_of(door.cohort.pk)) == 2
    page = counts_of(counted(type(door.cohort).objects.filter(pk=door.cohort.pk)).get())
    assert (page.booked, counts(door.cohort)["booked"]) == (2, 2)


def test_one_certificate_for_one_person() -> None:
    door, kit, place = twice()
    door.sign((door.booked, "present"), (place, "present"))
    joined(kit, door.kit, door.coordinator)
    assert issue_certificate(enrolment_id=door.place.pk, now=WEEKS_LATER) is None
    assert issue_certificate(enrolment_id=place.pk, now=WEEKS_LATER) is not None
    assert door.place not in enrolments_due()


def test_the_place_with_the_certificate_is_the_one_that_is_counted() -> None:
    door, kit, place = twice()
    door.sign((door.booked, "present"), (place, "absent"))
    assert issue_certificate(enrolment_id=door.place.pk, now=EVENING) is not None
    joined(kit, door.kit, door.coordinator)
    assert state(place)[2] == door.place.pk and state(door.place)[2] is None


def test_a_second_certificate_of_one_day_is_looked_at_again_until_that_is_undone() -> None:
    door, kit, place = twice()
    door.sign((door.booked, "present"), (place, "present"))
    for enrolment in (door.place, place):
        assert issue_certificate(enrolment_id=enrolment.pk, now=EVENING) is not None
    joining = joined(kit, door.kit, door.coordinator)
    assert certificate_states() == {place.pk: "issued", door.place.pk: "under_review"}
    undo_joining(joining_id=joining.pk, by=door.coordinator, now=WEEKS_LATER)
    assert certificate_states() == {place.pk: "issued", door.place.pk: "issued"}


def certificate_states() -> dict[int, str]:
    return dict(Certificate.objects.values_list("enrolment", "state"))


def test_days_that_were_marked_under_both_make_one_whole_course() -> None:
    door, kit, place = twice(days=2)
    second = session_of(door.cohort, 2)
    signed(door.session, door.trainer, (door.booked, "present"), (place, "absent"))
    joined(kit, door.kit, door.coordinator)
    assert state(door.place)[0] == PlaceState.CANCELLED_BY_HUB
    later = EVENING + timedelta(weeks=1)
    signed(second, door.trainer, (door.booked, "present"), (place, "present"), now=later)
    assert state(place)[0] == PlaceState.ATTENDED


def test_the_further_place_is_the_one_that_goes_on() -> None:
    cohort = dates.cohort(2)
    one, two = people.people(2)
    people.booked(cohort, one)
    held = people.booked(cohort, two)
    waiting = people.booked(cohort, newcomer("Person 1", hub=cohort.hub))
    Account.objects.filter(pk=two.pk).update(hub=cohort.hub)
    assert state(waiting)[0] == PlaceState.WAITLISTED
    joined(waiting.account, two, dates.coordinator(), now=NOON)
    assert state(held) == (PlaceState.CANCELLED_BY_HUB, None, waiting.pk)
    assert state(waiting) == (PlaceState.CONFIRMED, 2, None)


def test_of_two_turns_on_the_list_the_earlier_goes_on_and_comes_back() -> None:
    cohort = dates.cohort(1)
    one, two = people.people(2)
    people.booked(cohort, one)
    early = people.booked(cohort, two)
    late = people.booked(cohort, newcomer("Person 1", hub=cohort.hub))
    Account.objects.filter(pk=two.pk).update(hub=cohort.hub)
    Enrolment.objects.filter(pk=late.pk).update(waiting_since=NOON + timedelta(days=3))
    joining = joined(late.account, two, dates.coordinator())
    late.refresh_from_db()
    assert (late.state, late.waiting_since) == (PlaceState.WAITLISTED, early.waiting_since)
    undo_joining(joining_id=joining.pk, by=dates.coordinator(), now=WEEKS_LATER)
    late.refresh_from_db()
    assert late.waiting_since == NOON + timedelta(days=3)


def test_the_seat_that_becomes_free_goes_to_the_next_in_order() -> None:
    cohort = dates.cohort(2)
    one, two, three = people.people(3)
    Account.objects.filter(pk__in=[one.pk, two.pk]).update(hub=cohort.hub)
    people.booked(cohort, one)
    people.booked(cohort, two)
    waits = people.booked(cohort, three)
    joined(fresh(one), fresh(two), dates.coordinator(), now=NOON)
    assert state(waits) == (PlaceState.OFFERED, 2, None)


def test_needs_and_ways_in_go_along_and_come_back() -> None:
    cohort = dates.cohort(3)
    kept, other = newcomer(hub=cohort.hub), worlds.person("Kit Lawal", "old@example.org", hub=cohort.hub)
    AccessNeed.objects.create(account=other, words="Step-free.", changed_at=NOON)
    place = people.booked(cohort, other)
    assert DayNeeds.objects.get(enrolment=place).needs == "Step-free."
    joining = joined(kept, other, dates.coordinator(), now=NOON)
    mine = Enrolment.objects.get(account=kept)
    assert DayNeeds.objects.get().enrolment == mine and AccessNeed.objects.get().account == kept
    address = EmailAddress.objects.get(email="old@example.org")
    assert (address.user, address.primary, fresh(other).email) == (kept, False, None)
    undo_joining(joining_id=joining.pk, by=dates.coordinator(), now=NOON)
    assert DayNeeds.objects.get().enrolment == place and AccessNeed.objects.get().account == other
    address.refresh_from_db()
    assert (address.user, fresh(other).email, fresh(kept).email) == (other, "old@example.org", kept.email)


def test_what_one_entry_knows_the_other_learns_and_forgets_again() -> None:
    door = at_the_door()
    kept = newcomer(phone="", hub=door.cohort.hub)
    Account.objects.filter(pk=kept.pk).update(is_adult=None)
    Account.objects.filter(pk=door.kit.pk).update(phone="07700900123", is_adult=True)
    joining = joined(fresh(kept), door.kit, door.coordinator)
    assert (fresh(kept).phone, fresh(kept).is_adult) == ("07700900123", True)
    undo_joining(joining_id=joining.pk, by=door.coordinator, now=WEEKS_LATER)
    assert (fresh(kept).phone, fresh(kept).is_adult) == ("", None)


def test_what_somebody_waits_for_goes_along_and_comes_back() -> None:
    hub, course = dates.hub(), dates.course()
    kept, other = newcomer(hub=hub), worlds.person("Kit Lawal", None, hub=hub)
    Interest.objects.create(account=other, course=course, hub=hub, since=NOON)
    both = [Interest.objects.create(account=one, course=course, since=NOON) for one in (kept, other)]
    joining = joined(kept, other, dates.coordinator())
    assert Interest.objects.get(hub=hub).account == kept
    assert [Interest.objects.get(pk=one.pk).account for one in both] == [kept, other], "not twice"
    [known] = [one for one in demand_at(hub, now=WEEKS_LATER) if one.title == course.title]
    assert (known.here, known.anywhere) == (1, 1), "one person, counted once"
    undo_joining(joining_id=joining.pk, by=dates.coordinator(), now=WEEKS_LATER)
    assert Interest.objects.get(hub=hub).account == other
    assert Interest.objects.filter(pk__in=[one.pk for one in both], ended_at=None).count() == 2


def test_lessons_that_were_begun_under_the_other_entry_go_on() -> None:
    hub, course = dates.hub(), worlds.course(2)
    first, second = worlds.lessons(course)
    kept, other = newcomer(hub=hub), worlds.person("Kit Lawal", None, hub=hub)
    mark_read(lesson=first, by=worlds.signed_in(other), now=NOON)
    mark_read(lesson=second, by=worlds.signed_in(kept), now=NOON)
    joining = joined(kept, other, dates.coordinator())
    mine = Enrolment.objects.get(account=kept, course=course)
    assert set(mine.lessons.filter(done_at__isnull=False).values_list("lesson", flat=True)) == {
        first.pk,
        second.pk,
    }
    assert mine.completed_at == WEEKS_LATER
    assert Enrolment.objects.get(account=other).withdrawn_at == WEEKS_LATER
    undo_joining(joining_id=joining.pk, by=dates.coordinator(), now=WEEKS_LATER)
    assert Enrolment.objects.get(account=other).withdrawn_at is None
    assert mine.lessons.count() == 2, "nothing learned is taken away"
