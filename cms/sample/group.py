"""What the sample neighbours at Harbour Road have done online, so that their trainer's grid has something in it."""

from datetime import datetime, timedelta

from academy.accounts.models import Account
from cms.sample.dates import neighbour
from courses.catalogue.models import Course, Lesson
from learners.enrolments.actions import join_course
from learners.enrolments.models import Enrolment
from learners.progress.models import DoneVia, LessonProgress

# name → lessons done; some missed one, some did a module together at the hub
LEARNED = {"Priya Shah": 12, "Owen Hughes": 41, "Leila Haddad": 67}
LEFT_OUT = (5, 17, 23)
AT_THE_HUB = ("Owen Hughes", range(10, 20))


def load_group(*, now: datetime) -> None:
    """Whoever is on the course already is left as they are."""
    course = Course.objects.get(code="FOCUS")
    lessons = list(Lesson.objects.filter(module__course=course).order_by("module__number", "number"))
    began = now - timedelta(days=9)
    for name, count in LEARNED.items():
        who = neighbour(name)
        if not Enrolment.objects.filter(account=who, course=course).exists():
            place = join_course(course_id=course.pk, by=who, now=began)
            LessonProgress.objects.bulk_create(_rows(place, who, lessons[: count + 1], now))


def _rows(place: Enrolment, who: Account, lessons: list[Lesson], now: datetime) -> list[LessonProgress]:
    """All done but the last, which was begun yesterday."""
    there, together = AT_THE_HUB
    rows = []
    for number, lesson in enumerate(lessons):
        begun = lesson is lessons[-1]
        if number in LEFT_OUT and not begun:
            continue
        via = DoneVia.IN_PERSON if who.full_name == there and number in together else DoneVia.WATCHING
        rows.append(
            LessonProgress(
                enrolment=place,
                lesson=lesson,
                bits=b"\x0f",
                seconds=4,
                position_s=4,
                done_at=None if begun else now - timedelta(days=1),
                done_via="" if begun else via,
                content_version=lesson.content_version,
                saved_at=now - timedelta(days=1),
            )
        )
    return rows
