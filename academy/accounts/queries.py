"""What is known about people and their roles."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from allauth.account.models import EmailAddress
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from academy.accounts.models import Account, ConsentRecord, NoticeShown, RoleAssignment
from academy.accounts.notices import NEWS
from academy.accounts.roles import Role
from academy.accounts.rules import ADULT, age_on, born_by
from academy.hubs.models import Hub


def rows_of(account: Account | int) -> QuerySet[Account, int]:
    """The ids of every row of this person: their own, and those that were joined to it. For `account__in=`.

    A subquery, so it costs no query of its own. Of a joined row: the same rows. An id is taken as that of the row
    that stands for the person, which it is for whoever is signed in.
    """
    pk = account if isinstance(account, int) else account.joined_to_id or account.pk
    return Account.objects.filter(Q(pk=pk) | Q(joined_to=pk)).values_list("pk", flat=True)


def rows_of_all(people: QuerySet[Any, Any]) -> QuerySet[Account, int]:
    """The same for many: `people` are ids of rows that stand for people."""
    return Account.objects.filter(Q(pk__in=people) | Q(joined_to__in=people)).values_list("pk", flat=True)


def person_id(prefix: str = "account") -> Coalesce:
    """The id of the row that stands for the person of this row: to count people, or to see whether two are one."""
    return Coalesce(f"{prefix}__joined_to", prefix)


def of_person(row: OuterRef | int, prefix: str = "account") -> Q:
    """Rows of this person by whichever of their rows, where `row` stands for them: for a subquery."""
    return Q(**{prefix: row}) | Q(**{f"{prefix}__joined_to": row})


def roles_of(account: Account, on: date) -> tuple[RoleAssignment, ...]:
    """The roles that hold on this day; one that has ended or not begun does not count."""
    if not account.is_active:
        return ()
    return tuple(RoleAssignment.objects.current(on).filter(account=account).select_related("hub"))


def holds(held: Iterable[RoleAssignment], *roles: Role, hub: Hub | None = None) -> bool:
    """Whether one of these assignments is one of these roles (at this hub, when a hub is named)."""
    return any(one.role in roles and (hub is None or one.hub_id == hub.pk) for one in held)


def own_address(account: Account) -> str:
    """Where a code for this person goes: their confirmed address; one that was never confirmed where it is the only.

    Empty: they have none.
    """
    known = EmailAddress.objects.filter(user=account, verified=True).order_by("-primary", "pk").first()
    return known.email if known else account.email or ""


def unfinished_signups() -> QuerySet[Account]:
    """People who made an account by themselves and never typed the code. Nothing hangs on it yet."""
    proved = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    trusted = RoleAssignment.objects.filter(account=OuterRef("pk"))
    told = NoticeShown.objects.filter(account=OuterRef("pk"))
    accounts = Account.objects.filter(last_login=None, is_active=True, hub=None)
    return accounts.filter(Exists(told), ~Exists(proved), ~Exists(trusted))


def unfinished_signup(email: str) -> Account | None:
    """The one of them with this address."""
    return unfinished_signups().filter(email=email.lower()).first()


def current_manager_ids(on: date) -> list[int]:
    """Who runs the Academy on this day."""
    managers = RoleAssignment.objects.current(on).filter(role=Role.MANAGER, account__is_active=True)
    return list(managers.values_list("account_id", flat=True))


def is_minor(account: Account, on: date) -> bool:
    """Under 18 on this day, as far as we were told. Who was never asked counts as an adult."""
    if account.date_of_birth is not None:
        return age_on(account.date_of_birth, on) < ADULT
    return account.is_adult is False


def news_choices(account: Account) -> dict[str, bool]:
    """Channel to the newest answer. A channel that was never asked about is missing: nothing may be sent by it."""
    rows = ConsentRecord.objects.filter(account=account, purpose=NEWS).order_by("recorded_at", "pk")
    return dict(rows.values_list("channel", "given"))


def may_be_sent_news(account: Account, channel: str, on: date) -> bool:
    """Whether news may go to this person by this channel on this day. Anybody can type anybody's address at sign-up,
    so an e-mail address says yes only once it is confirmed."""
    if not account.is_active or is_minor(account, on) or not news_choices(account).get(channel, False):
        return False
    addresses = EmailAddress.objects.filter(user=account, email=account.email, verified=True)
    return channel != "email" or addresses.exists()


def people_for_news(channel: str, on: date) -> QuerySet[Account]:
    """Everybody for whom `may_be_sent_news` says yes, by the same rule; a test holds the two together."""
    asked = ConsentRecord.objects.filter(account=OuterRef("pk"), purpose=NEWS, channel=channel)
    newest = asked.order_by("-recorded_at", "-pk").values("given")[:1]
    people = Account.objects.alias(said_yes=Subquery(newest)).filter(said_yes=True, is_active=True)
    born = Q(date_of_birth__lte=born_by(ADULT, on))
    people = people.filter(born | Q(date_of_birth=None) & (Q(is_adult=True) | Q(is_adult=None)))
    if channel != "email":
        return people
    proved = EmailAddress.objects.filter(user=OuterRef("pk"), email=OuterRef("email"), verified=True)
    return people.filter(Exists(proved))
