"""Two people after all: everything as it was, but for what was signed, learned or given to others since."""

import pytest

from academy.accounts.models import Account, Joining
from academy.shared.rulings import Refused
from learners.attendance.queries import standings
from learners.enrolments.models import Enrolment
from learners.enrolments.place_actions import book_place, cancel_place
from learners.enrolments.states import PlaceState
from learners.joining.actions import undo_joining
from tests.learners import worlds
from tests.learners.joining.twice import WEEKS_LATER, fresh, joined, newcomer, twice
from tests.learners.places import dates, people
from tests.learners.worlds import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.both]


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
