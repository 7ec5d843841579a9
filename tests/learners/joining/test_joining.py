"""Two entries of one person: who may join them, what becomes of their places, and undoing it."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress

from academy.accounts.models import AccessNeed, Account, Joining
from academy.accounts.roles import Role
from academy.shared.rulings import Refused
from learners.attendance.models import AttendanceMark, RegisterSignoff
from learners.attendance.queries import came, registers_of, standings
from learners.certificates.actions import issue_certificate
from learners.certificates.queries import enrolments_due
from learners.enrolments.behalf_queries import counts, known_people
from learners.enrolments.cohort_queries import counted, counts_of
from learners.enrolments.models import DayNeeds, Enrolment
from learners.enrolments.place_actions import book_place, cancel_place
from learners.enrolments.states import PlaceState
from learners.joining.actions import SAY_WHY, join_people, undo_joining
from tests.cast import hold
from tests.learners import worlds
from tests.learners.attendance.registers import EVENING, mark, session_of, signed
from tests.learners.joining.twice import WEEKS_LATER, Door, at_the_door, fresh, joined, newcomer
from tests.learners.places import dates, people
from tests.learners.worlds import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def twice(capacity: int = 4, days: int = 1) -> tuple[Door, Account, Enrolment]:
    """Kit had booked, and was entered at the door once more: the day has both."""
    door = at_the_door(capacity, days=days)
    kit = newcomer("Kit Lawal", hub=door.cohort.hub)
    place = Enrolment.objects.create(
        account=kit,
        course=door.cohort.course,
        cohort=door.cohort,
        kind="cohort",
        state=PlaceState.CONFIRMED,
        seat=3,
        source="self",
        opens_at=NOON,
        started_at=NOON,
        requested_at=NOON,
        confirmed_at=NOON,
    )
    return door, kit, place


def state(place: Enrolment) -> tuple[str, int | None, int | None]:
    row = Enrolment.objects.get(pk=place.pk)
    return row.state, row.seat, row.counts_for_id


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


# --- undoing ------------------------------------------------------------------------------------------------


def as_they_stand() -> list[dict[str, object]]:
    """Every place, but for what was completed: that is never taken back."""
    rows = Enrolment.objects.order_by("pk").values()
    return [{name: value for name, value in row.items() if name != "completed_at"} for row in rows]


@pytest.mark.parametrize("when", ["before signing", "after signing"])
def test_undoing_puts_every_place_back(when: str) -> None:
    door, kit, place = twice()
    if when == "after signing":
        door.sign((door.booked, "present"), (place, "absent"))
    before = as_they_stand()
    joining = joined(kit, door.kit, door.coordinator)
    undo_joining(joining_id=joining.pk, by=door.coordinator, now=WEEKS_LATER)
    assert as_they_stand() == before
    assert place.pk not in standings(door.session.pk) or when == "after signing"


def test_a_second_time_changes_nothing() -> None:
    door, kit, _ = twice()
    first = joined(kit, door.kit, door.coordinator)
    assert joined(kit, door.kit, door.coordinator) == first
    for _ in range(2):
        undo_joining(joining_id=first.pk, by=door.coordinator, now=WEEKS_LATER)
    assert Joining.objects.get().undone_by == door.coordinator
    assert joined(kit, fresh(door.kit), door.coordinator) != first, "and it can be joined again"


def test_it_cannot_be_undone_once_the_seat_is_somebody_elses() -> None:
    cohort = dates.cohort(2)
    one, two, three = people.people(3)
    Account.objects.filter(pk__in=[one.pk, two.pk]).update(hub=cohort.hub)
    people.booked(cohort, one)
    people.booked(cohort, two)
    joining = joined(fresh(one), fresh(two), dates.coordinator(), now=NOON)
    people.booked(cohort, three)
    with pytest.raises(Refused, match="Make room for one more"):
        undo_joining(joining_id=joining.pk, by=dates.coordinator(), now=NOON)
    assert fresh(two).joined_to == one, "nothing of it is undone"


def test_what_was_given_up_since_stays_given_up() -> None:
    cohort = dates.cohort(3)
    kept, other = newcomer(hub=cohort.hub), worlds.person("Kit Lawal", None, hub=cohort.hub)
    book_place(cohort_id=cohort.pk, account_id=other.pk, by=dates.coordinator(), now=NOON, agreed="Asked.")
    joining = joined(kept, other, dates.coordinator(), now=NOON)
    mine = Enrolment.objects.get(account=kept)
    cancel_place(place_id=mine.pk, by=kept, now=NOON)
    undo_joining(joining_id=joining.pk, by=dates.coordinator(), now=NOON)
    assert Enrolment.objects.get(account=other).state == PlaceState.CANCELLED_BY_HUB
    assert Enrolment.objects.get(account=kept).state == PlaceState.CANCELLED_BY_LEARNER


def test_three_entries_become_one_and_part_in_order() -> None:
    hub = dates.hub()
    first, second, third = (worlds.person("Kit Lawal", None, hub=hub) for _ in range(3))
    cora = dates.coordinator()
    one = joined(second, third, cora)
    two = joined(first, second, cora)
    assert fresh(third).joined_to == first, "no chain: whoever points to it points on"
    with pytest.raises(Refused, match="was joined to another entry since"):
        undo_joining(joining_id=one.pk, by=cora, now=WEEKS_LATER)
    undo_joining(joining_id=two.pk, by=cora, now=WEEKS_LATER)
    assert (fresh(third).joined_to, fresh(second).joined_to) == (second, None)
    undo_joining(joining_id=one.pk, by=cora, now=WEEKS_LATER)
    assert fresh(third).joined_to is None


def test_the_newest_is_undone_first() -> None:
    hub = dates.hub()
    first, second, third = (worlds.person("Kit Lawal", None, hub=hub) for _ in range(3))
    cora = dates.coordinator()
    one = joined(first, second, cora)
    joined(first, third, cora)
    with pytest.raises(Refused, match="Undo that one first"):
        undo_joining(joining_id=one.pk, by=cora, now=WEEKS_LATER)


# --- who may ------------------------------------------------------------------------------------------------


def test_a_coordinator_of_another_hub_may_not() -> None:
    door, kit, _ = twice()
    stranger = dates.coordinator(dates.hub("millfield"), email="mel@example.org")
    with pytest.raises(Refused, match="hub that you look after"):
        joined(kit, door.kit, stranger)
    with pytest.raises(Refused, match="hub that you look after"):
        joined(kit, door.kit, door.trainer)


def test_both_have_to_belong_to_the_hub() -> None:
    door = at_the_door()
    elsewhere = newcomer(hub=dates.hub("millfield"))
    with pytest.raises(Refused, match="hub that you look after"):
        joined(elsewhere, door.kit, door.coordinator)


def test_a_manager_may_join_across_hubs_and_alone_may_undo_that() -> None:
    door = at_the_door()
    elsewhere = newcomer(hub=dates.hub("millfield"))
    manager = worlds.person("Mo Manager", "mo@example.org")
    hold(manager, Role.MANAGER)
    joining = joined(elsewhere, door.kit, manager)
    with pytest.raises(Refused, match="the Academy manager"):
        undo_joining(joining_id=joining.pk, by=door.coordinator, now=WEEKS_LATER)
    undo_joining(joining_id=joining.pk, by=manager, now=WEEKS_LATER)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"last_login": NOON}, "Both of these sign in"),
        ({"is_active": False}, "is closed"),
    ],
    ids=["both sign in", "closed"],
)
def test_what_the_hub_may_not_join(change: dict[str, object], said: str) -> None:
    door, kit, _ = twice()
    Account.objects.filter(pk=door.kit.pk).update(**change)
    manager = worlds.person("Mo Manager", "mo@example.org")
    hold(manager, Role.MANAGER)
    with pytest.raises(Refused, match=said):
        joined(kit, door.kit, manager)


def test_the_one_that_signs_in_stays() -> None:
    door, kit, _ = twice()
    with pytest.raises(Refused, match="Keep Kit Lawal"):
        joined(door.kit, kit, door.coordinator)


@pytest.mark.parametrize("which", ["kept", "other"])
def test_nobody_who_works_for_the_academy_is_joined_by_somebody_else(which: str) -> None:
    door, kit, _ = twice()
    hold(kit if which == "kept" else door.kit, Role.TRAINER, dates.hub())
    with pytest.raises(Refused, match="works for the Academy"):
        joined(kit, door.kit, door.coordinator)


def test_nobody_joins_themselves() -> None:
    door = at_the_door()
    with pytest.raises(Refused, match="One of these is you"):
        joined(door.coordinator, door.kit, door.coordinator)
    with pytest.raises(Refused, match="one and the same"):
        join_people(kept_id=door.kit.pk, other_id=door.kit.pk, why="x", by=door.coordinator, now=NOON)


def test_the_hub_says_how_it_knows() -> None:
    door, kit, _ = twice()
    with pytest.raises(Refused) as refused:
        joined(kit, door.kit, door.coordinator, why="  ")
    assert refused.value.reason == SAY_WHY


def test_a_row_that_was_joined_is_not_joined_again() -> None:
    door, kit, _ = twice()
    third = worlds.person("Kit Lawal", None, hub=dates.hub())
    joined(kit, door.kit, door.coordinator)
    manager = worlds.person("Mo Manager", "mo@example.org")
    hold(manager, Role.MANAGER)
    for kept, other in ((third, door.kit), (door.kit, third)):
        with pytest.raises(Refused, match="was joined already"):
            joined(kept, other, manager)


def test_whoever_is_joined_is_found_once_and_cannot_be_booked_under_the_old_entry() -> None:
    door, kit, _ = twice()
    joined(kit, door.kit, door.coordinator)
    later = dates.cohort(5, first=dates.FIRST_DAY + timedelta(days=60))
    assert [one.pk for one in known_people(dates.hub(), later, "kit")] == [kit.pk]
    with pytest.raises(Refused, match="was joined to another"):
        book_place(cohort_id=later.pk, account_id=door.kit.pk, by=door.coordinator, now=NOON, agreed="Asked.")
