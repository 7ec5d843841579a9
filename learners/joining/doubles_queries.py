"""Who may have been entered twice: the same name, the same telephone, or an address that both have."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from allauth.account.models import EmailAddress
from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Lower
from django.urls import reverse

from academy.accounts.models import Account, ToldApart
from academy.accounts.queries import of_person
from academy.hubs.models import Hub
from learners.enrolments.models import Enrolment
from learners.joining.queries import Entry, entries, open_entries, which_stays

ON_A_PAGE = 20
ALL_OF = 4  # of more than so many alike, each is only set beside the oldest
MOST_FOUND = 20

Pair = tuple[int, int]  # ids, the lower one first


@dataclass(frozen=True, slots=True)
class Alike:
    """Two entries that may be one person. `why`: what they have in common."""

    href: str
    one: Entry
    other: Entry
    why: str


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody to set beside."""

    href: str
    name: str
    reach: str


def people_of(hubs: Collection[Hub] | None) -> QuerySet[Account]:
    """Open entries of people who belong to one of these hubs; None: everybody."""
    people = Account.objects.filter(is_active=True)
    if hubs is None:
        return people
    here = Enrolment.objects.filter(of_person(OuterRef("pk")), cohort__hub__in=hubs)
    at_home = Account.objects.filter(joined_to=OuterRef("pk"), hub__in=hubs)
    return people.filter(Q(hub__in=hubs) | Exists(here) | Exists(at_home))


def maybe_doubles(hubs: Collection[Hub] | None, *, number: Any = 1) -> Page[Alike]:
    """Those with most in common first. Seven queries, however many."""
    alike = _alike(people_of(hubs))
    for one, other in ToldApart.objects.values_list("lower", "higher"):
        alike.pop((one, other), None)
    order = sorted(alike, key=lambda pair: (-len(alike[pair]), -pair[1], pair[0]))
    page: Page[Any] = Paginator(order, ON_A_PAGE).get_page(number)
    pairs = list(page.object_list)
    rows = open_entries(Account.objects.filter(pk__in={pk for pair in pairs for pk in pair}))
    accounts = {account.pk: account for account in rows}
    shown = {entry.pk: entry for entry in entries(list(accounts.values()), hubs)}
    page.object_list = [_row(pair, accounts, shown, alike[pair]) for pair in pairs]
    return page


def _row(pair: Pair, accounts: dict[int, Account], shown: dict[int, Entry], why: list[str]) -> Alike:
    kept, other = which_stays(accounts[pair[0]], accounts[pair[1]])
    return Alike(
        href=reverse("join-people", args=[kept.pk, other.pk]),
        one=shown[kept.pk],
        other=shown[other.pk],
        why=", ".join(why),
    )


def _alike(people: QuerySet[Account]) -> dict[Pair, list[str]]:
    """What each pair has in common. Three queries."""
    found: dict[Pair, list[str]] = defaultdict(list)
    for why, groups in (
        ("same name", _same(people.exclude(full_name="").annotate(key=Lower("full_name")))),
        ("same phone number", _same(people.exclude(phone="").annotate(key=F("phone")))),
    ):
        for group in groups:
            for pair in _pairs(group):
                found[pair].append(why)
    theirs = EmailAddress.objects.filter(user__in=people).exclude(email=F("user__email"))
    owners = people.filter(email__isnull=False).values("email")
    seconds = dict(theirs.filter(email__in=owners).values_list("email", "user"))
    for pk, email in people.filter(email__in=seconds).values_list("pk", "email"):
        assert email is not None
        found[min(pk, seconds[email]), max(pk, seconds[email])].append("same e-mail address")
    return found


def _same(people: QuerySet[Any]) -> Iterable[list[int]]:
    """Ids of those with the same key, where there is more than one."""
    keys = people.values("key").annotate(number=Count("pk")).filter(number__gt=1).order_by().values("key")
    groups: dict[str, list[int]] = defaultdict(list)
    for key, pk in people.filter(key__in=keys).order_by("pk").values_list("key", "pk"):
        groups[key].append(pk)
    return groups.values()


def _pairs(group: list[int]) -> Iterable[Pair]:
    """In ascending ids."""
    if len(group) <= ALL_OF:
        return combinations(group, 2)
    return ((group[0], other) for other in group[1:])


def entries_like(account: Account, search: str, hubs: Collection[Hub] | None) -> tuple[Found, ...]:
    """Others of these hubs with such a name, number or address. One query."""
    words = search.split()[:5]
    if not words:
        return ()
    people = people_of(hubs).exclude(pk=account.pk)
    for word in words:
        people = people.filter(
            Q(full_name__icontains=word)
            | Q(preferred_name__icontains=word)
            | Q(phone__icontains=word)
            | Q(email__icontains=word)
        )
    return tuple(_found(account, one) for one in people.order_by(Lower("full_name"), "pk")[:MOST_FOUND])


def _found(account: Account, one: Account) -> Found:
    kept, other = which_stays(account, one)
    reach = one.email or one.phone or "no way to reach them"
    return Found(reverse("join-people", args=[kept.pk, other.pk]), str(one), reach)
