"""Who has something in hand just now: asked of all who hold some of it at once, each by how they stand today."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from academy.accounts.models import Account
from academy.accounts.roles import Role
from academy.hubs.models import Hub
from learners.assessment.judging_policies import free_of
from learners.registrations.allocation_models import ConflictDeclaration
from learners.registrations.standing import standing_of, standings_of
from learners.registrations.states import AllocatedAs
from tests.cast import hold, person
from tests.learners import judging, qualifying
from tests.learners.assessment.attacks import conflict
from tests.learners.assessment.world import World, judged, make_world
from tests.learners.qualifying import NOON, TODAY

pytestmark = [pytest.mark.both, pytest.mark.django_db]
SOON = NOON + timedelta(hours=1)


def test_who_has_it_just_now_is_asked_of_each_of_them() -> None:
    """Those who may judge it hold it; those who may not any more, hold nothing."""
    world = make_world()
    judged(world, world.handed_in(), world.assessor)
    unit = judging.unit_of(world.registration)
    holders = []
    for name, criterion in zip(("Una", "Vic", "Wes"), world.criteria, strict=True):
        one = person(f"{name} Other", hub=world.cast.harbour)
        hold(one, Role.ASSESSOR, world.cast.harbour)
        qualifying.assessor(one, world.cast.manager)
        qualifying.allocated(world.registration, one, unit, ends_on=TODAY, ended_why="Over")
        judging.opened(world.registration, one, None, [criterion], held_until=SOON)
        holders.append(one)
    free = partial(
        free_of, world.registration, [one.pk for one in world.criteria], by=world.assessor, now=NOON
    )
    assert free() == (frozenset(one.pk for one in world.criteria), "")
    qualifying.allocated(world.registration, holders[1], unit)
    left, words = free()
    assert left == {world.criteria[0].pk, world.criteria[2].pk} and words.startswith("Vic Other is judging")
    held = [world.criteria[1].pk]
    last = free_of(world.registration, held, by=world.assessor, now=SOON)
    assert last[0] == frozenset() and last[1], "to the end of the time, and not after it"
    after = SOON + timedelta(seconds=1)
    assert free_of(world.registration, held, by=world.assessor, now=after) == (frozenset(held), "")
    rest = [world.criteria[0].pk]
    assert free_of(world.registration, rest, by=world.assessor, now=NOON) == (frozenset(rest), "")
    conflict(world.cast, world.registration, holders[1])
    assert free()[0] == {one.pk for one in world.criteria}
    ConflictDeclaration.objects.update(ends_on=TODAY)
    twin = person("Vic Kept", hub=world.cast.harbour, email="kept@example.org")
    Account.objects.filter(pk=holders[1].pk).update(joined_to=twin, is_active=False, email=None)
    assert free()[0] == {one.pk for one in world.criteria}, "a closed account holds nothing"


def test_how_several_stand_is_how_each_of_them_stands(
    django_assert_num_queries: Callable[..., object],
) -> None:
    """By one query for all of them; every kind of relation, closed and joined accounts, and strangers."""
    world = make_world()
    cast, one = world.cast, world.registration
    twin = person("Asa Kept", hub=cast.harbour, email="kept@example.org")
    Account.objects.filter(pk=cast.assessor.pk).update(joined_to=twin, is_active=False, email=None)
    qualifying.allocated(one, world.second, judging.unit_of(one, 2))
    qualifying.allocated(one, cast.quality, task=AllocatedAs.QUALITY)
    conflict(cast, one, cast.quality)
    conflict(cast, one, twin)
    older = person("Tia Before", email=None, joined_to=world.trainee, joined_at=NOON, is_active=False)
    conflict(cast, one, older)
    hub_conflict(world, cast.harbour)
    closed = [cast.coordinator.pk, cast.second_manager.pk]
    Account.objects.filter(pk__in=closed).update(is_active=False)
    everybody = list(Account.objects.select_related("joined_to").order_by("pk"))
    assert len(everybody) > 8
    with django_assert_num_queries(3):  # type: ignore[attr-defined]
        found = standings_of(everybody, one, on=TODAY)
    assert found == {who.pk: standing_of(who, one, on=TODAY) for who in everybody}
    assert found[cast.manager.pk].manages, "a closed account has no role"
    assert not any(found[pk].coordinates or found[pk].manages for pk in closed)
    assert found[twin.pk].conflict and found[world.trainee.pk].conflict, "whichever row it was declared by"
    flags = ("own", "assesses", "checks", "conflict", "manages", "leads_quality")
    seen = {name for standing in found.values() for name in flags if getattr(standing, name)}
    assert seen == set(flags), "every one of them is met by somebody"


def hub_conflict(world: World, hub: Hub) -> None:
    ConflictDeclaration.objects.create(
        person=world.second,
        hub=hub,
        nature="other",
        words="x",
        starts_on=TODAY,
        declared_by=world.second,
        declared_at=NOON,
    )
