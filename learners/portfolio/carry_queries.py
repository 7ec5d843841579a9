"""What somebody did in this system that can go into their portfolio: reflections, lessons, courses."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from academy.accounts.models import Account
from academy.accounts.queries import rows_of
from academy.shared.clock import london_date
from learners.certificates.models import Certificate
from learners.certificates.states import LIVE
from learners.enrolments.models import Enrolment
from learners.portfolio.models import EvidenceItem
from learners.portfolio.states import EvidenceKind, Others
from learners.progress.models import DoneVia, LessonProgress, Reflection

HOW = {DoneVia.WATCHING: "Watched", DoneVia.READING: "Read", DoneVia.IN_PERSON: "Done in person"}


@dataclass(frozen=True, slots=True)
class Offer:
    """One thing, as it would stand in the portfolio. source: such as "enrolment:12"."""

    source: str
    kind: EvidenceKind
    title: str
    happened_on: date
    text: str
    record: tuple[tuple[str, str], ...]

    def words(self) -> dict[str, Any]:
        """For a new piece. Who can be recognised in what somebody wrote, only they can say."""
        return {
            "kind": self.kind,
            "title": self.title[:160],
            "happened_on": self.happened_on,
            "text": self.text,
            "others": Others.NOT_SAID if self.text else Others.NOBODY,
            "record": dict(self.record),
        }


@dataclass(frozen=True, slots=True)
class OfCourse:
    """What can be carried over from one place on a course."""

    pk: int
    title: str
    offers: tuple[Offer, ...]


def to_carry(account: Account) -> tuple[OfCourse, ...]:
    """By course, the newest first; what is in the portfolio already is left out. Five queries."""
    mine = rows_of(account)
    places = {
        one.pk: one
        for one in Enrolment.objects.filter(account__in=mine, counts_for=None)
        .select_related("course", "cohort__hub")
        .order_by("-started_at")
    }
    there = set(
        EvidenceItem.objects.filter(account__in=mine, withdrawn_at=None)
        .exclude(source="")
        .values_list("source", flat=True)
    )
    found: dict[int, list[Offer]] = {pk: [] for pk in places}
    for pk, offer in (*_courses(places.values()), *_reflections(list(places)), *_lessons(list(places))):
        if offer.source not in there:
            found[pk].append(offer)
    return tuple(
        OfCourse(pk, place.course.title, tuple(found[pk])) for pk, place in places.items() if found[pk]
    )


def _courses(places: Iterable[Enrolment]) -> Iterable[tuple[int, Offer]]:
    done = [one for one in places if one.completed_at]
    kept = Certificate.objects.filter(enrolment__in=[one.pk for one in done], state__in=LIVE)
    serials = dict(kept.values_list("enrolment", "serial"))
    for one in done:
        assert one.completed_at is not None
        record = [("Course", one.course.title), ("Finished on", _words(london_date(one.completed_at)))]
        record.append(("How", f"In person, {one.cohort.hub.name}" if one.cohort else "Online"))
        if one.pk in serials:
            record.append(("Certificate", serials[one.pk]))
        yield (
            one.pk,
            Offer(
                f"enrolment:{one.pk}",
                EvidenceKind.COURSE,
                one.course.title,
                london_date(one.completed_at),
                "",
                tuple(record),
            ),
        )


def _reflections(places: Sequence[int]) -> Iterable[tuple[int, Offer]]:
    rows = Reflection.objects.filter(enrolment__in=places).exclude(text="")
    for one in rows.select_related("lesson__module__course").order_by("-saved_at"):
        assert one.enrolment_id is not None
        day = london_date(one.saved_at)
        title = f"What I wrote in “{one.lesson.title}”"
        yield (
            one.enrolment_id,
            Offer(
                f"reflection:{one.pk}",
                EvidenceKind.LESSON,
                title,
                day,
                one.text,
                _where(one.lesson, day, "Written on"),
            ),
        )


def _lessons(places: Sequence[int]) -> Iterable[tuple[int, Offer]]:
    rows = LessonProgress.objects.filter(enrolment__in=places, done_at__isnull=False).defer("bits")
    for one in rows.select_related("lesson__module__course").order_by(
        "lesson__module__number", "lesson__number"
    ):
        assert one.enrolment_id is not None
        assert one.done_at is not None
        day = london_date(one.done_at)
        record = (*_where(one.lesson, day, "Done on"), ("How", HOW[DoneVia(one.done_via)]))
        title = f"Lesson done: {one.lesson.title}"
        yield one.enrolment_id, Offer(f"lesson:{one.pk}", EvidenceKind.LESSON, title, day, "", record)


def _where(lesson: Any, day: date, said: str) -> tuple[tuple[str, str], ...]:
    course = lesson.module.course.title
    return (
        ("Lesson", lesson.title),
        ("Module", lesson.module.title),
        ("Course", course),
        (said, _words(day)),
    )


def _words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
