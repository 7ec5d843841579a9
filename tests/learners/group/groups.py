"""Groups for the tests: people on dates who also learn online."""

from academy.accounts.models import Account
from courses.catalogue.models import Course
from courses.delivery.models import Cohort
from learners.enrolments.models import Enrolment
from learners.progress.models import DoneVia, LessonProgress
from tests.learners import worlds
from tests.learners.attendance import registers
from tests.learners.worlds import NOON


def online(
    who: Account, course: Course, *, done: int = 0, begun: int = 0, via: str = DoneVia.WATCHING
) -> Enrolment:
    """Joined; the first `done` lessons done, the next `begun` opened."""
    place = worlds.joined(who, course)
    lessons = worlds.lessons(course)[: done + begun]
    LessonProgress.objects.bulk_create(
        LessonProgress(
            enrolment=place,
            lesson=lesson,
            saved_at=NOON,
            done_at=NOON if number < done else None,
            done_via=via if number < done else "",
        )
        for number, lesson in enumerate(lessons)
    )
    return place


def learning(people: int, lessons: int, **more) -> tuple[Cohort, Account]:
    """So many people on dates, each half way through an online course of so many lessons; and their trainer."""
    cohort, places, trainer = registers.group(*(f"P{number:04} Field" for number in range(people)), **more)
    course = worlds.course(lessons, code="FOCUS", title="Framework Focus")
    for place in places:
        online(place.account, course, done=lessons // 2, begun=1)
    return cohort, trainer
