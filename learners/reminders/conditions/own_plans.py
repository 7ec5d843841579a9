"""What those who run dates have said about the messages to their people, as the conditions read it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import F, FilteredRelation, Model, Q, QuerySet

from learners.reminders.goals import at_oclock

MORNING = 10  # o'clock, where nobody has said another

M = TypeVar("M", bound=Model)


@dataclass(frozen=True, slots=True)
class Own:
    """Of one kind and cohort. What is None or empty is as the Academy has it."""

    days: int | None
    hour: int | None
    early_at: datetime | None
    early_for: str

    def moment(self, day: date, usual_days: int) -> datetime:
        """On a London wall, so many days before this day, whatever the clocks do in between."""
        days = usual_days if self.days is None else self.days
        hour = MORNING if self.hour is None else self.hour
        return at_oclock(date.fromordinal(day.toordinal() - days), hour)

    def sooner(self, at: datetime, occasion: str, since: datetime | None) -> datetime:
        """This moment, or the one when "send now" was pressed for this occasion, for whoever was there by then."""
        if self.early_at is None or self.early_for != occasion or since is None or since > self.early_at:
            return at
        return min(at, self.early_at)


def with_own(rows: QuerySet[M], kind: str) -> QuerySet[M]:
    """Rows that have a cohort, each with what was said about this kind of message to its people. No query more."""
    plan = FilteredRelation("cohort__message_plans", condition=Q(cohort__message_plans__kind=kind))
    planned: QuerySet[M] = rows.annotate(own_plan=plan).annotate(
        own_days=F("own_plan__days"),
        own_hour=F("own_plan__hour"),
        own_early_at=F("own_plan__early_at"),
        own_early_for=F("own_plan__early_for"),
    )
    return planned


def own_of(row: Any) -> Own:
    """Of a row that came through `with_own`."""
    return Own(row.own_days, row.own_hour, row.own_early_at, row.own_early_for or "")
