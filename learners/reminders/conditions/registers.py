"""What follows from registers: people who were missed, and registers that nobody has signed.

Registers of days long gone say nothing to anybody: a message that comes weeks later helps nobody.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from academy.shared.clock import london_date
from courses.delivery.models import Session
from courses.delivery.states import CohortState
from courses.delivery.words import short_day_words, when_words, where_words
from learners.attendance.models import RegisterSignoff
from learners.attendance.states import AWAY, Mark
from learners.enrolments.dates_queries import counted, date_rows, listed
from learners.enrolments.models import Enrolment
from learners.enrolments.states import BOOKED
from learners.reminders.conditions.cohort_letters import coordinators
from learners.reminders.conditions.cohorts import who_runs
from learners.reminders.conditions.date_facts import cohort_context
from learners.reminders.conditions.dates import cohort_of
from learners.reminders.letters import Due, Letter

MISSED_WITHIN = timedelta(days=3)  # after the session: the same day or the next, and over a weekend
ALTERNATIVES = 3
FIRST_AFTER, AGAIN_AFTER, HUB_AFTER = timedelta(hours=2), timedelta(days=1), timedelta(days=3)
HUB_UNTIL = timedelta(days=7)

Missed = tuple[Enrolment, Session, str]  # the place, what they were not at, and the mark


# --- whoever was not there --------------------------------------------------------------------------------------


def missed(now: datetime) -> Iterator[Due]:
    """Whoever a signed register says was not there, of sessions that count. Two queries."""
    yield from _missed(now)


def missed_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """Does the newest version still say so? With what comes next, and other dates of the course. Five queries."""
    found = _missed(now, {due.about_id for due in dues})
    wanted = {due: found[due] for due in dues if due in found}
    if not wanted:
        return {}
    places = [place for place, _, _ in wanted.values()]
    ahead = _ahead({place.cohort_id for place in places}, now)
    others = _other_dates({place.course_id for place in places}, now)
    return {due: _missed_letter(*one, ahead, others) for due, one in wanted.items()}


def _missed(now: datetime, place_ids: Collection[int] | None = None) -> dict[Due, Missed]:
    newest = RegisterSignoff.objects.filter(session=OuterRef("session")).order_by("-version")
    rows = RegisterSignoff.objects.filter(
        session__ends_at__gt=now - MISSED_WITHIN,
        session__cancelled_at__isnull=True,
        session__required=True,
        signed_at__lte=now,
        version=Subquery(newest.values("version")[:1]),
    )
    away: dict[int, list[tuple[RegisterSignoff, str]]] = defaultdict(list)
    for register in rows.select_related("session__venue").order_by("pk"):
        for line in register.lines:
            if line["mark"] in AWAY and (place_ids is None or line["enrolment"] in place_ids):
                away[line["enrolment"]].append((register, line["mark"]))
    places = Enrolment.objects.filter(pk__in=away, state__in=BOOKED, account__is_active=True)
    places = places.exclude(cohort__state=CohortState.CANCELLED).order_by("pk")
    return {
        _missed_due(place, register): (place, register.session, mark)
        for place in places.select_related("account", "cohort__course", "cohort__hub")
        for register, mark in away[place.pk]
    }


def _missed_due(place: Enrolment, register: RegisterSignoff) -> Due:
    session, hub_id = register.session, cohort_of(place).hub_id
    until = session.ends_at + MISSED_WITHIN
    about, occasion = f"enrolment:{place.pk}", f"session:{session.pk}"
    return Due(place.account_id, about, occasion, at=register.signed_at, until=until, hub_id=hub_id)


def _missed_letter(
    place: Enrolment,
    session: Session,
    mark: str,
    ahead: Mapping[int, list[Session]],
    others: Mapping[int, list[tuple[str, str, str]]],
) -> Letter:
    """`others`: other dates of the course at the same hub first, as (when, where)."""
    cohort = cohort_of(place)
    still = ahead[cohort.pk]
    known = [one for one in others[place.course_id] if one[2] != cohort.token]
    known.sort(key=lambda one: not one[1].startswith(cohort.hub.name))
    context = {
        **cohort_context(cohort, still),
        "missed_on": when_words(session),
        "missed_day": short_day_words(session.day),
        "told_us": mark == Mark.TOLD_US,
        "others": [(when, where) for when, where, _ in known[:ALTERNATIVES]],
    }
    if known:
        return Letter(f"{reverse('dates')}?course={cohort.course.slug}", "See other dates", context)
    return Letter(reverse("date-page", args=[cohort.token]), "See your place", context)


def _ahead(cohort_ids: Collection[int | None], now: datetime) -> dict[int, list[Session]]:
    found: dict[int, list[Session]] = defaultdict(list)
    rows = Session.objects.live().filter(cohort__in=[pk for pk in cohort_ids if pk], starts_at__gt=now)
    for session in rows.select_related("venue").order_by("starts_at", "pk"):
        found[session.cohort_id].append(session)
    return found


def _other_dates(course_ids: Collection[int], now: datetime) -> dict[int, list[tuple[str, str, str]]]:
    """By course: (when, where with places left, token) of dates that can still be booked. Two queries."""
    rows = counted(listed(now).filter(course__in=course_ids)).order_by("starts_at", "pk")
    found: dict[int, list[tuple[str, str, str]]] = defaultdict(list)
    cohorts: list[Any] = list(rows)
    for cohort, row in zip(cohorts, date_rows(cohorts, now=now), strict=True):
        first = cohort.live[0] if cohort.live else None
        when = when_words(first) if first else ""
        where = f"{cohort.hub.name}, {row.standing.words}"
        found[cohort.course_id].append((when, where, cohort.token))
    return found


# --- registers that nobody has signed ---------------------------------------------------------------------------


def unsigned(now: datetime) -> Iterator[Due]:
    """Two hours after a session, to its trainers. At most three queries."""
    yield from _to_trainers(now, FIRST_AFTER, AGAIN_AFTER)


def unsigned_again(now: datetime) -> Iterator[Due]:
    """A day after it. At most three queries."""
    yield from _to_trainers(now, AGAIN_AFTER, HUB_AFTER)


def unsigned_at_hub(now: datetime) -> Iterator[Due]:
    """Three days after it, to the coordinators of the hub. Two queries."""
    yield from _to_coordinators(now)


def unsigned_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """Still not signed, and still theirs? At most three queries."""
    return _letters(_to_trainers(now, FIRST_AFTER, AGAIN_AFTER), dues, "first")


def unsigned_again_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """The same, a day after it."""
    return _letters(_to_trainers(now, AGAIN_AFTER, HUB_AFTER), dues, "again")


def unsigned_at_hub_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """The same, for the coordinator."""
    return _letters(_to_coordinators(now), dues, "hub")


def _unsigned(now: datetime, after: timedelta, until: timedelta) -> QuerySet[Session]:
    """Held sessions of so long ago with somebody on them, whose register has no signature."""
    over = (CohortState.DRAFT, CohortState.CANCELLED, CohortState.CLOSED)
    signed = RegisterSignoff.objects.filter(session=OuterRef("pk"))
    booked = Enrolment.objects.filter(cohort=OuterRef("cohort"), state__in=BOOKED)
    rows = Session.objects.live().filter(~Exists(signed), Exists(booked), ~Q(cohort__state__in=over))
    rows = rows.filter(ends_at__lte=now - after, ends_at__gt=now - until)
    return rows.select_related("cohort__course", "cohort__hub", "venue").order_by("ends_at", "pk")


def _to_trainers(now: datetime, after: timedelta, until: timedelta) -> dict[Due, Session]:
    sessions: dict[int, list[Session]] = defaultdict(list)
    for session in _unsigned(now, after, until):
        sessions[session.cohort_id].append(session)
    return {
        _unsigned_due(account_id, session, after, until): session
        for account_id, cohort_id in who_runs(sessions, now)
        for session in sessions[cohort_id]
    }


def _to_coordinators(now: datetime) -> dict[Due, Session]:
    sessions = list(_unsigned(now, HUB_AFTER, HUB_UNTIL))
    led = coordinators({session.cohort.hub_id for session in sessions}, now) if sessions else {}
    return {
        _unsigned_due(account_id, session, HUB_AFTER, HUB_UNTIL): session
        for session in sessions
        for account_id in led.get(session.cohort.hub_id, ())
    }


def _unsigned_due(account_id: int, session: Session, after: timedelta, until: timedelta) -> Due:
    """The end of the session is the occasion: where it is moved, it is another one."""
    about, occasion = f"session:{session.pk}", session.ends_at.isoformat()
    return Due(account_id, about, occasion, at=session.ends_at + after, until=session.ends_at + until)


def _letters(found: Mapping[Due, Session], dues: Sequence[Due], which: str) -> dict[Due, Letter]:
    return {due: _unsigned_letter(found[due], which) for due in dues if due in found}


def _unsigned_letter(session: Session, which: str) -> Letter:
    context = {
        "course_title": session.cohort.course.title,
        "hub_name": session.cohort.hub.name,
        "day": short_day_words(london_date(session.starts_at)),
        "when": when_words(session),
        "where": where_words(session),
        "which": which,
    }
    return Letter(reverse("register", args=[session.uid]), "Open the register", context)
