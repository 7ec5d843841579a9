"""Asking how a course was when it is over, and three months later what came of it. Who is asked, and until when, is
said by the evaluation itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from academy.shared.clock import london_date
from courses.delivery.states import CohortState
from courses.delivery.words import short_day_words
from learners.enrolments.models import Enrolment
from learners.enrolments.states import BOOKED, PlaceState
from learners.evaluation.queries import answer_href, to_ask
from learners.evaluation.rules import ASK_AGAIN, ASKED_WITHIN, asked_at, asked_until
from learners.evaluation.states import Kind
from learners.reminders.conditions.dates import cohort_of, due_about
from learners.reminders.letters import Due, Letter

NOT_HELD = (CohortState.DRAFT, CohortState.CANCELLED)
ASKED_FIRST = ASK_AGAIN
ASKED_AGAIN = ASKED_WITHIN[Kind.END] - ASK_AGAIN
ASKED_LATER = ASKED_WITHIN[Kind.LATER]


@dataclass(frozen=True, slots=True)
class Asking:
    """One time at which people are asked: from `after` the question became due, until `until` after it."""

    kind: Kind
    after: timedelta
    until: timedelta

    def due(self, now: datetime) -> Iterator[Due]:
        """Whoever was there and has not answered. One query."""
        yield from self._found(now)

    def letters(self, dues: Sequence[Due], now: datetime) -> Mapping[Due, Letter]:
        """Have they still not answered? One query."""
        found = self._found(now, [due.about_id for due in dues])
        return {due: _letter(found[due], self.kind) for due in dues if due in found}

    def ahead(self, cohort_id: int, now: datetime) -> dict[Due, Enrolment]:
        """Who of one cohort will be asked: whoever has a place, if they are there; once it is over, whoever was. One
        query."""
        places = Enrolment.objects.filter(cohort=cohort_id, state__in=BOOKED, account__is_active=True)
        rows = places.exclude(cohort__ends_at=None).exclude(state=PlaceState.NO_SHOW)
        rows = rows.exclude(answered__kind=self.kind).exclude(cohort__state__in=NOT_HELD)
        found = {
            self._due(place): place for place in rows.select_related("account", "cohort__hub").order_by("pk")
        }
        return {due: place for due, place in found.items() if due.until and now < due.until}

    def _found(self, now: datetime, place_ids: Sequence[int] | None = None) -> dict[Due, Enrolment]:
        rows = to_ask(self.kind, now)
        rows = rows.filter(pk__in=place_ids) if place_ids is not None else rows
        found = {self._due(place): place for place in rows}
        return {due: place for due, place in found.items() if due.at <= now < due.until}  # type: ignore[operator]

    def _due(self, place: Enrolment) -> Due:
        ends_at = cohort_of(place).ends_at
        assert ends_at is not None
        first = asked_at(self.kind, ends_at)
        until = min(first + self.until, asked_until(self.kind, ends_at))
        return due_about(place, "", first + self.after, until)


def _letter(place: Enrolment, kind: Kind) -> Letter:
    cohort = cohort_of(place)
    assert cohort.ends_at is not None
    context = {
        "added": (),
        "course_title": cohort.course.title,
        "hub_name": cohort.hub.name,
        "last_day": short_day_words(london_date(cohort.ends_at)),
    }
    action = "Say how it was" if kind is Kind.END else "Say what came of it"
    return Letter(answer_href(place, kind), action, context, signed_out=True)


AT_THE_END = Asking(Kind.END, timedelta(), ASK_AGAIN)
ONCE_MORE = Asking(Kind.END, ASK_AGAIN, ASKED_WITHIN[Kind.END])
THREE_MONTHS = Asking(Kind.LATER, timedelta(), ASKED_LATER)
