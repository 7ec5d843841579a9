"""Whom a message to the people of some dates reaches, and how, before it is sent."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from academy.accounts.models import Account
from academy.accounts.queries import is_minor
from academy.shared.clock import london_date
from courses.delivery.models import Cohort
from learners.enrolments.models import Enrolment
from learners.reminders.channels import channel_for
from learners.reminders.choice_queries import Standing, standing_of
from learners.reminders.kinds import REMINDERS, Reminder
from learners.reminders.states import Way

BY_EMAIL, BY_CALL, ON_THE_SITE, NOT_AT_ALL = "email", "call", "site", "none"
SUMS = {  # how → (of one, of several)
    BY_EMAIL: ("gets it by e-mail", "get it by e-mail"),
    BY_CALL: ("stands on your list of people to ring", "stand on your list of people to ring"),
    ON_THE_SITE: ("finds it only in their messages here", "find it only in their messages here"),
    NOT_AT_ALL: ("cannot be reached", "cannot be reached"),
}


@dataclass(frozen=True, slots=True)
class Reached:
    """One person. how: a key of SUMS; words: the same for them, with what stands in the way."""

    account_id: int
    name: str
    href: str
    how: str
    words: str
    minor: bool


@dataclass(frozen=True, slots=True)
class Reach:
    """Everybody it goes to, and how many in which way."""

    people: tuple[Reached, ...]
    sums: tuple[str, ...]
    minors: int


def reach_of(places: Iterable[Enrolment], cohort: Cohort, kind: str, *, now: datetime) -> Reach:
    """How a message of this kind would reach those who have these places (with their accounts). Two queries."""
    found = {place.account_id: place for place in places}
    standings, reminder = standing_of(found, on=london_date(now)), REMINDERS[kind]
    people = tuple(
        _reached(place, cohort, reminder, standings[place.account_id], now) for place in found.values()
    )
    counts = Counter(one.how for one in people)
    sums = tuple(
        f"{counts[how]} {one if counts[how] == 1 else many}"
        for how, (one, many) in SUMS.items()
        if counts[how]
    )
    return Reach(people, sums, sum(one.minor for one in people))


def _reached(
    place: Enrolment, cohort: Cohort, reminder: Reminder, standing: Standing, now: datetime
) -> Reached:
    account = place.account
    assert isinstance(account, Account)
    how, words = _how(account, standing, reminder, now)
    href = reverse("date-person", args=[cohort.token, place.pk])
    return Reached(account.pk, str(account), href, how, words, is_minor(account, london_date(now)))


def _how(account: Account, standing: Standing, reminder: Reminder, now: datetime) -> tuple[str, str]:
    """As the engine would decide at this moment."""
    channel = channel_for(reminder, standing, account)
    if channel is None:
        return NOT_AT_ALL, "They asked for no messages like this"
    if standing.rests(reminder, now):
        return NOT_AT_ALL, "They asked us not to write just now"
    if channel.way == Way.EMAIL:
        return BY_EMAIL, "By e-mail"
    why = "E-mail to them comes back" if account.email and not standing.email_works else "No e-mail address"
    if standing.email_works:
        why = "They would rather be rung"
    if channel.way == Way.PHONE and account.phone:
        return BY_CALL, f"{why}: ring them"
    if channel.way == Way.PHONE:
        return BY_CALL, f"{why}, and no number: tell them when they come in"
    return ON_THE_SITE, "Only in their messages on this site" if standing.email_works else f"{why}"
