"""The courses behind a batch of messages as their learners see them, in two queries for all of them."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime

from learners.enrolments.models import Enrolment
from learners.progress.facts import LessonFact
from learners.progress.outlines import CourseView
from learners.progress.queries import lesson_facts, progress_by_enrolment
from learners.progress.rows import course_outline


def outlines(places: Collection[Enrolment], now: datetime) -> dict[int, CourseView]:
    """The id of a place to its course. The places come with their courses. Two queries."""
    if not places:
        return {}
    facts: dict[int, list[LessonFact]] = defaultdict(list)
    for fact in lesson_facts({place.course_id for place in places}):
        facts[fact.course_id].append(fact)
    progress = progress_by_enrolment([place.pk for place in places])
    return {
        place.pk: course_outline(
            place.course,
            facts[place.course_id],
            progress[place.pk],
            opens_all=place.opens_all(now),
            joined=True,
            completed_at=place.completed_at,
        )
        for place in places
    }
