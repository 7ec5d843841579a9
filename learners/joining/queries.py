"""What the screens of joining show: the day of a slip, and two entries side by side."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from academy.accounts.models import Account
from academy.accounts.queries import holds, person_id, roles_of
from academy.accounts.roles import Role
from academy.hubs.models import Hub
from academy.shared.clock import london_date
from academy.templating import date_words
from courses.delivery.models import Session
from courses.delivery.words import day_words, where_words
from learners.attendance.models import WalkIn
from learners.enrolments.models import Enrolment
from learners.enrolments.states import PlaceState

DAYS_AT_MOST = 10


@dataclass(frozen=True, slots=True)
class SlipDay:
    """The day that a slip stands for. `name`: as it was written at the door."""

    code: str
    name: str
    course: str
    day: str
    where: str
    hub: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One of two entries as those see it who decide whether they are one person. `days`: the newest first."""

    pk: int
    name: str
    facts: tuple[tuple[str, str], ...]
    days: tuple[str, ...]
    more: int  # days that are not listed


def walk_in_of_slip(code: str) -> WalkIn | None:
    """By the code as somebody types it: small letters, spaces and missing strokes do not matter."""
    signs = "".join(sign for sign in code.upper() if sign.isalnum())
    if len(signs) != 15 or not signs.startswith("DAY"):
        return None
    written = "-".join((signs[:3], signs[3:7], signs[7:11], signs[11:]))
    rows = WalkIn.objects.select_related("session__cohort__hub", "session__cohort__course", "session__venue")
    return rows.select_related("enrolment__account").filter(code=written).first()


def slip_day(walk_in: WalkIn) -> SlipDay:
    """Of a walk-in that `walk_in_of_slip` gave."""
    session = walk_in.session
    return SlipDay(
        code=walk_in.code,
        name=str(walk_in.enrolment.account),
        course=str(session.cohort),
        day=day_words(session.day),
        where=where_words(session),
        hub=session.cohort.hub.name,
    )


def which_stays(one: Account, other: Account) -> tuple[Account, Account]:
    """Kept, and joined to it: the one that somebody signs in to, then the one with an address, then the older."""

    def rank(account: Account) -> tuple[bool, bool, int]:
        return (account.last_login is not None, account.email is not None, -account.pk)

    return (one, other) if rank(one) > rank(other) else (other, one)


def hubs_seen(by: Account, *, now: datetime) -> list[Hub] | None:
    """The hubs whose days the viewer sees; None: all of them."""
    held = roles_of(by, london_date(now))
    if holds(held, Role.MANAGER):
        return None
    return [one.hub for one in held if one.role == Role.COORDINATOR and one.hub]


def entries(accounts: Sequence[Account], hubs: Collection[Hub] | None) -> tuple[Entry, ...]:
    """These entries with what tells people apart. Days at other hubs than these are not shown (INV-40). Two queries."""
    places = Enrolment.objects.annotate(who=person_id()).filter(
        who__in=[account.pk for account in accounts], cohort__isnull=False
    )
    if hubs is not None:
        places = places.filter(cohort__hub__in=hubs)
    days: dict[int, list[str]] = defaultdict(list)
    rows: QuerySet[Any] = places.select_related("cohort__course", "cohort__hub")
    rows = rows.order_by("-cohort__starts_at", "-pk").prefetch_related("cohort__sessions")
    for place in rows[:200]:
        days[place.who].append(_day(place))
    return tuple(_entry(account, days[account.pk]) for account in accounts)


def _entry(account: Account, days: list[str]) -> Entry:
    return Entry(
        pk=account.pk,
        name=str(account),
        facts=(
            ("E-mail", account.email or "none"),
            ("Phone", account.phone or "none"),
            ("Age", _age(account)),
            ("Home hub", account.hub.name if account.hub else "none"),
            ("Here since", date_words(account.joined_at)),
            ("Signs in", "yes" if account.last_login else "never so far"),
        ),
        days=tuple(days[:DAYS_AT_MOST]),
        more=max(0, len(days) - DAYS_AT_MOST),
    )


def _age(account: Account) -> str:
    if account.date_of_birth is not None:
        return f"born {date_words(account.date_of_birth)}"
    return {True: "18 or over", False: "under 18", None: "not asked yet"}[account.is_adult]


def _day(place: Any) -> str:
    sessions: list[Session] = list(place.cohort.sessions.all())
    day = day_words(sessions[0].day) if sessions else "no day yet"
    return f"{day}, {place.cohort}: {PlaceState(place.state).label}"


def differences(one: Entry, other: Entry) -> tuple[str, ...]:
    """Facts that both tell, and not the same."""
    silent = ("none", "not asked yet")
    told = dict(other.facts)
    told_apart = ("E-mail", "Phone", "Age")
    return tuple(
        name
        for name, value in one.facts
        if name in told_apart and value not in silent and told[name] not in silent and value != told[name]
    )


def open_entries(rows: QuerySet[Account]) -> QuerySet[Account]:
    """With what `entries` needs beside."""
    return rows.filter(is_active=True).select_related("hub")
