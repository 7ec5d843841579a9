"""Venues that are used twice at the same time. It may be meant so (two rooms), so it is said and not refused."""

from dataclasses import dataclass

from django.db.models import QuerySet

from courses.delivery.models import Cohort, Session
from courses.delivery.rules import overlap
from courses.delivery.states import CohortState
from courses.delivery.words import day_words, hours_words

NAMED_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class Twice:
    """A session of these dates, and one of other dates at the same venue and time."""

    mine: Session
    other: Session

    @property
    def words(self) -> str:
        """Main hall is used twice on Thursday 3 December 2026: Listening is there from 1pm to 3pm."""
        there = f"{self.mine.venue} is used twice on {day_words(self.mine.day)}"
        return f"{there}: {self.other.cohort} is there from {hours_words(self.other)}."


def used_twice(cohort: Cohort) -> list[Twice]:
    """Where sessions of these dates meet those of others at one venue, in order. Two queries, one without a venue.

    A venue belongs to one hub, so nobody learns of another hub's dates.
    """
    mine = list(_held().filter(cohort=cohort, venue__isnull=False))
    if not mine:
        return []
    others = list(_others(cohort, mine))
    return [
        Twice(one, other)
        for one in mine
        for other in others
        if other.venue_id == one.venue_id
        and overlap((one.starts_at, one.ends_at), (other.starts_at, other.ends_at))
    ]


def twice_words(cohort: Cohort) -> str:
    """One sentence for each of the first few; empty where no venue is used twice."""
    found = used_twice(cohort)
    if not found:
        return ""
    said = [one.words for one in found[:NAMED_AT_MOST]]
    if len(found) > NAMED_AT_MOST:
        said.append(f"And {len(found) - NAMED_AT_MOST} times more.")
    return " ".join([*said, "Move one of them, or make sure that there is room for both."])


def _held() -> QuerySet[Session]:
    rows = Session.objects.live().exclude(cohort__state=CohortState.CANCELLED)
    return rows.select_related("venue", "cohort__course").order_by("starts_at", "pk")


def _others(cohort: Cohort, mine: list[Session]) -> QuerySet[Session]:
    """Those between the first beginning and the last end of `mine`, at their venues."""
    first, last = min(one.starts_at for one in mine), max(one.ends_at for one in mine)
    rows = _held().exclude(cohort=cohort)
    return rows.filter(venue__in={one.venue_id for one in mine}, starts_at__lt=last, ends_at__gt=first)
