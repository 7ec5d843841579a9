"""The sample pages, people to whom a message is due (half of them have left a course alone, half hold a new
certificate), and people to whom none is."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.core.management import call_command
from django.db import connection

from academy.accounts.models import Account
from academy.shared import clock
from courses.catalogue.models import Course
from learners.certificates.models import Certificate
from learners.enrolments.models import Enrolment
from learners.enrolments.states import EnrolmentKind, Entitlement

LESSONS = 10  # that everybody has begun or done
IDLE, ACTIVE, LONG_AGO = timedelta(days=8), timedelta(days=2), timedelta(days=90)

# Everybody has done the first lessons, a minute each, and begun one more.
PROGRESS = """
INSERT INTO learners_lessonprogress
    (enrolment_id, lesson_id, bits, seconds, position_s, done_at, done_via, content_version, saved_at)
SELECT place.id, lesson.id, '\\x0f', 4, 4,
       CASE WHEN lesson.place < %(lessons)s THEN place.started_at END,
       CASE WHEN lesson.place < %(lessons)s THEN 'watching' ELSE '' END,
       lesson.content_version, place.started_at + lesson.place * interval '1 minute'
FROM learners_enrolment AS place
JOIN (SELECT lesson.id, lesson.content_version, row_number() OVER (ORDER BY module.number, lesson.number) AS place
      FROM courses_lesson AS lesson JOIN courses_module AS module ON module.id = lesson.module_id
      WHERE module.course_id = %(course)s) AS lesson ON lesson.place <= %(lessons)s
WHERE place.id = ANY(%(places)s)
"""


def main(due: str, others: str) -> None:
    """So many of each; the pages where they are missing."""
    if not Course.objects.exists():
        call_command("load_sample", verbosity=0)
    course = Course.objects.get(code="FOCUS")
    now = clock.now()
    half, rest = int(due) // 2, int(others) // 2
    _places(course, half, lambda number: now - IDLE - timedelta(seconds=number))
    _certificates(_places(course, half, lambda number: now - ACTIVE, completed_at=now), now)
    _places(course, rest, lambda number: now - ACTIVE)
    old = now - LONG_AGO
    _certificates(_places(course, rest, lambda number: old - timedelta(days=9), completed_at=old), old)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    print(json.dumps({"words": f"{Enrolment.objects.count():,} places"}))


def _places(
    course: Course, count: int, began: Callable[[int], datetime], *, completed_at: datetime | None = None
) -> list[Enrolment]:
    first = Account.objects.count()
    people = Account.objects.bulk_create(
        Account(
            email=f"person{number}@example.org",
            full_name=f"Person {number}",
            is_adult=True,
            password="!",
            joined_at=began(0),
        )
        for number in range(first, first + count)
    )
    places = Enrolment.objects.bulk_create(
        Enrolment(
            account=account,
            course=course,
            kind=EnrolmentKind.ONLINE,
            entitlement=Entitlement.GRANTED,
            opens_at=began(number),
            started_at=began(number),
            completed_at=completed_at,
        )
        for number, account in enumerate(people)
    )
    values: dict[str, Any] = {
        "course": course.pk,
        "lessons": LESSONS,
        "places": [place.pk for place in places],
    }
    with connection.cursor() as cursor:
        cursor.execute(PROGRESS, values)
    return places


def _certificates(places: Sequence[Enrolment], at: datetime) -> None:
    Certificate.objects.bulk_create(
        Certificate(
            enrolment=place,
            kind=place.course.certificate_kind,
            name=place.account.full_name,
            course_title=place.course.title,
            issuer="The Academy",
            completed_on=at.date(),
            issued_at=at - timedelta(seconds=number),
            template_version="1",
            pdf="certificates/made.pdf",
            pdf_sha256="0" * 64,
        )
        for number, place in enumerate(places)
    )
