"""Giving and ending roles: who may, what is written, and every refusal with its reason."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction

from academy.accounts.models import Account, RoleAssignment
from academy.accounts.policies import may_end_role, may_give_role
from academy.accounts.queries import current_manager_ids, holds, roles_of
from academy.accounts.role_actions import (
    NewPerson,
    add_person,
    end_role,
    give_role,
    keep_groups,
    make_manager,
)
from academy.accounts.roles import ROLES, Role
from academy.hubs.states import HubStatus
from academy.shared import clock
from academy.shared.audit import chain_of
from academy.shared.models import AuditDetail, AuditEvent
from academy.shared.rulings import Refused
from tests.cast import Cast, hold, hub
from tests.chains import broken_links

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def give(
    cast: Cast, role: Role, at: object = None, *, to: Account | None = None, by: Account
) -> RoleAssignment:
    hub_id = getattr(at, "pk", None)
    return give_role(account_id=(to or cast.learner).pk, role=role, hub_id=hub_id, by=by, now=clock.now())


def held_by(account: Account, role: Role) -> RoleAssignment:
    return RoleAssignment.objects.get(account=account, role=role, ends_on=None)


def end(assignment: RoleAssignment, by: Account) -> RoleAssignment:
    return end_role(assignment_id=assignment.pk, by=by, now=clock.now())


# --- what is written -------------------------------------------------------------------------------------------


def test_a_coordinator_makes_a_trainer(cast: Cast) -> None:
    given = give(cast, Role.TRAINER, cast.harbour, by=cast.coordinator)
    assert (given.starts_on, given.ends_on, given.given_by) == (clock.today(), None, cast.coordinator)
    assert holds(roles_of(cast.learner, clock.today()), Role.TRAINER, hub=cast.harbour)
    event = AuditEvent.objects.get(chain=chain_of(cast.learner), action="role_given")
    assert (event.actor_id, event.acting_as, event.hub_id) == (
        cast.coordinator.pk,
        "coordinator",
        cast.harbour.pk,
    )
    assert AuditDetail.objects.get(event=event).after == {"role": "trainer"}
    assert broken_links(chain_of(cast.learner)) == []


def test_the_wagtail_group_comes_and_goes_with_the_role(cast: Cast) -> None:
    given = give(cast, Role.EDITOR, by=cast.manager)
    assert list(cast.learner.groups.values_list("name", flat=True)) == ["Content editors"]
    end(given, by=cast.manager)
    assert not cast.learner.groups.exists()


def test_an_ended_role_counts_no_longer_and_can_be_given_again(cast: Cast) -> None:
    ended = end(held_by(cast.trainer, Role.TRAINER), by=cast.coordinator)
    assert (ended.ends_on, ended.ended_by) == (clock.today(), cast.coordinator)
    assert roles_of(cast.trainer, clock.today()) == ()
    assert AuditEvent.objects.get(chain=chain_of(cast.trainer)).action == "role_ended"
    give(cast, Role.TRAINER, cast.harbour, to=cast.trainer, by=cast.coordinator)
    assert holds(roles_of(cast.trainer, clock.today()), Role.TRAINER)


def test_a_role_counts_from_its_first_day_until_before_its_last(cast: Cast) -> None:
    hold(cast.learner, Role.TRAINER, cast.harbour, since=date(2026, 3, 2), until=date(2026, 3, 4))
    counts = [bool(roles_of(cast.learner, date(2026, 3, day))) for day in (1, 2, 3, 4)]
    assert counts == [False, True, True, False]


def test_a_closed_account_holds_nothing(cast: Cast) -> None:
    cast.manager.is_active = False
    cast.manager.save()
    assert not holds(roles_of(cast.manager, clock.today()), Role.MANAGER)
    assert current_manager_ids(clock.today()) == [cast.second_manager.pk]


def test_groups_follow_roles_that_end_by_the_calendar(cast: Cast) -> None:
    RoleAssignment.objects.filter(account=cast.editor).update(ends_on=clock.today())
    hold(cast.learner, Role.MANAGER, since=clock.today() + timedelta(days=1))
    keep_groups(now=clock.now())
    members = {
        group.name: set(group.user_set.all()) for group in Group.objects.filter(name__in=_group_names())
    }
    assert members == {"Content editors": set(), "Academy managers": {cast.manager, cast.second_manager}}
    Account.objects.filter(pk=cast.manager.pk).update(is_active=False)
    keep_groups(now=clock.now())
    managers = Group.objects.get(name="Academy managers").user_set
    assert set(managers.all()) == {cast.second_manager}, "an account that is closed keeps no group"


def test_the_database_keeps_a_role_within_its_reach(cast: Cast) -> None:
    for role, at in ((Role.TRAINER, None), (Role.MANAGER, cast.harbour)):
        with pytest.raises(IntegrityError), transaction.atomic():
            hold(cast.learner, role, at)
    with pytest.raises(IntegrityError), transaction.atomic():
        hold(cast.trainer, Role.TRAINER, cast.harbour)


# --- who may give ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", list(Role))
def test_a_manager_gives_every_role(cast: Cast, role: Role) -> None:
    at = cast.harbour if ROLES[role].reach == "hub" else None
    assert may_give_role(cast.manager, role, at, on=clock.today())
    assert give(cast, role, at, by=cast.manager).role == role


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.TRAINER])
def test_a_coordinator_gives_no_other_role_than_trainer(cast: Cast, role: Role) -> None:
    at = cast.harbour if ROLES[role].reach == "hub" else None
    with pytest.raises(Refused, match="is given and ended by the Academy manager"):
        give(cast, role, at, by=cast.coordinator)


@pytest.mark.parametrize("who", ["learner", "trainer", "assessor", "editor", "quality", "other_coordinator"])
def test_nobody_else_gives_a_role_at_a_hub(cast: Cast, who: str) -> None:
    with pytest.raises(Refused, match="the coordinator of that hub or the Academy manager"):
        give(cast, Role.TRAINER, cast.harbour, to=cast.minor, by=getattr(cast, who))
    assert not roles_of(cast.minor, clock.today())


@pytest.mark.parametrize("who", ["manager", "coordinator"])
def test_nobody_gives_themselves_a_role(cast: Cast, who: str) -> None:
    by = getattr(cast, who)
    with pytest.raises(Refused, match="You cannot give yourself a role"):
        give(cast, Role.TRAINER, cast.harbour, to=by, by=by)


def test_a_role_that_is_held_is_not_given_twice(cast: Cast) -> None:
    with pytest.raises(Refused, match="has that role already"):
        give(cast, Role.TRAINER, cast.harbour, to=cast.trainer, by=cast.manager)
    give(cast, Role.TRAINER, cast.millfield, to=cast.trainer, by=cast.manager)


def test_a_role_has_its_reach(cast: Cast) -> None:
    with pytest.raises(Refused, match="a role for one hub"):
        give(cast, Role.TRAINER, by=cast.manager)
    with pytest.raises(Refused, match="a role for the whole Academy"):
        give(cast, Role.EDITOR, cast.harbour, by=cast.manager)


def test_a_closed_hub_takes_nobody_in(cast: Cast) -> None:
    closed = hub("Old Mill", HubStatus.CLOSED)
    with pytest.raises(Refused, match="Old Mill is closed"):
        give(cast, Role.TRAINER, closed, by=cast.manager)


def test_a_closed_account_takes_no_role(cast: Cast) -> None:
    cast.learner.is_active = False
    cast.learner.save()
    with pytest.raises(Refused, match="This account is closed"):
        give(cast, Role.TRAINER, cast.harbour, by=cast.manager)


def test_editors_and_managers_need_an_address(cast: Cast) -> None:
    with pytest.raises(Refused, match="needs an e-mail address"):
        give(cast, Role.EDITOR, to=cast.neighbour, by=cast.manager)


def test_a_role_that_ended_gives_nothing(cast: Cast) -> None:
    end(held_by(cast.coordinator, Role.COORDINATOR), by=cast.manager)
    with pytest.raises(Refused):
        give(cast, Role.TRAINER, cast.harbour, by=cast.coordinator)


# --- who may end -----------------------------------------------------------------------------------------------


def test_a_coordinator_ends_a_trainer_of_their_own_hub_only(cast: Cast) -> None:
    with pytest.raises(Refused, match="is given and ended by"):
        end(held_by(cast.trainer, Role.TRAINER), by=cast.other_coordinator)
    with pytest.raises(Refused, match="is given and ended by the Academy manager"):
        end(held_by(cast.assessor, Role.ASSESSOR), by=cast.coordinator)
    end(held_by(cast.trainer, Role.TRAINER), by=cast.coordinator)


def test_a_manager_does_not_end_their_own_manager_role(cast: Cast) -> None:
    with pytest.raises(Refused, match="Ask another manager"):
        end(held_by(cast.manager, Role.MANAGER), by=cast.manager)


def test_the_last_manager_stays(cast: Cast) -> None:
    end(held_by(cast.second_manager, Role.MANAGER), by=cast.manager)
    with pytest.raises(Refused, match="this is the last one"):
        end(held_by(cast.manager, Role.MANAGER), by=cast.manager)
    assert current_manager_ids(clock.today()) == [cast.manager.pk]


def test_a_manager_whose_account_is_closed_does_not_count_as_the_other_one(cast: Cast) -> None:
    cast.second_manager.is_active = False
    cast.second_manager.save()
    last = held_by(cast.manager, Role.MANAGER)
    managers = current_manager_ids(clock.today())
    assert "last one" in may_end_role(cast.second_manager, last, managers=managers, on=clock.today()).reason


def test_what_has_ended_is_not_ended_again(cast: Cast) -> None:
    assignment = held_by(cast.trainer, Role.TRAINER)
    end(assignment, by=cast.manager)
    with pytest.raises(Refused, match="has ended already"):
        end(assignment, by=cast.manager)


# --- the first manager -----------------------------------------------------------------------------------------


def test_the_first_manager_is_made_by_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("make_manager", "First@Example.org")
    account = Account.objects.get(email="first@example.org")
    assert holds(roles_of(account, clock.today()), Role.MANAGER)
    assert account.groups.get().name == "Academy managers"
    call_command("make_manager", "first@example.org")
    said = capsys.readouterr().out
    assert "is now an Academy manager" in said and "was an Academy manager already" in said
    assert [event.action for event in AuditEvent.objects.filter(chain=chain_of(account))] == ["role_given"]
    assert not account.has_usable_password()


def test_the_command_says_what_is_wrong() -> None:
    with pytest.raises(CommandError, match="not an e-mail address"):
        call_command("make_manager", "first at example")


def test_the_command_refuses_a_closed_account(cast: Cast) -> None:
    cast.learner.is_active = False
    cast.learner.save()
    with pytest.raises(Refused):
        make_manager(email="amara@example.org", now=clock.now())


# --- people without an e-mail address ----------------------------------------------------------------------------


def test_a_coordinator_adds_somebody_without_an_address(cast: Cast) -> None:
    young = NewPerson("Kim Lee", is_adult=False, date_of_birth=date(2016, 1, 1), guardian_name="Ana Lee")
    account = add_person(person=young, hub_id=cast.harbour.pk, by=cast.coordinator, now=clock.now())
    assert (account.email, account.hub, account.guardian_name) == (None, cast.harbour, "Ana Lee")
    assert account.notices.count() == 1
    assert not account.consents.exists(), "never asked, so never sent"
    assert AuditEvent.objects.get(chain=chain_of(account)).action == "person_added"


@pytest.mark.parametrize(
    ("who", "person", "reason"),
    [
        ("other_coordinator", NewPerson("Kim Lee", is_adult=True), "a hub that you look after"),
        ("trainer", NewPerson("Kim Lee", is_adult=True), "a hub that you look after"),
        ("coordinator", NewPerson("Kim Lee", is_adult=False), "when this person was born"),
        (
            "coordinator",
            NewPerson("Kim Lee", is_adult=False, date_of_birth=date(2020, 1, 1)),
            "parent or guardian",
        ),
    ],
)
def test_adding_is_refused_with_a_reason(cast: Cast, who: str, person: NewPerson, reason: str) -> None:
    before = Account.objects.count()
    with pytest.raises(Refused, match=reason):
        add_person(person=person, hub_id=cast.harbour.pk, by=getattr(cast, who), now=clock.now())
    assert Account.objects.count() == before


def _group_names() -> list[str]:
    return [described.wagtail_group for described in ROLES.values() if described.wagtail_group]
