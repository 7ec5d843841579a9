"""Who waits at the door to be recognised, and which session a code of words belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from courses.delivery.models import Session
from courses.delivery.states import CohortState
from learners.attendance.door_codes import has_words
from learners.attendance.models import CheckInRequest
from learners.attendance.policies import DOORS_OPEN
from learners.attendance.register_queries import Row
from learners.attendance.rules import alike, placed

MOST_GUESSES = 3
MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Asked:
    """A name that was typed at the door. guesses and others: (place, name, how they stand) of whom it may be."""

    pk: int
    name: str
    at: datetime
    guesses: tuple[tuple[int, str, str], ...]
    others: tuple[tuple[int, str, str], ...]


def waiting_at(session_id: int, rows: tuple[Row, ...]) -> tuple[Asked, ...]:
    """Those whom the trainer still has to say who they are, the first first. One query. rows: of the register."""
    waiting = list(CheckInRequest.objects.filter(session=session_id, settled_as="")[:MOST_SHOWN])
    if not waiting:
        return ()
    names = {row.enrolment_id: (row.name,) for row in rows}
    people = {row.enrolment_id: (row.enrolment_id, row.name, row.said.lower()) for row in rows}
    return tuple(_asked(one, names, people) for one in waiting)


def _asked(
    one: CheckInRequest, names: Mapping[int, tuple[str]], people: Mapping[int, tuple[int, str, str]]
) -> Asked:
    close = (placed(one.name, names) or alike(one.name, names))[:MOST_GUESSES]
    left = [person for pk, person in people.items() if pk not in close]
    others = tuple(
        sorted(left, key=lambda person: person[2] != "not marked")
    )  # who is not marked yet comes first
    return Asked(one.pk, one.name, one.asked_at, tuple(people[pk] for pk in close), others)


def how_many_wait(session_id: int) -> int:
    return CheckInRequest.objects.filter(session=session_id, settled_as="").count()


def session_with_words(typed: str, *, now: datetime) -> Session | None:
    """The session whose words these are at this moment; None where there is none, or where it is not certain."""
    open_now = (
        Session.objects.live()
        .filter(starts_at__lte=now + DOORS_OPEN, ends_at__gt=now)
        .exclude(cohort__state__in=(CohortState.DRAFT, CohortState.CANCELLED))
    )
    found = [session for session in open_now.order_by("pk")[:2000] if has_words(session.pk, typed, now=now)]
    return found[0] if len(found) == 1 else None
