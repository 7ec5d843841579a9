"""The people on some dates with what they have done: read once, for the page and for the spreadsheet."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet

from academy.accounts.queries import person_id, rows_of_all
from courses.delivery.models import Cohort
from learners.attendance.queries import SessionRegister, came, counting, held_registers, standings_of
from learners.attendance.requirements import parts_of
from learners.attendance.states import Mark
from learners.completion.rules import decide
from learners.enrolments.models import Enrolment
from learners.enrolments.states import BOOKED, EnrolmentKind
from learners.progress.models import DoneVia, LessonProgress


class Person(NamedTuple):
    """A booked place."""

    place_id: int
    account_id: int
    name: str
    phone: str
    state: str
    completed_at: datetime | None


class OnlinePlace(NamedTuple):
    """One of these people on an online course. done: required lessons; begun: lessons opened at all."""

    pk: int
    account_id: int
    course_id: int
    title: str
    slug: str
    started_at: datetime
    completed_at: datetime | None
    done: int
    begun: int


class Attended(NamedTuple):
    """One person at one session. signed: it stands in a signed register."""

    mark: str
    minutes: int | None
    signed: bool

    @property
    def words(self) -> str:
        """Late, 20 minutes missed."""
        said = str(Mark(self.mark).label) if self.mark else "not marked"
        return f"{said}, {self.minutes} minutes missed" if self.minutes else said


NOT_MARKED = Attended("", None, False)


@dataclass(frozen=True, slots=True)
class Registers:
    """Every session that is held, and what its register says of each place: signed, or marked so far.

    counting: those sessions that completion asks for; people: how many came to one of them.
    """

    held: tuple[SessionRegister, ...]
    marked: Mapping[int, Mapping[int, Attended]]  # id of the session → id of the place
    counting: tuple[SessionRegister, ...]
    people: int
    said: dict[tuple[bool | None, ...], tuple[str, ...]] = field(default_factory=dict)

    def of(self, place_id: int) -> tuple[Attended, ...]:
        """In the order of the sessions."""
        return tuple(self.marked[one.session.pk].get(place_id, NOT_MARKED) for one in self.held)

    def there(self, place_id: int) -> tuple[bool | None, ...]:
        """At each session that counts; None where its register is not signed."""
        return tuple([one.signed.there(place_id) if one.signed else None for one in self.counting])

    def missing(self, place_id: int, cohort: Cohort) -> tuple[str, ...]:
        """What completion says of this place. It follows from where somebody was, so it is asked once for each such."""
        there = self.there(place_id)
        if there not in self.said:
            parts = parts_of(place_id, cohort, self.counting, people=self.people)
            self.said[there] = decide(parts).missing
        return self.said[there]


def booked(cohort: Cohort) -> QuerySet[Enrolment]:
    """The places that a register lists, by name."""
    places = Enrolment.objects.counted().filter(cohort=cohort, state__in=BOOKED)
    return places.order_by("account__full_name", "pk")


def people_of(places: QuerySet[Enrolment]) -> list[Person]:
    """One query."""
    fields = ("pk", "person", "account__full_name", "account__phone", "state", "completed_at")
    return [Person(*row) for row in places.annotate(person=person_id()).values_list(*fields)]


def online_of(places: QuerySet[Enrolment]) -> list[OnlinePlace]:
    """Where these people learn online, courses by title. One query."""
    theirs = _online(places)
    counts = {
        "done_count": Count(
            "lessons",
            filter=Q(
                lessons__done_at__isnull=False,
                lessons__lesson__required=True,
                lessons__lesson__published=True,
                lessons__lesson__module__published=True,
            ),
        ),
        "begun_count": Count("lessons"),
    }
    fields = (
        "pk",
        "person",
        "course",
        "course__title",
        "course__slug",
        "started_at",
        "completed_at",
        *counts,
    )
    return [
        OnlinePlace(*row)
        for row in theirs.annotate(person=person_id(), **counts)
        .order_by("course__title", "pk")
        .values_list(*fields)
    ]


def online_courses(places: QuerySet[Enrolment]) -> list[tuple[str, str]]:
    """(slug, title) of the courses on which these people learn online. One query."""
    rows = _online(places).order_by("course__title", "course").values_list("course__slug", "course__title")
    return list(rows.distinct())


def _online(places: QuerySet[Enrolment]) -> QuerySet[Enrolment]:
    people = places.order_by().annotate(person=person_id()).values("person")
    return Enrolment.objects.live().filter(kind=EnrolmentKind.ONLINE, account__in=rows_of_all(people))


def on_course(everywhere: list[OnlinePlace], slug: str) -> dict[int, OnlinePlace]:
    """By person, those on the course with this slug. Of two places of one person (by rows joined since) the fuller."""
    return {one.account_id: one for one in sorted(everywhere, key=lambda one: one.done) if one.slug == slug}


def registers_with_marks(cohort: Cohort) -> Registers:
    """Signed registers as they were signed, the others as marked now. Three queries, two when all are signed."""
    held = held_registers(cohort.pk)
    unsigned = [one.session.pk for one in held if one.signed is None]
    stands = standings_of(unsigned) if unsigned else {}
    marked: dict[int, dict[int, Attended]] = {}
    for one in held:
        if one.signed is None:
            now = stands[one.session.pk].items()
            marked[one.session.pk] = {place: Attended(it.mark, it.minutes, False) for place, it in now}
        else:
            signed = one.signed.marks.items()
            marked[one.session.pk] = {place: Attended(mark, missed, True) for place, (mark, missed) in signed}
    required = counting(held)
    return Registers(tuple(held), marked, tuple(required), came(required))


def lessons_done_by(online_ids: Iterable[int]) -> dict[int, dict[int, str]]:
    """Id of an online place → id of a lesson → how it was done, empty while it is only begun. One query."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    rows = LessonProgress.objects.filter(enrolment__in=list(online_ids)).order_by()
    for place, lesson, via in rows.values_list("enrolment_id", "lesson_id", "done_via"):
        found[place][lesson] = via
    return found


STATES = {"": "p", DoneVia.IN_PERSON: "i"}  # all others are done


def cell_of(via: str | None) -> str:
    """n not begun, p begun, d done, i done in person."""
    return "n" if via is None else STATES.get(via, "d")
