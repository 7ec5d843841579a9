"""The kinds of message that the people of some dates get: when each goes, to whom next, and what has become of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.core.paginator import Page
from django.db.models import CharField, Count, Q, Subquery, Value
from django.db.models.functions import Cast, Concat
from django.urls import reverse

from academy.shared import mail
from academy.shared.clock import LONDON, london_date
from academy.templating import plural
from courses.delivery.models import Cohort
from courses.delivery.words import hour_words, short_day_words
from learners.enrolments.models import Enrolment
from learners.reminders.ahead import still_to_go
from learners.reminders.conditions.cohort_letters import paragraphs_of
from learners.reminders.conditions.date_facts import dates_of, place_context
from learners.reminders.conditions.own_plans import MORNING
from learners.reminders.kinds import REMINDERS, Reminder
from learners.reminders.letter_queries import LETTER_SUMS
from learners.reminders.letters import Due
from learners.reminders.log_queries import MessageRow, messages_where
from learners.reminders.models import CohortMessage, Sent


@dataclass(frozen=True, slots=True)
class KindRow:
    """One kind on the tab. goes: when, in words; upcoming: whom it reaches next and when; became: what has become of
    those that went; own: whether those who run the dates have said something about it."""

    href: str
    title: str
    goes: str
    on: bool
    own: bool
    upcoming: str
    became: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Upcoming:
    """Who gets a kind next: the moment, and those who get it then or later."""

    at: datetime | None
    places: Mapping[Due, Enrolment]

    @property
    def words(self) -> str:
        if self.at is None:
            return ""
        people = plural(len(self.places), "person", "people")
        local = self.at.astimezone(LONDON)
        return f"{short_day_words(local.date())} at {hour_words(local.time())}, to {people}"


def kinds_on_dates() -> list[Reminder]:
    """Those about which something can be said, in the order in which people get them."""
    return [one for one in REMINDERS.values() if one.on_dates is not None]


def kind_rows(cohort: Cohort, *, now: datetime) -> tuple[KindRow, ...]:
    """As the tab shows them. The same number of queries for one person and for five hundred."""
    plans = {plan.kind: plan for plan in CohortMessage.objects.filter(cohort=cohort)}
    became = _became(cohort)
    return tuple(
        _row(cohort, one, plans.get(one.key), became.get(one.key, ()), now) for one in kinds_on_dates()
    )


def upcoming(reminder: Reminder, cohort: Cohort, plan: CohortMessage | None, *, now: datetime) -> Upcoming:
    """Nobody where it is switched off. At most three queries."""
    if plan is not None and not plan.on:
        return Upcoming(None, {})
    found = still_to_go(reminder, cohort.pk, now)
    first = next((due.at for due in found if due.at), None)
    return Upcoming(max(first, now) if first else None, found)


def goes_words(reminder: Reminder, plan: CohortMessage | None) -> str:
    """When it goes, as it is set."""
    assert reminder.on_dates is not None
    usual = reminder.on_dates.days[1] if reminder.on_dates.days else 0
    days = plan.days if plan and plan.days is not None else usual
    hour = plan.hour if plan and plan.hour is not None else MORNING
    return reminder.on_dates.goes.format(days=days, hour=hour_words(time(hour)))


def sent_page(cohort: Cohort, kind: str, *, now: datetime, number: int) -> Page[MessageRow]:
    """What went to these people of one kind, newest first. Two queries."""
    return messages_where(Q(kind=kind, subject__in=_subjects(cohort)), now=now, number=number)


def reads_as(reminder: Reminder, cohort: Cohort, plan: CohortMessage | None) -> tuple[str, list[str]]:
    """Its title and paragraphs, as somebody with a place would read it today; nothing where nobody has one."""
    place = (
        Enrolment.objects.filter(cohort=cohort)
        .select_related("account", "cohort__course", "cohort__hub")
        .order_by("pk")
        .first()
    )
    if place is None or cohort.ends_at is None:
        return "", []
    words = place_context(place, dates_of([cohort.pk])[cohort.pk]) | {
        "name": "Amara",
        "added": paragraphs_of(plan.words) if plan else (),
        "prior": [course.title for course in cohort.course.recommended_prior.all()],
        "last_day": short_day_words(london_date(cohort.ends_at)),
        "missed_day": short_day_words(london_date(cohort.ends_at)),
        "missed_on": "",
        "told_us": False,
        "others": (),
    }
    part = mail.Part(reminder.template, words)
    return mail.title_of(part), mail.words_of(part).split("\n\n")


def _row(
    cohort: Cohort, reminder: Reminder, plan: CohortMessage | None, became: tuple[str, ...], now: datetime
) -> KindRow:
    own = plan is not None and (not plan.on or plan.words != "" or (plan.days, plan.hour) != (None, None))
    return KindRow(
        href=reverse("cohort-kind", args=[cohort.pk, reminder.key]),
        title=reminder.title,
        goes=goes_words(reminder, plan),
        on=plan is None or plan.on,
        own=own,
        upcoming=upcoming(reminder, cohort, plan, now=now).words,
        became=became,
    )


def _became(cohort: Cohort) -> dict[str, tuple[str, ...]]:
    """By kind: how many went, were opened and so on. One query."""
    counts: dict[str, Any] = {
        f"sum_{at}": Count("pk", filter=which) for at, which in enumerate(LETTER_SUMS.values())
    }
    rows = Sent.objects.filter(subject__in=_subjects(cohort)).order_by().values("kind")
    found = rows.annotate(**counts).values_list("kind", *counts)
    return {
        kind: tuple(f"{number} {name}" for name, number in zip(LETTER_SUMS, numbers, strict=True) if number)
        for kind, *numbers in found
    }


def _subjects(cohort: Cohort) -> Subquery:
    """What a message about a place of this cohort is about."""
    about: Callable[..., Any] = Concat
    places = Enrolment.objects.filter(cohort=cohort).order_by()
    named = places.annotate(about=about(Value("enrolment:"), Cast("pk", CharField()))).values("about")
    return Subquery(named)
