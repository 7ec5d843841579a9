"""Tasks of the plan that holds: a week before their day, the day before, and three days after."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models.functions import Coalesce
from django.urls import reverse

from academy.accounts.queries import person_id
from academy.shared.clock import london_date
from learners.planning.models import PlanTask
from learners.planning.states import PlanState
from learners.registrations.states import WORKING
from learners.reminders.conditions.qualifications import live_learner
from learners.reminders.goals import at_oclock
from learners.reminders.letters import Due, Letter

TEN = 10  # o'clock


@dataclass(frozen=True, slots=True)
class Turn:
    """When one is reminded, in days from the day of the task, and until when that is of use."""

    first: int
    last: int


WEEK, EVE, LATE = Turn(-7, -1), Turn(-1, 1), Turn(3, 10)


@dataclass(slots=True)
class OfADay:
    """What one learner has to do by one day."""

    token: str
    qualification: str
    day: date
    tasks: list[tuple[str, str]] = field(default_factory=list)


def useful(turn: Turn) -> timedelta:
    return timedelta(days=turn.last - turn.first)


def a_week_before(now: datetime) -> Iterator[Due]:
    """One query."""
    yield from _due(now, WEEK)


def the_day_before(now: datetime) -> Iterator[Due]:
    """One query."""
    yield from _due(now, EVE)


def three_days_late(now: datetime) -> Iterator[Due]:
    """One query."""
    yield from _due(now, LATE)


def week_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """Is something still open? One query."""
    return _letters(_due(now, WEEK), dues)


def eve_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """The same, the day before."""
    return _letters(_due(now, EVE), dues)


def late_letters(dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
    """The same, three days after."""
    return _letters(_due(now, LATE), dues)


def _due(now: datetime, turn: Turn) -> dict[Due, OfADay]:
    """Open tasks by learner and day: a new version of the plan with the same day says nothing twice.

    What was agreed after its moment had come is known to the learner, who has just read it.
    """
    today = london_date(now)
    rows = (
        PlanTask.objects.filter(
            live_learner("plan__registration__account"),
            plan__state=PlanState.ACCEPTED,
            plan__registration__state__in=WORKING,
            done__isnull=True,
        )
        .annotate(day=Coalesce("due_on", "meets_on"), learner_pk=person_id("plan__registration__account"))
        .filter(day__gte=today - timedelta(days=turn.last + 1), day__lte=today - timedelta(days=turn.first))
        .select_related("plan__registration__version__qualification")
        .order_by("plan__registration", "day", "number")
    )
    found: dict[Due, OfADay] = {}
    for row in rows:
        at, until = (at_oclock(row.day + timedelta(days=days), TEN) for days in (turn.first, turn.last))
        registration, agreed_at = row.plan.registration, row.plan.answered_at
        if not at <= now < until or (agreed_at is not None and agreed_at > at):
            continue
        about = f"qualregistration:{registration.pk}"
        due = Due(row.learner_pk, about, row.day.isoformat(), at=at, until=until)
        title = registration.version.qualification.title
        of_day = found.setdefault(due, OfADay(registration.token, title, row.day))
        of_day.tasks.append((row.title, row.place if row.meets_on == row.day else ""))
    return found


def _letters(found: Mapping[Due, OfADay], dues: Sequence[Due]) -> dict[Due, Letter]:
    return {
        due: Letter(
            reverse("plan", args=[found[due].token]),
            "Open your plan",
            {
                "qualification": found[due].qualification,
                "day": f"{found[due].day.day} {found[due].day:%B}",
                "tasks": [title for title, _ in found[due].tasks],
                "by_day": [
                    (title, f"at {place}" if place else f"by {found[due].day.day} {found[due].day:%B}")
                    for title, place in found[due].tasks
                ],
            },
        )
        for due in dues
        if due in found
    }
