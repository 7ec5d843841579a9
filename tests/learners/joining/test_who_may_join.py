"""Who may say that two entries are one person."""

from datetime import timedelta

import pytest

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.shared.rulings import Refused
from learners.enrolments.behalf_queries import known_people
from learners.enrolments.place_actions import book_place
from learners.joining.actions import SAY_WHY, join_people, undo_joining
from tests.cast import hold
from tests.learners import worlds
from tests.learners.joining.twice import WEEKS_LATER, at_the_door, joined, newcomer, twice
from tests.learners.places import dates
from tests.learners.worlds import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.both]


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
