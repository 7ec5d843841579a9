"""Sessions that were moved, struck or added after somebody booked.

It waits until nothing has been changed for a while, so that three corrections in a row are one message; the latest
change is the occasion.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from courses.delivery.models import Session
from courses.delivery.words import when_words
from learners.enrolments.models import Enrolment
from learners.enrolments.states import BOOKED
from learners.reminders.conditions.date_facts import calendar_of, place_letters
from learners.reminders.conditions.dates import cohort_of, due_about
from learners.reminders.conditions.days_before import HELD, SEE
from learners.reminders.letters import Due, Letter

SETTLED_AFTER = timedelta(minutes=10)
MOVED_WITHIN = timedelta(days=7)

Change = tuple[Enrolment, list[Session]]  # a place, and what was changed since it was booked


def moved(now: datetime) -> Iterator[Due]:
    """Everybody who booked before the latest change of what is still ahead. Two queries."""
    yield from _moved(now)


def moved_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """Still booked, and not changed again since? Five queries."""
    changes = _moved(now, {due.about_id for due in dues})
    changes = {due: changes[due] for due in dues if due in changes}
    letters = place_letters({due: place for due, (place, _) in changes.items()}, SEE)
    return {due: _with_changes(letter, *changes[due]) for due, letter in letters.items()}


def _with_changes(letter: Letter, place: Enrolment, changed: Sequence[Session]) -> Letter:
    """`struck`: what is not held any more. The file moves the dates in a calendar into which they were put."""
    struck = [when_words(session) for session in changed if session.cancelled_at is not None]
    files = (calendar_of(place, cohort_of(place), changed),)
    return replace(letter, context={**letter.context, "struck": struck}, files=files)


def _moved(now: datetime, place_ids: Collection[int] | None = None) -> dict[Due, Change]:
    changed = _changed(now)
    places = Enrolment.objects.filter(cohort__in=changed, state__in=BOOKED, account__is_active=True)
    if place_ids is not None:
        places = places.filter(pk__in=place_ids)
    found = {}
    for place in places.select_related("account", "cohort__course", "cohort__hub").order_by("pk"):
        booked_at = place.confirmed_at
        since = [one for one in changed[cohort_of(place).pk] if booked_at and one.changed_at > booked_at]
        if since and (due := _due(place, since)).at <= now < due.until:  # type: ignore[operator]  # both are set
            found[due] = (place, since)
    return found


def _due(place: Enrolment, changed: Sequence[Session]) -> Due:
    latest = max(session.changed_at for session in changed)
    at, until = latest + SETTLED_AFTER, max(session.ends_at for session in changed)
    return due_about(place, latest.isoformat(), at, min(until, at + MOVED_WITHIN))


def _changed(now: datetime) -> dict[int, list[Session]]:
    """By cohort, what was changed lately and is still ahead, or would be."""
    rows = Session.objects.filter(changed_at__gt=now - SETTLED_AFTER - MOVED_WITHIN, ends_at__gt=now)
    found: dict[int, list[Session]] = defaultdict(list)
    for session in rows.filter(cohort__state__in=HELD).select_related("venue").order_by("starts_at", "pk"):
        found[session.cohort_id].append(session)
    return found
