"""Giving and ending roles, and making accounts for people: every write of RoleAssignment, with its Wagtail group."""

from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.auth.models import Group
from django.db import transaction

from academy.accounts.models import Account, NoticeShown, RoleAssignment
from academy.accounts.notices import NOTICE_VERSION
from academy.accounts.policies import acting_as, may_add_person, may_end_role, may_give_role
from academy.accounts.queries import current_manager_ids
from academy.accounts.roles import ROLES, Role
from academy.accounts.rules import YOUNGEST_ALONE, age_on, clean_name
from academy.hubs.models import Hub
from academy.shared.audit import audit
from academy.shared.clock import london_date
from academy.shared.locks import locked, locked_one
from academy.shared.rulings import Refused


@transaction.atomic
def give_role(
    *, account_id: int, role: Role, hub_id: int | None, by: Account, now: datetime
) -> RoleAssignment:
    """From today this person has this role, at this hub or in the whole Academy."""
    account = locked_one(Account.objects.all(), account_id)
    hub = Hub.objects.get(pk=hub_id) if hub_id else None
    may_give_role(by, role, hub, to=account, on=london_date(now)).enforce()
    return assign(account, role, hub, by=by, now=now)


def assign(
    account: Account, role: Role, hub: Hub | None, *, by: Account | None, now: datetime
) -> RoleAssignment:
    """The write itself. The caller has locked the account, asked the policy, and is in a transaction."""
    given = RoleAssignment.objects.create(
        account=account, role=role, hub=hub, starts_on=london_date(now), given_by=by
    )
    if group := ROLES[role].wagtail_group:
        account.groups.add(Group.objects.get_or_create(name=group)[0])
    audit(
        account,
        "role_given",
        by=by,
        now=now,
        about=given,
        acting_as=acting_as(by, role, hub, on=london_date(now)) if by else "",
        hub_id=hub.pk if hub else None,
        after={"role": role},
    )
    return given


@transaction.atomic
def end_role(*, assignment_id: int, by: Account, now: datetime) -> RoleAssignment:
    """The role does not count from today on. Everybody who runs the Academy is locked before the last is counted."""
    today = london_date(now)
    assignment = RoleAssignment.objects.get(pk=assignment_id)
    roots = {assignment.account_id}
    if assignment.role == Role.MANAGER:
        roots |= set(current_manager_ids(today))
    accounts = {account.pk: account for account in locked(Account.objects.all(), roots)}
    assignment = locked_one(RoleAssignment.objects.select_related("hub"), assignment_id)
    may_end_role(by, assignment, managers=current_manager_ids(today), on=today).enforce()
    assignment.ends_on = today
    assignment.ended_by = by
    assignment.save(update_fields=["ends_on", "ended_by"])
    account = accounts[assignment.account_id]
    _take_group(account, Role(assignment.role), today)
    audit(
        account,
        "role_ended",
        by=by,
        now=now,
        about=assignment,
        acting_as=acting_as(by, Role(assignment.role), assignment.hub, on=today),
        hub_id=assignment.hub_id,
        before={"role": assignment.role},
    )
    return assignment


@dataclass(frozen=True, slots=True)
class NewPerson:
    """Somebody without an e-mail address. A guardian's name is needed under 13."""

    full_name: str
    is_adult: bool
    date_of_birth: date | None = None
    phone: str = ""
    guardian_name: str = ""


@transaction.atomic
def add_person(*, person: NewPerson, hub_id: int, by: Account, now: datetime) -> Account:
    """Make an account for somebody of this hub, who has been told what we keep."""
    today = london_date(now)
    hub = Hub.objects.get(pk=hub_id)
    may_add_person(by, hub, on=today).enforce()
    born = None if person.is_adult else person.date_of_birth
    if not person.is_adult and born is None:
        raise Refused("Write when this person was born.")
    if born and age_on(born, today) < YOUNGEST_ALONE and not person.guardian_name:
        raise Refused("Somebody under 13 needs a parent or guardian who agrees. Write their name.")
    account = Account.objects.create_user(
        full_name=clean_name(person.full_name),
        is_adult=person.is_adult,
        date_of_birth=born,
        phone=person.phone,
        guardian_name=clean_name(person.guardian_name) if person.guardian_name else "",
        hub=hub,
        joined_at=now,
    )
    NoticeShown.objects.create(account=account, version=NOTICE_VERSION, shown_at=now)
    audit(account, "person_added", by=by, now=now, hub_id=hub.pk, after={"notice": NOTICE_VERSION})
    return account


@transaction.atomic
def make_manager(*, email: str, now: datetime) -> tuple[Account, bool]:
    """The Academy's first manager, made by whoever runs the machine. Returns the account and whether it changed."""
    account = Account.objects.filter(email=email.lower()).first() or Account.objects.create_user(email)
    account = locked_one(Account.objects.all(), account.pk)
    if not account.is_active:
        raise Refused("This account is closed.")
    if account.pk in current_manager_ids(london_date(now)):
        return account, False
    assign(account, Role.MANAGER, None, by=None, now=now)
    return account, True


@transaction.atomic
def keep_groups(*, now: datetime) -> None:
    """Make Wagtail's groups what the roles of today say: some roles begin or end without anybody pressing a button."""
    today = london_date(now)
    for described in ROLES.values():
        if described.wagtail_group:
            group = Group.objects.get_or_create(name=described.wagtail_group)[0]
            holders = RoleAssignment.objects.current(today).filter(
                role=described.role, account__is_active=True
            )
            group.user_set.set(holders.values_list("account_id", flat=True))


def _take_group(account: Account, role: Role, today: date) -> None:
    group = ROLES[role].wagtail_group
    if not group:
        return
    others = [other for other, described in ROLES.items() if described.wagtail_group == group]
    if not RoleAssignment.objects.current(today).filter(account=account, role__in=others).exists():
        account.groups.remove(*account.groups.filter(name=group))
